// How a node stands on the page: an item (<li>) with its card and, if it has any, its group of
// items. The card is the treeitem: it has the focus, the level, and whether it is folded.

// What stands at an address below that of a tree.
export const KINDS = { opportunities: "opportunity", solutions: "solution", assumptions: "assumption" };

export const cardOf = (item) => item.firstElementChild;
export const groupOf = (item) => item.querySelector(":scope > .tree__group");
export const parentOf = (item) => item.parentElement?.closest(".tree__item") ?? null;
export const levelOf = (item) => Number(cardOf(item).ariaLevel);
export const wordsOf = (item) => cardOf(item).querySelector(".node__text").textContent.trim();

// All items right under one; solutions stand behind the opportunities.
export function childrenOf(item, on = "opportunity") {
  return [...(groupOf(item)?.children ?? [])].filter((child) => child.dataset.on === on);
}

export function previousOf(item) {
  const siblings = childrenOf(parentOf(item));
  return siblings[siblings.indexOf(item) - 1] ?? null;
}

export const isParent = (item) => cardOf(item).hasAttribute("aria-expanded");
export const isFolded = (item) => cardOf(item).getAttribute("aria-expanded") === "false";
export const setFolded = (item, folded) => cardOf(item).setAttribute("aria-expanded", String(!folded));

// Whether something above it is folded, or it is outside the branch that is shown.
export function isHidden(item) {
  if (cardOf(item).hidden) return true;
  return Boolean(item.parentElement.closest('.tree__item[hidden], .node[aria-expanded="false"] + .tree__group'));
}

// The list of items under one, made if it has none.
export function ensureGroup(item) {
  const group = groupOf(item) ?? document.createElement("ul");
  if (!group.isConnected) {
    group.id = item.dataset.on === "outcome" ? "g-outcome" : `g-${item.id}`;
    group.className = "tree__group";
    group.setAttribute("role", "group");
    item.append(group);
    cardOf(item).setAttribute("aria-owns", group.id);
  }
  return group;
}

export function dropEmptyGroup(item) {
  const group = groupOf(item);
  if (!group || group.children.length) return;
  group.remove();
  for (const name of ["aria-expanded", "aria-owns"]) cardOf(item).removeAttribute(name);
  cardOf(item).querySelector(".node__fold")?.remove();
}

// What the card of a parent says of its group: that it has one, folded or not, and how to fold it.
export function markParent(item, isFoldedAtFirst = false) {
  const card = cardOf(item);
  if (!groupOf(item)?.childElementCount) return dropEmptyGroup(item);
  if (!card.hasAttribute("aria-expanded")) card.setAttribute("aria-expanded", String(!isFoldedAtFirst));
  card.setAttribute("aria-owns", groupOf(item).id);
  if (item.dataset.on === "outcome" || card.querySelector(".node__fold")) return;
  const fold = document.createElement("span");
  fold.className = "node__fold";
  fold.dataset.fold = "";
  fold.setAttribute("aria-hidden", "true");
  card.append(fold);
}

// The places of all items of a group among each other, and their level with all beneath them.
export function number(item) {
  const items = [...(groupOf(item)?.children ?? [])].filter((child) => !("draft" in child.dataset));
  const level = levelOf(item) + 1;
  items.forEach((child, at) => {
    const card = cardOf(child);
    set(card, "aria-posinset", at + 1);
    set(card, "aria-setsize", items.length);
    if (levelOf(child) !== level) {
      set(card, "aria-level", level);
      number(child);
    }
  });
}

function set(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}
