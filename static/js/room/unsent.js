// Notes that are not with the server yet stand below the others, each saying so; one that the
// server refuses can be changed, split or thrown away.
import { minuteAt } from "./clock.js";
import { pieces } from "./split.js";
import { newId } from "./keep.js";

export class Unsent {
  constructor(host, outbox) {
    this.host = host;
    this.outbox = outbox;
    this.list = host.querySelector("[data-unsent]");
    this.shape = host.querySelector("template[data-shape=unsent]");
    this.composer = document.querySelector("note-composer");
    this.lines = new Map();
    outbox.addEventListener("change", () => this.#draw());
    this.#draw();
  }

  forget(id) {
    this.lines.get(id)?.remove();
    this.lines.delete(id);
  }

  #draw() {
    const waiting = this.outbox.items;
    for (const id of [...this.lines.keys()]) {
      if (!waiting.some((item) => item.id === id)) this.forget(id);
    }
    for (const item of waiting) {
      if (item.note) this.#drawChange(item);
      else this.#drawNote(item);
    }
  }

  #drawNote(item) {
    const isShown = this.host.querySelector(`#notes [data-client="${item.id}"]`);
    if (!this.lines.has(item.id) && !isShown) this.#add(item);
    const line = this.lines.get(item.id);
    if (!line) return;
    const isFailed = Boolean(item.refusal) || this.outbox.state === "failed";
    line.classList.toggle("note-line--failed", isFailed);
    const { queued, sending } = this.composer.dataset;
    line.querySelector("[data-state]").textContent = isFailed ? queued : sending;
    if (item.refusal) this.#refuse(line, item);
  }

  #add(item) {
    const line = this.shape.content.cloneNode(true).querySelector("li");
    line.querySelector("time").textContent = minuteAt(item.at);
    line.querySelector("[data-text]").textContent = item.fields.text;
    line.querySelector(".note").classList.toggle("note--quote", item.fields.kind === "quote");
    line.dataset.client = item.id;
    this.lines.set(item.id, line);
    this.list.append(line);
    this.host.scrollTop = this.host.scrollHeight;
  }

  // A changed note shows its new words at once, marked until they are saved.
  #drawChange(item) {
    const line = this.host.line(item.note);
    if (!line || line.matches(".note-line--edited")) return;
    line.classList.add("note-line--pending");
    line.querySelector("[data-text]").textContent = item.fields.text;
    const isFailed = Boolean(item.refusal) || this.outbox.state === "failed";
    const { queued, sending } = this.composer.dataset;
    line.querySelector(".note__by").textContent = item.refusal ?? (isFailed ? queued : sending);
  }

  #refuse(line, item) {
    const words = line.querySelector(".note-line__refusal");
    if (!words.hidden) return;
    words.hidden = false;
    words.textContent = item.refusal === "too-long" ? this.composer.dataset.tooLong : item.refusal;
    const choices = line.querySelector("[data-choices]");
    choices.hidden = false;
    // Nobody may keep words about a person who is forgotten: they can only be thrown away.
    for (const choice of choices.querySelectorAll("[data-choice=edit], [data-choice=split]")) choice.hidden = item.isFinal;
    choices.addEventListener("click", (event) => this.#choose(event.target.dataset.choice, item));
  }

  async #choose(choice, item) {
    if (!choice) return;
    if (choice === "edit") {
      this.composer.dispatchEvent(new CustomEvent("compose", { detail: item.fields }));
    }
    if (choice === "split") {
      const most = Math.max(Math.floor(item.fields.text.length / 2), 1);
      const texts = pieces(item.fields.text, Math.min(most, Number(this.composer.dataset.most)));
      this.outbox.add(texts.map((text) => {
        const id = newId();
        return { ...item, id, refusal: null, fields: { ...item.fields, client_id: id, text } };
      }));
    }
    await this.outbox.take(item);
  }
}
