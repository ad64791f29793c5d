// <tree-places>: the places of a tree in one row; those that do not fit stand in the menu "More".

class TreePlaces extends HTMLElement {
  connectedCallback() {
    this.row = this.querySelector("nav");
    this.more = this.querySelector("menu-button");
    this.menu = this.querySelector(".menu__items");
    this.links = [...this.row.children];
    this.observer = new ResizeObserver(([{ contentRect }]) => this.#fit(contentRect.width));
    this.observer.observe(this);
    document.fonts.addEventListener("loadingdone", this.#measureAnew);
  }

  disconnectedCallback() {
    this.observer.disconnect();
    document.fonts.removeEventListener("loadingdone", this.#measureAnew);
  }

  #measureAnew = () => {
    this.ends = null;
    this.#fit(this.clientWidth);
  };

  // As many as have room beside the menu; all, if they fit without it.
  #fit(width) {
    if (this.menu.contains(document.activeElement)) return;
    this.#measure();
    const fits = (room) => this.ends.filter((end) => end <= room).length;
    const count = this.ends.at(-1) <= width ? this.links.length : fits(width - this.beside);
    if (count === this.count) return;
    this.count = count;
    this.more.hidden = count === this.links.length;
    this.links.forEach((link, at) => (at < count ? put(link, this.row, "tab") : put(link, this.menu, "menu__item")));
  }

  // Once, with all of them in the row: each question for a length has the whole page laid out.
  #measure() {
    if (this.ends) return;
    for (const link of this.links) put(link, this.row, "tab");
    this.more.hidden = false;
    const start = this.row.getBoundingClientRect().left;
    this.ends = this.links.map((link) => Math.ceil(link.getBoundingClientRect().right - start));
    this.beside = Math.ceil(this.more.getBoundingClientRect().width + parseFloat(getComputedStyle(this).columnGap));
    this.count = null;
  }
}

function put(link, list, look) {
  link.classList.remove("tab", "menu__item");
  link.classList.add(look);
  list.append(link);
}

customElements.define("tree-places", TreePlaces);
