// Which cards of a large tree are in the page: those near the view, the root, and the one that has
// the focus or would get it. The browser draws every card whenever the plane moves, in view or not.
// Seen from far away, where no word can be read, cards are blocks in the colour of their kind.
import { cardOf } from "./nodes.js";

// A smaller tree is there as a whole, for whoever searches the page or has it read out.
const MANY = 300;
const FAR = 0.35;
const BEYOND = 0.5;
// Who has come much nearer has too many cards around them.
const TOO_MUCH = 5;

export class Sight {
  constructor(canvas) {
    this.canvas = canvas;
    canvas.view.addEventListener("moved", () => this.#isGood() || this.look());
  }

  // Shows the cards near the view, and no others.
  look() {
    const { spots, plane, tree, view } = this.canvas;
    const isLarge = spots.size > MANY;
    const seen = this.#seen();
    const [wide, high] = [(seen.right - seen.left) * BEYOND, (seen.bottom - seen.top) * BEYOND];
    this.near = {
      left: seen.left - wide,
      right: seen.right + wide,
      top: seen.top - high,
      bottom: seen.bottom + high,
    };
    plane.toggleAttribute("data-far", isLarge && view.at.k < FAR);
    const kept = new Set([tree.root, tree.current, document.activeElement?.closest(".tree__item")]);
    for (const [item, spot] of spots) {
      cardOf(item).toggleAttribute("data-away", isLarge && !kept.has(item) && !touches(spot, this.near));
    }
  }

  // Before a card is measured or gets the focus.
  bring(card) {
    card.removeAttribute("data-away");
  }

  #isGood() {
    const { near } = this;
    if (!near || this.canvas.spots.size <= MANY) return true;
    const seen = this.#seen();
    const isWithin =
      seen.left >= near.left && seen.right <= near.right && seen.top >= near.top && seen.bottom <= near.bottom;
    const isFar = this.canvas.plane.hasAttribute("data-far");
    const isMuch = near.right - near.left > TOO_MUCH * (seen.right - seen.left);
    return isWithin && !isMuch && isFar === this.canvas.view.at.k < FAR;
  }

  #seen() {
    const { view, viewport } = this.canvas;
    const { x, y, k } = view.at;
    return {
      left: -x / k,
      right: (viewport.clientWidth - x) / k,
      top: -y / k,
      bottom: (viewport.clientHeight - y) / k,
    };
  }
}

function touches({ left, top, width, height }, frame) {
  return left + width >= frame.left && left <= frame.right && top + height >= frame.top && top <= frame.bottom;
}
