// Dragging a node, or something heard from the inbox, onto the tree. Everything it does can be
// done by the menu and by keys as well (trust.md D11). A finger that rests on a card lifts it: it
// then drags, or gets the menu if it is taken away where it was. Releasing where nothing can be put
// changes nothing (2.5.2).
import { Drift } from "./drift.js";
import { mayStand, moveSeveral, moveTo } from "./moving.js";
import { cardOf, childrenOf, parentOf } from "./nodes.js";

const FAR_ENOUGH = 6;
const HOLD_FOR = 350;
const EDGE = 0.25;

export class Drag {
  constructor(tree) {
    this.tree = tree;
    if (!tree.mayEdit) return;
    this.drift = new Drift(tree, (event) => this.#aim(event));
    tree.addEventListener("pointerdown", this.#down);
    // What is lifted must not scroll the page as well.
    tree.addEventListener("touchmove", (event) => this.held?.ghost && event.preventDefault(), { passive: false });
    tree.addEventListener("touchend", this.#touchEnd, { passive: false });
    tree.addEventListener("dragstart", (event) => event.preventDefault());
  }

  #down = (event) => {
    if (event.button > 0 || event.target.closest("button, textarea, input, .node__more, .button")) return;
    // Two fingers want to come nearer or go farther away.
    if (this.held?.isTouch && !this.held.ghost) return this.#cancel();
    const source = this.#source(event.target);
    if (!source || this.held || event.ctrlKey || event.metaKey || event.shiftKey) return;
    this.held = { ...source, id: event.pointerId, x: event.clientX, y: event.clientY };
    const isTouch = event.pointerType === "touch";
    if (isTouch) this.held.timer = setTimeout(() => this.#start(), HOLD_FOR);
    this.held.isTouch = isTouch;
    addEventListener("pointermove", this.#move);
    addEventListener("pointerup", this.#up);
    addEventListener("pointercancel", this.#cancel);
    addEventListener("keydown", this.#key, true);
  };

  #source(target) {
    const card = target.closest(".node");
    const heard = target.closest("[data-heard]");
    if (heard) return { card: heard, heard: heard.dataset.heard };
    const item = card?.closest('.tree__item:not([data-on="outcome"])');
    return item && !card.classList.contains("node--editing") ? { card, item } : null;
  }

  #move = (event) => {
    const { held } = this;
    if (event.pointerId !== held.id) return;
    const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) > FAR_ENOUGH;
    if (!held.ghost) {
      if (!far) return;
      // A finger that moves at once wants to scroll.
      if (held.isTouch) return this.#cancel();
      this.#start();
      if (!this.held) return null;
    }
    event.preventDefault();
    held.hasMoved ||= far;
    held.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    this.drift.at = event;
    this.#aim(event);
  };

  #start() {
    const { held, tree } = this;
    // Somebody has deleted it meanwhile.
    if (!held.card.isConnected) return this.#cancel();
    held.ghost = held.card.cloneNode(true);
    held.ghost.removeAttribute("id");
    held.ghost.setAttribute("aria-hidden", "true");
    held.ghost.classList.add("node--ghost");
    held.items = held.item ? tree.selection.around(held.item) : [];
    if (held.items.length > 1) held.ghost.dataset.count = held.items.length;
    held.ghost.style.inlineSize = `${held.card.offsetWidth}px`;
    held.ghost.style.transform = `translate(${held.x + 12}px, ${held.y + 12}px)`;
    document.body.append(held.ghost);
    for (const card of this.#lifted()) card.classList.add("node--lifted");
    tree.canvas.viewport.dataset.dragging = "true";
    tree.sync.hold();
    this.drift.start();
    getSelection()?.removeAllRanges();
    return null;
  }

  #lifted() {
    return [this.held.card, ...(this.held.items ?? []).map(cardOf)];
  }

  // What lies under the pointer, and whether the node goes before, into or behind it.
  #aim(event) {
    this.#clear();
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const item = under?.closest?.(".tree__item");
    const card = under?.closest?.(".node");
    if (!item || !card || !this.tree.list.contains(item)) return;
    const where = this.#where(item, card.getBoundingClientRect(), event);
    if (!where) return;
    card.dataset.drop = where;
    this.held.aim = { item, where };
  }

  // Before and behind a sibling, or into what it may stand under; nothing where it cannot go.
  #where(item, box, event) {
    const { heard, items = [] } = this.held;
    const mayStandIn = (under) => (heard ? ["outcome", "opportunity"].includes(under.dataset.on) : items.every((each) => mayStand(each, under)));
    const on = heard ? "opportunity" : items[0].dataset.on;
    const isSibling = item.dataset.on === on && !items.includes(item) && mayStandIn(parentOf(item));
    const share = this.tree.isCanvas
      ? (event.clientX - box.left) / box.width
      : (event.clientY - box.top) / box.height;
    if (!mayStandIn(item)) return isSibling && (share < 0.5 ? "before" : "behind");
    if (!isSibling) return "into";
    return share < EDGE ? "before" : share > 1 - EDGE ? "behind" : "into";
  }

  #clear() {
    for (const card of this.tree.list.querySelectorAll("[data-drop]")) delete card.dataset.drop;
    this.held.aim = null;
  }

