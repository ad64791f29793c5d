// Dragging a node, or something heard from the inbox, onto the tree. Everything it does can be
// done by the menu and by keys as well (trust.md D11).
import { moveTo } from "./moving.js";
import { childrenOf, parentOf, previousOf } from "./nodes.js";

const FAR_ENOUGH = 6;
const HOLD_FOR = 350;
const EDGE = 0.25;

export class Drag {
  constructor(tree) {
    this.tree = tree;
    if (!tree.mayEdit) return;
    tree.addEventListener("pointerdown", this.#down);
    tree.addEventListener("dragstart", (event) => event.preventDefault());
  }

  #down = (event) => {
    if (event.button > 0 || event.target.closest("button, textarea, input, .node__more, .button")) return;
    const source = this.#source(event.target);
    if (!source || this.held) return;
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
    const item = card?.closest('.tree__item[data-on="opportunity"]');
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
    }
    event.preventDefault();
    held.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    this.#aim(event);
  };

  #start() {
    const { held, tree } = this;
    held.ghost = held.card.cloneNode(true);
    held.ghost.removeAttribute("id");
    held.ghost.setAttribute("aria-hidden", "true");
    held.ghost.classList.add("node--ghost");
    held.ghost.style.inlineSize = `${held.card.offsetWidth}px`;
    held.ghost.style.transform = `translate(${held.x + 12}px, ${held.y + 12}px)`;
    document.body.append(held.ghost);
    held.card.classList.add("node--lifted");
    tree.canvas.viewport.dataset.dragging = "true";
    tree.sync.hold();
    getSelection()?.removeAllRanges();
  }

  // What lies under the pointer, and whether the node goes before, into or behind it.
  #aim(event) {
    this.#clear();
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const item = under?.closest?.(".tree__item");
    const card = under?.closest?.(".node");
    if (!item || !card || !this.tree.list.contains(item)) return;
    if (item.dataset.on === "solution" || this.held.item?.contains(item)) return;
    const box = card.getBoundingClientRect();
    const share = this.tree.isCanvas
      ? (event.clientX - box.left) / box.width
      : (event.clientY - box.top) / box.height;
    let where = share < EDGE ? "before" : share > 1 - EDGE ? "behind" : "into";
    if (item.dataset.on === "outcome") where = "into";
    card.dataset.drop = where;
    this.held.aim = { item, where };
  }

  #clear() {
    for (const card of this.tree.list.querySelectorAll("[data-drop]")) delete card.dataset.drop;
    this.held.aim = null;
  }

  #up = async (event) => {
    const { held } = this;
    if (event.pointerId !== held.id) return;
    const { aim, ghost } = held;
    this.#cancel();
    if (!ghost) return;
    // The click that follows would open the node.
    const swallow = (click) => click.stopPropagation();
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
    if (aim) await (held.heard ? this.#placeHeard(held, aim) : this.#drop(held, aim));
  };

  #drop({ item }, { item: target, where }) {
    if (where === "into") {
      const last = childrenOf(target).at(-1);
      return last === item ? null : moveTo(this.tree, item, target, last);
    }
    let after = where === "behind" ? target : previousOf(target);
    if (after === item) after = previousOf(item);
    return moveTo(this.tree, item, parentOf(target), after);
  }

  async #placeHeard({ heard }, { item, where }) {
    const fields = {};
    if (where === "into" && item.dataset.on === "opportunity") {
      fields.on = item.dataset.pk;
    } else {
      const parent = where === "into" ? item : parentOf(item);
      fields.parent = parent.dataset.on === "outcome" ? "" : parent.dataset.pk;
      if (where !== "into") fields.after = (where === "behind" ? item : previousOf(item))?.dataset.pk ?? "";
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
    held.card.classList.remove("node--lifted");
    delete tree.canvas.viewport.dataset.dragging;
    if (held.ghost) {
      held.ghost.remove();
      tree.sync.release();
    }
    this.held = null;
  };
}
