// Who else looks at the tree, and at which node: faces in the bar and on the cards. A sign is given
// every few seconds while the page is seen; the others are told when somebody goes elsewhere.
// templates/opportunities/canvas/_here.html
import { announceSoon } from "announce";
import { headers } from "../room/post.js";

const SIGN_EVERY = 8_000;
const SETTLE = 400;

export class Presence {
  constructor(tree) {
    this.tree = tree;
    this.element = tree.querySelector(".tree__here");
    if (!this.element) return;
    this.url = `${tree.url}presence/`;
    this.tab = Math.random().toString(36).slice(2, 10);
    this.list = this.element.querySelector("ul");
    this.known = new Set();
    tree.addEventListener("focusin", this.#moved);
    tree.addEventListener("tree:fresh", () => this.#show());
    tree.closest("live-region").addEventListener("live:present", () => this.#fetch({ headers: headers() }));
    document.addEventListener("visibilitychange", this.#seen);
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#seen);
    this.#seen();
  }

  #moved = () => {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.node !== this.#here() && this.#sign(), SETTLE);
  };

  #here() {
    const isHere = this.tree.contains(document.activeElement);
    const { current } = this.tree;
    // Others have no node that waits on this device.
    return isHere && current && !("waits" in current.dataset) ? current.id.replace("-", ":") : "";
  }

  #seen = () => {
    clearInterval(this.beat);
    if (document.visibilityState === "hidden") return this.#leave();
    this.beat = setInterval(this.#sign, SIGN_EVERY);
    this.#sign();
  };

  #sign = () => {
    this.node = this.#here();
    this.#fetch({ method: "POST", body: this.#fields(), headers: headers() });
  };

  #fields(more = {}) {
    return new URLSearchParams({ node: this.node ?? "", tab: this.tab, ...more });
  }

  async #fetch(request) {
    try {
      const answer = await fetch(this.url, { ...request, redirect: "manual" });
      if (answer.status === 200) this.#receive(await answer.text());
    } catch {
      // Offline: nobody is told, and the signs of the others grow old by themselves.
    }
  }

  #leave = () => {
    clearInterval(this.beat);
    const token = headers()["X-CSRFToken"];
    navigator.sendBeacon(this.url, this.#fields({ leaving: "1", csrfmiddlewaretoken: token }));
  };

  #receive(html) {
    if (html === this.shown) return;
    this.shown = html;
    this.list.innerHTML = html;
    this.element.hidden = !this.list.childElementCount;
    const names = [...this.list.children].map(({ dataset }) => dataset.name);
    const come = names.filter((name) => !this.known.has(name));
    if (come.length) announceSoon(this.element.dataset.wordsHere.replace("%s", come.join(", ")));
    this.known = new Set(names);
    this.#show();
  }

  // The face of each on the card where they are; within a folded branch on the card that is seen.
  #show() {
    for (const mark of this.tree.list.querySelectorAll(".node__here")) mark.remove();
    for (const person of this.list.children) {
      const item = this.tree.item(person.dataset.node);
      const card = item && seenCard(item);
      if (!card) continue;
      let marks = card.querySelector(":scope > .node__here");
      if (!marks) {
        marks = document.createElement("span");
        marks.className = "node__here";
        marks.setAttribute("aria-hidden", "true");
        card.append(marks);
      }
      const face = person.firstElementChild.cloneNode(true);
      marks.append(face);
      marks.title = [marks.title, person.dataset.name].filter(Boolean).join(", ");
    }
  }
}

function seenCard(item) {
  const folded = item.parentElement?.closest('.node[aria-expanded="false"] + .tree__group');
  if (!folded) return item.firstElementChild;
  return seenCard(folded.parentElement);
}
