// The whole canvas in a corner: every card as a small block in the colour of its kind, and a frame
// around what is in view. A press or a drag on it goes there; keys and buttons do the same.
import { readInks, whenThemeChanges } from "./inks.js";

const LEAST = { block: 1.5, frame: 8 };
// A tree that is much wider than high would be a thin line: a card of usual height has at least so
// many pixels, if there is room.
const TALL = 6 / 110;
// A tree of one card does not fill it.
const LARGEST = 0.12;

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
    whenThemeChanges(() => this.#draw());
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
    const [wide, high] = [sheet.clientWidth, sheet.clientHeight];
    Object.assign(sheet, { width: wide * sharp, height: high * sharp });
    const [across, down] = [wide / (box.right - box.left), high / box.bottom];
    this.k = Math.min(across, down, LARGEST);
    this.tall = Math.min(down, Math.max(this.k, TALL));
    this.left = (wide - (box.right - box.left) * this.k) / 2 - box.left * this.k;
    this.top = (high - box.bottom * this.tall) / 2;
    const pen = sheet.getContext("2d");
    const inks = readInks(this.element);
    pen.scale(sharp, sharp);
    for (const [item, spot] of this.spots) {
      pen.fillStyle = inks[item.dataset.on] ?? inks.opportunity;
      const [width, height] = [spot.width * this.k, spot.height * this.tall];
      pen.fillRect(this.left + spot.left * this.k, this.top + spot.top * this.tall, Math.max(width, LEAST.block), Math.max(height, LEAST.block));
    }
  }

  frame() {
    if (!this.element || this.element.hidden || !this.k) return;
    const { x, y, k } = this.canvas.view.at;
    const { width, height } = this.canvas.size;
    const [wide, high] = [Math.max((width / k) * this.k, LEAST.frame), Math.max((height / k) * this.tall, LEAST.frame)];
    const { style } = this.window;
    style.transform = `translate(${this.left - (x / k) * this.k}px, ${this.top - (y / k) * this.tall}px)`;
    style.inlineSize = `${wide}px`;
    style.blockSize = `${high}px`;
  }

  #go = (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (!this.k) return;
    const here = this.sheet.getBoundingClientRect();
    const x = (event.clientX - here.left - this.left) / this.k;
    const y = (event.clientY - here.top - this.top) / this.tall;
    const { view, size } = this.canvas;
    view.isOwn = true;
    view.set({ ...view.at, x: size.width / 2 - x * view.at.k, y: size.height / 2 - y * view.at.k });
  };
}
