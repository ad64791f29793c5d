// Changes on their way to the server. They are kept on this device first and sent in order, also
// after an hour without a network or from the next page; what the tree refuses stays here with its
// words until somebody has decided (trust.md B5.2, docs/decisions/0501).
import { newId } from "../room/keep.js";
import { outboxOf } from "../room/outbox.js";

export class TreeOutbox {
  constructor(tree) {
    this.tree = tree;
    this.box = outboxOf(`${tree.dataset.user}:${tree.dataset.workspace}:tree-${tree.dataset.outcome}`);
    this.callers = new Map();
    this.list = document.getElementById("tree-unsent");
    this.box.addEventListener("saved", (event) => this.#saved(event.detail));
    this.box.addEventListener("change", () => this.#changed());
    addEventListener("beforeunload", (event) => this.box.items.length && this.isFragile && event.preventDefault());
    this.list?.addEventListener("click", this.#choose);
    this.box.ready.then(() => this.#changed());
  }

  // Whether changes are on the page that the server does not have yet.
  get isWaiting() {
    return this.box.waiting.length > 0;
  }

  // Resolves with {told}, {refusal, conflict}, or {waits} when there is no network.
  send(path, fields) {
    const id = newId();
    const sent = new Promise((resolve) => this.callers.set(id, resolve));
    this.box.add([
      {
        id,
        isChange: true,
        url: this.tree.url + path,
        fields: { ...fields, client_id: id },
        author: this.tree.dataset.me,
      },
    ]);
    return sent;
  }

  #saved({ item, told }) {
    const resolve = this.callers.get(item.id);
    this.callers.delete(item.id);
    if (resolve) resolve({ told });
    else if (item.isChange) this.tree.sync.refresh();
  }

  #changed() {
    for (const item of [...this.box.items]) {
      const resolve = this.callers.get(item.id);
      if (!resolve || (!item.refusal && !this.box.trouble)) continue;
      this.callers.delete(item.id);
      if (item.refusal) this.box.take(item);
      resolve(item.refusal ? { refusal: item.refusal, conflict: item.conflict } : { waits: true });
    }
    if (this.box.state !== "idle") this.tree.querySelector("save-state")?.show(this.box.state);
    this.#draw();
  }

  // What was refused after its page had gone, or after an hour offline: its words, and what to do.
  #draw() {
    if (!this.list) return;
    const refused = this.box.items.filter((item) => item.refusal && !this.callers.has(item.id));
    const waiting = this.box.waiting.filter((item) => !this.callers.has(item.id));
    this.list.hidden = !refused.length && !waiting.length;
    this.list.querySelector("[data-waiting]").hidden = !waiting.length;
    this.list.querySelector("[data-count]").textContent = waiting.length;
    const shape = this.list.querySelector("template").content;
    this.list.querySelector("ul").replaceChildren(...refused.map((item) => this.#line(shape, item)));
  }

  #line(shape, item) {
    const line = shape.cloneNode(true).firstElementChild;
    const { text, seen_text: seen } = item.fields;
    line.dataset.id = item.id;
    line.querySelector("[data-why]").textContent = this.tree.words[item.refusal] ?? item.refusal;
    line.querySelector("[data-mine]").textContent = text ?? "";
    line.querySelector("[data-mine]").hidden = !text;
    line.querySelector("[data-theirs]").textContent = item.conflict?.theirs ?? "";
    line.querySelector("[data-both]").hidden = !item.conflict;
    line.querySelector('[data-do="mine"]').hidden = !(item.conflict && seen !== undefined);
    return line;
  }

  #choose = async (event) => {
    const action = event.target.closest("[data-do]")?.dataset.do;
    const id = event.target.closest("[data-id]")?.dataset.id;
    const item = this.box.items.find((each) => each.id === id);
    if (!action || !item) return;
    await this.box.take(item);
    if (action === "mine") {
      const path = item.url.replace(this.tree.url, "");
      await this.tree.sync.post(path, { ...item.fields, seen_text: item.conflict.theirs });
    }
    this.tree.focusItem(this.tree.current);
  };
}
