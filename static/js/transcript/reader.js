// <transcript-reader data-path>: select words to keep, copy or redact them; find, play, follow.
// Without it, each line's time leads to a page with the same for that line.
import { announce } from "announce";
import { Finder } from "./finder.js";
import { Follower } from "./follower.js";
import { codePoints, lineOf, placesOfLine, selectedPlaces } from "./places.js";

const JUST_NOW = 400;

class TranscriptReader extends HTMLElement {
  markedAt = -JUST_NOW;

  connectedCallback() {
    this.lines = this.querySelector("[data-lines]");
    this.bar = this.querySelector("[data-bar]");
    this.says = this.querySelector("[data-says]").dataset;
    this.dialog = this.querySelector("[data-redaction]");
    this.finder = new Finder(this.querySelector("[data-finder]"), this.lines);
    const player = this.querySelector("recording-player");
    if (player) this.follower = new Follower(player, this.lines, this.querySelector("[data-follow]"));
    document.addEventListener("selectionchange", this.#select);
    document.addEventListener("keydown", this.#key);
    document.addEventListener("scroll", this.#place, { passive: true });
    this.lines.addEventListener("click", this.#click);
    this.bar.addEventListener("pointerdown", (event) => event.preventDefault());
    this.bar.addEventListener("click", this.#act);
    this.dialog.addEventListener("close", this.#redact);
    this.#findAddressed();
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this.#select);
    document.removeEventListener("keydown", this.#key);
    document.removeEventListener("scroll", this.#place);
  }

  // A line of another part of a long transcript.
  #findAddressed() {
    const position = /^#u(\d+)$/.exec(location.hash)?.[1];
    if (!position) return;
    const line = document.getElementById(`u${position}`);
    if (line) this.#goTo(line);
    else if (!new URLSearchParams(location.search).has("at"))
      location.replace(`?at=${position}#u${position}`);
  }

  #select = () => {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => {
      const places = selectedPlaces(this.lines);
      if (places) this.#offer(places);
      // A click on a mark moves the caret as well; what it has opened stays.
      else if (performance.now() - this.markedAt > JUST_NOW) this.#withdraw();
    });
  };

  #offer(places, quote = null) {
    this.places = places;
    this.bar.querySelector('[data-do="keep"]').hidden = Boolean(quote);
    const open = this.bar.querySelector('[data-do="open"]');
    open.hidden = !quote;
    if (quote) open.href = document.querySelector(`#kept-quotes a[href*="/highlights/${quote}/"]`)?.href ?? ".";
    this.bar.hidden = false;
    this.#place();
  }

  // Above the words wherever they scroll; on touch the style sheet keeps it at the foot.
  #place = () => {
    if (this.bar.hidden || matchMedia("(pointer: coarse)").matches) return;
    const box = this.places.range.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.bar;
    const left = Math.max(Math.min(box.left, innerWidth - width - 16), 16);
    const above = box.top - height - 8;
    const top = above > 56 ? above : Math.min(box.bottom + 8, innerHeight - height - 16);
    this.bar.style.transform = `translate(${left}px, ${top}px)`;
  };

  #withdraw() {
    this.bar.hidden = true;
    this.places = null;
  }

  #act = (event) => {
    const what = event.target.closest("[data-do]")?.dataset.do;
    if (!this.places || !what || what === "open") return;
    this.#do(what, this.places);
  };

