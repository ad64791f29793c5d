// Sends changes and brings the page up to date with everybody's. A change carries a name of its
// own (client_id), so that it can be sent again when an answer was lost.
import { announce, announceSoon } from "announce";
import { Idiomorph } from "idiomorph";
import { applyChanges } from "./deltas.js";
import { readFaces } from "./faces.js";
import { cardOf, parentOf } from "./nodes.js";
import { TreeOutbox } from "./outbox.js";

export { newId } from "../room/keep.js";

const PARTS = ["tree-sprite", "tree", "tree-teach", "tree-parked"];
const HEADERS = { "HX-Request": "true" };

export class Sync {
  constructor(tree) {
    this.tree = tree;
    this.busy = null;
    this.holds = 0;
    this.news = [];
    this.outbox = new TreeOutbox(tree);
    readFaces();
    const region = tree.closest("live-region");
    region.addEventListener("live:changed", (event) => this.#changed(event.detail));
    region.addEventListener("live:poll", () => this.refresh());
    region.addEventListener("live:waiting", (event) => this.#showHeldBack(event.detail));
    document.addEventListener("tree:changed", (event) => this.#ownChange(event.detail));
    document.addEventListener("submit", this.#submit);
    tree.addEventListener("tree:changed-here", () => announce(tree.words.changedHere));
  }

  get revision() {
    return Number(this.tree.list.dataset.revision);
  }

  // Posts fields to an address below the tree's. Returns the answer, or null when it was
  // refused; what went wrong has then been said. Without a network it waits on this device.
  async post(path, fields = {}, { onConflict } = {}) {
    const plain = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ""]));
    const { told, waits, node, refusal, conflict } = await this.outbox.send(path, plain);
    if (waits) return this.#wait(node);
    if (told) {
      say("message:gone");
      announce(told.said);
      await this.refresh();
      return told;
    }
    if (conflict && onConflict) return onConflict(conflict);
    this.#say(this.tree.words[refusal] ?? refusal);
    await this.refresh({ isWhole: true });
    return null;
  }

  // `node` is the one that it will add; it is drawn already.
  #wait(node) {
    announce(this.tree.words.waits, { urgent: true });
    this.tree.canvas.layOut();
    return { waits: true, node, said: this.tree.words.waits };
  }

  // Fetches what is new, one request at a time; those who ask meanwhile get the next.
  refresh({ isWhole = false } = {}) {
    this.isWhole ||= isWhole;
    if (this.holds) {
      this.isStale = true;
      return Promise.resolve();
    }
    if (this.busy) return (this.next ??= this.busy.catch(() => null).then(() => ((this.next = null), this.refresh())));
    this.busy = this.#fetch().finally(() => (this.busy = null));
    return this.busy;
  }

  // Nothing is replaced while somebody drags.
  hold() {
    this.holds += 1;
  }

  release() {
    this.holds -= 1;
    if (!this.holds && this.isStale) this.refresh();
    if (!this.holds) this.isStale = false;
  }

  async #fetch() {
    if (!this.isWhole) {
      const answer = await ask(`${this.tree.url}changes/?since=${this.revision}`);
      const told = answer && (await answer.json().catch(() => null));
      if (!told || this.#isHeld) return;
      if (told.revision === this.revision && !told.is_full) return;
      if (this.#apply(told)) return;
    }
    const answer = await ask(this.tree.url);
    const page = answer && (await answer.text());
    if (!page || this.#isHeld) return;
    const fresh = new DOMParser().parseFromString(page, "text/html");
    if (!fresh.getElementById("tree")) return;
    this.isWhole = false;
    this.#keepingPlace(() => this.#morph(fresh));
  }

  // What waits on this device stands on the page as if it were done; nothing takes it back.
  get #isHeld() {
    const isHeld = this.holds > 0 || this.outbox.isWaiting;
    this.isStale ||= this.holds > 0;
    return isHeld;
  }

  #apply(told) {
    const others = (told.by ?? []).filter((by) => String(by) !== this.tree.dataset.me);
    let isDone = false;
    this.#keepingPlace(() => (isDone = applyChanges(this.tree, told)));
    if (others.length) this.#tell(others);
    return isDone;
  }

