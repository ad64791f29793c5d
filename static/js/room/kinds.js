// One keystroke chooses what a note is. In an empty input 1 to 4 choose; when the next key shows
// that a number was meant ("3 hours", "40 euros"), or on Backspace, the digit comes back.
// With Alt they choose at any time.
import { isTyping } from "../keyboard-help.js";

const MEANS_A_NUMBER = /^[\s\d.,:;%€$£°/+()–-]$/;

export class Kinds {
  constructor(form, input, changed) {
    this.radios = [...form.querySelectorAll("input[name=kind]")];
    this.input = input;
    this.changed = changed;
    this.swallowed = null;
    input.addEventListener("keydown", this.#key);
    document.addEventListener("keydown", this.#keyElsewhere);
    form.addEventListener("change", (event) => this.radios.includes(event.target) && changed());
  }

  get value() {
    return this.radios.find((radio) => radio.checked)?.value;
  }

  set value(kind) {
    for (const radio of this.radios) radio.checked = radio.value === kind;
  }

  #choose(number) {
    this.value = this.radios[number - 1].value;
    this.changed();
  }

  #key = (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const digit = event.code?.match(/^(?:Digit|Numpad)([1-4])$/)?.[1];
    if (event.altKey) {
      if (digit) {
        event.preventDefault();
        this.#choose(digit);
      }
      return;
    }
    const { swallowed } = this;
    if (event.key === "Shift") return;
    this.swallowed = null;
    if (swallowed && this.input.value === "") {
      if (event.key === "Backspace") {
        event.preventDefault();
        return this.#giveBack(swallowed);
      }
      if (MEANS_A_NUMBER.test(event.key)) return this.#giveBack(swallowed);
    }
    if (/^[1-4]$/.test(event.key) && this.input.value === "") {
      event.preventDefault();
      this.swallowed = { digit: event.key, before: this.value };
      this.#choose(event.key);
    }
  };

  #keyElsewhere = (event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[1-4]$/.test(event.key) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.#choose(event.key);
    this.input.focus();
  };

  #giveBack({ digit, before }) {
    this.value = before;
    this.input.setRangeText(digit, 0, 0, "end");
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
