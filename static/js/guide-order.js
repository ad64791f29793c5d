// <guide-order>: prompts are dragged by their grip, within a phase or into another. The buttons
// beside each prompt do the same by keyboard and without script.
import Sortable from "sortablejs";

class GuideOrder extends HTMLElement {
  connectedCallback() {
    this.#start();
    this.addEventListener("htmx:afterSettle", this.#start);
  }

  #start = () => {
    for (const list of this.querySelectorAll("[data-phase]:not([data-sorts])")) {
      list.dataset.sorts = "";
      Sortable.create(list, {
        group: "prompts",
        handle: ".guide-prompt__grip",
        animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
        onEnd: this.#moved,
      });
    }
  };

  #moved = ({ item, to, from, oldIndex, newIndex }) => {
    if (to === from && oldIndex === newIndex) return;
    const values = { phase: to.dataset.phase, index: newIndex };
    globalThis.htmx.ajax("POST", item.dataset.place, { target: "#guide", swap: "outerHTML", values });
  };
}

customElements.define("guide-order", GuideOrder);
