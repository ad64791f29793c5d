// What is folded: at the start as much as fits, then level by level, or as somebody likes it.
import { cardOf, groupOf, isFolded, isParent, levelOf, parentOf, setFolded } from "./nodes.js";

// Folds a tree that is too wide to be read: level by level, branches stay open as long as their
// children have room, and the way down to the target always does. Counts, measures nothing.
export function foldToRoom(tree, room) {
  const items = tree.items;
  const parents = items.filter((item) => isParent(item) && item.dataset.on !== "solution");
  let width = items.length - parents.length;
  if (width <= room) return;
  const keep = new Set();
  const target = tree.list.querySelector("[data-target]");
  for (let item = target && parentOf(target); item; item = parentOf(item)) keep.add(item);
  for (const item of parents.slice(1)) setFolded(item, !keep.has(item));
  const isOpen = (item) => isParent(item) && !isFolded(item);
  const line = [items[0]];
  width = 1;
  for (const item of line) {
    const children = [...(groupOf(item)?.children ?? [])];
    const fits = width + children.length - 1 <= room && item.dataset.on !== "solution";
    if (!isOpen(item) && fits && isParent(item)) setFolded(item, false);
    if (!isOpen(item)) continue;
    width += children.length - 1;
    line.push(...children);
  }
  countFolded(tree);
}

// Shows so many levels of opportunities below the outcome (or below the branch that is shown).
export function foldToLevel(tree, levels) {
  const first = levelOf(tree.root);
  for (const item of tree.items) {
    if (isParent(item)) setFolded(item, levelOf(item) - first >= levels);
  }
  if (tree.current) tree.standOn(visible(tree.current));
  countFolded(tree);
  tree.canvas.layOut();
}

// The nearest item upwards that is not within something folded.
function visible(item) {
  let seen = item;
  for (let above = parentOf(item); above; above = parentOf(above)) if (isFolded(above)) seen = above;
  return seen;
}

// How much each folded branch hides, in one pass from the end.
export function countFolded(tree) {
  const beneath = new Map();
  for (const item of tree.items.reverse()) {
    const count = beneath.get(item) ?? 0;
    const parent = parentOf(item);
    if (parent) beneath.set(parent, (beneath.get(parent) ?? 0) + count + 1);
    const fold = count && cardOf(item).querySelector(":scope > .node__fold");
    const said = isFolded(item) ? String(count) : "";
    if (fold && fold.dataset.count !== said) fold.dataset.count = said;
  }
}