  #up = async (event) => {
    const { held } = this;
    if (event.pointerId !== held.id) return;
    const { aim, ghost, hasMoved, item } = held;
    this.#cancel();
    if (!ghost) return;
    if (held.isTouch) this.hasLifted = true;
    else swallowClick();
    if (aim && hasMoved) await (held.heard ? this.#placeHeard(held, aim) : this.#drop(held, aim));
    if (item && !hasMoved) this.tree.menu.open(item, held.card);
  };

  // Nor does a tap follow.
  #touchEnd = (event) => {
    if (this.hasLifted) event.preventDefault();
    this.hasLifted = false;
  };

  #drop({ item, items }, { item: target, where }) {
    const parent = where === "into" ? target : parentOf(target);
    const siblings = childrenOf(parent, item.dataset.on).filter((other) => !items.includes(other));
    let after = where === "into" ? siblings.at(-1) : target;
    if (where === "before") after = siblings[siblings.indexOf(target) - 1];
    if (items.length > 1) return moveSeveral(this.tree, items, parent, after ?? null);
    return moveTo(this.tree, item, parent, after);
  }

  async #placeHeard({ heard }, { item, where }) {
    const fields = {};
    if (where === "into" && item.dataset.on === "opportunity") {
      fields.on = item.dataset.pk;
    } else {
      const parent = where === "into" ? item : parentOf(item);
      fields.parent = parent.dataset.on === "outcome" ? "" : parent.dataset.pk;
      const siblings = childrenOf(parent);
      const before = siblings[siblings.indexOf(item) - 1];
      if (where !== "into") fields.after = (where === "behind" ? item : before)?.dataset.pk ?? "";
    }
    const told = await this.tree.sync.post(`inbox/${heard}/`, fields);
    if (told) this.tree.focusItem(this.tree.item(told.node));
    this.tree.panel.open(`${this.tree.url}inbox/`);
  }

  #key = (event) => {
    if (event.key !== "Escape" || !this.held?.ghost) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  };

  #cancel = () => {
    const { held, tree } = this;
    if (!held) return;
    clearTimeout(held.timer);
    this.#clear();
    removeEventListener("pointermove", this.#move);
    removeEventListener("pointerup", this.#up);
    removeEventListener("pointercancel", this.#cancel);
    removeEventListener("keydown", this.#key, true);
    for (const card of this.#lifted()) card.classList.remove("node--lifted");
    delete tree.canvas.viewport.dataset.dragging;
    if (held.ghost) {
      this.drift.stop();
      held.ghost.remove();
      tree.sync.release();
    }
    this.held = null;
  };
}

// The click that follows would open the node.
function swallowClick() {
  const swallow = (click) => {
    click.stopPropagation();
    click.preventDefault();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }));
}
