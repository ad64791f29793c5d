// <said-filter>: shows those of the drawer's notes that are of one kind and hold the words asked for.

class SaidFilter extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.kind = "";
    this.input = this.querySelector("input");
    this.none = this.querySelector("[data-none]");
    this.addEventListener("click", this.#choose);
    this.addEventListener("input", this.#apply);
    document.addEventListener("sheet:drawn", this.#apply);
  }

  disconnectedCallback() {
    document.removeEventListener("sheet:drawn", this.#apply);
  }

  #choose = (event) => {
    const button = event.target.closest("button[data-kind]");
    if (!button) return;
    this.kind = button.dataset.kind;
    for (const each of this.querySelectorAll("button[data-kind]")) {
      each.setAttribute("aria-pressed", String(each === button));
    }
    this.#apply();
  };

  #apply = () => {
    const words = this.input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of document.querySelectorAll("[data-said] > [data-kind]")) {
      const text = item.querySelector(".note").textContent.toLocaleLowerCase();
      const isOfKind = !this.kind || item.dataset.kind === this.kind;
      item.hidden = !isOfKind || !words.every((word) => text.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    this.none.hidden = shown > 0;
  };
}

customElements.define("said-filter", SaidFilter);
