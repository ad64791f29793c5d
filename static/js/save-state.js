// "Saved 10:42", "Saving", "Not saved": shows how the requests of a region fare.
// <save-state for="<id of the region>">; with texts in its templates. Other modules may call
// element.show("saved" | "saving" | "failed") themselves, as an offline queue does. With the
// attribute `keeps` what is not saved is kept on this device, and it says so while that is true.
//   [data-quiet]  requests that save nothing
import { announce } from "announce";
import { keeping } from "./room/keep.js";

const BETWEEN_ANNOUNCEMENTS = 30_000;

class SaveState extends HTMLElement {
  connectedCallback() {
    this.words = this.querySelector("[data-words]");
    this.toldAt = 0;
    const region = document.getElementById(this.getAttribute("for"));
    if (!region) return;
    const isWrite = ({ detail }) => detail.requestConfig?.verb !== "get" && !detail.elt.closest("[data-quiet]");
    region.addEventListener("htmx:beforeRequest", (e) => isWrite(e) && this.show("saving"));
    region.addEventListener("htmx:afterRequest", (e) => {
      if (isWrite(e)) this.show(e.detail.successful ? this.#stateOf(region) : "failed");
    });
  }

  // One part is saved; the others may not be.
  #stateOf(region) {
    if (region.querySelector("form[data-failed], form[data-stale], form[data-refused]")) return "failed";
    return region.querySelector("form[data-dirty]") ? "saving" : "saved";
  }

  #shapeOf(state) {
    const isLost = state === "failed" && (!this.hasAttribute("keeps") || keeping.isFragile || keeping.isFull);
    return this.querySelector(`template[data-kind="${isLost ? "unkept" : state}"]`) ?? this.querySelector(`template[data-kind="${state}"]`);
  }

  show(state) {
    if (state === this.dataset.state && state === "saving") return;
    const before = this.dataset.state;
    this.dataset.state = state;
    const shape = this.#shapeOf(state).content.cloneNode(true);
    this.querySelector("[data-icon]").replaceChildren(shape.querySelector("svg"));
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hour12: false,
    });
    this.words.textContent = shape.textContent.trim().replace("00:00", time);
    this.#tell(state, before);
  }

  // Politely and rarely while all is well, at once when it is not (trust.md D17).
  #tell(state, before) {
    if (state === "failed" && before !== "failed") announce(this.words.textContent, { urgent: true });
    if (state !== "saved" || performance.now() - this.toldAt < BETWEEN_ANNOUNCEMENTS) return;
    this.toldAt = performance.now();
    announce(this.words.textContent);
  }
}

customElements.define("save-state", SaveState);
