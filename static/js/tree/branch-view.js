// One branch shown alone, with the address #focus=opportunity-7, so that it can be sent to others.
import { announce } from "announce";
import { cardOf, parentOf, wordsOf } from "./nodes.js";

const ADDRESS = /^#focus=((?:opportunity|solution)-\d+)$/;

export class BranchView {
  constructor(tree) {
    this.tree = tree;
    this.key = null;
    this.sign = tree.querySelector(".tree__branch");
    this.sign.querySelector("button").addEventListener("click", () => this.show(null));
  }

  // The item at the top of the branch; null while the whole tree is shown.
  get item() {
    const item = this.key && document.getElementById(this.key);
    return item && this.tree.list.contains(item) ? item : null;
  }

  show(item) {
    const url = new URL(location.href);
    url.hash = item ? `focus=${item.id}` : (this.key ?? "");
    history.pushState(null, "", url);
    this.#turn(item?.id ?? null);
  }

  // Whether the address names a branch; then it is shown.
  readAddress() {
    const key = location.hash.match(ADDRESS)?.[1] ?? null;
    if (key !== this.key) this.#turn(key);
    return Boolean(key);
  }

  // Somebody goes to a node outside of the branch: then all is shown again.
  reach(item) {
    if (this.item && !this.item.contains(item)) this.show(null);
  }

  #turn(key) {
    const last = this.item;
    this.key = key;
    if (key && !this.item) this.key = null;
    this.tree.prepare();
    const item = this.item ?? last;
    if (item) this.tree.focusItem(item, { quietly: true });
    if (this.tree.isCanvas && this.item) this.tree.canvas.fitBranch();
    const words = this.item ? this.tree.words.branch : this.tree.words.wholeTree;
    announce(words.replace("%(text)s", this.item ? wordsOf(this.item) : ""));
  }

  // Hides what stands beside the branch and above it; new cards as well.
  apply() {
    const { item, tree } = this;
    for (const hidden of tree.list.querySelectorAll(".tree__item[hidden], .node[hidden]")) hidden.hidden = false;
    this.sign.hidden = !item;
    tree.toggleAttribute("data-branch", Boolean(item));
    if (!item) return;
    this.sign.querySelector("[data-branch-name]").textContent = wordsOf(item);
    for (let here = item; parentOf(here); here = parentOf(here)) {
      for (const other of here.parentElement.children) other.hidden = other !== here;
      cardOf(parentOf(here)).hidden = true;
    }
    if (!item.contains(tree.current)) tree.standOn(item);
  }
}
