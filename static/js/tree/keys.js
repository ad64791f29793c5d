// The keyboard on the tree: walking, jumping to a word, moving nodes, and the other actions.
// In the outline the arrows follow the list; on the canvas they follow what one sees. A key without
// Ctrl means something only while the focus is on the tree (trust.md D12).
import { announce } from "announce";
import { moveByStep } from "./moving.js";
import { groupOf, isFolded, isHidden, isParent, levelOf, parentOf, wordsOf } from "./nodes.js";

const FORGET_AFTER = 700;
const MOVES = {
  outline: { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" },
  canvas: { ArrowLeft: "up", ArrowRight: "down", ArrowUp: "out", ArrowDown: "in" },
};
const WALKS = ["Home", "End", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
const PAN = { ArrowUp: [0, 80], ArrowDown: [0, -80], ArrowLeft: [80, 0], ArrowRight: [-80, 0] };

export class Keys {
  constructor(tree) {
    this.tree = tree;
    this.typed = "";
    this.isMoving = false;
    tree.addEventListener("keydown", (event) => this.#key(event));
    tree.addEventListener("focusout", () => setTimeout(() => this.#left()));
    document.addEventListener("keydown", (event) => this.#anywhere(event));
  }

  // Undo, redo and the other view, wherever the focus is, unless somebody writes.
  #anywhere(event) {
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    if (event.defaultPrevented || !document.contains(this.tree)) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (isCommand && this.tree.mayEdit && ["z", "y"].includes(key)) {
      event.preventDefault();
      this.tree.sync.change(key === "y" || event.shiftKey ? "redo/" : "undo/");
    } else if (key === "v" && !isCommand && !event.altKey && !this.typed && this.tree.contains(event.target)) {
      event.preventDefault();
      this.tree.toggleView();
    }
  }

  #key(event) {
    if (!event.target.matches?.('[role="treeitem"]')) return;
    if (event.ctrlKey || event.metaKey ? this.#choose(event) : this.#act(event.target.closest(".tree__item"), event)) {
      event.preventDefault();
      // Other shortcuts of the page do not hear what the tree has understood.
      event.stopPropagation();
    }
  }

  // Ctrl and a key: the view is shifted, what stands beneath is chosen, or this one more.
  #choose(event) {
    if (PAN[event.key] && this.tree.isCanvas) return this.tree.canvas.view.pan(...PAN[event.key]) ?? true;
    if (!this.tree.mayEdit || !["a", " "].includes(event.key.toLowerCase())) return false;
    const item = event.target.closest(".tree__item");
    if (event.key === " ") this.tree.selection.toggle(item);
    else this.tree.selection.chooseChildren(item);
    return true;
  }

  // Shift and an arrow, or Space, choose; Escape lets all go.
  #select(item, event) {
    const { selection } = this.tree;
    if (event.key === " " && !this.typed) return selection.toggle(item) ?? true;
    if (event.key === "Escape") return selection.clear();
    const isAcross = ["ArrowLeft", "ArrowRight"].includes(event.key);
    if (!event.shiftKey || !(isAcross ? this.tree.isCanvas : ["ArrowUp", "ArrowDown"].includes(event.key))) return false;
    const next = this.#walk(item, event.key);
    if (!next || next.dataset.on === "outcome") return true;
    if (!selection.keys.size) selection.anchor = item;
    this.tree.focusItem(next);
    return selection.reach(next) ?? true;
  }

  #act(item, event) {
    const { key } = event;
    const direction = MOVES[this.tree.dataset.view][key];
    if (direction && (event.altKey || this.isMoving)) return this.#move(item, direction);
    if (this.isMoving && ["Enter", "Escape"].includes(key)) return this.#stopMoving() ?? true;
    if (key === "Enter") return this.#enter(item, event);
    if (event.altKey) return false;
    if (this.tree.mayEdit && this.#select(item, event)) return true;
    const step = this.#walk(item, key);
    if (step !== undefined) return step ? this.tree.focusItem(step) ?? true : true;
    return this.#command(item, event) || this.#type(item, event);
  }

  #enter(item, event) {
    if (this.tree.mayEdit && event.altKey) this.tree.editing.addBeneath(item);
    else if (this.tree.mayEdit && event.shiftKey) this.tree.editing.addBehind(item);
    else this.tree.panel.openItem(item, { focus: true });
    return true;
  }

  #command(item, event) {
    const { key } = event;
    if (key === "v" && !this.typed) return this.tree.toggleView() ?? true;
    if (this.tree.isCanvas) {
      const zoom = { "+": "nearer", "=": "nearer", "-": "farther", 0: "fit" }[key];
      if (zoom) return this.tree.canvas.tool(zoom) ?? true;
    }
    if (key === "ContextMenu" || (key === "F10" && event.shiftKey)) {
      if (!this.tree.mayEdit) return false;
      return this.tree.menu.open(item, item.querySelector(".node__more")) ?? true;
    }
    if (!this.tree.mayEdit) return false;
    if (key === "F2") return this.tree.editing.edit(item) ?? true;
    if (key === "Insert") return this.tree.editing.addBeneath(item) ?? true;
    if (key === "Delete") return this.tree.menu.remove(item) ?? true;
    if (key === "m" && !this.typed && item.dataset.on !== "outcome") return this.#startMoving() ?? true;
    return false;
  }

  // Where a key leads: an item, null at an end, undefined if the key does not walk.
  #walk(item, key) {
    const group = parentOf(item);
    const child = isFolded(item) ? null : groupOf(item)?.firstElementChild;
    if (!WALKS.includes(key)) return undefined;
    const seen = this.#seen();
    if (key === "Home") return seen[0];
    if (key === "End") return seen.at(-1);
    if (this.tree.isCanvas) {
      if (key === "ArrowUp") return group;
      if (key === "ArrowDown") return child ?? this.#unfold(item);
      if (key === "ArrowLeft") return item.previousElementSibling ?? sideways(item, seen, -1);
      return item.nextElementSibling ?? sideways(item, seen, 1);
    }
    const at = seen.indexOf(item);
    if (key === "ArrowUp") return seen[at - 1] ?? null;
    if (key === "ArrowDown") return seen[at + 1] ?? null;
    if (key === "ArrowRight") return child ?? this.#unfold(item);
    if (!isParent(item) || isFolded(item)) return group;
    this.tree.fold(item, false);
    return null;
  }

  #seen() {
    return this.tree.items.filter((other) => !isHidden(other));
  }

  #unfold(item) {
    if (isFolded(item)) this.tree.fold(item, true);
    return null;
  }

  // Type-ahead: the next node in which a word begins with what was typed.
  #type(item, event) {
    if (event.key.length !== 1 || (event.key === " " && !this.typed)) return false;
    clearTimeout(this.forgetting);
    this.forgetting = setTimeout(() => (this.typed = ""), FORGET_AFTER);
    this.typed += event.key.toLowerCase();
    const seen = this.#seen();
    const at = seen.indexOf(item) + (this.typed.length === 1 ? 1 : 0);
    const turned = [...seen.slice(at), ...seen.slice(0, at)];
    const found = turned.find((other) => ` ${wordsOf(other).toLowerCase()}`.includes(` ${this.typed}`));
    if (found) this.tree.focusItem(found);
    return true;
  }

  #move(item, direction) {
    if (this.tree.mayEdit && item.dataset.on !== "outcome") moveByStep(this.tree, item, direction);
    return true;
  }

  #startMoving() {
    this.isMoving = true;
    this.tree.querySelector("[data-moving]").hidden = false;
    this.tree.dataset.moving = "";
    announce(this.tree.words.moveOn);
  }

  #stopMoving() {
    this.isMoving = false;
    this.tree.querySelector("[data-moving]").hidden = true;
    delete this.tree.dataset.moving;
    announce(this.tree.words.moveOff);
  }

  #left() {
    if (this.isMoving && !this.tree.list.contains(document.activeElement)) this.#stopMoving();
  }
}

// The neighbour on the same level under another parent.
function sideways(item, seen, by) {
  const level = seen.filter((other) => levelOf(other) === levelOf(item));
  return level[level.indexOf(item) + by] ?? null;
}
