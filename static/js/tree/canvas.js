// Lays the cards out as a tree from the top down. Everything is read first and written then, and
// nothing is read that is not needed: asking for one length has the browser lay out the whole page.
import { CardHeights } from "./card-heights.js";
import { Far } from "./far.js";
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
const BELOW = 40;
const CHANGES = { subtree: true, childList: true, characterData: true, attributeFilter: ["class"] };

export class Canvas {
  constructor(tree) {
    this.tree = tree;
    this.viewport = tree.querySelector(".tree__viewport");
    this.plane = tree.querySelector(".tree__plane");
    this.view = new PanZoom(this.viewport, this.plane, tree.querySelector(".tree__ground"));
    this.spots = new Map();
    this.kinds = new Map();
    this.lines = new Lines(this, tree.querySelector(".tree__links"));
    this.far = new Far(this);
    this.map = new MiniMap(this);
    this.sight = new Sight(this);
    this.heights = new CardHeights(this.sight);
    this.hasFitted = false;
    this.written = new WeakMap();
    this.changes = new MutationObserver((records) => this.#forget(records));
    this.changes.observe(tree.list, CHANGES);
    new ResizeObserver(() => this.#resized()).observe(this.viewport);
    document.fonts.addEventListener("loadingdone", () => {
      this.heights.forgetAll();
      this.layOut();
    });
  }

  // How large the viewport is.
  get size() {
    this.known ??= { width: this.viewport.clientWidth, height: this.viewport.clientHeight };
    return this.known;
  }

  // Before the canvas is shown for the first time: what would not fit is folded before the browser
  // has to lay it out.
  getReady() {
    if (!this.hasFitted) foldToRoom(this.tree, this.tree.clientWidth / READABLE / CARD);
  }

  viewChanged() {
    this.known = null;
    this.view.isOn = this.tree.isCanvas;
    this.map.show(this.tree.isCanvas);
    if (this.tree.isCanvas) {
      this.#fill();
      this.layOut();
      if (this.hasFitted) this.view.set(this.view.at);
      return;
    }
    this.far.turn(false);
    this.plane.removeAttribute("style");
    this.viewport.removeAttribute("style");
    for (const card of this.tree.list.querySelectorAll(".node")) card.style.transform = "";
    this.written = new WeakMap();
  }

  // The canvas ends where the window does, however much stands above it.
  #fill() {
    const above = this.viewport.getBoundingClientRect().top + scrollY;
    this.tree.style.setProperty("--above-tree", `${Math.round(above) + BELOW}px`);
  }

  // Whatever changes, the card of the item `around` stays where it is in the view.
  layOut({ around } = {}) {
    if (!this.tree.isCanvas || !window.d3?.flextree) return;
    this.#forget(this.changes.takeRecords());
    for (const card of this.tree.list.querySelectorAll(".node--editing")) this.heights.forget(card);
    const cards = [];
    const root = this.#box(this.tree.root, cards);
    this.heights.learn(cards);
    this.sight.bring(cards[0]);
    this.width ??= cards[0].offsetWidth;
    const flextree = window.d3.flextree({
      children: (box) => box.children,
      nodeSize: (node) => [this.width, this.heights.of(node.data.card) + GAP.level],
      spacing: (one, other) => (one.parent === other.parent ? GAP.sibling : GAP.cousin),
    });
    const nodes = flextree.hierarchy(root);
    flextree(nodes);
    this.#place(nodes, around);
    if (!this.hasFitted && this.size.width) this.start();
    this.sight.look();
  }

  // Cards that have come into sight: if one is higher than was reckoned, what is beneath makes room.
  correct(cards) {
    if (this.heights.correct(cards)) this.layOut({ around: this.inSight() });
  }

  #box(item, cards) {
    const card = cardOf(item);
    const group = isFolded(item) ? null : groupOf(item);
    const box = { item, card, children: [] };
    cards.push(card);
    if (!group) return box;
    for (const child of group.children) if (!child.hidden) box.children.push(this.#box(child, cards));
    return box;
  }

  #forget(records) {
    for (const { target } of records) {
      const card = (target.closest ? target : target.parentElement)?.closest(".node");
      if (card) this.heights.forget(card);
    }
  }

