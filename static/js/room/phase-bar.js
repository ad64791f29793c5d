// <phase-bar>: the thin bar fills with the talk, and says how many minutes the phase still has.
// It tells the rest of the room by `phase:change` ({name, isFirst}) and `phase:tick` on document.
// A phase that ends shows it for a while, quietly; nothing sounds.
import { announce } from "announce";
import { secondsAt, talk } from "./clock.js";

const EVERY = 1_000;
const SHOW_END_FOR = 20;

class PhaseBar extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.#draw(), EVERY);
    document.addEventListener("device:woke", this.#resync);
    this.#draw();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("device:woke", this.#resync);
  }

  // A device that slept may have set its clock anew: the fresh list carries the server's.
  #resync = () => globalThis.htmx?.trigger(this, "resync");

  #draw() {
    const list = talk();
    const elapsed = secondsAt(Date.now());
    if (elapsed === null) return;
    const isRunning = !list.dataset.ended;
    const phases = [...this.querySelectorAll(".phase")];
    for (const phase of phases) this.#drawPhase(phase, elapsed, isRunning);
    const over = this.querySelector("[data-over]");
    over.hidden = !isRunning || elapsed < Number(phases.at(-1).dataset.to);
    this.#tell(isRunning ? this.querySelector(".phase--current") : null, elapsed);
  }

  #drawPhase(phase, elapsed, isRunning) {
    const [from, to] = [Number(phase.dataset.from), Number(phase.dataset.to)];
    const share = Math.min(Math.max((elapsed - from) / (to - from), 0), 1);
    phase.querySelector("[data-done]").setAttribute("width", (share * 100).toFixed(1));
    const isCurrent = isRunning && elapsed >= from && elapsed < to;
    phase.classList.toggle("phase--current", isCurrent);
    phase.classList.toggle("phase--ended", isRunning && elapsed >= to && elapsed < to + SHOW_END_FOR);
    if (isCurrent) phase.setAttribute("aria-current", "step");
    else phase.removeAttribute("aria-current");
    const left = phase.querySelector("[data-left]");
    const minutes = Math.ceil((to - elapsed) / 60);
    phase.classList.toggle("phase--last-minute", isCurrent && minutes <= 1);
    const words = minutes === 1 ? left.dataset.one : left.dataset.many.replace("00", minutes);
    const text = isCurrent ? words : "";
    if (left.textContent !== text) left.textContent = text;
  }

  #tell(current, elapsed) {
    const name = current?.dataset.name ?? (elapsed > 0 ? "over" : null);
    document.dispatchEvent(new CustomEvent("phase:tick"));
    if (name === this.phase) return;
    const isFirst = this.phase === undefined;
    this.phase = name;
    document.dispatchEvent(new CustomEvent("phase:change", { detail: { name, isFirst } }));
    if (isFirst) return;
    const words = current?.querySelector(".phase__name").textContent ?? this.querySelector("[data-over]").textContent;
    announce(current ? `${words}${current.querySelector("[data-left]").textContent}` : words);
  }
}

customElements.define("phase-bar", PhaseBar);
