// Notes by keyboard alone: arrows walk the lines, letters act on the one that has the focus, and
// 1 to 4 put its kind right.
// From the empty input ↑ leads here, and Escape leads back.

const DO = { f: "reminder", s: "step", q: "question" };

export class NoteKeys {
  constructor(host, actions) {
    this.host = host;
    this.actions = actions;
    this.input = document.getElementById("note-text");
    host.addEventListener("keydown", this.#key);
    this.input?.addEventListener("keydown", this.#keyInInput);
  }

  get lines() {
    return [...this.host.querySelectorAll("#notes [data-note]")];
  }

  #keyInInput = (event) => {
    if (event.key !== "ArrowUp" || event.altKey || this.input.value || event.isComposing) return;
    const last = this.lines.at(-1);
    if (!last) return;
    event.preventDefault();
    last.focus();
  };

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const line = event.target.closest("[data-note]");
    if (event.target === this.host) return this.#enter(event);
    if (!line || event.target.closest("textarea, input, menu-button")) return;
    if (event.altKey) return this.#move(event, line);
    if (event.key === "Escape") return this.#leave(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) return this.#walk(event, line, step);
    if (event.target === line) this.#act(event, line);
  };

  #enter(event) {
    if (!["ArrowUp", "ArrowDown"].includes(event.key) || event.altKey) return;
    const line = event.key === "ArrowUp" ? this.lines.at(-1) : this.lines[0];
    if (!line) return;
    event.preventDefault();
    line.focus();
  }

  #leave(event) {
    event.preventDefault();
    this.input?.focus();
  }

  #walk(event, line, step) {
    event.preventDefault();
    const { lines } = this;
    const next = lines[lines.indexOf(line) + step];
    if (next) next.focus();
    else if (step > 0) this.input?.focus();
  }

  #move(event, line) {
    const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!direction) return;
    event.preventDefault();
    if ("own" in line.dataset) this.actions.move(line, { direction });
  }

  #act(event, line) {
    const mark = DO[event.key.toLowerCase()];
    const kind = this.actions.kinds[event.key - 1];
    if (mark) this.actions.mark(line, mark);
    else if (kind && "own" in line.dataset) this.actions.turnInto(line, kind.value);
    else if (event.key === "Enter" && "own" in line.dataset) this.host.edit(line);
    else if (event.key === "Delete" && "own" in line.dataset) {
      line.querySelector("[data-note-action=delete]")?.requestSubmit();
    } else return;
    event.preventDefault();
  }
}
