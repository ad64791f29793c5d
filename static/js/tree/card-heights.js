// How high each card is. Of a tree with a few hundred cards all are measured; of a larger one only
// those that come into sight. The others are reckoned: from one measured card of the same shape,
// and from how many lines their words take in its font.
import { MANY } from "./sight.js";

const ROUNDED = 1;

export class CardHeights {
  constructor(sight) {
    this.sight = sight;
    this.pen = document.createElement("canvas").getContext("2d");
    this.forgetAll();
  }

  of(card) {
    return this.measured.get(card) ?? this.reckoned.get(card);
  }

  forget(card) {
    this.measured.delete(card);
    this.reckoned.delete(card);
  }

  // The fonts or their sizes are others than before.
  forgetAll() {
    this.measured = new WeakMap();
    this.reckoned = new WeakMap();
    this.shapes = new Map();
    this.words = new Map();
  }

  // Learns the heights of all these cards: everything is read at once, before anything is written.
  learn(cards) {
    if (cards.length <= MANY) return this.#measure(cards.filter((card) => !this.measured.has(card)));
    const [written, unknown] = [[], []];
    for (const card of cards) if (!this.of(card)) (card.classList.contains("node--editing") ? written : unknown).push(card);
    const examples = new Map();
    for (const card of unknown) this.sight.hide(card);
    // What somebody writes in is like no other, and a new one has no words yet.
    this.#measure(written);
    for (const card of unknown) {
      const shape = shapeOf(card);
      if (!this.shapes.has(shape) && !examples.has(shape)) examples.set(shape, card);
    }
    this.#measure([...examples.values()]);
    for (const [shape, card] of examples) this.shapes.set(shape, this.#example(card));
    for (const card of unknown) {
      if (!this.measured.has(card)) this.reckoned.set(card, this.#reckon(card, this.shapes.get(shapeOf(card))));
    }
    return null;
  }

  // Measures cards that are in sight; whether one of them had been reckoned wrongly.
  correct(cards) {
    const unsure = cards.filter((card) => !this.measured.has(card));
    this.#measure(unsure);
    return unsure.some((card) => Math.abs(this.measured.get(card) - this.reckoned.get(card)) > ROUNDED);
  }

  #measure(cards) {
    for (const card of cards) this.sight.bring(card);
    for (const card of cards) this.measured.set(card, card.offsetHeight);
  }

  #example(card) {
    const text = textOf(card);
    const style = getComputedStyle(text);
    this.pen.font = style.font;
    return {
      besides: parseFloat(getComputedStyle(card).height) - parseFloat(style.height),
      width: text.clientWidth,
      line: parseFloat(style.lineHeight),
      font: style.font,
    };
  }

  #reckon(card, { besides, width, line, font }) {
    if (this.pen.font !== font) this.pen.font = font;
    return Math.round(besides + this.#lines(textOf(card).textContent, width) * line);
  }

  // Word after word, as the browser breaks them.
  #lines(text, width) {
    const space = this.#width(" ");
    let [lines, at] = [1, 0];
    for (const word of text.trim().split(/\s+|(?<=[-–—])/)) {
      const wide = this.#width(word);
      const next = at ? at + space + wide : wide;
      if (next <= width) {
        at = next;
        continue;
      }
      if (at) lines += 1;
      // What is longer than a line goes on in the next ones.
      const more = Math.ceil(wide / width) - 1;
      lines += more;
      at = wide - more * width;
    }
    return lines;
  }

  #width(word) {
    const key = this.pen.font + word;
    if (!this.words.has(key)) this.words.set(key, this.pen.measureText(word).width);
    return this.words.get(key);
  }
}

const textOf = (card) => card.querySelector(".node__text");

// Cards with the same parts are as high as each other, but for the lines of their words.
function shapeOf(card) {
  const parts = [card.classList[1]];
  for (const part of card.children) {
    if (part.classList.contains("node__text")) continue;
    parts.push(part.className, part.children.length, Math.ceil(part.textContent.length / 8));
  }
  return parts.join();
}
