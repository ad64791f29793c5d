// <phase-bar>: the thin bar fills with the talk, and says how many minutes the phase still has.
import { secondsAt, talk } from "./clock.js";

const EVERY = 1_000;

class PhaseBar extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.#draw(), EVERY);
    this.#draw();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  #draw() {
    const list = talk();
    const elapsed = secondsAt(Date.now());
    if (elapsed === null) return;
    const isRunning = !list.dataset.ended;
    const phases = [...this.querySelectorAll(".phase")];
    for (const phase of phases) this.#drawPhase(phase, elapsed, isRunning);
    const over = this.querySelector("[data-over]");
    over.hidden = !isRunning || elapsed < Number(phases.at(-1).dataset.to);
  }

  #drawPhase(phase, elapsed, isRunning) {
    const [from, to] = [Number(phase.dataset.from), Number(phase.dataset.to)];
    const share = Math.min(Math.max((elapsed - from) / (to - from), 0), 1);
    phase.querySelector("[data-done]").setAttribute("width", (share * 100).toFixed(1));
    const isCurrent = isRunning && elapsed >= from && elapsed < to;
    phase.classList.toggle("phase--current", isCurrent);
    if (isCurrent) phase.setAttribute("aria-current", "step");
    else phase.removeAttribute("aria-current");
    const left = phase.querySelector("[data-left]");
    const minutes = Math.ceil((to - elapsed) / 60);
    const words = minutes === 1 ? left.dataset.one : left.dataset.many.replace("00", minutes);
    const text = isCurrent ? words : "";
    if (left.textContent !== text) left.textContent = text;
  }
}

customElements.define("phase-bar", PhaseBar);