  #morph(fresh) {
    readFaces(fresh);
    for (const id of PARTS) {
      const [old, young] = [document.getElementById(id), fresh.getElementById(id)];
      Idiomorph.morph(old, young, { morphStyle: "outerHTML", restoreFocus: false, callbacks: CALLBACKS });
    }
  }

  // The focus stays on its node, or goes to the one beside it when that has gone (D14).
  #keepingPlace(change) {
    const { tree } = this;
    const hadFocus = tree.list.contains(document.activeElement);
    const way = wayBack(tree.current);
    change();
    const item = way.map((id) => document.getElementById(id)).find(Boolean) ?? tree.items[0];
    for (const card of tree.list.querySelectorAll('.node[tabindex="0"]')) card.tabIndex = -1;
    cardOf(item).tabIndex = 0;
    this.#showWaiting();
    tree.prepare({ around: tree.canvas.inSight() });
    tree.dispatchEvent(new CustomEvent("tree:fresh"));
    // An element that was moved within the page has lost the focus.
    if (hadFocus && !tree.list.contains(document.activeElement)) tree.focusItem(item);
  }

  #showWaiting() {
    const chip = document.getElementById("tree-waiting");
    if (!chip) return;
    const count = this.tree.list.dataset.waiting;
    chip.hidden = count === "0";
    chip.querySelector("span").textContent = this.tree.words.toPlace.replace("%(count)s", count);
  }

  // While live updates are paused (trust.md D18).
  #showHeldBack({ count }) {
    const sign = this.tree.querySelector("[data-live-waiting]");
    sign.textContent = count ? sign.dataset.liveWaiting.replace("00", count) : "";
  }

  async #changed({ revision, by }) {
    if (revision <= this.revision) return;
    await this.refresh();
    if (String(by) !== this.tree.dataset.me) this.tree.panel.refresh();
  }

  // Said at most every 20 seconds, such as "3 changes by 2 people" (D18).
  #tell(by) {
    this.news.push(...by);
    const people = new Set(this.news).size;
    const { words } = this.tree;
    const said = this.news.length === 1 ? words.changed : words.changes;
    announceSoon(said.replace("%(changes)s", this.news.length).replace("%(people)s", people), () => (this.news = []));
  }

  // A form of the side panel has changed the tree.
  async #ownChange({ said, node }) {
    announce(said);
    await this.refresh();
    const item = this.tree.item(node);
    if (item) this.tree.focusItem(item, { quietly: true });
  }

  // Small forms of the page itself: undo, redo, bring back.
  #submit = async (event) => {
    const form = event.target.closest("form[data-change]");
    if (!form || !this.tree.contains(form)) return;
    event.preventDefault();
    const path = new URL(form.action).pathname.replace(this.tree.url, "");
    await this.change(path);
  };

  // Undo waits for the moves that are still on their way: it takes back the last of them.
  async change(path) {
    await this.tree.moves;
    const told = await this.post(path);
    const item = told && this.tree.item(told.node);
    if (item) this.tree.focusItem(item, { quietly: !this.tree.list.contains(document.activeElement) });
  }

  #say(text) {
    say("message:show", { text, tone: "error" });
    announce(text, { urgent: true });
  }
}

// A refusal is told until the next one, or until a change succeeds.
function say(what, words) {
  document.dispatchEvent(new CustomEvent(what, { detail: { ...words, kind: "tree" } }));
}

async function ask(url) {
  const answer = await fetch(url, { headers: HEADERS }).catch(() => null);
  return answer?.ok ? answer : null;
}

const CALLBACKS = {
  // Where the focus and the cards are, and what is folded, is this browser's own business.
  beforeAttributeUpdated(name, node, change) {
    if (name === "aria-expanded") return change === "remove" || !node.hasAttribute(name);
    return !["tabindex", "style"].includes(name);
  },
  // What is being written is not replaced (trust.md D18).
  beforeNodeMorphed(old) {
    return !(old.classList?.contains("node--editing") || old.classList?.contains("tree__links"));
  },
  beforeNodeRemoved(old) {
    return !(old.matches?.("[data-draft], .node__marks, .node__here"));
  },
};

// Where the focus goes if its node disappears: next sibling, previous, parent.
function wayBack(item) {
  const parent = item && parentOf(item);
  const ways = [item, item?.nextElementSibling, item?.previousElementSibling, parent];
  return ways.filter(Boolean).map((way) => way.id);
}
