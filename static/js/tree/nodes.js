// How a node stands on the page: an item (<li>) with its card and, if it has any, its group of
// items. The card is the treeitem: it has the focus, the level, and whether it is folded.

export const cardOf = (item) => item.querySelector(":scope > .node");
export const groupOf = (item) => item.querySelector(":scope > .tree__group");
export const parentOf = (item) => item.parentElement.closest(".tree__item");
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

// Whether something above it is folded.
export function isHidden(item) {
  return Boolean(item.parentElement.closest('.node[aria-expanded="false"] + .tree__group'));
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
}
