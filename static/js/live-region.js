// <live-region channel="interview:7">: turns what others do into DOM events on itself.
// Each message becomes `live:<event>` with its payload as detail, which hx-trigger understands:
//   <ol hx-get="…" hx-trigger="live:note_added from:closest live-region, live:poll from:closest live-region">
// Without a connection it dispatches `live:poll` every 15 s, and once after a reconnection.
// The first message is dispatched at once; those that come right after it are gathered for a
// moment, and equal ones among them dispatched once. With the attribute `paused` they
// wait; when it goes, one `live:poll` catches up (trust.md D18).
import { listen } from "./live-stream.js";

const GATHER_FOR = 120;

class LiveRegion extends HTMLElement {
  static observedAttributes = ["channel", "paused"];

  connectedCallback() {
    this.waiting = new Map();
    this.addEventListener("click", this.#togglePause);
    this.#listen();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#togglePause);
    this.#stop();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || !this.waiting || before === after) return;
    if (name === "channel") this.#listen();
    else if (after === null) this.#catchUp();
  }

  #listen() {
    this.#stop();
    const channels = (this.getAttribute("channel") ?? "").split(" ").filter(Boolean);
    const stops = channels.map((channel) => listen(channel, this.#receive));
    this.stop = () => stops.forEach((stop) => stop());
  }

  #stop() {
    this.stop?.();
    clearTimeout(this.timer);
    this.timer = null;
  }

  // components/live_pause.html
  #togglePause = (event) => {
    const button = event.target.closest("[data-live-pause]");
    if (button) button.setAttribute("aria-pressed", String(this.toggleAttribute("paused")));
  };

  #receive = (event, payload) => {
    if (this.hasAttribute("paused")) {
      // Who comes and goes is no change that waits.
      if (event === "present") return;
      this.missed = (this.missed ?? 0) + 1;
      this.#dispatch("waiting", { count: this.missed });
      return;
    }
    const isQuiet = !this.timer;
    this.timer ??= setTimeout(() => this.#deliver(), GATHER_FOR);
    if (isQuiet) this.#dispatch(event, payload);
    else this.waiting.set(JSON.stringify([event, payload]), [event, payload]);
  };

  #deliver() {
    this.timer = this.waiting.size ? setTimeout(() => this.#deliver(), GATHER_FOR) : null;
    const messages = [...this.waiting.values()];
    this.waiting.clear();
    for (const [event, payload] of messages) this.#dispatch(event, payload);
  }

  #catchUp() {
    if (this.missed) this.#dispatch("poll", {});
    this.missed = 0;
    this.#dispatch("waiting", { count: 0 });
  }

  #dispatch(event, detail) {
    this.dispatchEvent(new CustomEvent(`live:${event}`, { detail, bubbles: true }));
  }
}

customElements.define("live-region", LiveRegion);
