// The words of a page's parts that the server does not have yet, kept on this device with each
// keystroke: in localStorage, which outlives a tab that is killed, and a moment later in IndexedDB,
// which reaches the disk. Each tab keeps its own; what a tab that is gone has left is taken over by
// the next one. Names begin with the user, so that signing out wipes them (sign-out.js).
import { mirror, mirrored, newest, unmirror } from "../room/drafts.js";
import { newId, read, write } from "../room/keep.js";

const WAIT = 120;
const NOT_WORDS = ["csrfmiddlewaretoken", "version", "client_id", "feeling", "moment"];

export class Unsaved {
  constructor() {
    const user = document.querySelector("form[data-signs-out]")?.dataset.signsOut;
    this.own = user && `${user}:page:${location.pathname}`;
    this.tab = newId();
    this.waiting = new Map();
  }

  keep(form) {
    if (!this.own || document.body.dataset.isLeaving) return;
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const words = fields.filter(([name]) => !NOT_WORDS.includes(name)).map(([, value]) => value);
    const row = {
      name: nameOf(form),
      isNew: form.matches("[data-new]"),
      action: form.getAttribute("action"),
      fields: fields.filter(([name]) => name !== "csrfmiddlewaretoken"),
      text: words.join(" ").trim(),
      at: Date.now(),
    };
    const key = this.#key(form);
    mirror(key, row);
    this.waiting.set(key, row.text ? row : null);
    this.timer ??= setTimeout(this.#write, WAIT);
  }

  forget(form) {
    if (this.own) this.#drop(this.#key(form));
  }

  // Gives every row that a tab which is gone has left to `restore`, now or when that tab goes.
  takeOver(restore) {
    if (!this.own) return;
    const take = async () => {
      const prefix = `${this.own}#`;
      const rows = newest([...(await read("drafts", prefix)), ...mirrored(prefix)]);
      for (const [key, row] of rows) {
        if (!key.endsWith(`#${this.tab}`) && (await restore(row))) this.#drop(key);
      }
    };
    if (!navigator.locks) return take();
    navigator.locks.request(`earshot:${this.own}`, async () => {
      await take();
      await new Promise(() => {});
    });
  }

  #key(form) {
    return `${this.own}#${nameOf(form)}#${this.tab}`;
  }

  #write = async () => {
    this.timer = null;
    const rows = [...this.waiting];
    this.waiting.clear();
    if (!document.body.dataset.isLeaving) await write(...rows.map(([key, row]) => ["drafts", key, row]));
  };

  #drop(key) {
    unmirror(key);
    this.waiting.delete(key);
    write(["drafts", key, null]);
  }
}

export function nameOf(form) {
  return form.dataset.part ?? form.parentElement.id;
}

// Put kept words into a form; whether that made it another one.
export function fill(form, fields) {
  let isChanged = false;
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (!field || field.value === value) continue;
    if (name !== "version" && name !== "client_id") isChanged = true;
    field.value = value;
  }
  return isChanged;
}
