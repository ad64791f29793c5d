// What is done with a note besides its words: marked, given another kind, moved by menu, key or by
// dragging it, or looked up in its earlier versions. Every move is announced with the place it led to (D19).
import { announce } from "announce";
import { newId } from "./keep.js";

const UNDER_WAY = 2_000;

export class NoteActions {
  constructor(host) {
    this.host = host;
    this.kinds = [...document.querySelectorAll("note-composer input[name=kind]")];
    host.addEventListener("click", this.#open);
    host.addEventListener("dragstart", this.#lift);
    host.addEventListener("dragover", this.#hover);
    host.addEventListener("mousedown", this.#stayPut);
    host.addEventListener("drop", this.#drop);
    host.addEventListener("dragend", this.#land);
  }

  // Where the tools of the focused note stand below it, they would fold away under the pointer
  // before the button of another note hears its click.
  #stayPut = (event) => {
    if (event.target.closest(".note-line__tools :is(button, a)")) event.preventDefault();
  };

  // A mark that everybody in the room may set.
  async mark(line, mark) {
    const isSet = this.#has(line, mark);
    const fresh = await this.#send(line, `${mark}/`, { wanted: isSet ? "no" : "yes" });
    const { dataset } = this.host;
    const words = { step: dataset.setStep, question: dataset.setQuestion, reminder: dataset.setReminder };
    if (fresh) announce(isSet ? dataset.unset : words[mark]);
  }

  // An own note was put down as the wrong kind.
  async turnInto(line, kind) {
    const { note } = line.dataset;
    // New words that are on their way raise its version.
    if (line.matches(".note-line--pending")) await this.host.outbox.settled(UNDER_WAY);
    const now = this.host.line(note);
    if (!now || now.dataset.kind === kind) return;
    const { words: text, version } = now.dataset;
    const fresh = await this.#send(now, "", { edit_id: newId(), kind, text, version });
    const name = this.kinds.find((radio) => radio.value === kind).dataset.name;
    if (fresh) announce(this.host.dataset.turned.replace("%(kind)s", name));
  }

  // `to` is {direction} or {after}: the id of the note before it, or "" for the first place.
  async move(line, to) {
    const fresh = await this.#send(line, "place/", to);
    if (!fresh) return;
    // Others may have been given a place between one another.
    await this.host.compare();
    const lines = [...this.host.list.querySelectorAll("[data-note]")];
    const now = this.host.line(line.dataset.note);
    now?.scrollIntoView({ block: "nearest" });
    const words = this.host.dataset.moved.replace("%(place)s", lines.indexOf(now) + 1);
    announce(words.replace("%(count)s", lines.length));
  }

  #has(line, mark) {
    if (mark === "reminder") return line.querySelector("[data-note-action=reminder] button").ariaPressed === "true";
    return mark in line.dataset;
  }

  async #send(line, path, fields) {
    const hadFocus = line.contains(document.activeElement);
    const fresh = await this.host.send(`${line.dataset.note}/${path}`, fields);
    if (fresh && hadFocus && !fresh.contains(document.activeElement)) fresh.focus();
    return fresh;
  }

  #open = (event) => {
    const opener = event.target.closest("[data-menu]");
    if (!opener || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    // This very click would close it again as one elsewhere.
    setTimeout(() => this.#show(opener.closest("[data-note]"), opener));
  };

  #show(line, opener) {
    const menu = this.host.querySelector("template[data-shape=menu]").content.cloneNode(true).firstElementChild;
    this.#prepare(menu, line);
    opener.hidden = true;
    line.classList.add("note-line--busy");
    opener.after(menu);
    const details = menu.querySelector("details");
    const items = menu.querySelector(".menu__items");
    const { bottom, height } = items.getBoundingClientRect();
    const host = this.host.getBoundingClientRect();
    const above = details.getBoundingClientRect().top - host.top + this.host.scrollTop;
    // Below the end the list can be scrolled to, above its beginning it cannot.
    if (bottom > host.bottom && above > height) details.classList.add("menu--up");
    details.addEventListener("toggle", () => details.open || this.#close(line, menu, opener));
    menu.addEventListener("click", (click) => this.#choose(click, line, details));
    menu.querySelector(".menu__item").focus();
  }

  #prepare(menu, line) {
    for (const part of menu.querySelectorAll("[data-of-own]")) part.hidden = !("own" in line.dataset);
    for (const mark of ["step", "question"]) {
      menu.querySelector(`[data-do=${mark}]`).setAttribute("aria-pressed", mark in line.dataset);
    }
    for (const kind of menu.querySelectorAll("[data-do=kind]")) {
      kind.setAttribute("aria-pressed", kind.value === line.dataset.kind);
    }
    const versions = menu.querySelector("[data-do=versions]");
    versions.href = `${this.host.dataset.url}${line.dataset.note}/versions/`;
    versions.setAttribute("hx-get", versions.href);
    globalThis.htmx?.process(versions);
  }

  #choose(event, line, details) {
    const chosen = event.target.closest("[data-do]");
    const what = chosen?.dataset.do;
    if (!what) return;
    details.open = false;
    if (what === "kind") this.turnInto(line, chosen.value);
    else if (what === "up" || what === "down") this.move(line, { direction: what });
    else if (what !== "versions") this.mark(line, what);
  }

  #close(line, menu, opener) {
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    opener.hidden = false;
    line.classList.remove("note-line--busy");
    this.host.bring(line);
    if (hadFocus) (opener.isConnected ? opener : this.host.line(line.dataset.note))?.focus();
  }

  #lift = (event) => {
    const line = event.target.closest?.("[data-grip]")?.closest("[data-note]");
    if (!line) return;
    this.lifted = line.dataset.note;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", line.querySelector("[data-text]").innerText);
    event.dataTransfer.setDragImage(line, 20, 20);
    line.classList.add("note-line--lifted");
  };

  #hover = (event) => {
    if (!this.lifted) return;
    event.preventDefault();
    this.#clear();
    const { line, isAfter } = this.#under(event);
    line?.classList.add(isAfter ? "note-line--drop-after" : "note-line--drop-before");
  };

  #drop = (event) => {
    if (!this.lifted) return;
    event.preventDefault();
    const { line, isAfter } = this.#under(event);
    const lifted = this.host.line(this.lifted);
    this.#land();
    if (!line || !lifted || line === lifted) return;
    const before = isAfter ? line : previous(line);
    if (before !== lifted) this.move(lifted, { after: before?.dataset.note ?? "" });
  };

  #under(event) {
    const line = event.target.closest("#notes [data-note]");
    if (!line) return {};
    const box = line.getBoundingClientRect();
    return { line, isAfter: event.clientY > box.top + box.height / 2 };
  }

  #land = () => {
    this.#clear();
    this.host.querySelector(".note-line--lifted")?.classList.remove("note-line--lifted");
    this.lifted = null;
  };

  #clear() {
    for (const line of this.host.querySelectorAll(".note-line--drop-after, .note-line--drop-before")) {
      line.classList.remove("note-line--drop-after", "note-line--drop-before");
    }
  }
}

function previous(line) {
  let before = line.previousElementSibling;
  while (before && !before.matches("[data-note]")) before = before.previousElementSibling;
  return before;
}
