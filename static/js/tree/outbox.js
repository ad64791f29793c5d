// Changes on their way to the server. They are kept on this device first and sent in order, also
// after an hour without a network or from the next page; what the tree refuses stays here with its
// words until somebody has decided (trust.md B5.2, docs/decisions/0501).
import { announce } from "announce";
import { keeping, newId } from "../room/keep.js";
import { outboxOf } from "../room/outbox.js";
import { KINDS, wordsOf } from "./nodes.js";
import { giveUp, isBlocked, nameOfNew } from "./references.js";
import { WaitingNodes } from "./waiting.js";

export class TreeOutbox {
  constructor(tree) {
    this.tree = tree;
    this.box = outboxOf(`${tree.dataset.user}:${tree.dataset.workspace}:tree-${tree.dataset.outcome}`);
    this.callers = new Map();
    this.list = document.getElementById("tree-unsent");
    if (!this.list) return;
    this.nodes = new WaitingNodes(tree);
    this.box.addEventListener("saved", (event) => this.#saved(event.detail));
    this.box.addEventListener("change", () => this.#changed());
    tree.addEventListener("tree:fresh", () => this.nodes.draw(this.#waiting));
    addEventListener("beforeunload", (event) => this.box.items.length && keeping.isFragile && event.preventDefault());
    this.list.addEventListener("click", this.#choose);
    this.box.ready.then(() => this.#changed());
  }

  // Whether changes are on the page that the server does not have yet, but can have.
  get isWaiting() {
    return this.box.waiting.some((item) => !isBlocked(item));
  }

  // Those that nobody on this page waits for any more.
  get #waiting() {
    return this.box.waiting.filter((item) => !this.callers.has(item.id));
  }

  // Resolves with {told}, {refusal, conflict}, or {waits} when there is no network: the name of the
  // node that it adds.
  send(path, fields) {
    const id = newId();
    const sent = new Promise((resolve) => this.callers.set(id, resolve));
    const { url, dataset } = this.tree;
    const change = { id, isChange: true, url: url + path, fields: { ...fields, client_id: id }, author: dataset.me };
    this.box.add([{ ...change, about: this.#wordsOf(path, fields) }]);
    return sent;
  }

  // What a change is about, for when its page has gone.
  #wordsOf(path, { text, lines, nodes = "" }) {
    const [, place, pk] = path.match(/^(\w+)\/([^/]+)\//) ?? [];
    const item = this.tree.item(pk ? `${KINDS[place]}:${pk}` : nodes.split(" ")[0]);
    return text ?? lines?.trim().split("\n")[0] ?? (item ? wordsOf(item) : "");
  }

  #saved({ item, told }) {
    this.nodes.become(item.id, (told.node ?? "").split(":")[1]);
    const resolve = this.callers.get(item.id);
    this.callers.delete(item.id);
    if (resolve) resolve({ told });
    else if (item.isChange) this.tree.sync.refresh();
  }

  #changed() {
    const isCutOff = this.box.trouble || !navigator.onLine;
    for (const item of [...this.box.items]) {
      const resolve = this.callers.get(item.id);
      if (resolve && (item.refusal || isCutOff)) this.#answer(item, resolve);
    }
    if (this.box.state !== "idle") this.tree.querySelector("save-state")?.show(this.box.state);
    this.nodes.draw(this.#waiting);
    this.#draw();
  }

  #answer(item, resolve) {
    this.callers.delete(item.id);
    if (item.refusal) this.#drop(item);
    const adds = item.url.match(/opportunities\/(.+\/solutions\/)?$/);
    const node = adds ? `${adds[1] ? "solution" : "opportunity"}:${nameOfNew(item.id)}` : "";
    resolve(item.refusal ? { refusal: item.refusal, conflict: item.conflict } : { waits: true, node });
  }

  // What waits and why, and what was refused after its page had gone: its words, and what to do.
  #draw() {
    const refused = this.box.items.filter((item) => item.refusal && !this.callers.has(item.id));
    const waiting = this.#waiting;
    this.list.hidden = !refused.length && !waiting.length;
    this.list.querySelector("[data-waiting]").hidden = !waiting.length;
    this.list.querySelector("[data-count]").textContent = waiting.length;
    const trouble = ["signed-out", "refused"].includes(this.box.trouble) ? this.box.trouble : "offline";
    for (const why of this.list.querySelectorAll("[data-trouble]")) why.hidden = why.dataset.trouble !== trouble;
    const shape = this.list.querySelector("template").content;
    const lines = this.list.querySelector("ul");
    lines.replaceChildren(...refused.map((item) => this.#line(shape, item)));
    lines.hidden = !refused.length;
    this.#tellOfRefused(refused);
  }

  // Where the tree was shown as if it had taken them, it is read afresh.
  #tellOfRefused(refused) {
    const isNews = refused.length > (this.refused ?? 0);
    this.refused = refused.length;
    if (!isNews) return;
    announce(this.list.querySelector("ul").textContent.replace(/\s+/g, " "), { urgent: true });
    this.tree.sync.refresh({ isWhole: true });
  }

  #line(shape, item) {
    const line = shape.cloneNode(true).firstElementChild;
    const { text, seen_text: seen } = item.fields;
    const isAddition = /opportunities\/$/.test(item.url);
    line.dataset.id = item.id;
    line.querySelector("[data-why]").textContent = this.tree.words[item.refusal] ?? item.refusal;
    line.querySelector("[data-mine]").textContent = text ?? item.about ?? "";
    line.querySelector("[data-theirs]").textContent = item.conflict?.theirs ?? "";
    line.querySelector("[data-both]").hidden = !item.conflict;
    const canOverwrite = Boolean(item.conflict) && seen !== undefined;
    line.querySelector('[data-do="mine"]').hidden = !canOverwrite;
    line.querySelector('[data-do="again"]').hidden = canOverwrite;
    line.querySelector('[data-do="top"]').hidden = !(isAddition && item.fields.parent);
    return line;
  }

  #choose = async (event) => {
    const button = event.target.closest("[data-do]");
    const id = event.target.closest("[data-id]")?.dataset.id;
    const item = this.box.items.find((each) => each.id === id);
    if (button?.dataset.do === "drop-all") return this.#dropAll(button.dataset.question);
    if (!button || !item) return;
    const changes = { mine: { seen_text: item.conflict?.theirs }, top: { parent: "", after: "last" }, again: {} }[button.dataset.do];
    Object.assign(item.fields, changes);
    if (changes) this.box.keep([item]);
    else await this.#drop(item);
    this.tree.focusItem(this.tree.current);
  };

  async #drop(item) {
    const { moved, pointless } = giveUp(this.box.items, item);
    await Promise.all([item, ...pointless].map((each) => this.box.take(each)));
    if (moved.length) await this.box.keep(moved);
  }

  async #dropAll(question) {
    if (!confirm(question.replace("00", this.#waiting.length))) return;
    await Promise.all(this.#waiting.map((item) => this.box.take(item)));
    this.tree.sync.refresh({ isWhole: true });
    this.tree.focusItem(this.tree.current);
  }
}
