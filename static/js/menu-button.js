// A menu in <details>: closes by Escape, by a click elsewhere, when focus leaves or another
// opens; arrow keys walk its items.

class MenuButton extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.addEventListener("keydown", this.#key);
    this.addEventListener("focusout", this.#leave);
    document.addEventListener("click", this.#clickElsewhere);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#clickElsewhere);
  }

  get items() {
    return [...this.querySelectorAll(".menu__item:not(:disabled)")];
  }

  #key = (event) => {
    if (event.key === "Escape" && this.details.open) {
      event.stopPropagation();
      this.details.open = false;
      this.querySelector("summary").focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    // Within a field the arrows are the field's own.
    if (!step || !this.items.length || event.target.matches("input, select")) return;
    event.preventDefault();
    this.details.open = true;
    const at = this.items.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : -1) : (at + step) % this.items.length;
    this.items.at(next).focus();
  };

  #leave = (event) => {
    if (event.relatedTarget && !this.contains(event.relatedTarget)) this.details.open = false;
  };

  #clickElsewhere = (event) => {
    if (!this.contains(event.target)) this.details.open = false;
  };
}

customElements.define("menu-button", MenuButton);
