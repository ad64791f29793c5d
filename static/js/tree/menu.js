// The menu of a node, and the dialog that moves it anywhere: the ways without dragging (D11).
import { moveByStep, moveTo } from "./moving.js";
import { childrenOf, levelOf, parentOf, wordsOf } from "./nodes.js";

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
    tree.addEventListener("contextmenu", (event) => {
      const card = event.target.closest("#tree .node");
      if (!card || event.target.closest("textarea")) return;
      event.preventDefault();
      this.open(card.closest(".tree__item"), card);
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
    this.menu.showPopover();
    this.#place(at.getBoundingClientRect());
    this.#items()[0].focus();
  }

  #place(at) {
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const left = Math.min(Math.max(at.right - width, 8), innerWidth - width - 8);
    const top = at.bottom + 4 + height > innerHeight ? Math.max(at.top - height - 4, 8) : at.bottom + 4;
    this.menu.style.left = `${left}px`;
    this.menu.style.top = `${top}px`;
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
    if (action === "move") return this.#ask(item);
    if (action === "delete") return this.remove(item);
    return moveByStep(tree, item, action);
  }

  #aim(item) {
    const fields = "target" in item.dataset ? {} : { is_target: "on" };
    return this.tree.sync.post(`opportunities/${item.dataset.pk}/target/`, fields);
  }

  remove(item) {
    if (item.dataset.on === "outcome") return null;
    const path = item.dataset.on === "solution" ? "solutions" : "opportunities";
    return this.tree.sync.post(`${path}/${item.dataset.pk}/removal/`);
  }

  #ask(item) {
    const under = this.dialog.querySelector("#move-under");
    const places = this.tree.items.filter((at) => at.dataset.on !== "solution" && !item.contains(at));
    under.replaceChildren(...places.map((at) => option(at.id, wordsOf(at), levelOf(at) - 1)));
    under.value = parentOf(item).id;
    this.dialog.querySelector("[data-what]").textContent = wordsOf(item);
    this.#listSiblings();
    this.dialog.showModal();
  }

  #listSiblings() {
    const parent = document.getElementById(this.dialog.querySelector("#move-under").value);
    const siblings = childrenOf(parent).filter((other) => other !== this.item);
    const after = this.dialog.querySelector("#move-after");
    const options = siblings.map((other) => option(other.id, wordsOf(other)));
    after.replaceChildren(option("", this.tree.words.first), ...options);
    after.value = siblings.at(-1)?.id ?? "";
  }

  #move = (event) => {
    event.preventDefault();
    const parent = document.getElementById(this.dialog.querySelector("#move-under").value);
    const after = document.getElementById(this.dialog.querySelector("#move-after").value);
    this.dialog.close();
    moveTo(this.tree, this.item, parent, after);
  };
}

function option(value, text, level = 0) {
  return new Option("\u2003".repeat(level) + text, value);
}
