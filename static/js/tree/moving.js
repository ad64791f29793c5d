// Moves a node on the page at once and then on the server; both have the same rules, and the
// server's answer is what stays.
import { announce } from "announce";
import { cardOf, childrenOf, dropEmptyGroup, ensureGroup, parentOf } from "./nodes.js";

// What a node of each kind may stand under.
const HOLDERS = { opportunity: ["outcome", "opportunity"], solution: ["opportunity"], assumption: ["solution"] };

export const mayStand = (item, under) => HOLDERS[item.dataset.on]?.includes(under.dataset.on) && !item.contains(under);
export const nameOf = (item) => `${item.dataset.on}:${item.dataset.pk}`;

// One step up, down, in or out.
export async function moveByStep(tree, item, direction) {
  const place = stepOf(item, parentOf(item), direction);
  if (!place || !mayStand(item, place.parent)) return announce(tree.words.notFurther);
  return moveTo(tree, item, place.parent, place.after);
}

// Moves an item under another (or the outcome's), behind a sibling or as the first. Moves
// queue up: the next starts when the one before has been answered.
export function moveTo(tree, item, parent, after) {
  const seenParent = item.dataset.parent;
  put(item, parent, after);
  tree.prepare();
  tree.focusItem(item);
  item.dataset.parent = parent.dataset.on === "outcome" ? "" : parent.dataset.pk;
  const [path, fields] = requestFor(item, parent, after, seenParent);
  // What was moved meanwhile stands where it was put until its own answer has come.
  return queue(tree, () => tree.sync.post(path, fields));
}

function requestFor(item, parent, after, seen) {
  const fields = { after: after?.dataset.pk ?? "" };
  if (item.dataset.on === "opportunity") {
    return [`opportunities/${item.dataset.pk}/position/`, { ...fields, parent: item.dataset.parent, seen_parent: seen }];
  }
  const above = parent.dataset.on;
  const names = { nodes: nameOf(item), parent: nameOf(parent), seen_parent: `${above}:${seen}` };
  return ["selection/", { ...fields, ...names, do: "move" }];
}

// Several at once, with one change: they stand together when the answer has come.
export async function moveSeveral(tree, items, parent, after) {
  const misfit = items.find((item) => !mayStand(item, parent));
  if (misfit) return announce(tree.words.notThere, { urgent: true });
  const fields = { do: "move", nodes: items.map(nameOf).join(" "), parent: nameOf(parent) };
  if (after !== undefined) fields.after = after?.dataset.pk ?? "";
  const told = await queue(tree, () => tree.sync.post("selection/", fields));
  if (told) tree.focusItem(tree.item(told.node));
  return told;
}

function queue(tree, send) {
  tree.sync.hold();
  tree.moves = (tree.moves ?? Promise.resolve()).then(send).finally(() => tree.sync.release());
  return tree.moves;
}

function stepOf(item, parent, direction) {
  const siblings = childrenOf(parent, item.dataset.on);
  const at = siblings.indexOf(item);
  if (direction === "up") return at > 0 ? { parent, after: siblings[at - 2] } : null;
  if (direction === "down") return at + 1 < siblings.length ? { parent, after: siblings[at + 1] } : null;
  if (direction === "in") return at > 0 ? { parent: siblings[at - 1], after: childrenOf(siblings[at - 1]).at(-1) } : null;
  if (parent.dataset.on === "outcome") return null;
  const above = parentOf(parent);
  const isSameKind = parent.dataset.on === item.dataset.on;
  return { parent: above, after: isSameKind ? parent : childrenOf(above, item.dataset.on).at(-1) };
}

function put(item, parent, after) {
  const before = parentOf(item);
  const group = ensureGroup(parent);
  cardOf(parent).setAttribute("aria-expanded", "true");
  // Solutions stand behind the opportunities.
  const first = childrenOf(parent, item.dataset.on).find((other) => other !== item);
  if (after) after.after(item);
  else group.insertBefore(item, first ?? (item.dataset.on === "opportunity" ? group.firstChild : null));
  dropEmptyGroup(before);
}
