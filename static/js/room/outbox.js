// Notes, and changes of trees, on their way to the server. Each is kept on the device first, is sent in
// order, and is let go only when the server has answered with its version. Sending the same
// one twice changes nothing, so that a lost answer costs nothing.
import { isBlocked, settle } from "../tree/references.js";
import { unmirror } from "./drafts.js";
import { UNSENT, keeping, read, write } from "./keep.js";
import { post } from "./post.js";
import { postChange } from "./post-change.js";

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
// Somebody else is signed in, or access is gone: only a person can change that.
const WAIT_WHEN_REFUSED = 300_000;
const outboxes = new Map();

// One outbox for each interview or tree of each person, shared by all that use it.
export function outboxOf(own) {
  if (!outboxes.has(own)) outboxes.set(own, new Outbox(own));
  return outboxes.get(own);
}

class Outbox extends EventTarget {
  constructor(own) {
    super();
    this.own = own;
    this.items = [];
    // Those that are not on the device yet: they are not sent before they are.
    this.writing = new Set();
    this.trouble = null;
    this.wait = FIRST_WAIT;
    this.ready = this.#load();
    addEventListener("online", this.#tryNow);
    addEventListener("focus", this.#tryNow);
    document.addEventListener("visibilitychange", this.#tryNow);
  }

  // Keep items and send them. `draft` is the key of the draft that they grew out of: it goes in
  // the transaction in which they are kept.
  async add(items, draft = null) {
    // Several of one moment stay in order by their names.
    const at = Date.now();
    const kept = items.map((item, number) => ({ at: at + number, own: this.own, ...item }));
    this.items.push(...kept);
    for (const { id } of kept) this.writing.add(id);
    this.#changed();
    const writes = kept.map((item) => ["queue", this.#key(item), item]);
    await write(...writes, ...(draft ? [["drafts", draft, null]] : []));
    if (draft) unmirror(draft, items[0].id);
    for (const { id } of kept) this.writing.delete(id);
    this.#changed();
    await this.send();
  }

  // Take an item away without sending it, because somebody wants to change or drop it.
  async take(item) {
    this.items = this.items.filter((each) => each.id !== item.id);
    await write(["queue", this.#key(item), null]);
    this.#changed();
  }

  // Keep items as they have been changed since; those that were refused are sent again.
  async keep(items) {
    for (const item of items) delete item.refusal;
    await write(...items.map((item) => ["queue", this.#key(item), item]));
    this.#changed();
    await this.send();
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.timer);
    await this.ready;
    this.#changed();
    try {
      // Two tabs take turns, so that notes keep their order.
      if (navigator.locks) await navigator.locks.request(`earshot:${this.own}`, () => this.#sendAll());
      else await this.#sendAll();
    } finally {
      this.isSending = false;
      this.#changed();
    }
    if (this.waiting.length) this.#tryLater();
  }

  // Resolves when nothing waits any more, or after `patience` milliseconds.
  settled(patience) {
    return new Promise((resolve) => {
      const check = () => this.waiting.length || resolve();
      this.addEventListener("change", check);
      setTimeout(resolve, patience);
      check();
    });
  }

  // What the server can still take; refused items wait for a person.
  get waiting() {
    return this.items.filter((item) => !item.refusal);
  }

  get state() {
    if (!this.items.length) return this.savedAt ? "saved" : "idle";
    if (this.trouble || this.items.some((item) => item.refusal)) return "failed";
    return navigator.onLine ? "saving" : "failed";
  }

  async #load() {
    const rows = await read("queue", `${this.own}#`);
    const known = new Set(this.items.map((item) => item.id));
    this.items.unshift(...rows.map(([, item]) => item).filter((item) => !known.has(item.id)));
    this.items.sort((a, b) => a.at - b.at);
    if (this.items.length) queueMicrotask(() => this.send());
    this.#changed();
  }

  async #sendAll() {
    for (let item = this.#next(); item; item = this.#next()) {
      const result = await (item.isChange ? postChange(item) : post(item));
      this.trouble = result.trouble ?? null;
      if (result.trouble) return;
      this.wait = FIRST_WAIT;
      if (result.refusal) {
        item.refusal = result.refusal;
        item.isFinal = result.isFinal;
        item.conflict = result.conflict;
        await write(["queue", this.#key(item), item]);
      } else {
        this.savedAt = Date.now();
        this.items = this.items.filter((each) => each.id !== item.id);
        await write(["queue", this.#key(item), null], ...this.#rebased(item, result));
        this.dispatchEvent(new CustomEvent("saved", { detail: { item, ...result } }));
      }
      this.#changed();
    }
  }

  #next() {
    return this.waiting.find((item) => !this.writing.has(item.id) && !isBlocked(item));
  }

  // Later changes to the same note were written over what has just been saved; later changes of a
  // tree may be about the node that has just been added.
  #rebased(saved, result) {
    if (saved.isChange) {
      const named = settle(this.items, saved.id, result.told.node?.split(":")[1]);
      return named.map((item) => ["queue", this.#key(item), item]);
    }
    const later = this.items.filter((item) => item.note && item.note === saved.note && !result.isConflict);
    for (const item of later) item.fields.version = result.version;
    return later.map((item) => ["queue", this.#key(item), item]);
  }

  #tryLater() {
    clearTimeout(this.timer);
    const wait = this.trouble === "refused" ? WAIT_WHEN_REFUSED : this.wait;
    this.timer = setTimeout(() => this.send(), wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  #tryNow = () => {
    if (document.visibilityState === "hidden" || !this.waiting.length) return;
    this.wait = FIRST_WAIT;
    this.send();
  };

  #key(item) {
    return `${this.own}#${String(item.at).padStart(15, "0")}#${item.id}`;
  }

  #changed() {
    if (this.items.length) mark(this.own);
    else unmark(this.own);
    this.dispatchEvent(new CustomEvent("change", { detail: { isFragile: keeping.isFragile } }));
  }
}

// Other pages look at this mark before they open the database (leftovers.js).
export function marked() {
  try {
    return JSON.parse(localStorage.getItem(UNSENT) ?? "[]");
  } catch {
    return [];
  }
}

function mark(own) {
  remember(new Set([...marked(), own]));
}

function unmark(own) {
  remember(new Set(marked().filter((each) => each !== own)));
}

function remember(owns) {
  try {
    if (owns.size) localStorage.setItem(UNSENT, JSON.stringify([...owns]));
    else localStorage.removeItem(UNSENT);
  } catch {
    keeping.isFragile = true;
  }
}
