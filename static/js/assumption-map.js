// <assumption-map editable>: its points move by pointer and by arrow keys. A point that is let go
// sends the two fields of its form in the list, which is the way without a pointer as well.
import { announce } from "./announce.js";

const STEP = 5;
const STEPS = { ArrowUp: [0, STEP], ArrowDown: [0, -STEP], ArrowRight: [STEP, 0], ArrowLeft: [-STEP, 0] };

const within = (value) => Math.round(Math.min(Math.max(value, 0), 100));

class AssumptionMap extends HTMLElement {
  connectedCallback() {
    if (!this.hasAttribute("editable")) return;
    this.addEventListener("pointerdown", this.#lift);
    this.addEventListener("keydown", this.#step);
    this.addEventListener("focusout", this.#leave);
    // What others do waits until the point in hand is put down.
    this.region = this.closest("[hx-get]");
    this.region?.addEventListener("htmx:beforeSwap", this.#hold);
  }

  disconnectedCallback() {
    this.region?.removeEventListener("htmx:beforeSwap", this.#hold);
  }

  #hold = (event) => {
    if (!this.moving || event.detail.requestConfig?.verb !== "get") return;
    event.detail.shouldSwap = false;
    this.missed = true;
  };

  #begin(point) {
    this.moving = { point, x: point.getAttribute("x"), y: point.getAttribute("y"), ...this.#placeOf(point) };
    point.toggleAttribute("data-moving", true);
  }

  #placeOf(point) {
    return { importance: Number(point.dataset.importance), evidence: Number(point.dataset.evidence) };
  }

  #show(importance, evidence) {
    Object.assign(this.moving, { importance: within(importance), evidence: within(evidence) });
    this.moving.point.setAttribute("x", `${this.moving.evidence}%`);
    this.moving.point.setAttribute("y", `${100 - this.moving.importance}%`);
  }

  #say() {
    const { importance, evidence } = this.moving;
    announce(this.dataset.moved.replace("{importance}", importance).replace("{evidence}", evidence));
  }

  #lift = (down) => {
    const point = down.target.closest("[data-point]");
    if (!point || down.button) return;
    const plot = this.querySelector(".belief-map__plot").getBoundingClientRect();
    this.#begin(point);
    point.toggleAttribute("data-dragged", true);
    point.focus();
    const move = (event) => {
      this.hasDragged = true;
      const evidence = (100 * (event.clientX - plot.left)) / plot.width;
      const importance = 100 - (100 * (event.clientY - plot.top)) / plot.height;
      this.#show(importance, evidence);
    };
    const drop = (event) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", drop);
      point.removeAttribute("data-dragged");
      if (this.hasDragged && event.type === "pointerup") this.#keep();
      else this.#putBack();
      this.hasDragged = false;
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", drop);
  };

  #step = (event) => {
    const point = event.target.closest("[data-point]");
    if (!point) return;
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      if (this.moving?.point !== point) this.#begin(point);
      this.#show(this.moving.importance + step[1], this.moving.evidence + step[0]);
      this.#say();
    } else if (this.moving && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      this.#keep();
    } else if (this.moving && event.key === "Escape") {
      this.#putBack();
    }
  };

  // Whoever goes on without Enter has moved it all the same.
  #leave = () => {
    if (this.moving && !this.moving.point.hasAttribute("data-dragged")) this.#keep();
  };

  #putBack() {
    const { point, x, y } = this.moving;
    point.setAttribute("x", x);
    point.setAttribute("y", y);
    this.#end();
    this.#catchUp();
  }

  #keep() {
    const { point, importance, evidence } = this.moving;
    const form = document.getElementById(`place-${point.dataset.point}`);
    this.#end();
    if (!form) return;
    this.#choose(form.elements.importance, importance);
    this.#choose(form.elements.evidence_strength, evidence);
    form.requestSubmit();
    this.missed = false;
  }

  // The exact place, which may lie between those that the select offers.
  #choose(select, value) {
    const known = [...select.options].find((option) => option.value === String(value));
    if (!known) select.add(new Option(select.selectedOptions[0]?.text ?? "", String(value)));
    select.value = String(value);
  }

  #end() {
    this.moving.point.removeAttribute("data-moving");
    this.moving = null;
  }

  #catchUp() {
    if (this.missed) this.region?.dispatchEvent(new CustomEvent("refresh"));
    this.missed = false;
  }
}

customElements.define("assumption-map", AssumptionMap);
