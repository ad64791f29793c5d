// Brings the cards up to date with what the server says has changed (changes/?since=…). Where the
// page does not fit together afterwards, it says so, and the whole tree is read afresh.
import { addFaces } from "./faces.js";
import { cardOf, ensureGroup, groupOf, markParent, number, parentOf } from "./nodes.js";

// Whether the page shows the newest tree now.
export function applyChanges(tree, told) {
  if (told.is_full || document.getElementById("tree-teach")?.childElementCount) return false;
  const touched = new Set();
  addFaces(told.faces);
  for (const card of told.cards) if (!put(card, touched)) return false;
  for (const id of told.gone) take(document.getElementById(id), touched);
  for (const card of told.cards) {
    const item = document.getElementById(card.id);
    if (itemsUnder(item) !== card.beneath) return false;
    markParent(item, card.is_folded);
    // Both ends of a move that this page has made at once: nobody has counted there yet.
    touched.add(item).add(parentOf(item));
  }
  for (const parent of touched) {
    if (!parent.isConnected) continue;
    markParent(parent);
    number(parent);
  }
  showBeside(told);
  tree.list.dataset.revision = told.revision;
  tree.list.dataset.waiting = told.waiting;
  return Boolean(groupOf(tree.items[0]));
}

function put(card, touched) {
  const parent = document.getElementById(card.parent);
  const after = card.after && document.getElementById(card.after);
  if (!parent || (card.after && (!after || parentOf(after) !== parent))) return false;
  const fresh = parse(card.html);
  const item = document.getElementById(card.id) ?? fresh;
  if (item !== fresh) update(item, fresh);
  if (item.contains(parent) || item.contains(after)) return false;
  const isThere = item.isConnected && parentOf(item) === parent && before(item) === after;
  if (isThere) return true;
  if (item.isConnected) touched.add(parentOf(item));
  touched.add(parent);
  const group = ensureGroup(parent);
  place(group, item, after ? after.nextSibling : group.firstChild);
  return true;
}

// Moved without losing the focus, or what somebody writes in it, where the browser can.
function place(group, item, next) {
  if (group.moveBefore && item.isConnected) group.moveBefore(item, next);
  else group.insertBefore(item, next);
}

function take(item, touched) {
  // What somebody is writing stays until they are done; saving it then tells them.
  if (!item || item.querySelector(".node--editing")) return;
  touched.add(parentOf(item));
  item.remove();
}

// The words and looks of a card; its focus, its place and whether it is folded stay.
function update(item, fresh) {
  const card = cardOf(item);
  const young = cardOf(fresh);
  for (const { name, value } of fresh.attributes) if (name !== "class") item.setAttribute(name, value);
  for (const name of ["target", "kind"]) if (!(name in fresh.dataset)) delete item.dataset[name];
  const isEditing = card.classList.contains("node--editing");
  if (isEditing) return item.dispatchEvent(new CustomEvent("tree:changed-here", { bubbles: true }));
  const kept = [...card.classList].filter((name) => /^node--(lifted|chosen|picked|cut|selected)$/.test(name));
  const marks = card.querySelectorAll(":scope > .node__marks, :scope > .node__here");
  const fold = card.querySelector(":scope > .node__fold");
  card.className = [young.className, ...kept].join(" ");
  const line = card.querySelector(":scope > .node__marks");
  card.setAttribute("aria-labelledby", young.getAttribute("aria-labelledby") + (line ? ` ${line.id}` : ""));
  card.replaceChildren(...young.childNodes, ...marks, ...(fold ? [fold] : []));
  return null;
}

function before(item) {
  let other = item.previousElementSibling;
  while (other && "draft" in other.dataset) other = other.previousElementSibling;
  return other;
}

function itemsUnder(item) {
  const items = [...(groupOf(item)?.children ?? [])];
  return items.filter((child) => !("draft" in child.dataset)).length;
}

function showBeside({ parked, outcome }) {
  const section = document.getElementById("tree-parked");
  section.innerHTML = parked;
  section.hidden = !parked;
  if (!outcome) return;
  const card = document.querySelector(".node--outcome");
  card.replaceChildren(...parse(outcome).childNodes);
  card.setAttribute("aria-labelledby", "w-outcome t-outcome e-outcome");
}

function parse(html) {
  const shape = document.createElement("template");
  shape.innerHTML = html;
  return shape.content.firstElementChild;
}
