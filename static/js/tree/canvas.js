// Lays the cards out as a tree from the top down, and draws the lines between them.
import { cardOf, groupOf, isFolded, isParent, parentOf, setFolded } from "./nodes.js";
import { PanZoom } from "./pan-zoom.js";

const GAP = { sibling: 20, cousin: 36, level: 44 };
const MARGIN = 24;
const READABLE = 0.8;
// Beside an open panel, seeing all of it counts for more.
const LEGIBLE = 0.6;
const CARD = 228;

export class Canvas {
  constructor(tree) {
    this.tree = tree;
    this.viewport = tree.querySelector(".tree__viewport");
    this.plane = tree.querySelector(".tree__plane");
    this.view = new PanZoom(this.viewport, this.plane);
    this.hasFitted = false;
    new ResizeObserver(() => this.#resized()).observe(this.viewport);
    document.fonts?.ready.then(() => this.layOut());
  }

  viewChanged() {
    this.view.isOn = this.tree.isCanvas;
    if (this.tree.isCanvas) {
      this.layOut();
      if (this.hasFitted) this.view.set(this.view.at);
      return;
    }
    this.plane.removeAttribute("style");
    this.viewport.removeAttribute("style");
    for (const card of this.tree.list.querySelectorAll(".node")) card.style.transform = "";
  }

  layOut() {
    if (!this.tree.isCanvas || !window.d3?.flextree) return;
    const isFirst = !this.hasFitted && this.viewport.clientWidth > 0;
    if (isFirst) this.#foldToRoom();
    const root = this.tree.items[0];
    const flextree = window.d3.flextree({
      children: (box) => box.children,
      nodeSize: (node) => [node.data.width, node.data.height + GAP.level],
      spacing: (one, other) => (one.parent === other.parent ? GAP.sibling : GAP.cousin),
    });
    const nodes = flextree.hierarchy(measure(root));
    flextree(nodes);
    this.#place(nodes);
    if (isFirst) this.start();
  }

  #place(nodes) {
    const box = { left: Infinity, right: -Infinity, bottom: 0 };
    const lines = [];
    this.middles = new Map();
    const toTarget = wayToTarget(this.tree.list);
    nodes.each((node) => {
      const { card, width, height, item } = node.data;
      card.style.transform = `translate(${node.x - width / 2}px, ${node.y}px)`;
      box.left = Math.min(box.left, node.x - width / 2);
      box.right = Math.max(box.right, node.x + width / 2);
      box.bottom = Math.max(box.bottom, node.y + height);
      node.data.spot = { x: node.x, y: node.y };
      this.middles.set(item, node.x);
      if (node.parent) lines.push(line(node, toTarget.has(item)));
    });
    this.box = box;
    const svg = this.plane.querySelector(".tree__links");
    svg.replaceChildren(...lines);
  }

  // The whole tree if it stays readable, else its root and the target, with what is beside them.
  start() {
    this.hasFitted = true;
    if (this.#scaleToFit() >= READABLE) return this.fit();
    const target = this.tree.list.querySelector("[data-target]");
    const middle = (this.middles.get(target) ?? 0) / 2;
    this.view.set({ k: READABLE, x: this.viewport.clientWidth / 2 - middle * READABLE, y: MARGIN });
  }

  // Folds a tree that is too wide to be read: level by level, branches stay open as long as
  // their children have room, and the way down to the target always does. Counts, measures nothing.
  #foldToRoom() {
    const room = this.viewport.clientWidth / READABLE / CARD;
    const parents = this.tree.items.filter(isParent);
    let width = this.tree.items.length - parents.length;
    if (width <= room) return;
    const keep = wayToTarget(this.tree.list);
    keep.delete(this.tree.list.querySelector("[data-target]"));
    for (const item of parents.slice(1)) setFolded(item, !keep.has(item));
    const isOpen = (item) => isParent(item) && !isFolded(item);
    const line = [this.tree.items[0]];
    width = 1;
    for (const item of line) {
      const children = [...(groupOf(item)?.children ?? [])];
      const fits = width + children.length - 1 <= room;
      if (!isOpen(item) && fits && isParent(item)) setFolded(item, false);
      if (!isOpen(item)) continue;
      width += children.length - 1;
      line.push(...children);
    }
    this.tree.countFolded();
  }

  fit() {
    const k = Math.min(this.#scaleToFit(), 1);
    const { left, right } = this.box;
    const x = (this.viewport.clientWidth - (right + left) * k) / 2;
    this.view.set({ k, x, y: MARGIN });
    this.view.isOwn = false;
  }

  tool(name) {
    if (name === "nearer") this.view.zoom(1.25);
    if (name === "farther") this.view.zoom(0.8);
    if (name === "fit") this.fit();
  }

  // Shifts the view so far that the card of an item can be seen.
  reveal(item) {
    const card = cardOf(item).getBoundingClientRect();
    const frame = this.viewport.getBoundingClientRect();
    const over = (low, high, min, max) => {
      if (low < min + MARGIN) return min + MARGIN - low;
      return high > max - MARGIN ? Math.max(max - MARGIN - high, min + MARGIN - low) : 0;
    };
    const dx = over(card.left, card.right, frame.left, frame.right);
    const dy = over(card.top, card.bottom, frame.top, frame.bottom - 56);
    if (dx || dy) this.view.pan(dx, dy);
  }

  #scaleToFit() {
    const { left, right, bottom } = this.box;
    const across = (this.viewport.clientWidth - 2 * MARGIN) / (right - left);
    const down = (this.viewport.clientHeight - 2 * MARGIN - 40) / bottom;
    return Math.max(Math.min(across, down), 0.08);
  }

  #resized() {
    if (!this.tree.isCanvas || !this.box) return;
    if (!this.hasFitted) return this.layOut();
    // Whoever has not moved the view still sees all of it beside an open panel.
    if (!this.view.isOwn && this.#scaleToFit() >= LEGIBLE) this.fit();
    if (this.tree.list.contains(document.activeElement)) this.reveal(this.tree.current);
  }
}

// The sizes of all cards in one pass, before anything is written.
function measure(item) {
  const card = cardOf(item);
  const group = isFolded(item) ? null : groupOf(item);
  return {
    item,
    card,
    width: card.offsetWidth,
    height: card.offsetHeight,
    children: group ? [...group.children].map(measure) : [],
  };
}

function line(node, isToTarget) {
  const { parent } = node;
  const [x0, y0, x1, y1] = [parent.x, parent.y + parent.data.height, node.x, node.y];
  const middle = Math.max((y0 + y1) / 2, y1 - GAP.level / 2);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", `M${x0},${y0} C${x0},${middle} ${x1},${middle} ${x1},${y1}`);
  if (isToTarget) path.setAttribute("class", "tree__link--target");
  return path;
}

function wayToTarget(list) {
  const way = new Set();
  let item = list.querySelector("[data-target]");
  for (; item; item = parentOf(item)) way.add(item);
  return way;
}
