// <node-talk>: what is said about a node of a tree. Others' words come in by morphing, so that what
// somebody is typing stays; Ctrl+Enter sends.
import { announce } from "announce";
import "./mention-field.js";
import "./node-plan.js";
import { emptyForm, morphTalk } from "./morphing.js";

class NodeTalk extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this.#type);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("htmx:beforeSwap", this.#receive);
    const named = location.hash.startsWith("#comment-") && this.querySelector(`${CSS.escape(location.hash)}`);
    if (named) this.#unfold(named);
  }

  #unfold(comment) {
    const settled = comment.closest("details");
    if (settled) settled.open = true;
  }

  #type = (event) => {
    event.target.closest(".comment-form")?.setAttribute("data-dirty", "");
  };

  #key = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.target.closest(".comment-form")?.requestSubmit();
  };

  #receive = (event) => {
    const { xhr, target, requestConfig } = event.detail;
    if (target.id !== "comments" || ![200, 409, 422].includes(xhr.status)) return;
    event.detail.shouldSwap = false;
    const fresh = new DOMParser().parseFromString(xhr.response, "text/html").getElementById("comments");
    if (!fresh) return;
    const form = requestConfig.elt.closest(".comment-form");
    const isSent = form && requestConfig.verb === "post" && xhr.status === 200;
    const before = document.activeElement;
    if (isSent) emptyForm(form, fresh);
    if (form && !isSent) delete form.dataset.dirty;
    morphTalk(target, fresh);
    htmx.process(target);
    if (!before.isConnected && !form) this.querySelector("#comments-title").focus({ preventScroll: true });
    if (isSent) announce(this.dataset.sent);
  };
}

customElements.define("node-talk", NodeTalk);
