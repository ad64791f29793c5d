// <page-meter>: how full the page is, measured while somebody writes, and where it falls off the
// paper. The server has reckoned the same (snapshots/room.py), which is what shows without a
// script and on narrow screens, where the page is not laid out as on paper.
//   template[data-copy]   the page as it will be read
//   data-words-…          what is said, with %s for the number
//   data-step             the type that the server has reckoned, in which the page is printed
import { announceSoon } from "announce";
import { fitPage, writeInto } from "./page-fit.js";

const WIDE = matchMedia("(min-width: 45rem)");
const MEASURE_AFTER = 150;
const NEARLY = 24;
const SIZE = 14;

class PageMeter extends HTMLElement {
  connectedCallback() {
    this.sheet = this.closest("#sheet");
    this.observer = new MutationObserver((records) => records.some(isNews) && this.#changed());
    this.#watch();
    this.sheet.addEventListener("input", this.#soon);
    this.sheet.addEventListener("focusin", this.#mark);
    this.sheet.addEventListener("focusout", this.#mark);
    WIDE.addEventListener("change", this.#soon);
    // The first time a font is needed may be in the copy that is measured.
    document.fonts.addEventListener("loadingdone", this.#soon);
    document.fonts.ready.then(this.#measure);
  }

  disconnectedCallback() {
    this.observer.disconnect();
    clearTimeout(this.timer);
    this.sheet.removeEventListener("input", this.#soon);
    this.sheet.removeEventListener("focusin", this.#mark);
    this.sheet.removeEventListener("focusout", this.#mark);
    WIDE.removeEventListener("change", this.#soon);
    document.fonts.removeEventListener("loadingdone", this.#soon);
  }

  #watch() {
    this.observer.observe(this.sheet, { childList: true, subtree: true, attributeFilter: ["class", "data-paper"] });
  }

  // Others' words came, or ours were saved: what is drawn on the page is drawn again at once.
  #changed() {
    if (this.fit) this.#tell();
    this.#mark();
    this.#soon();
  }

  #soon = () => {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.#measure, MEASURE_AFTER);
  };

  #measure = () => {
    if (!this.isConnected) return;
    if (!WIDE.matches) {
      this.fit = null;
      return this.#mark();
    }
    const copy = this.querySelector("template[data-copy]").content.cloneNode(true);
    const page = copy.querySelector(".snapshot");
    for (const form of this.sheet.querySelectorAll("form[data-dirty][data-part]")) {
      writeInto(page, form.dataset.part, Object.fromEntries(new FormData(form)));
    }
    const place = document.createElement("div");
    place.className = "page-measure";
    place.inert = true;
    place.append(copy);
    document.body.append(place);
    const paper = { width: Number(this.dataset.width), height: Number(this.dataset.height), size: SIZE };
    this.fit = fitPage(page, paper, this.dataset.scales.split(" ").map(Number));
    place.remove();
    // Never larger than on paper; smaller where words that are not saved yet need it.
    this.fit.step = Math.max(this.fit.step, Number(this.dataset.step));
    this.#tell();
    this.#mark();
  };

  #tell() {
    const { used, isTooLong, regions } = this.fit;
    const percent = isTooLong ? Math.max(Math.ceil(used * 100), 101) : Math.min(Math.round(used * 100), 100);
    this.toggleAttribute("data-too-long", isTooLong);
    const key = isTooLong ? "tooLongWords" : "used";
    this.observer.disconnect();
    this.querySelector("[data-used-words]").textContent = this.dataset[key].replace("%s", percent);
    let from = 0;
    this.querySelectorAll("[data-region]").forEach((bar, at) => {
      const share = Math.min(regions[at], Math.max(1 - from, 0));
      bar.setAttribute("x", (from * 100).toFixed(2));
      bar.setAttribute("width", (share * 100).toFixed(2));
      from += share;
    });
    this.querySelectorAll("[data-share]").forEach((share, at) => (share.textContent = `${Math.round(regions[at] * 100)}%`));
    if (isTooLong && !this.wasTooLong) announceSoon(this.dataset.tooLongWords.replace("%s", percent));
    this.wasTooLong = isTooLong;
    this.#watch();
  }

  // Everything that is drawn on the page; the page from the server knows nothing of it.
  #mark = () => {
    this.observer.disconnect();
    for (const drawn of this.sheet.querySelectorAll("[data-meter-mark]")) drawn.remove();
    for (const part of this.sheet.querySelectorAll("[data-off-page]")) part.removeAttribute("data-off-page");
    if (this.fit) {
      this.#setType();
      if (this.fit.isTooLong) this.#showEnd();
      this.#showRoomOfOpenPart();
    }
    this.#watch();
  };

  #setType() {
    const page = this.sheet.querySelector(".snapshot");
    const css = `snapshot--step-${this.fit.step}`;
    if (page.classList.contains(css)) return;
    page.classList.remove(...[...page.classList].filter((name) => name.startsWith("snapshot--step-")));
    page.classList.add(css);
  }

  #showEnd() {
    let line = Infinity;
    for (const part of this.fit.parts) {
      const form = this.#formOf(part.name);
      if (!form || part.bottom <= 1) continue;
      const box = (form.closest(".part-box") ?? form).getBoundingClientRect();
      const share = Math.max(1 - part.top, 0) / (part.bottom - part.top);
      line = Math.min(line, box.top + share * box.height);
      form.setAttribute("data-off-page", "");
      form.append(this.#drawn("p", "off-page", this.dataset.off));
    }
    if (line === Infinity) return;
    const end = this.#drawn("p", "sheet-end", this.dataset.end);
    this.sheet.append(end);
    end.style.insetBlockStart = `${line - this.sheet.getBoundingClientRect().top}px`;
  }

  #showRoomOfOpenPart() {
    const form = document.activeElement?.closest?.("form[data-part]");
    const part = form && this.fit.parts.find(({ name }) => name === form.dataset.part);
    if (!part || !this.sheet.contains(form)) return;
    const words = [this.dataset.takes.replace("%s", Math.max(Math.round((part.bottom - part.top) * 100), 1))];
    const text = document.activeElement;
    const left = text.dataset.most ? Number(text.dataset.most) - text.value.length : Infinity;
    if (left <= NEARLY) words.push(this.dataset.left.replace("%s", left));
    const room = this.#drawn("small", `part-room${left <= NEARLY ? " part-room--near" : ""}`, words.join(" · "));
    form.append(room);
    // In the margin of the sheet, beside the part, it covers no words.
    const page = this.sheet.querySelector(".snapshot");
    const margin = parseFloat(getComputedStyle(page).paddingInlineEnd) * (page.currentCSSZoom ?? 1);
    const side = page.getBoundingClientRect().right - margin - form.getBoundingClientRect().left;
    room.style.left = `${side / (page.currentCSSZoom ?? 1)}px`;
  }

  #formOf(name) {
    return this.sheet.querySelector(`form[data-part="${CSS.escape(name)}"]`);
  }

  #drawn(tag, css, words) {
    const drawn = document.createElement(tag);
    drawn.className = css;
    drawn.dataset.meterMark = drawn.dataset.drawn = "";
    drawn.textContent = words;
    return drawn;
  }
}

// What is drawn on the page by us or by others of us is no news.
function isNews({ type, target, addedNodes, removedNodes }) {
  if (type === "attributes") return target.matches(".snapshot, page-meter");
  return [...addedNodes, ...removedNodes].some((node) => node.dataset?.drawn === undefined);
}

customElements.define("page-meter", PageMeter);
