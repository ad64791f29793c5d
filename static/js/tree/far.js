// The tree seen from so far that no word can be read: plain blocks and lines, drawn on one sheet,
// since two thousand cards cannot follow the pointer sixty times a second. Whatever block the
// pointer is over stands there as its card, so that pressing, dragging and menus are as ever.
import { readInks, whenThemeChanges } from "./inks.js";
import { cardOf } from "./nodes.js";

// Nearer than this one sees that lines are curved and that blocks have a colour.
const CURVED = 0.15;
const PALE = 0.35;

export class Far {
  constructor(canvas) {
    this.canvas = canvas;
    this.sheet = document.createElement("canvas");
    this.sheet.className = "tree__far";
    this.sheet.setAttribute("aria-hidden", "true");
    this.sheet.hidden = true;
    canvas.plane.before(this.sheet);
    canvas.view.addEventListener("moved", () => this.draw());
    canvas.viewport.addEventListener("pointermove", (event) => this.at(event));
    canvas.viewport.addEventListener("click", this.#tapped);
    whenThemeChanges(() => {
      this.inks = null;
      this.draw();
    });
  }

  get isOn() {
    return !this.sheet.hidden;
  }

  turn(isOn) {
    if (this.isOn === isOn) return;
    this.sheet.hidden = !isOn;
    this.draw();
  }

  draw() {
    if (!this.isOn) return;
    const { size, view } = this.canvas;
    const { x, y, k } = view.at;
    const sharp = devicePixelRatio;
    const [width, height] = [Math.round(size.width * sharp), Math.round(size.height * sharp)];
    if (this.sheet.width !== width || this.sheet.height !== height) Object.assign(this.sheet, { width, height });
    this.inks ??= readInks(this.canvas.viewport);
    const pen = this.sheet.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.setTransform(k * sharp, 0, 0, k * sharp, x * sharp, y * sharp);
    const seen = { left: -x / k, right: (size.width - x) / k, top: -y / k, bottom: (size.height - y) / k };
    for (const item of this.canvas.sight.kept) if (item) cardOf(item).style.setProperty("--larger", 1 / k);
    this.#lines(pen, seen, k);
    this.#blocks(pen, seen, k);
  }

  #lines(pen, seen, k) {
    for (const isOnTheWay of [false, true]) {
      pen.beginPath();
      for (const line of this.canvas.lines.all) {
        if (line.isOnTheWay !== isOnTheWay || line.high < seen.left || line.low > seen.right) continue;
        pen.moveTo(line.fromX, line.fromY);
        if (k < CURVED) pen.lineTo(line.x, line.y);
        else pen.bezierCurveTo(line.fromX, line.bend, line.x, line.bend, line.x, line.y);
      }
      pen.strokeStyle = this.inks[isOnTheWay ? "opportunity" : "line-strong"];
      pen.lineWidth = Math.max(1.5, (isOnTheWay ? 1.5 : 0.75) / k);
      pen.stroke();
    }
  }

  #blocks(pen, seen, k) {
    const stripe = Math.max(4, 1.5 / k);
    for (const [kind, spots] of this.canvas.kinds) {
      const near = spots.filter(
        (spot) => spot.left < seen.right && spot.left + spot.width > seen.left && spot.top < seen.bottom && spot.top + spot.height > seen.top,
      );
      pen.fillStyle = this.inks[k < CURVED ? kind : `${kind}-soft`];
      pen.globalAlpha = k < CURVED ? PALE : 1;
      for (const { left, top, width, height } of near) pen.fillRect(left, top, width, height);
      pen.globalAlpha = 1;
      pen.fillStyle = this.inks[kind];
      for (const { left, top, height } of near) pen.fillRect(left, top, stripe, height);
    }
  }

  // The item at a point of the window stands there as its card.
  at({ clientX, clientY, buttons }) {
    if (!this.isOn || (buttons && !this.canvas.viewport.dataset.dragging)) return null;
    const frame = this.canvas.viewport.getBoundingClientRect();
    const { x, y, k } = this.canvas.view.at;
    const [left, top] = [(clientX - frame.left - x) / k, (clientY - frame.top - y) / k];
    const found = [...this.canvas.spots].find(([, spot]) => isWithin(spot, left, top));
    const item = found?.[0] ?? null;
    if (item === this.item) return item;
    if (this.item) this.canvas.sight.letGo(this.item);
    this.item = item;
    if (item) this.canvas.sight.bring(cardOf(item));
    return item;
  }

  // A finger has not been over the block before.
  #tapped = (event) => {
    if (!this.isOn || event.pointerType === "mouse" || event.target.closest(".node, .tree__tools")) return;
    const item = this.at(event);
    if (!item) return;
    this.canvas.tree.focusItem(item);
    this.canvas.tree.panel.openItem(item);
  };
}

function isWithin(spot, x, y) {
  return x >= spot.left && x <= spot.left + spot.width && y >= spot.top && y <= spot.top + spot.height;
}
