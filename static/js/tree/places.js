// <tree-places>: the places of a tree in one row; those that do not fit stand in the menu "More".

class TreePlaces extends HTMLElement {
  connectedCallback() {
    this.row = this.querySelector("nav");
    this.more = this.querySelector("menu-button");
    this.menu = this.querySelector(".menu__items");
    this.links = [...this.row.children];
    this.observer = new ResizeObserver(() => this.#fit());
    this.observer.observe(this);
    document.fonts?.ready.then(() => this.#fit());
  }

  disconnectedCallback() {
    this.observer.disconnect();
  }

  // All of them in the row first; then from the last one on into the menu, until the rest fits.
  #fit() {
    if (this.menu.contains(document.activeElement)) return;
    for (const link of this.links) this.#put(link, this.row, "tab");
    this.more.hidden = true;
    const rest = [];
    while (this.row.childElementCount && this.scrollWidth > this.clientWidth) {
      this.more.hidden = false;
      rest.unshift(this.row.lastElementChild);
      rest[0].remove();
    }
    for (const link of rest) this.#put(link, this.menu, "menu__item");
  }

  #put(link, list, look) {
    link.classList.remove("tab", "menu__item");
    link.classList.add(look);
    list.append(link);
  }
}

customElements.define("tree-places", TreePlaces);
