// Lays the cards out as a tree from the top down, and draws the lines between them. Everything is
// read first and written then; heights are kept until a card changes, so that a tree of 2,000 cards
// is measured once.
import { foldToRoom } from "./folding.js";
import { Lines } from "./lines.js";
import { MiniMap } from "./minimap.js";
import { cardOf, groupOf, isFolded, parentOf } from "./nodes.js";
import { PanZoom } from "./pan-zoom.js";
import { Sight } from "./sight.js";

const GAP = { sibling: 20, cousin: 36, level: 44 };
const MARGIN = 24;
const READABLE = 0.8;
// Beside an open panel, seeing all of it counts for more.
const LEGIBLE = 0.6;
const CARD = 228;
const TOOLS = 56;
const CHANGES = { subtree: true, childList: true, characterData: true, attributeFilter: ["class"] };

export class Canvas {
  constructor(tree) {
    this.tree = tree;
    this.viewport = tree.querySelector(".tree__viewport");
    this.plane = tree.querySelector(".tree__plane");
    this.view = new PanZoom(this.viewport, this.plane, tree.querySelector(".tree__ground"));
    this.lines = new Lines(tree.querySelector(".tree__links"), this.view, this.viewport);
    this.map = new MiniMap(this);
    this.sight = new Sight(this);
    this.hasFitted = false;
    this.heights = new WeakMap();
    this.written = new WeakMap();
    this.spots = new Map();
    this.changes = new MutationObserver((records) => this.#forget(records));
    this.changes.observe(tree.list, CHANGES);
    new ResizeObserver(() => this.#resized()).observe(this.viewport);
    document.fonts?.ready.then(() => {
      this.heights = new WeakMap();
      this.layOut();
    });
  }

  viewChanged() {
    this.view.isOn = this.tree.isCanvas;
    this.map.show(this.tree.isCanvas);
    if (this.tree.isCanvas) {
      this.layOut();
      if (this.hasFitted) this.view.set(this.view.at);
      return;
    }
    this.plane.removeAttribute("style");
    this.viewport.removeAttribute("style");
    for (const card of this.tree.list.querySelectorAll(".node")) card.style.transform = "";
    this.written = new WeakMap();
  }

  layOut() {
    if (!this.tree.isCanvas || !window.d3?.flextree || !this.viewport.clientWidth) return;
    this.#forget(this.changes.takeRecords());
    const isFirst = !this.hasFitted;
    if (isFirst) foldToRoom(this.tree, this.viewport.clientWidth / READABLE / CARD);
    const boxes = [];
    const root = this.#box(this.tree.root, boxes);
    this.#measure(boxes);
    const flextree = window.d3.flextree({
      children: (box) => box.children,
      nodeSize: (node) => [node.data.width, node.data.height + GAP.level],
      spacing: (one, other) => (one.parent === other.parent ? GAP.sibling : GAP.cousin),
    });
    const nodes = flextree.hierarchy(root);
    flextree(nodes);
    this.#place(nodes);
    if (isFirst) this.start();
  }

  #box(item, boxes) {
    const card = cardOf(item);
    const group = isFolded(item) ? null : groupOf(item);
    const box = { item, card, children: [] };
    boxes.push(box);
    if (!group) return box;
    for (const child of group.children) if (!child.hidden) box.children.push(this.#box(child, boxes));
    return box;
  }

  // In one pass, before anything is written.
  #measure(boxes) {
    const unknown = boxes.filter((box) => !this.heights.has(box.card));
    for (const { card } of [boxes[0], ...unknown]) this.sight.bring(card);
    this.width = cardOf(this.tree.root).offsetWidth;
    for (const { card } of unknown) this.heights.set(card, card.offsetHeight);
    for (const box of boxes) {
      box.width = this.width;
      box.height = this.heights.get(box.card);
      if (box.card.classList.contains("node--editing")) this.heights.delete(box.card);
    }
  }

  #forget(records) {
    for (const { target } of records) {
      const card = (target.closest ? target : target.parentElement)?.closest(".node");
      if (card) this.heights.delete(card);
    }
  }

