// <note-composer>: the one input of the room. What is typed is kept on the device at once; Enter
// puts it into the outbox; the state beside it says plainly where the words are.
import { announce } from "announce";
import { secondsAt } from "./clock.js";
import { keeping, newId } from "./keep.js";
import { Draft } from "./drafts.js";
import { Kinds } from "./kinds.js";
import { outboxOf } from "./outbox.js";
import { pieces } from "./split.js";

const LONGEST_END = 4_000;

class NoteComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.form.querySelector("textarea");
    this.state = this.querySelector("save-state");
    this.notice = this.querySelector("[data-notice]");
    this.input.required = false;
    this.kinds = new Kinds(this.form, this.input, () => this.#keep());
    this.draft = new Draft(this.dataset.ownKey);
    this.outbox = outboxOf(this.dataset.ownKey);
    this.outbox.addEventListener("change", this.#show);
    this.form.addEventListener("submit", this.#submit);
    this.input.addEventListener("input", this.#keep);
    this.input.addEventListener("keydown", this.#key);
    this.notice.querySelector("[data-split]").addEventListener("click", this.#split);
    this.addEventListener("compose", this.#compose);
    document.addEventListener("submit", this.#end, { capture: true });
    document.addEventListener("phase:change", this.#offer);
    document.addEventListener("visibilitychange", this.#keepNow);
    addEventListener("pagehide", this.#keepNow);
    addEventListener("beforeunload", this.#warn);
    addEventListener("offline", this.#show);
    this.#restore();
  }

  get text() {
    return this.input.value.trim();
  }

  async #restore() {
    const typedBefore = this.input.value;
    const drafts = await this.draft.find();
    // Whatever was typed while we looked stays, after what was found.
    const typed = this.input.value;
    if (drafts.length) {
      this.input.value = [...drafts.map((draft) => draft.text), typed].filter(Boolean).join("\n");
      // If it was sent after all, the server knows it by this name, and does not keep it twice.
      this.draft.id = drafts[0].id ?? this.draft.id;
      if (typed === typedBefore) {
        this.kinds.value = drafts.at(-1).kind;
        this.kinds.marks = drafts.at(-1).marks ?? [];
      }
    }
    if (this.input.value) this.#keep();
    this.dataset.isReady = "";
    this.#show();
  }

  #keep = () => {
    this.form.removeAttribute("aria-invalid");
    this.tooLong = this.input.value.length > Number(this.dataset.most);
    const { value: kind, marks } = this.kinds;
    this.draft.keepSoon({ text: this.input.value, kind, marks }, this.#show);
    if (!this.tooLong) this.#show();
  };

  #key = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  };

  #submit = (event) => {
    event.preventDefault();
    this.commit();
  };

  // Put what is typed into the outbox; false if it cannot go as it is.
  commit() {
    if (!this.text) return true;
    if (this.text.length > Number(this.dataset.most)) {
      this.tooLong = true;
      this.#show();
      return false;
    }
    this.#send(this.text);
    this.input.value = "";
    this.kinds.next();
    this.#show();
    return true;
  }

  // One note for each text, all of them kept on the device in one go.
  #send(...texts) {
    const { author } = this.dataset;
    const shared = { kind: this.kinds.value, second: secondsAt(Date.now()) ?? "" };
    for (const mark of this.kinds.marks) shared[mark] = "on";
    const first = this.draft.release();
    const items = texts.map((text, number) => {
      const id = number ? newId() : first;
      return { id, author, url: this.form.action, fields: { client_id: id, text, ...shared } };
    });
    return this.outbox.add(items, this.draft.key);
  }

  #split = async () => {
    const whole = this.input.value;
    this.input.value = "";
    this.tooLong = false;
    this.#send(...pieces(whole, Number(this.dataset.most)));
    this.#show();
  };

  // Once it is their turn to ask, the input says how to mark what they ask.
  #offer = ({ detail: { name } }) => {
    this.words ??= this.input.placeholder;
    const isTheirs = name === "their_questions";
    this.input.placeholder = isTheirs ? this.input.dataset.asked : this.words;
    this.classList.toggle("composer--theirs", isTheirs);
  };

  // A refused note comes back to be changed.
  #compose = (event) => {
    const { text, kind } = event.detail;
    this.input.value = [this.input.value, text].filter(Boolean).join("\n");
    this.kinds.value = kind;
    this.input.focus();
    this.#keep();
  };

  // It never says more than is true: nothing while a draft is on its way to the device, and
  // "Saved" only for what the server has just taken.
  #show = () => {
    const { state, savedAt } = this.outbox;
    const isUnsafe = keeping.isFragile || keeping.isFull;
    if (state === "failed") this.#say(isUnsafe ? "unsafe" : "failed");
    else if (state === "saving") this.#say("saving");
    else if (this.input.value) this.#say(isUnsafe ? "unsafe" : this.draft.isKept ? "draft" : null);
    else if (savedAt !== this.shownAt) this.#say("saved");
    else if (this.state.dataset.state !== "saved") this.#say(null);
    this.#notify();
  };

  #say(state) {
    if (state === "saved") this.shownAt = this.outbox.savedAt;
    if (state) return this.state.show(state);
    this.state.dataset.state = "idle";
    this.state.querySelector("[data-icon]").replaceChildren();
    this.state.querySelector("[data-words]").textContent = "";
    return undefined;
  }

  #notify() {
    const words = this.#trouble();
    if (words && words !== this.said) announce(words, { urgent: true });
    this.said = words;
    this.notice.hidden = !words;
    this.notice.querySelector("[data-words]").textContent = words ?? "";
    this.notice.querySelector("[data-sign-in]").hidden = this.outbox.trouble !== "signed-out";
    this.notice.querySelector("[data-split]").hidden = !this.tooLong;
    this.input.readOnly = keeping.isFull && !this.tooLong;
  }

  #trouble() {
    if (this.tooLong) return this.dataset.tooLong;
    if (this.outbox.trouble === "signed-out") return this.dataset.signedOut;
    if (this.outbox.trouble === "refused") return this.dataset.refused;
    if (keeping.isFull) return this.dataset.full;
    return keeping.isFragile ? this.dataset.fragile : null;
  }

  // Before the interview ends, what is typed becomes a note and gets its chance to be sent.
  #end = async (event) => {
    const form = event.target;
    if (!form.matches("[data-ends]") || form.dataset.isSettled) return;
    event.preventDefault();
    if (!this.commit()) return;
    await this.outbox.settled(LONGEST_END);
    form.dataset.isSettled = "yes";
    // A form refuses to be submitted while its own submit event is still being told.
    setTimeout(() => form.requestSubmit());
  };

  // Who signs out leaves nothing on the device.
  #keepNow = () => document.body.dataset.isLeaving || this.draft.keepNow();

  #warn = (event) => {
    if (document.body.dataset.isLeaving) return;
    this.draft.keepNow();
    if (this.outbox.items.length || this.text) event.preventDefault();
  };
}

customElements.define("note-composer", NoteComposer);