  #place(nodes, around) {
    const { width } = this;
    const before = this.spots.get(around);
    const box = { left: Infinity, right: -Infinity, bottom: 0 };
    this.spots = new Map();
    this.kinds = new Map();
    nodes.each((node) => {
      const { item, card } = node.data;
      const height = this.heights.of(card);
      const spot = { left: node.x - width / 2, top: node.y, width, height, middle: node.x };
      this.#write(card, spot);
      box.left = Math.min(box.left, spot.left);
      box.right = Math.max(box.right, spot.left + width);
      box.bottom = Math.max(box.bottom, node.y + height);
      this.spots.set(item, spot);
      const { on } = item.dataset;
      if (!this.kinds.has(on)) this.kinds.set(on, []);
      this.kinds.get(on).push(spot);
    });
    this.box = box;
    const after = this.spots.get(around);
    if (before && after) this.view.shift(before.left - after.left, before.top - after.top);
    this.lines.gather(nodes, wayToTarget(this.tree.list), GAP.level);
    this.far.draw();
    this.map.draw(this.spots, box);
  }

  #write(card, spot) {
    const last = this.written.get(card);
    if (last?.left === spot.left && last.top === spot.top) return;
    card.style.transform = `translate(${spot.left}px, ${spot.top}px)`;
    this.written.set(card, spot);
  }

  // What somebody looks at: the item with the focus, or the one nearest to the middle of the view.
  inSight() {
    const { x, y, k } = this.view.at;
    const [middle, centre] = [(this.size.width / 2 - x) / k, (this.size.height / 2 - y) / k];
    const held = document.activeElement?.closest(".tree__item");
    if (this.spots.has(held)) return held;
    let [nearest, least] = [this.tree.root, Infinity];
    for (const [item, spot] of this.spots) {
      const far = Math.hypot(spot.middle - middle, spot.top + spot.height / 2 - centre);
      if (far < least && item.isConnected) [nearest, least] = [item, far];
    }
    return nearest;
  }

  // The whole tree if it stays readable, else its root and the target, with what is beside them.
  start() {
    this.hasFitted = true;
    if (this.#scaleToFit() >= READABLE) return this.fit();
    const target = this.tree.list.querySelector("[data-target]");
    const { width } = this.size;
    const root = this.spots.get(this.tree.root).middle;
    // Not so far to the side that the root is cut off.
    const far = Math.max(width / 2 / READABLE - CARD / 2 - MARGIN, 0);
    const half = ((this.spots.get(target)?.middle ?? root) - root) / 2;
    const middle = root + Math.min(Math.max(half, -far), far);
    this.view.set({ k: READABLE, x: width / 2 - middle * READABLE, y: MARGIN });
  }

  fit() {
    const k = Math.min(this.#scaleToFit(), 1);
    const { left, right } = this.box;
    const x = (this.size.width - (right + left) * k) / 2;
    this.view.set({ k, x, y: MARGIN });
    this.view.isOwn = false;
    this.showsAll = true;
  }

  // The branch that is shown alone, from its top.
  fitBranch() {
    if (this.#scaleToFit() >= READABLE) return this.fit();
    const top = this.spots.get(this.tree.root);
    this.view.set({ k: READABLE, x: this.size.width / 2 - top.middle * READABLE, y: MARGIN });
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
    const dx = over(x + spot.left * k, x + (spot.left + spot.width) * k, this.size.width);
    const dy = over(y + spot.top * k, y + (spot.top + spot.height) * k, this.size.height - TOOLS);
    if (dx || dy) this.view.pan(dx, dy);
  }

  #scaleToFit() {
    const { left, right, bottom } = this.box;
    const across = (this.size.width - 2 * MARGIN) / (right - left);
    const down = (this.size.height - 2 * MARGIN - 40) / bottom;
    return Math.max(Math.min(across, down), 0.08);
  }

  #resized() {
    this.known = null;
    if (!this.tree.isCanvas) return;
    if (!this.hasFitted) return this.layOut();
    // Whoever saw all of it, and has not moved the view, still sees all of it beside an open panel.
    if (this.showsAll && !this.view.isOwn && this.#scaleToFit() >= LEGIBLE) this.fit();
    if (this.tree.list.contains(document.activeElement)) this.reveal(this.tree.current);
    this.far.draw();
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
