// The whole canvas in a corner: every card as a small block in the colour of its kind, and a frame
// around what is in view. A press or a drag on it goes there; keys and buttons do the same.

const KINDS = ["outcome", "opportunity", "solution", "assumption"];

export class MiniMap {
  constructor(canvas) {
    this.canvas = canvas;
    this.element = canvas.tree.querySelector(".tree__map");
    if (!this.element) return;
    this.sheet = this.element.querySelector("canvas");
    this.window = this.element.querySelector(".tree__map-frame");
    canvas.view.addEventListener("moved", () => this.frame());
    this.element.addEventListener("pointerdown", this.#go);
    this.element.addEventListener("pointermove", (event) => event.buttons && this.#go(event));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
  }

  show(isShown) {
    if (this.element) this.element.hidden = !isShown;
  }

  draw(spots, box) {
    this.spots = spots;
    this.box = box;
    if (!this.element || this.waiting) return;
    // After the tree itself has been drawn.
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.#draw();
      this.frame();
    }, 60);
  }

  #draw() {
    const { sheet, box } = this;
    if (!box || !sheet.clientWidth) return;
    const sharp = devicePixelRatio;
    sheet.width = sheet.clientWidth * sharp;
    sheet.height = sheet.clientHeight * sharp;
    this.k = Math.min(sheet.clientWidth / (box.right - box.left), sheet.clientHeight / box.bottom);
    this.left = (sheet.clientWidth - (box.right - box.left) * this.k) / 2 - box.left * this.k;
    const pen = sheet.getContext("2d");
    const inks = this.#inks();
    pen.scale(sharp, sharp);
    for (const [item, { left, top, width, height }] of this.spots) {
      pen.fillStyle = inks[item.dataset.on] ?? inks.opportunity;
      pen.fillRect(this.left + left * this.k, top * this.k, Math.max(width * this.k, 1.5), Math.max(height * this.k, 1.5));
    }
  }

  // The colours of the theme that is shown.
  #inks() {
    const inks = {};
    for (const kind of KINDS) {
      this.window.style.color = `var(--color-${kind})`;
      inks[kind] = getComputedStyle(this.window).color;
    }
    this.window.style.color = "";
    return inks;
  }

  frame() {
    if (!this.element || this.element.hidden || !this.k) return;
    const { x, y, k } = this.canvas.view.at;
    const { clientWidth, clientHeight } = this.canvas.viewport;
    const [left, top] = [this.left - (x / k) * this.k, (-y / k) * this.k];
    this.window.style.transform = `translate(${left}px, ${top}px)`;
    this.window.style.inlineSize = `${(clientWidth / k) * this.k}px`;
    this.window.style.blockSize = `${(clientHeight / k) * this.k}px`;
  }

  #go = (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (!this.k) return;
    const here = this.sheet.getBoundingClientRect();
    const [x, y] = [(event.clientX - here.left - this.left) / this.k, (event.clientY - here.top) / this.k];
    const { view, viewport } = this.canvas;
    view.isOwn = true;
    view.set({ ...view.at, x: viewport.clientWidth / 2 - x * view.at.k, y: viewport.clientHeight / 2 - y * view.at.k });
  };
}