  #place(nodes) {
    const box = { left: Infinity, right: -Infinity, bottom: 0 };
    this.spots = new Map();
    nodes.each((node) => {
      const { item, card, width, height } = node.data;
      const left = node.x - width / 2;
      this.#write(card, left, node.y);
      box.left = Math.min(box.left, left);
      box.right = Math.max(box.right, left + width);
      box.bottom = Math.max(box.bottom, node.y + height);
      this.spots.set(item, { left, top: node.y, width, height, middle: node.x });
    });
    this.box = box;
    this.lines.gather(nodes, wayToTarget(this.tree.list), GAP.level);
    this.map.draw(this.spots, box);
    this.sight.look();
  }

  #write(card, left, top) {
    const place = `translate(${left}px, ${top}px)`;
    if (this.written.get(card) === place && card.style.transform) return;
    card.style.transform = place;
    this.written.set(card, place);
  }

  // The whole tree if it stays readable, else its root and the target, with what is beside them.
  start() {
    this.hasFitted = true;
    if (this.#scaleToFit() >= READABLE) return this.fit();
    const target = this.tree.list.querySelector("[data-target]");
    const { clientWidth } = this.viewport;
    const root = this.spots.get(this.tree.root).middle;
    // Not so far to the side that the root is cut off.
    const far = Math.max(clientWidth / 2 / READABLE - CARD / 2 - MARGIN, 0);
    const half = ((this.spots.get(target)?.middle ?? root) - root) / 2;
    const middle = root + Math.min(Math.max(half, -far), far);
    this.view.set({ k: READABLE, x: clientWidth / 2 - middle * READABLE, y: MARGIN });
  }

  fit() {
    const k = Math.min(this.#scaleToFit(), 1);
    const { left, right } = this.box;
    const x = (this.viewport.clientWidth - (right + left) * k) / 2;
    this.view.set({ k, x, y: MARGIN });
    this.view.isOwn = false;
  }

  // The branch that is shown alone, from its top.
  fitBranch() {
    if (this.#scaleToFit() >= READABLE) return this.fit();
    const top = this.spots.get(this.tree.root);
    this.view.set({ k: READABLE, x: this.viewport.clientWidth / 2 - top.middle * READABLE, y: MARGIN });
  }

  tool(name) {
    if (name === "nearer") this.view.zoom(1.25);
    if (name === "farther") this.view.zoom(0.8);
    if (name === "fit") this.fit();
  }

  // Shifts the view so far that the card of an item can be seen.
  reveal(item) {
    const spot = this.spots.get(item);
    if (!spot) return;
    const { x, y, k } = this.view.at;
    const { clientWidth, clientHeight } = this.viewport;
    const dx = over(x + spot.left * k, x + (spot.left + spot.width) * k, clientWidth);
    const dy = over(y + spot.top * k, y + (spot.top + spot.height) * k, clientHeight - TOOLS);
    if (dx || dy) this.view.pan(dx, dy);
  }

  #scaleToFit() {
    const { left, right, bottom } = this.box;
    const across = (this.viewport.clientWidth - 2 * MARGIN) / (right - left);
    const down = (this.viewport.clientHeight - 2 * MARGIN - 40) / bottom;
    return Math.max(Math.min(across, down), 0.08);
  }

  #resized() {
    if (!this.tree.isCanvas) return;
    if (!this.hasFitted) return this.layOut();
    // Whoever has not moved the view still sees all of it beside an open panel.
    if (!this.view.isOwn && this.#scaleToFit() >= LEGIBLE) this.fit();
    if (this.tree.list.contains(document.activeElement)) this.reveal(this.tree.current);
    this.map.frame();
    this.sight.look();
  }
}

// How far something must move to be within a length, with a margin.
function over(low, high, length) {
  if (low < MARGIN) return MARGIN - low;
  return high > length - MARGIN ? Math.max(length - MARGIN - high, MARGIN - low) : 0;
}

function wayToTarget(list) {
  const way = new Set();
  let item = list.querySelector("[data-target]");
  for (; item; item = parentOf(item)) way.add(item);
  return way;
}
