// <opportunity-tree>: one list of nodes, shown as a canvas or as an outline. Everything that
// can be done works in both; the parts below each see to one thing and share this element.
import { announce } from "announce";
import { BranchView } from "./branch-view.js";
import { Canvas } from "./canvas.js";
import { Clipboard } from "./clipboard.js";
import { Drag } from "./drag.js";
import { Editing } from "./editing.js";
import { countFolded, foldToLevel } from "./folding.js";
import { Keys } from "./keys.js";
import { Marks } from "./marks.js";
import { Menu } from "./menu.js";
import { cardOf, isFolded, isParent, parentOf, setFolded } from "./nodes.js";
import { Panel } from "./panel.js";
import { Presence } from "./presence.js";
import { Selection } from "./selection.js";
import { Sync } from "./sync.js";

const NARROW = "(max-width: 44.99rem)";

class OpportunityTree extends HTMLElement {
  connectedCallback() {
    this.words = JSON.parse(document.getElementById("tree-words").textContent);
    this.mayEdit = "mayEdit" in this.dataset;
    this.url = this.dataset.url;
    this.branch = new BranchView(this);
    this.canvas = new Canvas(this);
    this.sync = new Sync(this);
    this.panel = new Panel(this);
    this.editing = new Editing(this);
    this.menu = new Menu(this);
    this.keys = new Keys(this);
    this.drag = new Drag(this);
    this.clipboard = new Clipboard(this);
    this.selection = new Selection(this);
    this.addEventListener("click", this.#click);
    const views = this.querySelector("[data-views]");
    views.hidden = this.querySelector(".tree__levels").hidden = false;
    this.show(this.#preferred());
    this.prepare();
    this.#arrive();
    // For bin/bench tree: from here on the browser has only to draw.
    requestAnimationFrame(() => performance.mark("tree-drawn"));
    this.marks = new Marks(this);
    this.presence = new Presence(this);
    addEventListener("hashchange", () => this.#arrive());
  }

  // What stands at the top: the outcome, or the branch that is shown alone.
  get root() {
    return this.branch.item ?? this.list.firstElementChild;
  }

  get list() {
    return this.querySelector("#tree");
  }

  get items() {
    return [...this.list.querySelectorAll(".tree__item:not([data-draft])")];
  }

  get current() {
    return this.list.querySelector('.node[tabindex="0"]')?.closest(".tree__item") ?? this.items[0];
  }

  get isCanvas() {
    return this.dataset.view === "canvas";
  }

  item(key) {
    return document.getElementById(key.replace(":", "-"));
  }

  // The tree is one stop of the Tab key; its links and buttons are reached by keys and pointer.
  prepare({ around } = {}) {
    this.branch.apply();
    cardOf(this.current).tabIndex = 0;
    for (const inner of this.list.querySelectorAll(":is(a, button):not([tabindex])")) inner.tabIndex = -1;
    this.countFolded();
    this.canvas.layOut({ around });
  }

  countFolded() {
    countFolded(this);
  }

  // Makes an item the one that the Tab key reaches.
  standOn(item) {
    cardOf(this.current).tabIndex = -1;
    cardOf(item).tabIndex = 0;
  }

  // One that has gone meanwhile gives way to the one that the Tab key reaches.
  focusItem(wanted, { quietly = false } = {}) {
    if (!wanted) return;
    const item = wanted.isConnected ? wanted : this.current;
    this.branch.reach(item);
    this.unfoldTo(item);
    this.standOn(item);
    const card = cardOf(item);
    this.canvas.sight.bring(card);
    if (!quietly) card.focus({ preventScroll: this.isCanvas });
    if (this.isCanvas) this.canvas.reveal(item);
  }

  fold(item, isOpen) {
    if (!isParent(item)) return;
    setFolded(item, !isOpen);
    if (!isOpen && item !== this.current && item.contains(this.current)) this.focusItem(item);
    this.countFolded();
    this.canvas.layOut({ around: item });
  }

  unfoldTo(item) {
    let hasUnfolded = false;
    for (let above = parentOf(item); above; above = parentOf(above)) {
      if (!isFolded(above)) continue;
      setFolded(above, false);
      hasUnfolded = true;
    }
    if (!hasUnfolded) return;
    this.countFolded();
    this.canvas.layOut();
  }

  show(view, { said = false } = {}) {
    if (view === "canvas") this.canvas.getReady();
    this.dataset.view = view;
    for (const button of this.querySelectorAll("[data-show]")) {
      button.setAttribute("aria-pressed", String(button.dataset.show === view));
    }
    for (const tool of this.querySelectorAll(".tree__tool--canvas")) tool.hidden = view !== "canvas";
    this.canvas.viewChanged();
    if (said) {
      localStorage.setItem("tree-view", view);
      announce(this.words[view]);
    }
  }

  toggleView() {
    this.show(this.isCanvas ? "outline" : "canvas", { said: true });
    if (this.list.contains(document.activeElement)) this.focusItem(this.current);
  }

  #preferred() {
    if (matchMedia(NARROW).matches) return "outline";
    return localStorage.getItem("tree-view") === "outline" ? "outline" : "canvas";
  }

  // An address such as …/tree/3/#opportunity-7 leads to its node, #focus=opportunity-7 to its branch.
  #arrive() {
    if (this.branch.readAddress()) return;
    const item = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (item && this.list.contains(item)) this.focusItem(item);
  }

  #click = (event) => {
    const view = event.target.closest("[data-show]");
    if (view) return this.show(view.dataset.show, { said: true });
    const tool = event.target.closest("[data-tool]")?.dataset.tool;
    if (tool) return this.canvas.tool(tool);
    const levels = event.target.closest("[data-levels]")?.dataset.levels;
    if (levels) return foldToLevel(this, Number(levels) || Infinity);
    const item = event.target.closest(".tree__item");
    if (!item || !this.list.contains(item) || event.target.closest("textarea, .node__draft")) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.focusItem(item);
    if (event.target.closest("[data-fold]")) {
      this.fold(item, isFolded(item));
    } else if (event.target.closest(".node__more") && this.mayEdit) {
      this.menu.open(item, event.target.closest(".node__more"));
    } else if (event.target.closest(".node")) {
      this.panel.openItem(item);
    }
  };
}

customElements.define("opportunity-tree", OpportunityTree);
