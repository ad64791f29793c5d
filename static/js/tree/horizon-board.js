// <horizon-board>: a card of now, next and later is dragged to another column. It presses the
// button of that column in the card's own form, so that both ways are one. What was just moved, with
// its undo, stays while the board is drawn anew because of the same change.

let moved = null;

class HorizonBoard extends HTMLElement {
  connectedCallback() {
    if (moved) this.#giveBack();
    for (const card of this.querySelectorAll(".horizon__entry:has(form)")) card.draggable = true;
    if (this.isReady) return;
    this.isReady = true;
    this.addEventListener("dragstart", (event) => this.#lift(event));
    this.addEventListener("dragover", (event) => this.#over(event));
    this.addEventListener("dragleave", (event) => this.#mark(event.relatedTarget));
    this.addEventListener("drop", (event) => this.#drop(event));
    this.addEventListener("dragend", () => this.#end());
    this.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
      const isRedrawn = target === this && detail.requestConfig.verb === "get";
      moved = isRedrawn ? this.querySelector("form#horizon-moved")?.cloneNode(true) : null;
    });
  }

  #giveBack() {
    this.querySelector("#horizon-moved")?.replaceWith(moved);
    htmx.process(moved);
    moved = null;
  }

  #lift(event) {
    this.card = event.target.closest?.(".horizon__entry");
    if (!this.card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.card.querySelector(".node__text").textContent);
    this.card.dataset.lifted = "";
  }

  #over(event) {
    if (!this.card || !this.#mark(event.target)) return;
    event.preventDefault();
  }

  #drop(event) {
    const column = this.card && this.#mark(event.target);
    if (!column) return;
    event.preventDefault();
    const buttons = [...this.card.querySelectorAll("button")];
    const button = buttons.find((one) => one.value === column.dataset.horizon);
    this.#end();
    if (button.ariaPressed !== "true") button.click();
  }

  #mark(target) {
    const column = target?.closest?.("[data-horizon]") ?? null;
    for (const one of this.querySelectorAll("[data-horizon]")) one.toggleAttribute("data-over", one === column);
    return column;
  }

  #end() {
    this.#mark(null);
    if (this.card) delete this.card.dataset.lifted;
    this.card = null;
  }
}

customElements.define("horizon-board", HorizonBoard);
