// Sends changes and brings the page up to date with everybody's. A change carries a name of its
// own (client_id), so that it can be sent again when an answer was lost.
import { announce, announceSoon } from "announce";
import { Idiomorph } from "idiomorph";
import { cardOf, parentOf } from "./nodes.js";

const PARTS = ["tree-sprite", "tree", "tree-teach", "tree-parked"];

export class Sync {
  constructor(tree) {
    this.tree = tree;
    this.busy = null;
    this.holds = 0;
    const region = tree.closest("live-region");
    region.addEventListener("live:changed", (event) => this.#changed(event.detail));
    region.addEventListener("live:poll", () => this.refresh());
    document.addEventListener("tree:changed", (event) => this.#ownChange(event.detail));
    document.addEventListener("submit", this.#submit);
  }

  get revision() {
    return Number(this.tree.list.dataset.revision);
  }

  // Posts fields to an address below the tree's. Returns the answer, or null when it was
  // refused; what went wrong has then been said.
  async post(path, fields = {}, { onConflict } = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value ?? "");
    body.append("client_id", newId());
    const answer = await this.#send(this.tree.url + path, body);
    if (!answer) return this.#say(this.tree.words.offline);
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      announce(told.said);
      await this.refresh();
      return told;
    }
    if (told.conflict && onConflict) return onConflict(told.conflict);
    this.#say(answer.status === 403 ? this.tree.words.refused : told.error ?? this.tree.words.failed);
    await this.refresh();
    return null;
  }

  async #send(url, body) {
    const headers = { Accept: "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) };
    for (const wait of [0, 700]) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      const answer = await fetch(url, { method: "POST", body, headers }).catch(() => null);
      if (answer) return answer;
    }
    return null;
  }

  // Fetches the nodes afresh, one request at a time; those who ask meanwhile get the next.
  refresh() {
    if (this.holds) {
      this.isStale = true;
      return Promise.resolve();
    }
    if (this.busy) return (this.next ??= this.busy.then(() => ((this.next = null), this.refresh())));
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
    const answer = await fetch(this.tree.url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || this.holds) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!fresh.getElementById("tree")) return;
    this.#morph(fresh);
  }

  #morph(fresh) {
    const { tree } = this;
    const hadFocus = tree.list.contains(document.activeElement);
    const way = wayBack(tree.current);
    for (const id of PARTS) {
      const [old, young] = [document.getElementById(id), fresh.getElementById(id)];
      Idiomorph.morph(old, young, { morphStyle: "outerHTML", restoreFocus: false, callbacks: CALLBACKS });
    }
    const item = way.map((id) => document.getElementById(id)).find(Boolean) ?? tree.items[0];
    for (const card of tree.list.querySelectorAll('.node[tabindex="0"]')) card.tabIndex = -1;
    cardOf(item).tabIndex = 0;
    this.#showWaiting();
    tree.prepare();
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

  async #changed({ revision, by }) {
    if (revision <= this.revision) return;
    await this.refresh();
    if (String(by) === this.tree.dataset.me) return;
    announceSoon(this.tree.words.changed);
    this.tree.panel.refresh();
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
    const detail = { text, tone: "error" };
    document.body.dispatchEvent(new CustomEvent("message:show", { detail, bubbles: true }));
    announce(text, { urgent: true });
    return null;
  }
}

const CALLBACKS = {
  // Where the focus and the cards are, and what is folded, is this browser's own business.
  beforeAttributeUpdated(name, node, change) {
    if (name === "aria-expanded") return change === "remove" || node.getAttribute(name) !== "false";
    return !["tabindex", "style"].includes(name);
  },
  // What is being written is not replaced (trust.md D18).
  beforeNodeMorphed(old) {
    return !(old.classList?.contains("node--editing") || old.classList?.contains("tree__links"));
  },
  beforeNodeRemoved(old) {
    return !(old.matches?.("[data-draft]"));
  },
};

// Where the focus goes if its node disappears: next sibling, previous, parent (D14).
function wayBack(item) {
  const parent = item && parentOf(item);
  const ways = [item, item?.nextElementSibling, item?.previousElementSibling, parent];
  return ways.filter(Boolean).map((way) => way.id);
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
