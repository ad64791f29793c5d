// <keeps-typing>: a region that is drawn afresh while somebody goes on typing in it keeps what
// they have typed or chosen since, and saves it when they leave the field.

const FIELDS = "textarea[id], input[id]:not([type=hidden]), select[id]";

const shownAtFirst = (field) =>
  field.localName === "select"
    ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value
    : field.defaultValue;

class KeepsTyping extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:beforeSwap", this.#remember);
    this.addEventListener("htmx:afterSwap", this.#putBack);
  }

  #remember = (event) => {
    const { elt, formData } = event.detail.requestConfig;
    const redrawn = event.detail.target;
    const isSent = ({ name, value }) => Boolean(formData?.getAll(name).includes(value));
    // By name: while the answer was under way the form may have been drawn afresh by a live change.
    const own = new Set([elt, ...elt.querySelectorAll("[id]")].map(({ id }) => id));
    this.typed = [...this.querySelectorAll(FIELDS)]
      .filter((field) => redrawn.contains(field))
      .filter((field) => field.value !== shownAtFirst(field))
      .filter((field) => !(own.has(field.id) && isSent(field)))
      .map(({ id, value, selectionStart, selectionEnd }) => ({ id, value, selectionStart, selectionEnd }));
  };

  #putBack = () => {
    // At once: between the swap and its settling a key may be pressed.
    for (const { id, value, selectionStart, selectionEnd } of this.typed ?? []) {
      const field = document.getElementById(id);
      if (!field || !this.contains(field)) continue;
      field.value = value;
      if (field === document.activeElement) field.setSelectionRange?.(selectionStart, selectionEnd);
      // The browser takes no notice of what a script has put in.
      field.addEventListener("blur", () => this.#tell(field), { once: true });
    }
    this.typed = [];
  };

  #tell(field) {
    if (field.value !== shownAtFirst(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("keeps-typing", KeepsTyping);
