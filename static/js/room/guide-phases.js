// <guide-phases>: the prompts of the phase that the talk is in stand out, by the same clock
// as the bar above.
import { secondsAt, talk } from "./clock.js";

const EVERY = 5_000;

class GuidePhases extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.#draw(), EVERY);
    this.#draw();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  #draw() {
    const elapsed = secondsAt(Date.now());
    if (elapsed === null) return;
    const isRunning = !talk().dataset.ended;
    for (const phase of this.querySelectorAll(".guide-phase")) {
      const [from, to] = [Number(phase.dataset.from), Number(phase.dataset.to)];
      const isCurrent = isRunning && elapsed >= from && elapsed < to;
      phase.classList.toggle("guide-phase--current", isCurrent);
    }
  }
}

customElements.define("guide-phases", GuidePhases);
