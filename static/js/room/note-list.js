// <note-list>: the notes of everybody in the room, as they come. A changed note is fetched by
// itself; after a lost connection the whole list is compared. Nothing jumps: the list scrolls
// only for who is at its end, and a note that is being edited is never replaced (trust.md D18).
import { CatchUp, isPassing, textOf } from "./catch-up.js";
import { NoteActions } from "./note-actions.js";
import { NoteKeys } from "./note-keys.js";
import { News } from "./note-news.js";
import { openEditor, reopenEditors } from "./note-editor.js";
import { outboxOf } from "./outbox.js";
import { headers } from "./post.js";
import { Unsent } from "./unsent.js";

const AT_THE_END = 48;
const NO_HOVER = matchMedia("(hover: none)");
const OWN_ANSWER_WITHIN = 2_000;

class NoteList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("#notes");
    this.outbox = outboxOf(this.dataset.ownKey);
    this.unsent = new Unsent(this, this.outbox);
    this.outbox.addEventListener("saved", this.#saved);
    this.me = document.querySelector("note-composer").dataset.author;
    this.region = this.closest("live-region");
    this.region?.addEventListener("live:note", this.#heard);
    this.catchUp = new CatchUp(() => !this.region?.hasAttribute("paused") && this.compare());
    this.catchUp.start();
    this.region?.addEventListener("live:poll", this.catchUp.now);
    this.region?.addEventListener("live:waiting", this.#showWaiting);
    this.addEventListener("click", this.#click);
    this.addEventListener("submit", this.#act);
    this.addEventListener("focusin", this.#showTools);
    this.news = new News(this.dataset);
    new NoteKeys(this, new NoteActions(this));
    this.scrollTop = this.scrollHeight;
    reopenEditors(this);
  }

  disconnectedCallback() {
    this.region?.removeEventListener("live:note", this.#heard);
    this.region?.removeEventListener("live:poll", this.catchUp.now);
    this.catchUp.stop();
    this.region?.removeEventListener("live:waiting", this.#showWaiting);
  }

  line(id) {
    return this.list.querySelector(`[data-note="${id}"]`);
  }

  // Put a note's fresh line where it belongs.
  place(html) {
    const shape = document.createElement("template");
    shape.innerHTML = html;
    const fresh = shape.content.querySelector("[data-note]");
    if (!fresh) return null;
    const old = this.line(fresh.dataset.note);
    if (old && Number(old.dataset.version) > Number(fresh.dataset.version)) return old;
    if (old?.matches(".note-line--edited, .note-line--busy")) return this.#wait(old, fresh);
    const wasAtEnd = this.#isAtEnd();
    if (old) this.#replace(old, fresh);
    else this.#insert(fresh);
    this.unsent.forget(fresh.dataset.client);
    globalThis.htmx?.process(fresh);
    if (wasAtEnd && !old) this.scrollTop = this.scrollHeight;
    return fresh;
  }

  #replace(old, fresh) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const tools = [...old.querySelectorAll("button, a")];
    if (old.dataset.at === fresh.dataset.at) old.replaceWith(fresh);
    else this.#relocate(old, fresh);
    if (!focused) return;
    if (focused === old) fresh.focus({ preventScroll: true });
    else fresh.querySelectorAll("button, a")[tools.indexOf(focused)]?.focus({ preventScroll: true });
  }

  // What somebody reads stays where it is when another's note moves past it.
  #relocate(old, fresh) {
    const anchor = this.#firstInSight(old);
    const top = anchor?.getBoundingClientRect().top;
    old.remove();
    this.#insert(fresh);
    if (anchor) this.scrollTop += anchor.getBoundingClientRect().top - top;
  }

  #firstInSight(except) {
    const { top } = this.getBoundingClientRect();
    return [...this.list.children].find((line) => line !== except && line.getBoundingClientRect().bottom > top);
  }

  #wait(old, fresh) {
    old.fresh = fresh;
    const notice = old.querySelector("[data-notice]");
    if (notice) notice.textContent = this.dataset.changed;
    return old;
  }

  // Put in place what came while something was open at its line.
  bring(line) {
    const { fresh } = line;
    line.fresh = null;
    if (fresh) this.place(fresh.outerHTML);
  }

  #insert(fresh) {
    const place = (line) => [Number(line.dataset.at), Number(line.dataset.note)];
    const [at, id] = place(fresh);
    const before = [...this.list.children].reverse().find((line) => {
      const [otherAt, otherId] = place(line);
      return otherAt < at || (otherAt === at && otherId < id);
    });
    if (before) before.after(fresh);
    else this.list.prepend(fresh);
  }

  // Where nothing hovers, a tapped note opens its tools below itself.
  #showTools = (event) => {
    const line = event.target.closest("[data-note]");
    if (line && NO_HOVER.matches) requestAnimationFrame(() => line.scrollIntoView({ block: "nearest" }));
  };

  // Who reads the newest keeps it in sight when the room becomes lower.
  keepEnd() {
    if (this.scrollHeight - this.scrollTop - this.clientHeight < 400) this.scrollTop = this.scrollHeight;
  }

  #isAtEnd() {
    return this.scrollHeight - this.scrollTop - this.clientHeight < AT_THE_END;
  }

  #heard = async ({ detail: { id, version, by } }) => {
    // The answer to what is just being sent brings its line as well.
    if (String(by) === this.me && this.outbox.waiting.length) await this.outbox.settled(OWN_ANSWER_WITHIN);
    const line = this.line(id);
    if (line && Number(line.dataset.version) >= version) return;
    const answer = await this.#fetch(`${this.dataset.url}${id}/`);
    if (answer?.status === 410) this.#remove(id);
    const html = answer?.ok ? await textOf(answer) : "";
    if (isPassing(answer) || html === null) this.catchUp.soon();
    if (!html) return;
    const isNew = !line;
    const fresh = this.place(html);
    if (fresh && (isNew || !("own" in fresh.dataset))) this.#tell(fresh);
  };

  // All lines at once, after a connection was lost; the server answers "the same" in no time.
  // True when everything has been seen; false when it has to be looked at again.
  compare = async () => {
    const known = this.etag ? { "If-None-Match": this.etag } : {};
    // What comes while this is on its way is not in the answer.
    const before = [...this.list.querySelectorAll("[data-note]")];
    const answer = await this.#fetch(this.dataset.url, {}, known);
    if (!answer?.ok || answer.headers.has("HX-Redirect")) return !isPassing(answer);
    const html = await textOf(answer);
    if (html === null) return false;
    this.#takeAll(html, before);
    this.etag = answer.headers.get("ETag");
    return true;
  };

  #takeAll(html, before) {
    const shape = document.createElement("template");
    shape.innerHTML = html;
    const fresh = [...shape.content.querySelectorAll("[data-note]")];
    const there = new Set(fresh.map((line) => line.dataset.note));
    for (const line of fresh) {
      if (this.line(line.dataset.note)?.dataset.version !== line.dataset.version) this.place(line.outerHTML);
    }
    for (const line of before) {
      if (!there.has(line.dataset.note)) this.#remove(line.dataset.note);
    }
  }

  #remove(id) {
    const line = this.line(id);
    if (line && !line.matches(".note-line--edited")) line.remove();
  }

  #tell(line) {
    if (!("own" in line.dataset)) this.news.add(line.dataset.by);
  }

  // While live updates are paused, how many wait; nothing once they have been looked at.
  #showWaiting = ({ detail: { count } }) => {
    this.querySelector("[data-live-waiting]").textContent = count ? this.dataset.waiting.replace("00", count) : "";
  };

  #saved = async ({ detail: { item, html, isConflict } }) => {
    const line = item.note && this.line(item.note);
    line?.classList.remove("note-line--pending");
    this.place(html);
    if (isConflict) await this.#heard({ detail: { id: item.note, version: Infinity } });
  };

  #click = (event) => {
    const edit = event.target.closest("[data-edit]");
    if (!edit || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.edit(edit.closest("[data-note]"));
  };

  edit(line) {
    openEditor(this, line);
  }

  // Post to an address below the notes' and put the line that comes back in its place.
  async send(path, fields) {
    const answer = await this.#fetch(this.dataset.url + path, { method: "POST", body: new URLSearchParams(fields) });
    if (!answer?.ok || !answer.headers.has("Note-Version")) {
      document.dispatchEvent(new CustomEvent("htmx:sendError"));
      return null;
    }
    return this.place(await answer.text());
  }

  // The small forms of a note: flag it, delete it, keep both texts.
  #act = async (event) => {
    const form = event.target.closest("[data-note-action]");
    if (!form) return;
    event.preventDefault();
    const answer = await this.#fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer?.ok || !answer.headers.has("Note-Version")) {
      return document.dispatchEvent(new CustomEvent("htmx:sendError"));
    }
    if (form.dataset.noteAction === "delete") return this.#showDeleted(form);
    return this.place(await answer.text());
  };

  #showDeleted(form) {
    const shape = this.querySelector("template[data-shape=deleted]").content.cloneNode(true);
    const undo = shape.querySelector("[data-undo]");
    const line = shape.querySelector("li");
    const { at, note } = form.closest("[data-note]").dataset;
    Object.assign(line.dataset, { at });
    undo.addEventListener("click", async () => {
      const answer = await this.#fetch(form.dataset.undoUrl, { method: "POST" });
      if (!answer?.ok) return document.dispatchEvent(new CustomEvent("htmx:sendError"));
      line.remove();
      return this.place(await answer.text())?.querySelector("[data-edit]")?.focus();
    });
    this.line(note)?.replaceWith(shape);
    undo.focus();
  }

  #fetch(url, options = {}, more = {}) {
    return fetch(url, { ...options, headers: { ...headers(), ...more } }).catch(() => null);
  }
}

customElements.define("note-list", NoteList);
