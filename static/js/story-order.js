// <story-order>: the stories of a story page are dragged by their grip, or moved with Alt and an
// arrow while it has the focus. The menu beside each does the same without script.
import Sortable from "sortablejs";

class StoryOrder extends HTMLElement {
  connectedCallback() {
    this.#start();
    this.addEventListener("htmx:afterSettle", this.#start);
    this.addEventListener("keydown", this.#key);
  }

  #start = () => {
    const list = this.querySelector("[data-passages]");
    if (!list || Sortable.get(list)) return;
    Sortable.create(list, {
      handle: "[data-grip]",
      draggable: "[data-place]",
      // A grip that has the focus is a button, by which browsers drag nothing of their own.
      forceFallback: true,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: ({ item, oldIndex, newIndex }) => oldIndex !== newIndex && this.#move(item, { index: newIndex }),
    });
  };

  #key = (event) => {
    const grip = event.target.closest("[data-grip]");
    const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!grip || !direction || !event.altKey) return;
    event.preventDefault();
    this.#move(grip.closest("[data-place]"), { direction });
  };

  #move(item, values) {
    const q = this.querySelector("#story-q")?.value ?? "";
    globalThis.htmx.ajax("POST", item.dataset.place, { target: "#sheet", swap: "outerHTML", values: { ...values, q } });
  }
}

customElements.define("story-order", StoryOrder);
