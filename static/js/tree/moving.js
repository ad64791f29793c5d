// Moves a node on the page at once and then on the server; both have the same rules, and the
// server's answer is what stays.
import { announce } from "announce";

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
  tree.moves = (tree.moves ?? Promise.resolve()).then(() =>
    tree.sync.post(`opportunities/${item.dataset.pk}/position/`, fields),
  );
  return tree.moves;
}

export function parentOf(item) {
  return item.parentElement.closest(".tree__item");
}

// The opportunities under an item; solutions stand behind them.
export function childrenOf(item) {
  return [...item.querySelectorAll(':scope > .tree__group > .tree__item[data-on="opportunity"]')];
}

export function previousOf(item) {
  const siblings = childrenOf(parentOf(item));
  return siblings[siblings.indexOf(item) - 1] ?? null;
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
  let group = parent.querySelector(":scope > .tree__group");
  if (!group) {
    group = document.createElement("ul");
    group.className = "tree__group";
    group.setAttribute("role", "group");
    parent.append(group);
  }
  parent.setAttribute("aria-expanded", "true");
  if (after) after.after(item);
  else group.prepend(item);
  const left = before.querySelector(":scope > .tree__group");
  if (left && !left.children.length) {
    left.remove();
    before.removeAttribute("aria-expanded");
  }
}
