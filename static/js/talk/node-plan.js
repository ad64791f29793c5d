// <node-plan>: who sees to a node, and when or how far it is. What is chosen saves itself; without
// scripts there is a button. When somebody else was faster, both choices are shown.
import { newId } from "../room/keep.js";

// Arrow keys choose on their way to what is meant.
const SETTLED_MS = 500;

class NodePlan extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.said = this.querySelector(".plan__said");
    this.choice = this.querySelector(".plan__choice");
    this.form.querySelector("[data-saves]").hidden = true;
    this.form.addEventListener("change", () => this.#wait());
    this.form.addEventListener("focusout", () => this.#save());
    this.choice.addEventListener("click", (event) => this.#decide(event.target.closest("button")));
  }

  disconnectedCallback() {
    this.#save();
  }

  #wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#save(), SETTLED_MS);
  }

  // One after the other: the next one has to know what this one has written.
  #save() {
    clearTimeout(this.timer);
    if (!this.choice.hidden) return;
    for (const field of this.form.querySelectorAll("select")) {
      this.last = (this.last ?? Promise.resolve()).then(() => this.#send(field));
    }
  }

  async #send(field) {
    const { value } = field;
    const seen = this.#seen(field);
    if (value === seen.value) return;
    const { csrfmiddlewaretoken, node } = this.form.elements;
    const sent = { csrfmiddlewaretoken: csrfmiddlewaretoken.value, node: node.value, client_id: newId() };
    const body = new URLSearchParams({ ...sent, [field.name]: value, [seen.name]: seen.value });
    const headers = { Accept: "application/json" };
    const answer = await fetch(this.form.action, { method: "POST", body, headers }).catch(() => null);
    const told = (await answer?.json().catch(() => null)) ?? {};
    this.toggleAttribute("data-failed", !answer?.ok);
    if (told.conflict) return this.#ask(field, told.conflict.theirs);
    this.said.textContent = answer?.ok ? this.dataset.saved : (told.error ?? this.dataset.offline);
    if (!answer?.ok) return;
    seen.value = value;
    if (told.revision) document.body.dispatchEvent(new CustomEvent("tree:changed", { detail: told, bubbles: true }));
  }

  #seen(field) {
    return this.form.elements[`seen_${field.name}`];
  }

  #ask(field, named) {
    const option = [...field.options].find(({ value }) => value === named) ?? field.options[0];
    this.asked = { field, theirs: option.value };
    const words = { theirs: option.text, mine: field.selectedOptions[0].text };
    this.said.textContent = this.dataset.conflict.replace(/%(theirs|mine)%/g, (_all, name) => words[name]);
    this.choice.hidden = false;
  }

  #decide(button) {
    if (!button) return;
    const { field, theirs } = this.asked;
    this.#seen(field).value = theirs;
    if (button.value === "theirs") field.value = theirs;
    this.choice.hidden = true;
    this.removeAttribute("data-failed");
    this.said.textContent = "";
    field.focus();
    this.#save();
  }
}

customElements.define("node-plan", NodePlan);
