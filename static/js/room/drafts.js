// The words in the input, kept within a moment of each keystroke, for each tab its own: what one
// tab writes never overwrites another's. The draft of a tab that is gone is taken over.
import { newId, read, write } from "./keep.js";

const WAIT = 120;

export class Draft {
  constructor(own) {
    this.own = own;
    this.isKept = true;
    this.orphans = [];
  }

  get key() {
    return `${this.own}#${this.tab}`;
  }

  // Find this tab's draft and those of tabs that are no longer open.
  async find() {
    this.tab = await claimTab(this.own);
    const rows = await read("drafts", `${this.own}#tab-`);
    const alive = await openTabs(this.own);
    const ours = rows.filter(([key]) => key === this.key || !alive.has(key));
    // They go in the same transaction in which their words are kept under this tab's name.
    this.orphans = ours.map(([key]) => key).filter((key) => key !== this.key);
    return ours.map(([, draft]) => draft).filter((draft) => draft.text);
  }

  keepSoon(draft, done) {
    this.isKept = false;
    this.newest = draft;
    this.done = done;
    this.timer ??= setTimeout(() => this.keepNow(), WAIT);
  }

  async keepNow() {
    clearTimeout(this.timer);
    this.timer = null;
    const draft = this.newest;
    if (!this.tab || !draft) return;
    const gone = this.orphans.splice(0).map((key) => ["drafts", key, null]);
    await write(["drafts", this.key, draft.text ? draft : null], ...gone);
    if (draft !== this.newest) return;
    this.isKept = true;
    this.done?.();
  }

  forget() {
    clearTimeout(this.timer);
    this.timer = this.newest = null;
    this.isKept = true;
  }
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
