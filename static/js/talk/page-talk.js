// <page-talk>: what is said about a page. Its marks stand beside the parts; pressing one opens
// the talk about that part there (on a phone: from below). Others' words come in by morphing,
// so that nobody loses their place, their focus or what they are typing (trust.md D18).
import { announce, announceSoon } from "announce";
import "./mention-field.js";
import "./page-reading.js";
import { MarkPlaces } from "./mark-places.js";
import { emptyForm, morphTalk } from "./morphing.js";

const REGIONS = ["comments", "part-comments"];

class PageTalk extends HTMLElement {
  connectedCallback() {
    this.beside = this.querySelector("#part-talk");
    this.empty = this.beside.querySelector("#part-comments").cloneNode(true);
    this.places = new MarkPlaces(this);
    this.unsent = new Map();
    this.addEventListener("click", this.#press);
    this.addEventListener("input", this.#type);
    this.addEventListener("change", this.#choose);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("htmx:beforeSwap", this.#receive);
    this.beside.addEventListener("toggle", this.#toggle);
    document.body.addEventListener("live:commented", this.#hear);
    document.addEventListener("htmx:afterSettle", this.places.later);
    addEventListener("resize", this.#resize);
  }

  disconnectedCallback() {
    this.places.stop();
    document.body.removeEventListener("live:commented", this.#hear);
    document.removeEventListener("htmx:afterSettle", this.places.later);
    removeEventListener("resize", this.#resize);
  }

  #resize = () => {
    if (this.beside.matches(":popover-open")) this.places.besidePart(this.beside, this.part);
  };

  #press = (event) => {
    const button = event.target.closest(".talk-mark__button");
    if (button) this.#open(button);
  };

  #open(button) {
    const part = button.parentElement.dataset.for;
    this.part = part;
    this.opener = button.parentElement.id;
    const about = new URLSearchParams({ part, beside: 1 });
    this.beside.showPopover();
    this.places.besidePart(this.beside, part);
    this.beside.focus({ preventScroll: true });
    htmx.ajax("GET", `${this.dataset.talk}?${about}`, { target: "#part-comments", swap: "outerHTML" });
  }

  // Closed: what was typed waits for the next opening, and nothing is asked for any more.
  #toggle = (event) => {
    if (event.newState === "open") return;
    const text = this.beside.querySelector("form[data-new] textarea")?.value;
    if (text) this.unsent.set(this.part, text);
    else this.unsent.delete(this.part);
    this.beside.querySelector("#part-comments")?.replaceWith(this.empty.cloneNode(true));
    const held = document.activeElement;
    if (held === document.body || this.beside.contains(held)) {
      document.getElementById(this.opener)?.querySelector("button").focus({ preventScroll: true });
    }
  };

  #type = (event) => {
    const form = event.target.closest(".comment-form");
    if (form) form.dataset.dirty = "";
  };

  // Choosing a part shows it; the button is for whoever has no script.
  #choose = (event) => {
    if (event.target.closest(".talk__about")) event.target.form.requestSubmit();
  };

  // The list of what is typed is sent by Ctrl+Enter, as in other places to write.
  #key = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.target.closest(".comment-form")?.requestSubmit();
  };

  #receive = (event) => {
    const { xhr, target, requestConfig } = event.detail;
    if (!REGIONS.includes(target.id) || ![200, 409, 422].includes(xhr.status)) return;
    event.detail.shouldSwap = false;
    const fresh = new DOMParser().parseFromString(xhr.response, "text/html").getElementById(target.id);
    if (!fresh) return;
    const form = requestConfig.elt.closest(".comment-form");
    const isSent = form && requestConfig.verb === "post" && xhr.status === 200;
    const before = document.activeElement;
    if (isSent) emptyForm(form, fresh);
    if (form && !isSent) delete form.dataset.dirty;
    morphTalk(target, fresh, (...change) => this.places.owns(...change));
    htmx.process(target);
    this.#keepFocus(before, target, requestConfig, form);
    this.#giveBack(target);
    this.places.later();
    if (requestConfig.verb === "post") this.#tellOther(target);
    if (isSent) announce(this.dataset.sent);
  };

  // What had the focus is gone (a deleted comment, a list that was left): its heading comes next.
  #keepFocus(before, region, { verb, elt }, form) {
    const isGone = !before.isConnected || before === document.body;
    const isOurs = verb === "post" || elt.matches("a, .talk__about");
    const heading = document.getElementById(`${region.id}-title`);
    if (isGone && isOurs && !form) heading?.focus({ preventScroll: true });
  }

  #giveBack(region) {
    const text = region.id === "part-comments" && this.unsent.get(this.part);
    const field = region.querySelector("form[data-new] textarea");
    if (!text || !field || field.value) return;
    field.value = text;
    field.form.dataset.dirty = "";
    this.unsent.delete(this.part);
  }

  #tellOther(region) {
    const other = document.getElementById(REGIONS.find((id) => id !== region.id));
    if (other?.matches(".talk")) htmx.trigger(other, "refresh");
  }

  #hear = () => announceSoon(this.dataset.news);
}

customElements.define("page-talk", PageTalk);
