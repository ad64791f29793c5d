// The words in the input, kept within a moment of each keystroke, for each tab its own: what one
// tab writes never overwrites another's. The draft of a tab that is gone is taken over.
//
// They are written down twice: in localStorage with the very keystroke, which outlives a tab that
// crashes, and a moment later in IndexedDB, which reaches the disk. A draft already has the name
// that its note will have; so what has become a note is recognised, and never stands there twice.
import { newId, read, write } from "./keep.js";

const WAIT = 120;
const MIRROR = "earshot:draft:";
// Longer ones would fill localStorage, and take a while with every keystroke.
const LONGEST_MIRRORED = 20_000;

export class Draft {
  constructor(own) {
    this.own = own;
    this.isKept = true;
    this.orphans = [];
    this.id = newId();
    // What is typed before this tab has found its name stands under one of its own.
    this.tab = `tab-${newId()}`;
    this.isNamed = false;
  }

  get key() {
    return `${this.own}#${this.tab}`;
  }

  // Find this tab's draft and those of tabs that are no longer open, but nothing that already
  // waits to be sent as a note.
  async find() {
    const first = this.key;
    const tab = await claimTab(this.own);
    const rows = newest([...(await read("drafts", `${this.own}#tab-`)), ...mirrored(`${this.own}#tab-`)]);
    const alive = await openTabs(this.own);
    const queued = new Set((await read("queue", `${this.own}#`)).map(([, item]) => item.id));
    const name = `${this.own}#${tab}`;
    const ours = rows.filter(([key]) => key !== first && (key === name || !alive.has(key)));
    // localStorage may have fallen back behind what was sent when the browser was killed.
    const isNote = ({ id }) => queued.has(id) || (id && document.querySelector(`#notes [data-client="${id}"]`));
    await forgetNotes(ours.filter(([, draft]) => isNote(draft)));
    const drafts = ours.filter(([, draft]) => !isNote(draft));
    // They go in the same transaction in which their words are kept under this tab's name.
    this.orphans = drafts.map(([key]) => key).filter((key) => key !== name);
    this.tab = tab;
    this.isNamed = true;
    unmirror(first);
    return drafts.map(([, draft]) => draft).filter((draft) => draft.text);
  }

  keepSoon(draft, done) {
    this.isKept = false;
    this.newest = { ...draft, id: this.id, at: Date.now() };
    this.done = done;
    mirror(this.key, this.newest);
    this.timer ??= setTimeout(() => this.keepNow(), WAIT);
  }

  async keepNow() {
    clearTimeout(this.timer);
    this.timer = null;
    const draft = this.newest;
    if (!this.isNamed || !draft) return;
    const gone = this.orphans.splice(0).map((key) => ["drafts", key, null]);
    await write(["drafts", this.key, draft.text ? draft : null], ...gone);
    for (const [, key] of gone) unmirror(key);
    if (draft !== this.newest) return;
    this.isKept = true;
    this.done?.();
  }

  // The draft becomes a note under the name that this returns; the next one gets another.
  release() {
    clearTimeout(this.timer);
    this.timer = this.newest = null;
    this.isKept = true;
    const { id } = this;
    this.id = newId();
    return id;
  }
}

// What has become a note is no draft any more, though the page went before it could say so.
async function forgetNotes(rows) {
  if (rows.length) await write(...rows.map(([key]) => ["drafts", key, null]));
  for (const [key] of rows) unmirror(key);
}

export function mirror(key, draft) {
  try {
    if (draft.text && draft.text.length <= LONGEST_MIRRORED) localStorage.setItem(MIRROR + key, JSON.stringify(draft));
    else localStorage.removeItem(MIRROR + key);
  } catch {}
}

// Once a draft is a note on this device, or `id` says which one it is about.
export function unmirror(key, id = null) {
  try {
    const kept = JSON.parse(localStorage.getItem(MIRROR + key) ?? "{}");
    if (!id || kept.id === id) localStorage.removeItem(MIRROR + key);
  } catch {}
}

export function unmirrorAll(own) {
  for (const [key] of mirrored(own)) unmirror(key);
}

export function mirrored(prefix) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(MIRROR + prefix));
    return keys.map((key) => [key.slice(MIRROR.length), JSON.parse(localStorage.getItem(key))]);
  } catch {
    return [];
  }
}

// Of two drafts under one name the one that was written last.
export function newest(rows) {
  const found = new Map();
  for (const [key, draft] of rows) {
    if (!found.has(key) || (found.get(key).at ?? 0) < (draft.at ?? 0)) found.set(key, draft);
  }
  return [...found];
}

// A name that survives a reload, and that a duplicated tab does not share.
async function claimTab(own) {
  let tab = null;
  try {
    tab = sessionStorage.getItem("earshot:tab");
  } catch {}
  if (!tab || !(await holdPatiently(`earshot:${own}#${tab}`))) {
    tab = `tab-${newId()}`;
    await hold(`earshot:${own}#${tab}`);
  }
  try {
    sessionStorage.setItem("earshot:tab", tab);
  } catch {}
  return tab;
}

// A page that is just being reloaded lets go of its name within moments.
async function holdPatiently(name) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await hold(name)) return true;
    await new Promise((resolve) => setTimeout(resolve, 80));
  }
  return false;
}

function hold(name) {
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock && new Promise(() => {});
    });
  });
}

async function openTabs(own) {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const prefix = "earshot:";
  return new Set(held.map((lock) => lock.name.slice(prefix.length)).filter((name) => name.startsWith(own)));
}
