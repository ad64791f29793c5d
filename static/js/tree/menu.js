// The menu of a node, and the dialog that moves it anywhere: the ways without dragging (D11).
import { mayStand, moveByStep, moveSeveral, moveTo, nameOf } from "./moving.js";
import { childrenOf, levelOf, parentOf, wordsOf } from "./nodes.js";

const PATHS = { opportunity: "opportunities", solution: "solutions", assumption: "assumptions" };
// What #addPanelActions brings when the menu has its place already.
const GROWS_BY = 272;

export class Menu {
  constructor(tree) {
    this.tree = tree;
    this.menu = document.getElementById("node-menu");
    if (!this.menu) return;
    this.dialog = document.getElementById("move-dialog");
    this.menu.addEventListener("click", this.#choose);
    this.menu.addEventListener("keydown", this.#key);
    this.dialog.querySelector("[data-move]").addEventListener("submit", this.#move);
    this.dialog.querySelector("#move-under").addEventListener("change", () => this.#listSiblings());
    this.dialog.querySelector("#move-search").addEventListener("input", () => this.#listPlaces());
    tree.addEventListener("contextmenu", (event) => {
      const card = event.target.closest("#tree .node");
      if (!card || event.target.closest("textarea")) return;
      event.preventDefault();
      // A finger that rests on a card may still want to drag it; drag.js opens the menu when it lifts.
      if (!tree.drag.held) this.open(card.closest(".tree__item"), card);
    });
  }

  open(item, at) {
    this.item = item;
    this.tree.focusItem(item);
    for (const entry of this.menu.querySelectorAll("[data-for]")) {
      entry.hidden = !entry.dataset.for.split(" ").includes(item.dataset.on);
    }
    const target = this.menu.querySelector('[data-do="target"] span');
    target.textContent = "target" in item.dataset ? target.dataset.off : target.dataset.on;
    this.menu.querySelector("[data-more]").replaceChildren();
    this.menu.style.maxBlockSize = "";
    this.menu.showPopover();
    this.#place((at.closest(".node") ?? at).getBoundingClientRect());
    this.#items()[0].focus();
    this.#addPanelActions(item);
  }

  // What the node's own page offers beyond this is here as well: one list of powers for all ways.
  async #addPanelActions(item) {
    const url = item.querySelector(".node__text").href;
    const answer = url && (await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null));
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (this.item !== item || !this.menu.matches(":popover-open")) return;
    const more = this.menu.querySelector("[data-more]");
    for (const link of page.querySelectorAll(".panel__actions a[href]")) {
      link.className = "menu__item";
      link.setAttribute("role", "menuitem");
      link.querySelector(".icon")?.classList.remove("icon--s");
      more.append(link);
    }
    // It grows at its foot, and scrolls: nothing moves from under a finger.
    this.menu.style.maxBlockSize = `${innerHeight - this.menu.getBoundingClientRect().top - 8}px`;
    more.hidden = !more.childElementCount;
  }

  // Below or above the card, beside it if there is more room; never over it if that can be.
  #place(at) {
    const { offsetWidth: width, offsetHeight } = this.menu;
    const height = Math.min(offsetHeight + GROWS_BY, innerHeight - 16);
    const within = (start, length, room) => Math.max(Math.min(start, room - length - 8), 8);
    let [left, top] = [at.right - width, at.bottom + 4];
    if (top + height > innerHeight - 8) top = at.top - height - 4;
    if (top < 8) {
      top = at.top;
      left = at.right + 4 + width < innerWidth ? at.right + 4 : at.left - width - 4;
    }
    this.menu.style.left = `${within(left, width, innerWidth)}px`;
    this.menu.style.top = `${within(top, height, innerHeight)}px`;
  }

  #items() {
    return [...this.menu.querySelectorAll('[role="menuitem"]')].filter((entry) => !entry.hidden);
  }

  #key = (event) => {
    const items = this.#items();
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) items.at(to % items.length).focus();
    else if (["Escape", "Tab"].includes(event.key)) this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #close() {
    this.menu.hidePopover();
    this.tree.focusItem(this.item);
  }

  #choose = (event) => {
    if (event.target.closest("[data-more] a")) return this.menu.hidePopover();
    const action = event.target.closest("[data-do]")?.dataset.do;
    if (!action) return;
    event.stopPropagation();
    this.#close();
    this.#do(action, this.item);
  };

  #do(action, item) {
    const { tree } = this;
    if (action === "open") return tree.panel.openItem(item, { focus: true });
    if (action === "edit") return tree.editing.edit(item);
    if (action === "add") return tree.editing.addBeneath(item);
    if (action === "solve") return tree.editing.addSolution(item);
    if (action === "target") return this.#aim(item);
    if (action === "move") return this.askWhere(tree.selection.around(item));
    if (action === "pick") return tree.clipboard.pickUp(tree.selection.around(item));
    if (action === "copy") return tree.clipboard.copy();
    if (action === "paste") return tree.panel.open(`${tree.url}lines/?parent=${nameOf(item)}`, { focus: true });
    if (action === "children") return tree.selection.chooseChildren(item);
    if (action === "park") return tree.selection.do("park", tree.selection.around(item));
    if (action === "delete") return this.remove(item);
    return moveByStep(tree, item, action);
  }

  #aim(item) {
    const fields = "target" in item.dataset ? {} : { is_target: "on" };
    return this.tree.sync.post(`opportunities/${item.dataset.pk}/target/`, fields);
  }

  remove(item) {
    if (item.dataset.on === "outcome") return null;
    const items = this.tree.selection.around(item);
    if (items.length > 1 || item.querySelector(".tree__item")) return this.tree.selection.do("delete", items);
    return this.tree.sync.post(`${PATHS[item.dataset.on]}/${item.dataset.pk}/removal/`);
  }

  // The dialog that moves one or several anywhere; typing narrows the places.
  askWhere(items) {
    this.moving = items;
    this.dialog.querySelector("#move-search").value = "";
    const count = this.tree.words.chosen.replace("%(count)s", items.length);
    this.dialog.querySelector("[data-what]").textContent = items.length > 1 ? count : wordsOf(items[0]);
    this.#listPlaces(parentOf(items[0]).id);
    this.dialog.showModal();
  }

  #listPlaces(chosen) {
    const under = this.dialog.querySelector("#move-under");
    const sought = this.dialog.querySelector("#move-search").value.trim().toLowerCase();
    const was = chosen ?? under.value;
    const places = this.tree.items.filter((at) => this.moving.every((item) => mayStand(item, at)));
    const found = places.filter((at) => wordsOf(at).toLowerCase().includes(sought));
    under.replaceChildren(...found.map((at) => option(at.id, wordsOf(at), sought ? 0 : levelOf(at) - 1)));
    under.value = found.some((at) => at.id === was) ? was : (found[0]?.id ?? "");
    this.#listSiblings();
  }

  #listSiblings() {
    const parent = document.getElementById(this.dialog.querySelector("#move-under").value);
    const after = this.dialog.querySelector("#move-after");
    const [first] = this.moving;
    const isOneKind = this.moving.every((item) => item.dataset.on === first.dataset.on);
    const siblings = parent && isOneKind ? childrenOf(parent, first.dataset.on) : [];
    const others = siblings.filter((other) => !this.moving.includes(other));
    const options = others.map((other) => option(other.id, wordsOf(other)));
    after.replaceChildren(option("", this.tree.words.first), ...options);
    after.value = others.at(-1)?.id ?? "";
    after.closest(".field").hidden = !isOneKind;
  }

  #move = (event) => {
    event.preventDefault();
    const parent = document.getElementById(this.dialog.querySelector("#move-under").value);
    const after = document.getElementById(this.dialog.querySelector("#move-after").value);
    if (!parent) return;
    this.dialog.close();
    if (this.moving.length > 1) moveSeveral(this.tree, this.moving, parent, after);
    else moveTo(this.tree, this.moving[0], parent, after);
  };
}

function option(value, text, level = 0) {
  return new Option("\u2003".repeat(level) + text, value);
}
