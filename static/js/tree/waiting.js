// Nodes that were added without a network: each is drawn where it will stand and says that it
// waits. One can word, move and delete it like any other, and add beneath it.
import { KINDS, cardOf, childrenOf, dropEmptyGroup, ensureGroup, levelOf, markParent, number, parentOf } from "./nodes.js";
import { nameOfNew } from "./references.js";

const ADDS = /^opportunities\/(?:([^/]+)\/solutions\/)?$/;
const REWORDS = /^(?:opportunities|solutions)\/([^/]+)\/$/;
const REMOVES = /^(\w+)\/([^/]+)\/removal\/$/;

export class WaitingNodes {
  constructor(tree) {
    this.tree = tree;
    this.shape = document.getElementById("tree-waits");
  }

  // Shows what the changes that wait will do: nodes that come, with their newest words, and that go.
  draw(changes) {
    const wanted = new Set(changes.map(({ id }) => id));
    const drawn = [...this.tree.list.querySelectorAll("[data-waits]")];
    for (const item of drawn) if (!wanted.has(item.dataset.waits)) this.#take(item);
    const added = changes.filter((change) => this.#show(change));
    if (added.length) this.tree.prepare();
  }

  // What waited is a node of the tree now. The next answer of the server brings its whole card.
  become(id, pk) {
    const item = this.tree.list.querySelector(`[data-waits="${id}"]`);
    if (!item) return;
    item.id = `${item.dataset.on}-${pk}`;
    item.dataset.pk = pk;
    delete item.dataset.waits;
    for (const child of childrenOf(item)) child.dataset.parent = pk;
  }

  #show({ id, url, fields }) {
    const path = url.replace(this.tree.url, "");
    const [, place, going] = path.match(REMOVES) ?? [];
    const chosen = ["delete", "park"].includes(fields.do) ? fields.nodes.split(" ") : [];
    this.#fade([...chosen.map((name) => name.replace(":", "-")), `${KINDS[place]}-${going}`]);
    const [, reworded] = path.match(REWORDS) ?? [];
    if (reworded && fields.text) this.#reword(reworded, fields.text);
    const adds = path.match(ADDS);
    if (!adds || this.tree.list.querySelector(`[data-waits="${id}"]`)) return false;
    return this.#add(id, fields, adds[1]);
  }

  #add(id, fields, solved) {
    const on = solved ? "solution" : "opportunity";
    const above = solved ?? fields.parent;
    const parent = above ? document.getElementById(`opportunity-${above}`) : this.tree.items[0];
    if (!parent) return false;
    const item = this.shape.content.cloneNode(true).firstElementChild;
    Object.assign(item.dataset, { waits: id, on, pk: nameOfNew(id), parent: above ?? "" });
    item.id = `${on}-${nameOfNew(id)}`;
    this.#fill(item, on, fields.text, levelOf(parent) + 1);
    this.#place(item, parent, fields.after);
    return true;
  }

  // Behind its sibling; at the end if nobody has said where, or if that one is not to be seen.
  #place(item, parent, after) {
    const siblings = childrenOf(parent, item.dataset.on);
    const group = ensureGroup(parent);
    const before = siblings.find((other) => other.dataset.pk === after) ?? siblings.at(-1);
    if (after === "" || !before) group.insertBefore(item, item.dataset.on === "opportunity" ? group.firstChild : null);
    else before.after(item);
    markParent(parent);
    number(parent);
  }

  #fill(item, on, text, level) {
    const card = cardOf(item);
    const [words, sign] = [card.querySelector(".node__text"), card.querySelector(".node__evidence")];
    card.classList.add(`node--${on}`);
    card.setAttribute("aria-level", level);
    words.id = `t-${item.id}`;
    sign.id = `e-${item.id}`;
    words.textContent = text;
    card.setAttribute("aria-labelledby", `${words.id} ${sign.id}`);
  }

  #reword(pk, text) {
    const words = this.tree.list.querySelector(`[data-waits][data-pk="${pk}"] > .node > .node__text`);
    if (words) words.textContent = text;
  }

  // What is to go stays in sight until it has gone.
  #fade(ids) {
    for (const item of this.tree.items) if (ids.includes(item.id)) cardOf(item).classList.add("node--leaving");
  }

  #take(item) {
    const parent = parentOf(item);
    item.remove();
    if (!parent) return;
    dropEmptyGroup(parent);
    number(parent);
  }
}
