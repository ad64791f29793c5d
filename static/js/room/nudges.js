// Silent words to the one who leads. <nudge-form> gives each its own name, so that none is sent
// twice; <nudge-box> shows the lead what came, without taking the focus or the eye by force.
import { newId } from "./keep.js";

const SHOWN_BEFORE_SEEN = 120_000;

class NudgeForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:configRequest", (event) => {
      if (event.detail.verb === "post") event.detail.parameters.client_id = newId();
    });
    this.addEventListener("htmx:afterRequest", ({ detail, target }) => {
      const own = target.querySelector?.("input[name=text]");
      if (detail.successful && own) own.value = "";
    });
  }
}

class NudgeBox extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:beforeSwap", this.#keepQuiet);
    this.timer = setInterval(() => this.#putOldAway(), 5_000);
    this.since = new Map();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  // Nothing is read out again, and no focus is lost, when nothing new has come.
  #keepQuiet = (event) => {
    const shown = [...this.querySelectorAll("form")].map((form) => form.getAttribute("action")).join();
    const shape = document.createElement("template");
    shape.innerHTML = event.detail.serverResponse;
    const fresh = [...shape.content.querySelectorAll("form")].map((form) => form.getAttribute("action")).join();
    if (shown === fresh) event.detail.shouldSwap = false;
    else if (this.contains(document.activeElement)) {
      this.addEventListener("htmx:afterSwap", () => (this.querySelector("button") ?? document.getElementById("note-text"))?.focus(), { once: true });
    }
  };

  // Who leads listens, and has no hand free: a word that stood there long enough has been seen.
  #putOldAway() {
    if (document.visibilityState === "hidden") return;
    for (const form of this.querySelectorAll("form")) {
      const first = this.since.get(form.action) ?? Date.now();
      this.since.set(form.action, first);
      if (Date.now() - first < SHOWN_BEFORE_SEEN || form.contains(document.activeElement)) continue;
      this.since.set(form.action, Infinity);
      form.requestSubmit();
    }
  }
}

customElements.define("nudge-form", NudgeForm);
customElements.define("nudge-box", NudgeBox);
