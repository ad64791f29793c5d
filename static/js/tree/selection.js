// Several nodes chosen at once, and what is done with them: each is one change, and one undo
// takes it back. Ctrl or Shift and a click, Space and Shift with arrows, or touching in the outline
// while "Choose several" is on.
import { announce } from "announce";
import { cardOf, childrenOf, isHidden, levelOf, parentOf, wordsOf } from "./nodes.js";
import { nameOf } from "./moving.js";

export class Selection {
  constructor(tree) {
    this.tree = tree;
    this.keys = new Set();
    this.bar = document.getElementById("tree-chosen");
    if (!this.bar) return;
    tree.list.setAttribute("aria-multiselectable", "true");
    tree.addEventListener("click", this.#click, true);
    tree.addEventListener("tree:fresh", () => this.#show());
    this.bar.addEventListener("click", this.#act);
    for (const dialog of this.#dialogs) dialog.addEventListener("submit", this.#send);
  }

  get #dialogs() {
    return [document.getElementById("park-dialog"), document.getElementById("delete-dialog")];
  }

  get isChoosing() {
    return "choosing" in this.tree.dataset;
  }

  // What is chosen and still there, in the order of the tree.
  get items() {
    return this.tree.items.filter((item) => this.keys.has(item.id));
  }

  // What an action on this item is about: all that is chosen if it is among it, else the item.
  around(item) {
    return this.keys.has(item.id) ? this.#topmost(this.items) : [item];
  }

  #topmost(items) {
    return items.filter((item) => !items.some((other) => other !== item && other.contains(item)));
  }

  toggle(item) {
    if (item.dataset.on === "outcome") return;
    this.anchor = item;
    if (!this.keys.delete(item.id)) this.keys.add(item.id);
    this.#show({ said: true });
  }

  // All that is seen between the first chosen one and this: of the list, or on the canvas of one
  // row. A node of another row comes along by itself.
  reach(item) {
    const { tree } = this;
    const anchor = this.anchor?.isConnected ? this.anchor : tree.current;
    const isRow = tree.isCanvas && levelOf(anchor) === levelOf(item);
    if (tree.isCanvas && !isRow) {
      for (const one of [anchor, item]) if (one.dataset.on !== "outcome") this.keys.add(one.id);
      this.anchor = item;
      return void this.#show({ said: true });
    }
    const mayCount = (other) => other.dataset.on !== "outcome" && (!isRow || levelOf(other) === levelOf(item));
    const seen = tree.items.filter((other) => mayCount(other) && !isHidden(other));
    const [from, to] = [seen.indexOf(anchor), seen.indexOf(item)];
    if (to < 0) return;
    this.anchor = seen[from] ?? item;
    const [low, high] = from < to ? [Math.max(from, 0), to] : [to, from];
    const others = isRow ? this.items.filter((other) => levelOf(other) !== levelOf(item)) : [];
    this.keys = new Set([...others, ...seen.slice(low, high + 1)].map((other) => other.id));
    this.#show({ said: true });
  }

  // What stands right under a node; under a leaf's parent, if nothing does.
  chooseChildren(item) {
    const below = (at) => ["opportunity", "solution", "assumption"].flatMap((on) => childrenOf(at, on));
    const items = below(item).length ? below(item) : below(parentOf(item) ?? item);
    this.keys = new Set(items.map((child) => child.id));
    this.anchor = items[0];
    this.#show({ said: true });
  }

  clear() {
    const had = this.keys.size > 0 || this.isChoosing;
    this.keys.clear();
    this.anchor = null;
    delete this.tree.dataset.choosing;
    this.#show();
    if (had) announce(this.tree.words.chosenNone);
    return had;
  }

  #show({ said = false } = {}) {
    for (const card of this.tree.list.querySelectorAll('[aria-selected="true"]')) card.removeAttribute("aria-selected");
    const { items } = this;
    this.keys = new Set(items.map((item) => item.id));
    for (const item of items) cardOf(item).setAttribute("aria-selected", "true");
    this.bar.hidden = !items.length && !this.isChoosing;
    const words = this.tree.words.chosen.replace("%(count)s", items.length);
    this.bar.querySelector("[data-count]").textContent = words;
    if (said) announce(words);
  }

  #click = (event) => {
    if (event.target.closest('.tree__bar a[href$="/selection/"]')) return this.#choose(event);
    const card = event.target.closest("#tree .node");
    if (!card || card.classList.contains("node--editing") || event.target.closest(".node__more, [data-fold]")) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (!isCommand && !event.shiftKey && !this.isChoosing) return this.keys.size ? this.clear() : undefined;
    event.preventDefault();
    event.stopPropagation();
    const item = card.closest(".tree__item");
    if (event.shiftKey) this.reach(item);
    else this.toggle(item);
    this.tree.focusItem(item);
  };

  #choose(event) {
    event.preventDefault();
    event.stopPropagation();
    this.tree.dataset.choosing = "";
    this.tree.show("outline");
    this.#show({ said: true });
    this.tree.focusItem(this.tree.current);
  }

  #act = (event) => {
    const action = event.target.closest("[data-do]")?.dataset.do;
    if (!action) return;
    const items = this.#topmost(this.items);
    if (action === "clear" || !items.length) {
      this.clear();
      return this.tree.focusItem(this.tree.current);
    }
    return this.do(action, items);
  };

  do(action, items) {
    if (action === "move") return this.tree.menu.askWhere(items);
    if (action === "merge") return this.tree.panel.open(`${this.tree.url}merge/?${query(items)}`, { focus: true });
    if (action === "copy") return this.tree.clipboard.copy();
    if (action === "park") return this.#ask(document.getElementById("park-dialog"), items);
    const beneath = items.reduce((count, item) => count + item.querySelectorAll(".tree__item").length, 0);
    if (beneath) return this.#ask(document.getElementById("delete-dialog"), items, beneath);
    return this.#post({ do: "delete" }, items);
  }

  #ask(dialog, items, beneath = 0) {
    this.asked = items;
    const words = items.length > 1 ? this.tree.words.chosen.replace("%(count)s", items.length) : wordsOf(items[0]);
    dialog.querySelector("[data-what]").textContent = words;
    const count = dialog.querySelector("[data-beneath]");
    if (count) count.textContent = beneath;
    dialog.showModal();
  }

  #send = (event) => {
    const form = event.target.closest("form[data-several]");
    if (!form) return;
    event.preventDefault();
    form.closest("dialog").close();
    this.#post(Object.fromEntries(new FormData(form)), this.asked);
    form.reset();
  };

  async #post(fields, items) {
    const next = beside(items);
    const told = await this.tree.sync.post("selection/", { ...fields, nodes: items.map(nameOf).join(" ") });
    if (!told) return;
    this.keys.clear();
    this.#show();
    this.tree.focusItem(next?.isConnected ? next : this.tree.current);
  }
}

function query(items) {
  return items.map((item) => `nodes=${nameOf(item)}`).join("&");
}

// Where the focus goes when these have gone: next sibling, previous, parent (D14).
function beside(items) {
  const last = items.at(-1);
  const ways = [last.nextElementSibling, items[0].previousElementSibling, parentOf(last)];
  return ways.find((way) => way && !items.includes(way));
}
