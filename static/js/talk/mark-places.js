// Where the marks of <page-talk> stand: in the margin beside the part they are about, never over
// words (free-room.js). A mark of which nothing is said yet shows while one points at its part, or
// has the focus in it.
import { FreeRoom } from "./free-room.js";

const GAP = 12;
const QUIET = ".talk-mark--quiet";

export class MarkPlaces {
  constructor(host) {
    this.host = host;
    this.around = host.parentElement;
    this.watcher = new ResizeObserver(this.later);
    this.watcher.observe(this.around);
    this.watcher.observe(document.documentElement);
    this.around.addEventListener("pointerover", this.#point);
    this.around.addEventListener("focusin", this.#point);
    this.around.addEventListener("click", this.#point);
    this.later();
  }

  stop() {
    this.watcher.disconnect();
    this.around.removeEventListener("pointerover", this.#point);
    this.around.removeEventListener("focusin", this.#point);
    this.around.removeEventListener("click", this.#point);
  }

  later = () => {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.#place();
    });
  };

  #partOf(name) {
    return this.around.querySelector(`#sheet [data-part="${CSS.escape(name)}"]`);
  }

  // One look at the page, then one round of writing: it is laid out once.
  #place() {
    const base = this.host.getBoundingClientRect();
    const sheet = this.around.querySelector("#sheet .sheet");
    if (!sheet) return;
    const free = new FreeRoom(sheet);
    const marks = [...this.host.querySelectorAll(".talk-mark")];
    for (const mark of marks) {
      const part = this.#partOf(mark.dataset.for);
      mark.hidden = !part?.getBoundingClientRect().width;
      mark.classList.toggle("talk-mark--row", !mark.hidden && free.isNarrow(part));
    }
    const shown = marks.filter((mark) => !mark.hidden);
    // What is said comes first; the others show one at a time.
    shown.sort((one, two) => one.matches(QUIET) - two.matches(QUIET));
    const found = shown.map((mark) => ({
      mark,
      place: free.beside(this.#partOf(mark.dataset.for), mark.offsetWidth, mark.offsetHeight, mark.matches(QUIET)),
    }));
    for (const { mark, place } of found) {
      mark.style.top = `${Math.round(place.top - base.top)}px`;
      mark.style.left = `${Math.round(place.left - base.left)}px`;
    }
  }

  // Morphing must leave alone what was set here.
  owns(name, element) {
    return element.matches(".talk-mark") && ["style", "hidden"].includes(name);
  }

  #point = (event) => {
    const part = event.target.closest("#sheet [data-part]");
    if (event.target.closest(".talk-mark")) return;
    const mark = part && this.host.querySelector(`[data-for="${CSS.escape(part.dataset.part)}"]`);
    if (this.near === mark) return;
    if (this.near) delete this.near.dataset.near;
    this.near = mark;
    if (mark) mark.dataset.near = "";
  };

  // A phone shows it from below whatever is said here (CSS).
  besidePart(panel, name) {
    const part = this.#partOf(name);
    const sheet = this.around.querySelector("#sheet .sheet");
    if (!part || !sheet) return;
    const box = part.getBoundingClientRect();
    const edge = document.documentElement.clientWidth - panel.offsetWidth - GAP;
    // Beside the page, else beside the part, else below it.
    const beside = [sheet.getBoundingClientRect().right, box.right].find((end) => end + GAP <= edge);
    const left = beside === undefined ? edge : beside + GAP;
    const top = beside === undefined ? box.bottom + GAP : box.top - GAP;
    panel.style.setProperty("--talk-left", `${Math.max(GAP, Math.round(left)) + scrollX}px`);
    panel.style.setProperty("--talk-top", `${Math.max(GAP, Math.round(top)) + scrollY}px`);
  }
}
