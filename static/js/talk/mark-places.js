// Where the marks of <page-talk> stand: at the upper end of the part they are about. A mark of
// which nothing is said yet shows while one points at its part, or has the focus in it.

const GAP = 12;
const WIDE = 320;

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

  // Two looks at all of them, then one round of writing: the page is laid out once.
  #place() {
    const base = this.host.getBoundingClientRect();
    const marks = [...this.host.querySelectorAll(".talk-mark")];
    const found = marks.map((mark) => {
      const part = this.#partOf(mark.dataset.for);
      const box = part?.getBoundingClientRect();
      return { mark, box, hasTools: Boolean(part?.closest(".part-box")?.querySelector(".part__tools")) };
    });
    for (const { mark, box, hasTools } of found) {
      mark.hidden = !box || box.width === 0;
      if (mark.hidden) continue;
      mark.classList.toggle("talk-mark--wide", box.width >= WIDE);
      // At that corner the part has a menu of its own.
      mark.classList.toggle("talk-mark--above", hasTools);
      mark.style.top = `${Math.round(box.top - base.top)}px`;
      mark.style.left = `${Math.round(box.right - base.left)}px`;
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
