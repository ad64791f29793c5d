// One keystroke chooses what a note is. In an empty input 1 to 4 choose; when the next key shows
// that a number was meant ("3 hours", "40 euros"), or on Backspace, the digit comes back.
// With Alt they choose at any time. 5 and 6 put a mark on it besides: their question, a step. The
// kind of the note before stays for the next, but not for one with a mark: that is a fact, unless
// its own kind was chosen.
import { isTyping } from "../keyboard-help.js";

const PLAIN = "fact";
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
    form.addEventListener("change", this.#chosen);
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

  // What the next note begins with.
  next() {
    if (this.marks.length) this.value = PLAIN;
    this.marks = [];
    this.isChosen = false;
  }

  #choose(number) {
    const target = this.boxes.find((each) => each.dataset.mark === number) ?? this.radios[number - 1];
    target.checked = this.radios.includes(target) || !target.checked;
    this.#chosen({ target });
  }

  #chosen = ({ target }) => {
    if (this.radios.includes(target)) this.isChosen = true;
    else if (!this.boxes.includes(target)) return;
    else if (target.checked && !this.isChosen && this.input.value === "") this.value = PLAIN;
    this.changed();
  };

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
      this.swallowed = { digit: event.key, before: this.value, marks: this.marks, isChosen: this.isChosen };
      this.#choose(event.key);
    }
  };

  #keyElsewhere = (event) => {
    if (isTyping(event) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[1-6]$/.test(event.key) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.#choose(event.key);
    this.input.focus();
  };

  #giveBack({ digit, before, marks, isChosen }) {
    this.value = before;
    this.isChosen = isChosen;
    this.marks = marks;
    this.input.setRangeText(digit, 0, 0, "end");
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
