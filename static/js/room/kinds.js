// One keystroke chooses what a note is. In an empty input 1 to 4 choose; when the next key shows
// that a number was meant ("3 hours", "40 euros"), or on Backspace, the digit comes back.
// With Alt they choose at any time. 5 and 6 put a mark on it besides: their question, a step.
import { isTyping } from "../keyboard-help.js";

const MEANS_A_NUMBER = /^[\s\d.,:;%€$£°/+()–-]$/;

export class Kinds {
  constructor(form, input, changed) {
    this.radios = [...form.querySelectorAll("input[name=kind]")];
    this.boxes = [...form.querySelectorAll("input[data-mark]")];
    this.input = input;
    this.changed = changed;
    this.swallowed = null;
    input.addEventListener("keydown", this.#key);
    document.addEventListener("keydown", this.#keyElsewhere);
    const isOurs = (target) => this.radios.includes(target) || this.boxes.includes(target);
    form.addEventListener("change", (event) => isOurs(event.target) && changed());
  }

  get value() {
    return this.radios.find((radio) => radio.checked)?.value;
  }

  set value(kind) {
    for (const radio of this.radios) radio.checked = radio.value === kind;
  }

  get marks() {
    return this.boxes.filter((box) => box.checked).map((box) => box.name);
  }

  set marks(names) {
    for (const box of this.boxes) box.checked = names.includes(box.name);
  }

  #choose(number) {
    const box = this.boxes.find((each) => each.dataset.mark === number);
    if (box) box.checked = !box.checked;
    else this.value = this.radios[number - 1].value;
    this.changed();
  }

  #key = (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const digit = event.code?.match(/^(?:Digit|Numpad)([1-6])$/)?.[1];
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
    if (/^[1-6]$/.test(event.key) && this.input.value === "") {
      event.preventDefault();
      this.swallowed = { digit: event.key, before: this.value, marks: this.marks };
      this.#choose(event.key);
    }
  };

  #keyElsewhere = (event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[1-6]$/.test(event.key) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.#choose(event.key);
    this.input.focus();
  };

  #giveBack({ digit, before, marks }) {
    this.value = before;
    this.marks = marks;
    this.input.setRangeText(digit, 0, 0, "end");
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
