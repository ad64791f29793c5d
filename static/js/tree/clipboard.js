// Copies branches as indented lines, which other tools understand, and as names, by which another
// tree of the workspace copies all that they say. Pastes both. And picks up and puts down: the
// way to move a node by two clicks instead of dragging (trust.md D11).
import { announce } from "announce";
import { moveSeveral, nameOf } from "./moving.js";
import { cardOf, childrenOf, groupOf, parentOf, wordsOf } from "./nodes.js";

const OWN = "application/x-earshot-nodes";
const MARKS = { solution: "Solution: ", assumption: "Assumption: " };

export class Clipboard {
  constructor(tree) {
    this.tree = tree;
    this.picked = [];
    document.addEventListener("copy", this.#copied);
    if (!tree.mayEdit) return;
    document.addEventListener("cut", this.#cut);
    document.addEventListener("paste", this.#pasted);
    tree.addEventListener("click", this.#click, true);
    this.sign = document.querySelector("[data-picked]");
    this.sign.querySelector("button").addEventListener("click", () => this.#leave());
    tree.addEventListener("keydown", (event) => event.key === "Escape" && this.picked.length && (event.stopPropagation(), this.#leave()), true);
  }

  // From a menu or a button: the same as Ctrl+C.
  copy() {
    cardOf(this.tree.current).focus({ preventScroll: true });
    document.execCommand("copy");
  }

  pickUp(items) {
    this.putBack();
    this.picked = items.filter((item) => item.dataset.on !== "outcome");
    for (const item of this.picked) cardOf(item).classList.add("node--picked");
    this.tree.toggleAttribute("data-placing", this.picked.length > 0);
    this.sign.hidden = !this.picked.length;
    if (this.picked.length) announce(this.tree.words.picked);
  }

  putBack() {
    const had = this.picked.length > 0;
    for (const item of this.picked) cardOf(item)?.classList.remove("node--picked");
    this.picked = [];
    this.tree.removeAttribute("data-placing");
    if (this.sign) this.sign.hidden = true;
    return had;
  }

  // Puts what was picked up under an item; beside it, where it may not stand under it.
  async placeAt(item) {
    const items = this.picked.filter((each) => each.isConnected);
    this.putBack();
    const isSame = items.every((each) => each.dataset.on === item.dataset.on);
    const isBeside = isSame && item.dataset.on !== "opportunity";
    const parent = isBeside ? parentOf(item) : item;
    const after = isBeside ? item : childrenOf(parent, items[0]?.dataset.on).at(-1);
    if (items.includes(item) || !items.length) return announce(this.tree.words.pickedOff);
    if (items.length > 1) return moveSeveral(this.tree, items, parent, isBeside ? after : undefined);
    if (items[0].contains(parent)) return announce(this.tree.words.notThere, { urgent: true });
    return after === items[0] ? null : moveSeveral(this.tree, items, parent, after);
  }

  #leave() {
    this.putBack();
    this.tree.focusItem(this.tree.current);
    announce(this.tree.words.pickedOff);
  }

  #click = (event) => {
    if (!this.picked.length) return;
    const item = event.target.closest("#tree .tree__item");
    if (!item || event.target.closest("[data-fold]")) return;
    event.preventDefault();
    event.stopPropagation();
    this.placeAt(item);
  };

  get #isHere() {
    const at = document.activeElement;
    return this.tree.list.contains(at) && !at.closest("textarea, input");
  }

  #copied = (event) => {
    if (!this.#isHere || !getSelection().isCollapsed) return;
    const items = this.tree.selection.around(this.tree.current);
    event.preventDefault();
    event.clipboardData.setData("text/plain", items.map((item) => lines(item, 0)).join("\n"));
    const nodes = items.filter((item) => item.dataset.on !== "outcome").map(nameOf);
    const own = { place: workspaceOf(this.tree), tree: this.tree.dataset.outcome, nodes };
    if (nodes.length) event.clipboardData.setData(OWN, JSON.stringify(own));
    announce(this.tree.words.copied.replace("%(count)s", items.length));
  };

  #cut = (event) => {
    if (!this.#isHere) return;
    this.#copied(event);
    this.pickUp(this.tree.selection.around(this.tree.current));
  };

  #pasted = (event) => {
    if (!this.#isHere) return;
    event.preventDefault();
    if (this.picked.length) return this.placeAt(this.tree.current);
    return this.#add(event.clipboardData.getData("text/plain"), event.clipboardData.getData(OWN));
  };

  async #add(text, own) {
    const { tree } = this;
    const at = tree.current;
    // Nothing stands under an assumption: what is pasted there goes beside it.
    const under = at.dataset.on === "assumption" ? parentOf(at) : at;
    const fields = { parent: nameOf(under), lines: text };
    const known = own && read(own);
    if (known && known.place === workspaceOf(tree)) Object.assign(fields, { tree: known.tree, nodes: known.nodes.join(" ") });
    const told = await tree.sync.post("lines/", fields);
    if (told?.node) tree.focusItem(tree.item(told.node));
  }
}

// The branch as a list with tabs, without recursion: a branch can be deep.
function lines(top, level) {
  const written = [];
  const waiting = [[top, level]];
  while (waiting.length) {
    const [item, at] = waiting.pop();
    written.push(`${"\t".repeat(at)}- ${MARKS[item.dataset.on] ?? ""}${wordsOf(item).replace(/\s+/g, " ")}`);
    const below = [...(groupOf(item)?.children ?? [])].filter((child) => !("draft" in child.dataset));
    for (const child of below.reverse()) waiting.push([child, at + 1]);
  }
  return written.join("\n");
}

const workspaceOf = (tree) => tree.dataset.url.split("/tree/")[0];

function read(own) {
  try {
    return JSON.parse(own);
  } catch {
    return null;
  }
}
