// Moves a node on the page at once and then on the server; both have the same rules, and the
// server's answer is what stays.
import { announce } from "announce";
import { cardOf, childrenOf, dropEmptyGroup, ensureGroup, parentOf } from "./nodes.js";

// One step up, down, in or out.
export async function moveByStep(tree, item, direction) {
  const parent = parentOf(item);
  const place = stepOf(item, parent, direction);
  if (!place) return announce(tree.words.notFurther);
  return moveTo(tree, item, place.parent, place.after);
}

// Moves an item under another (or the outcome's), behind a sibling or as the first. Moves
// queue up: the next starts when the one before has been answered.
export function moveTo(tree, item, parent, after) {
  const seenParent = item.dataset.parent;
  put(item, parent, after);
  tree.prepare();
  tree.focusItem(item);
  const fields = {
    parent: parent.dataset.on === "outcome" ? "" : parent.dataset.pk,
    after: after?.dataset.pk ?? "",
    seen_parent: seenParent,
  };
  item.dataset.parent = fields.parent;
  // What was moved meanwhile stands where it was put until its own answer has come.
  tree.sync.hold();
  tree.moves = (tree.moves ?? Promise.resolve())
    .then(() => tree.sync.post(`opportunities/${item.dataset.pk}/position/`, fields))
    .finally(() => tree.sync.release());
  return tree.moves;
}

function stepOf(item, parent, direction) {
  const siblings = childrenOf(parent);
  const at = siblings.indexOf(item);
  if (direction === "up") return at > 0 ? { parent, after: siblings[at - 2] } : null;
  if (direction === "down") return at + 1 < siblings.length ? { parent, after: siblings[at + 1] } : null;
  if (direction === "in") return at > 0 ? { parent: siblings[at - 1], after: childrenOf(siblings[at - 1]).at(-1) } : null;
  return parent.dataset.on === "outcome" ? null : { parent: parentOf(parent), after: parent };
}

function put(item, parent, after) {
  const before = parentOf(item);
  const group = ensureGroup(parent);
  cardOf(parent).setAttribute("aria-expanded", "true");
  if (after) after.after(item);
  else group.prepend(item);
  dropEmptyGroup(before);
}
