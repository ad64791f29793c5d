// <keeps-typing>: a region that is drawn afresh while somebody goes on typing in it keeps what
// they have typed since, and saves it when they leave the field.

class KeepsTyping extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:beforeSwap", this.#remember);
    this.addEventListener("htmx:afterSwap", this.#putBack);
  }

  #remember = (event) => {
    const { elt, formData } = event.detail.requestConfig;
    const redrawn = event.detail.target;
    const sent = new Set(formData ? [...formData.values()] : []);
    this.typed = [...this.querySelectorAll("textarea[id], input[id]:not([type=hidden])")]
      .filter((field) => redrawn.contains(field))
      .filter((field) => field.value !== field.defaultValue)
      .filter((field) => !(elt.contains(field) && sent.has(field.value)))
      .map(({ id, value, selectionStart, selectionEnd }) => ({ id, value, selectionStart, selectionEnd }));
  };

  #putBack = () => {
    // At once: between the swap and its settling a key may be pressed.
    for (const { id, value, selectionStart, selectionEnd } of this.typed ?? []) {
      const field = document.getElementById(id);
      if (!field || !this.contains(field)) continue;
      field.value = value;
      if (field === document.activeElement) field.setSelectionRange(selectionStart, selectionEnd);
      // The browser takes no notice of what a script has put in.
      field.addEventListener("blur", () => this.#tell(field), { once: true });
    }
    this.typed = [];
  };

  #tell(field) {
    if (field.value !== field.defaultValue) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("keeps-typing", KeepsTyping);
