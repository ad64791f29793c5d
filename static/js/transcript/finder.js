// Finds words within the transcript and shows every place, without touching the text itself.
import { lineOf, rangeWithin, textOf } from "./places.js";

const SHORTEST = 2;
const MOST_SHOWN = 2_000;

export class Finder {
  constructor(form, lines) {
    this.form = form;
    this.lines = lines;
    this.field = form.querySelector("input");
    this.count = form.querySelector("[data-count]");
    this.at = -1;
    this.places = [];
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.step(1);
    });
    this.field.addEventListener("input", () => this.find(this.field.value));
    this.field.addEventListener("keydown", this.#key);
    for (const button of form.querySelectorAll("[data-step]"))
      button.addEventListener("click", () => this.step(Number(button.dataset.step)));
  }

  focus() {
    this.field.focus();
    this.field.select();
  }

  // The texts are read once, and again after a line has changed.
  forget() {
    this.texts = null;
  }

  find(words) {
    const sought = words.trim().toLocaleLowerCase();
    this.places = sought.length < SHORTEST ? [] : this.#search(sought);
    this.at = -1;
    this.#paint();
    if (this.places.length) this.step(1);
    else this.count.textContent = sought.length < SHORTEST ? "" : this.count.dataset.none;
    for (const button of this.form.querySelectorAll("[data-step]")) button.disabled = !this.places.length;
  }

  step(by) {
    if (!this.places.length) return;
    this.at = (this.at + by + this.places.length) % this.places.length;
    const [line, start, end] = this.places[this.at];
    const range = rangeWithin(line, start, end);
    CSS.highlights?.set("found-here", new Highlight(range));
    line.scrollIntoView({ block: "center" });
    const { of } = this.count.dataset;
    this.count.textContent = of.replace("{n}", this.at + 1).replace("{all}", this.places.length);
  }

  #search(sought) {
    this.texts ??= [...this.lines.querySelectorAll(".line")].map((line) => {
      const text = textOf(line).textContent;
      const lower = text.toLocaleLowerCase();
      // A few letters change their length in lower case; then places are only right as written.
      return [line, lower.length === text.length ? lower : text];
    });
    const places = [];
    for (const [line, text] of this.texts) {
      for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length))
        places.push([line, at, at + sought.length]);
    }
    return places;
  }

  #paint() {
    CSS.highlights?.delete("found-here");
    const shown = this.places.slice(0, MOST_SHOWN).map((place) => rangeWithin(...place));
    CSS.highlights?.set("found", new Highlight(...shown));
  }

  #key = (event) => {
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      this.step(-1);
    } else if (event.key === "Escape" && this.field.value) {
      event.stopPropagation();
      const place = this.places[this.at]?.[0];
      this.field.value = "";
      this.find("");
      lineOf(place)?.focus({ preventScroll: true });
    }
  };
}