  #do(what, places) {
    if (what === "keep") this.#send("highlights", places, this.says.kept);
    if (what === "copy") this.#copy(places);
    if (what === "redact") this.#ask(places);
  }

  #ask(places) {
    this.asked = places;
    this.dialog.querySelector("[data-words]").textContent = wordsOf(places, this.lines).trim();
    this.dialog.querySelector("input").value = "";
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.#tellElsewhere(places);
  }

  // In how many other places the words would go as well; the page still works if nobody knows.
  async #tellElsewhere(places) {
    const said = this.dialog.querySelector("[data-elsewhere]");
    said.textContent = "";
    const query = new URLSearchParams(this.#inCodePoints(places));
    const answer = await fetch(`${this.dataset.path}redactions/?${query}`).catch(() => null);
    const text = answer?.ok ? await answer.text() : this.says.unknown;
    if (this.asked === places) said.textContent = text;
  }

  #redact = () => {
    if (this.dialog.returnValue !== "redact") return;
    this.#send("redactions", this.asked, this.says.redacted, { reason: this.dialog.querySelector("input").value });
  };

  async #send(kind, places, sentence, more = {}) {
    const points = this.#inCodePoints(places);
    const body = new URLSearchParams({ ...points, ...more });
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    const answer = await fetch(`${this.dataset.path}${kind}/`, { method: "POST", body, headers }).catch(() => null);
    if (!answer?.ok) return this.#say(answer?.status === 422 ? await answer.text() : this.says.failed, "error");
    this.#replace(await answer.text());
    document.getSelection().removeAllRanges();
    this.#withdraw();
    this.#say(sentence);
  }

  #inCodePoints({ first, startsAt, last, endsAt }) {
    const line = (position) => document.getElementById(`u${position}`);
    return { first, starts_at: codePoints(line(first), startsAt), last, ends_at: codePoints(line(last), endsAt) };
  }

  // The changed lines and the list of quotes take the place of the old ones, by their ids.
  #replace(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    for (const element of [...fresh.content.children]) {
      const old = document.getElementById(element.id);
      if (old?.classList.contains("is-current")) this.current = element;
      if (old) element.classList.toggle("is-current", old.classList.contains("is-current"));
      old?.replaceWith(element);
    }
    this.finder.forget();
    this.follower?.forget();
  }

  async #copy(places) {
    const line = document.getElementById(`u${places.first}`);
    const who = line.closest(".turn").querySelector(".turn__who")?.textContent;
    const when = line.dataset.ms ? line.querySelector(".line__at").textContent : "";
    const by = [who, when].filter(Boolean).join(", ");
    await navigator.clipboard.writeText(`“${wordsOf(places, this.lines).trim()}”${by ? ` (${by})` : ""}`);
    this.#say(this.says.copied);
  }

  #say(text, tone = "info") {
    document.dispatchEvent(new CustomEvent("message:show", { detail: { text, tone } }));
    announce(text, { urgent: tone === "error" });
  }

  #click = (event) => {
    const mark = event.target.closest("mark");
    const line = lineOf(event.target);
    if (event.target.closest(".line__at") && this.follower && line.dataset.ms) {
      event.preventDefault();
      this.#goTo(line, { scroll: false });
      this.follower.play(line);
    } else if (mark && document.getSelection().isCollapsed) {
      this.markedAt = performance.now();
      const range = document.createRange();
      range.selectNodeContents(mark);
      const before = document.createRange();
      before.setStart(line.querySelector(".line__text"), 0);
      before.setEnd(mark, 0);
      const startsAt = before.toString().length;
      const position = Number(line.id.slice(1));
      const endsAt = startsAt + range.toString().length;
      this.#offer({ first: position, startsAt, last: position, endsAt, range }, mark.dataset.quotes.split(" ")[0]);
    }
  };

  #goTo(line, { scroll = true } = {}) {
    if (!line) return;
    this.current?.classList.remove("is-current");
    this.current = line;
    line.classList.add("is-current");
    line.tabIndex = -1;
    line.focus({ preventScroll: true });
    if (scroll) line.scrollIntoView({ block: "center" });
  }

  #step(by) {
    const lines = [...this.lines.querySelectorAll(".line")];
    const at = lines.indexOf(this.current ?? firstInSight(lines));
    this.#goTo(lines[this.current ? Math.min(Math.max(at + by, 0), lines.length - 1) : Math.max(at, 0)]);
  }

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, dialog, recording-player")) return;
    const places = this.places ?? (this.current && placesOfLine(this.current));
    const acts = { h: "keep", c: "copy", r: "redact" };
    if (event.key === "j") this.#step(1);
    else if (event.key === "k") this.#step(-1);
    else if (event.key === "/") this.finder.focus();
    else if (event.key === "Escape" && !this.bar.hidden) this.#withdraw();
    else if (event.key === "p" && this.follower && this.current) this.follower.play(this.current);
    else if (event.key in acts && places) this.#do(acts[event.key], places);
    else return;
    event.preventDefault();
  };
}

function wordsOf({ first, startsAt, last, endsAt }, lines) {
  return [...lines.querySelectorAll(".line")]
    .filter((line) => Number(line.id.slice(1)) >= first && Number(line.id.slice(1)) <= last)
    .map((line, index, all) => {
      const text = line.querySelector(".line__text").textContent;
      return text.slice(index ? 0 : startsAt, index === all.length - 1 ? endsAt : undefined);
    })
    .join(" ");
}

function firstInSight(lines) {
  return lines.find((line) => line.getBoundingClientRect().bottom > 0);
}

customElements.define("transcript-reader", TranscriptReader);
