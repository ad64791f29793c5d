// <people-here>: says which part of the page one is in, and shows where the others are: their faces
// in the bar, and a coloured edge with face and name at the part. templates/snapshots/_actions.html
//   data-url          where a sign is given and the others are asked for
//   data-words-here   "%s is here too", data-words-at "%s is writing in a part of the page"
import { announceSoon } from "announce";
import { headers } from "../room/post.js";

const SIGN_EVERY = 8_000;
const SETTLE = 250;

class PeopleHere extends HTMLElement {
  connectedCallback() {
    this.tab = Math.random().toString(36).slice(2, 10);
    this.part = "";
    this.known = new Set();
    this.list = this.querySelector("ul");
    this.sheet = document.querySelector("#sheet");
    document.addEventListener("focusin", this.#moved);
    document.addEventListener("focusout", this.#moved);
    document.addEventListener("live:present", this.#ask);
    document.addEventListener("visibilitychange", this.#seen);
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#seen);
    this.observer = new MutationObserver((records) => records.some(isNews) && this.#show());
    this.observer.observe(document.querySelector("live-region"), { childList: true, subtree: true });
    this.#seen();
  }

  disconnectedCallback() {
    document.removeEventListener("focusin", this.#moved);
    document.removeEventListener("focusout", this.#moved);
    document.removeEventListener("live:present", this.#ask);
    document.removeEventListener("visibilitychange", this.#seen);
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#seen);
    this.observer.disconnect();
    this.#leave();
  }

  #moved = () => {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const part = document.activeElement?.closest?.("#sheet form[data-part]")?.dataset.part ?? "";
      if (part !== this.part) {
        this.part = part;
        this.#sign();
      }
    }, SETTLE);
  };

  #seen = () => {
    clearInterval(this.beat);
    if (document.visibilityState === "hidden") return this.#leave();
    this.beat = setInterval(this.#sign, SIGN_EVERY);
    this.#sign();
  };

  #sign = () => this.#fetch({ method: "POST", body: this.#fields(), headers: headers() });

  #ask = () => this.#fetch({ headers: { "HX-Request": "true" } });

  async #fetch(request) {
    try {
      const answer = await fetch(this.dataset.url, { ...request, redirect: "manual" });
      if (answer.status === 200) this.#receive(await answer.text());
    } catch {
      // Offline: nobody is told, and the signs of the others grow old by themselves.
    }
  }

  #fields(more = {}) {
    return new URLSearchParams({ part: this.part, tab: this.tab, ...more });
  }

  #leave = () => {
    clearInterval(this.beat);
    const token = headers()["X-CSRFToken"];
    navigator.sendBeacon(this.dataset.url, this.#fields({ leaving: "1", csrfmiddlewaretoken: token }));
  };

  #receive(html) {
    if (html !== this.shown) this.list.innerHTML = html;
    this.shown = html;
    this.hidden = !this.list.childElementCount;
    this.people = [...this.list.children];
    this.#announce();
    this.#show();
  }

  #announce() {
    const here = new Set(this.people.map(({ dataset }) => dataset.name));
    const come = [...here].filter((name) => !this.known.has(name));
    if (come.length) announceSoon(this.dataset.wordsHere.replace("%s", come.join(", ")));
    this.known = here;
  }

  // At the part where somebody is: an edge, their face and their name.
  #show() {
    for (const mark of document.querySelectorAll("[data-here-mark]")) mark.remove();
    for (const part of document.querySelectorAll("[data-here]")) part.removeAttribute("data-here");
    for (const person of this.people ?? []) {
      const form = document.querySelector(`#sheet form[data-part="${CSS.escape(person.dataset.part)}"]`);
      if (!form) continue;
      form.dataset.here = "";
      const mark = document.createElement("span");
      mark.className = "part-here";
      mark.dataset.hereMark = mark.dataset.drawn = "";
      mark.append(person.firstElementChild.cloneNode(true), person.dataset.name.split(" ")[0]);
      form.append(mark);
    }
  }
}

// What is drawn on the page by us or by the meter is no news.
function isNews({ addedNodes, removedNodes }) {
  return [...addedNodes, ...removedNodes].some((node) => node.dataset?.drawn === undefined);
}

customElements.define("people-here", PeopleHere);
