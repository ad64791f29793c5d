// Which cards of a large tree are in the page: those near the view, the root, and the one that has
// the focus or would get it. The browser draws every card whenever the plane moves, in view or not.
// Seen from far away none is needed but a few: far.js draws the tree.
import { cardOf } from "./nodes.js";

// A smaller tree is there as a whole, for whoever searches the page or has it read out.
export const MANY = 300;
const FAR = 0.35;
// To bring the cards takes some frames: they come when a movement rests, or this near at the latest.
const NEAR = 0.5;
const RESTED = 150;
const BEYOND = 0.5;
// Who has come much nearer has too many cards around them.
const TOO_MUCH = 5;
const MARKED = '.node:is([aria-selected="true"], .node--target, .node--picked, .node--editing)';

export class Sight {
  constructor(canvas) {
    this.canvas = canvas;
    this.kept = new Set();
    canvas.view.addEventListener("moved", () => this.#moved());
  }

  // Shows the cards near the view, and no others.
  look() {
    const { spots, plane, far, lines } = this.canvas;
    const isLarge = spots.size > MANY;
    const isFar = isLarge && this.#isFar;
    this.near = this.#around(this.#seen());
    this.kept = this.#keep(isFar);
    const there = [];
    for (const [item, spot] of spots) {
      const card = cardOf(item);
      const isThere = !isLarge || this.kept.has(item) || (!isFar && touches(spot, this.near));
      card.toggleAttribute("data-away", !isThere);
      if (isThere) there.push(card);
    }
    plane.toggleAttribute("data-far", isFar);
    if (far.isOn !== isFar) {
      far.turn(isFar);
      lines.draw();
    }
    this.canvas.correct(there);
  }

  // Before a card is measured or gets the focus.
  bring(card) {
    card.removeAttribute("data-away");
  }

  // Before it is known where a card will be; one with the focus would lose it.
  hide(card) {
    if (!card.contains(document.activeElement)) card.setAttribute("data-away", "");
  }

  // The pointer has left a block that is drawn.
  letGo(item) {
    const card = cardOf(item);
    if (!this.kept.has(item) && !card.classList.contains("node--lifted")) this.hide(card);
  }

  #keep(isFar) {
    const { tree } = this.canvas;
    const marked = isFar ? [...tree.list.querySelectorAll(MARKED)].map((card) => card.parentElement) : [];
    return new Set([tree.root, tree.current, document.activeElement?.closest(".tree__item"), ...marked]);
  }

  get #isFar() {
    const { view, far } = this.canvas;
    return view.at.k < (far.isOn && this.resting ? NEAR : FAR);
  }

  #moved() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = null;
      this.#isGood() || this.look();
    }, RESTED);
    this.#isGood() || this.look();
  }

  #isGood() {
    const { near, canvas } = this;
    if (!near || canvas.spots.size <= MANY) return true;
    const isFar = this.#isFar;
    if (isFar !== canvas.far.isOn) return false;
    if (isFar) return true;
    const seen = this.#seen();
    const isWithin =
      seen.left >= near.left && seen.right <= near.right && seen.top >= near.top && seen.bottom <= near.bottom;
    return isWithin && near.right - near.left <= TOO_MUCH * (seen.right - seen.left);
  }

  #around({ left, right, top, bottom }) {
    const [wide, high] = [(right - left) * BEYOND, (bottom - top) * BEYOND];
    return { left: left - wide, right: right + wide, top: top - high, bottom: bottom + high };
  }

  #seen() {
    const { view, size } = this.canvas;
    const { x, y, k } = view.at;
    return { left: -x / k, right: (size.width - x) / k, top: -y / k, bottom: (size.height - y) / k };
  }
}

function touches({ left, top, width, height }, frame) {
  return left + width >= frame.left && left <= frame.right && top + height >= frame.top && top <= frame.bottom;
}
