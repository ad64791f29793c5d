// What stands on the cards beside their words: owner, when, talk, lints and tickets (marks/).
const PATIENCE = 1_500;
const MOST_PATIENCE = 6_000;
const ORDER = ["horizon", "age", "lints", "tickets", "comments", "owner"];

export class Marks {
  constructor(tree) {
    this.tree = tree;
    this.words = tree.words.marks;
    this.shapes = document.getElementById("tree-marks");
    tree.addEventListener("tree:fresh", () => this.#soon());
    tree.closest("live-region").addEventListener("live:marks", () => this.#soon());
    tree.closest("live-region").addEventListener("live:commented", () => this.#soon());
    this.#fetch();
  }

  // Several changes of one moment ask once; while one follows the other, so do those of some seconds.
  #soon() {
    this.since ??= Date.now();
    clearTimeout(this.waiting);
    const left = this.since + MOST_PATIENCE - Date.now();
    this.waiting = setTimeout(() => this.#fetch(), Math.max(Math.min(PATIENCE, left), 0));
  }

  async #fetch() {
    this.since = null;
    const answer = await fetch(`${this.tree.url}marks/`).catch(() => null);
    if (!answer?.ok) return;
    this.#show(await answer.json());
  }

  #show(marks) {
    let isNew = false;
    for (const card of this.tree.list.querySelectorAll(".node:has(> .node__marks)")) {
      if (!marks[card.parentElement.id]) isNew = Boolean(card.querySelector(":scope > .node__marks").remove()) || true;
    }
    for (const [id, found] of Object.entries(marks)) {
      const card = document.getElementById(id)?.firstElementChild;
      if (card) isNew = this.#mark(card, found) || isNew;
    }
    if (isNew) this.tree.canvas.layOut();
  }

  // Whether the card has changed.
  #mark(card, found) {
    const said = JSON.stringify(found);
    let line = card.querySelector(":scope > .node__marks");
    const names = card.getAttribute("aria-labelledby").split(" ");
    // What is seen on a card is part of its name.
    if (line && !names.includes(line.id)) card.setAttribute("aria-labelledby", [...names, line.id].join(" "));
    if (line?.dataset.said === said) return false;
    const isNew = !line;
    line ??= document.createElement("div");
    line.className = "node__marks";
    line.dataset.said = said;
    line.id = `m-${card.parentElement.id}`;
    line.replaceChildren(...ORDER.filter((name) => found[name]).map((name) => this.#chip(name, found, card.parentElement.id)));
    if (isNew) {
      card.append(line);
      card.setAttribute("aria-labelledby", [...names, line.id].join(" "));
    }
    return true;
  }

  // Hints lead to what the coach says about this node, or about the tree as a whole.
  #link(id) {
    const link = document.createElement("a");
    const [on, pk] = id.split("-");
    link.href = `${this.tree.url}lints/${on === "opportunity" ? `?node=${pk}` : ""}`;
    link.dataset.panel = "";
    link.tabIndex = -1;
    return link;
  }

  #chip(name, found, id) {
    const chip = name === "lints" ? this.#link(id) : document.createElement("span");
    chip.className = `mark mark--${name}`;
    const value = found[name];
    const words = this.words[name]?.[value] ?? this.words[name]?.many ?? this.words[name] ?? "";
    const label = String(words).replace("%(count)s", value).replace("%(name)s", found[`${name}_name`] ?? value);
    const icon = this.shapes.content.querySelector(`[data-mark="${name}"]`);
    if (icon) chip.append(icon.firstElementChild.cloneNode(true));
    const shown = document.createElement("span");
    shown.textContent = name === "horizon" || name === "age" ? label : value;
    chip.append(shown);
    if (shown.textContent !== label) {
      const spoken = document.createElement("span");
      spoken.className = "visually-hidden";
      spoken.textContent = ` (${label})`;
      chip.append(spoken);
      chip.title = label;
    }
    return chip;
  }
}
