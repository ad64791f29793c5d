// <mention-field>: typing @ in its textarea offers members; arrow keys, Enter or Tab choose one,
// Escape leaves the text as it is. Without it a name typed in full is understood as well.
import { announce } from "announce";

const WAIT = 120;
const SHORT = 400;
const CALL = /(?:^|[^\p{L}\p{N}_@])@([\p{L}\p{N}][^@\n]{0,40}|)$/u;

const isSame = (one, other) => one.toLocaleLowerCase() === other.toLocaleLowerCase();

class MentionField extends HTMLElement {
  connectedCallback() {
    this.addEventListener("focusin", this.#describe);
    this.addEventListener("input", this.#type);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("focusout", this.#close);
    // Before the textarea loses the focus.
    this.addEventListener("pointerdown", this.#choose);
  }

  // Asked for each time: morphing may put the element on the page before what it holds.
  get text() {
    return this.querySelector("textarea");
  }

  get list() {
    return this.querySelector("[role=listbox]");
  }

  #describe = () => {
    this.text.setAttribute("aria-autocomplete", "list");
    this.text.setAttribute("aria-haspopup", "listbox");
    this.text.setAttribute("aria-controls", this.list.id);
    this.text.autocomplete = "off";
  };

  #type = () => {
    clearTimeout(this.timer);
    this.#tellRoom();
    const typed = this.#typed();
    if (typed === null) return this.#close();
    this.timer = setTimeout(() => this.#ask(typed), WAIT);
  };

  // Said when it gets short: the browser cuts what is pasted beyond it without a word.
  #tellRoom() {
    const room = this.querySelector("[data-room]");
    const left = this.text.maxLength - this.text.value.length;
    room.hidden = left > SHORT;
    room.textContent = room.dataset.room.replace("{n}", left.toLocaleString(document.documentElement.lang));
  }

  // What stands between the @ and the caret; null if nobody is being called.
  #typed() {
    const before = this.text.value.slice(0, this.text.selectionEnd);
    return CALL.exec(before)?.[1] ?? null;
  }

  async #ask(typed) {
    const answer = await fetch(`${this.dataset.members}?${new URLSearchParams({ q: typed })}`).catch(() => null);
    if (!answer?.ok || this.#typed() !== typed) return;
    const { members } = await answer.json();
    const isWhole = typed.endsWith(" ") && members.some(({ name }) => isSame(name, typed.trim()));
    if (isWhole) return this.#close();
    if (this.text === document.activeElement) this.#show(members);
  }

  #show(members) {
    if (!members.length) return this.#close();
    this.list.replaceChildren(...members.map((member, number) => this.#option(member, number)));
    this.list.hidden = false;
    this.#move(0);
    announce(`${this.dataset.found} ${members.map(({ name }) => name).join(", ")}`);
  }

  #option({ pk, name, note }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.setAttribute("role", "option");
    option.dataset.pk = pk;
    option.dataset.name = name;
    const small = document.createElement("span");
    small.textContent = note;
    option.append(name, " ", small);
    return option;
  }

  get #options() {
    return [...this.list.children];
  }

  #move(to) {
    const options = this.#options;
    this.at = (to + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === this.at)));
    this.text.setAttribute("aria-activedescendant", options[this.at].id);
  }

  #key = (event) => {
    if (this.list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#move(this.at + step);
    else if (["Enter", "Tab"].includes(event.key)) this.#take(this.#options[this.at]);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #choose = (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    this.#take(option);
  };

  #take(option) {
    const typed = this.#typed();
    // The caret has left the name.
    if (typed === null) return this.#close();
    const end = this.text.selectionEnd;
    const start = end - typed.length;
    this.text.setRangeText(`${option.dataset.name} `, start, end, "end");
    // Two members may have the same name.
    const picked = document.createElement("input");
    Object.assign(picked, { type: "hidden", name: "mentioned", value: option.dataset.pk });
    this.append(picked);
    this.#close();
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.text.focus();
  }

  #close = () => {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.text.removeAttribute("aria-activedescendant");
  };
}

customElements.define("mention-field", MentionField);
