// Where on a sheet there is room for a small mark beside a part, so that it covers no words, no
// face of the map and no other mark: in the margin, after the words, below them or above them,
// and if all of that is full, at the edge of the sheet.

const NEAR = 4;
// On a phone the margin is as narrow as the mark.
const NARROW = matchMedia("(max-width: 44.99rem)");
// What the mark has around its signs; that may touch words.
const SLACK = 4;
// As far as the menu of a part reaches over its edge (components/snapshot-parts.css).
const TOOLS = 8;

export class FreeRoom {
  constructor(sheet) {
    this.edge = sheet.getBoundingClientRect();
    this.margin = NARROW.matches ? 0 : NEAR;
    this.taken = [...wordsOf(sheet), ...drawn(sheet)];
  }

  // A mark that only passes by (isPassing) leaves its room to others.
  beside(part, width, height, isPassing) {
    const whole = part.closest(".part-box, .snapshot__quote") ?? part;
    const box = whole.getBoundingClientRect();
    const places = this.#places(whole, box, width, height);
    const place = places.find((at) => this.#isFree(at)) ?? this.#atEdge(box, width, height);
    if (!isPassing) this.taken.push(place);
    return place;
  }

  #places(whole, box, width, height) {
    const words = wordsOf(whole);
    const at = (left, top) => new DOMRect(left, top, width, height);
    const margin = at(box.right + (whole.matches(".part-box") && this.margin ? TOOLS : this.margin), box.top);
    const head = words.reduce((one, other) => (other.top < one.top ? other : one), words[0] ?? box);
    const ends = words.filter((line) => line.top < head.bottom - SLACK / 2).map((line) => line.right);
    const after = at(Math.max(box.left, ...ends) + NEAR, head.top + (head.height - height) / 2);
    const below = at(box.left + (box.width - width) / 2, Math.max(box.top, ...words.map((line) => line.bottom)) + NEAR / 2);
    const above = at(box.right - width, box.top - height - 1);
    const lower = at(margin.left, margin.top + 6 * NEAR);
    const places = whole.closest(".moment") && this.isNarrow(whole) ? [below, above, margin] : [margin, lower, after, below, above];
    return places.filter((place) => place.right <= this.edge.right + 3 * NEAR);
  }

  // Where several parts stand beside each other a mark is as low as a line of words.
  isNarrow(part) {
    const column = part.closest(".moment, .snapshot__facts > *");
    return Boolean(column) && column.getBoundingClientRect().width < this.edge.width / 2;
  }

  #atEdge(box, width, height) {
    const place = new DOMRect(this.edge.right - (this.margin ? width + NEAR : 4 * NEAR), box.top, width, height);
    while (!this.#isFree(place)) place.y += height / 2;
    return place;
  }

  #isFree(place) {
    return !this.taken.some(
      (one) =>
        one.left < place.right - 1 &&
        place.left + 1 < one.right &&
        one.top < place.bottom - SLACK &&
        place.top + SLACK < one.bottom,
    );
  }
}

// The lines of its words, and what is typed in its fields as far as that is known.
function wordsOf(element) {
  const found = [];
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, isRead);
  const range = document.createRange();
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    found.push(...range.getClientRects());
  }
  const fields = [...element.querySelectorAll("textarea, select")].filter((field) => field.checkVisibility());
  return [...found, ...fields.map(typedIn)].filter((line) => line.width);
}

function isRead(text) {
  const isHidden = text.parentElement.closest(".part__tools, .visually-hidden, textarea, select, .part__save");
  const isThere = text.data.trim() && !isHidden && text.parentElement.checkVisibility();
  return isThere ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
}

const pen = document.createElement("canvas").getContext("2d");

// One line is as long as its words; where there are more, the whole field.
function typedIn(field) {
  const box = field.getBoundingClientRect();
  const look = getComputedStyle(field);
  const inner = new DOMRect(box.x + 6, box.y, Math.max(0, box.width - 12), box.height);
  if (look.textAlign === "center" || look.direction === "rtl" || box.height > 2 * parseFloat(look.lineHeight)) return inner;
  pen.font = look.font;
  const words = field.value || field.placeholder || "";
  inner.width = Math.min(inner.width, pen.measureText(words).width * (field.currentCSSZoom ?? 1));
  return inner;
}

function drawn(sheet) {
  const faces = ".experience-map__point, .moment__face, .face--xl, .snapshot__portrait, .portrait, .part-new > summary, .known-facts > summary";
  const tools = matchMedia("(hover: none)").matches ? ", .part__more" : "";
  return [...sheet.querySelectorAll(faces + tools)].map((one) => one.getBoundingClientRect()).filter((box) => box.width);
}
