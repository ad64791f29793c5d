// <keeps-open>: a region that is drawn afresh keeps its <details id> as open or closed as they were.

class KeepsOpen extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:beforeSwap", this.#remember);
    this.addEventListener("htmx:afterSwap", this.#putBack);
  }

  #remember = () => {
    const all = [...this.querySelectorAll("details[id]")];
    this.before = new Map(all.map(({ id, open }) => [id, open]));
  };

  #putBack = () => {
    for (const [id, open] of this.before ?? []) {
      const details = document.getElementById(id);
      if (details && this.contains(details)) details.open = open;
    }
    this.before = new Map();
  };
}

customElements.define("keeps-open", KeepsOpen);
