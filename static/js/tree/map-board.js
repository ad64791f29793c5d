// On the experience map a moment of a story may be dragged into another column. What a drag does the
// form inside the moment does by keyboard and without scripts: this one fills it in and sends it.
class MapBoard extends HTMLElement {
  connectedCallback() {
    for (const moment of this.querySelectorAll(".moment-chip:has(form)")) moment.draggable = true;
    this.addEventListener("click", this.#show);
    this.addEventListener("dragstart", this.#lift);
    this.addEventListener("dragover", this.#over);
    this.addEventListener("drop", this.#drop);
    this.addEventListener("dragend", this.#end);
  }

  // The first moment of a row, which may be out of sight; the page stays where it is.
  #show = (event) => {
    const link = event.target.closest("a.map__where");
    const moment = link && document.getElementById(link.hash.slice(1));
    if (!moment) return;
    event.preventDefault();
    for (const one of this.querySelectorAll("[data-shown]")) one.removeAttribute("data-shown");
    moment.dataset.shown = "";
    moment.scrollIntoView({ block: "nearest", inline: "center" });
    moment.querySelector("summary").focus({ preventScroll: true });
  };

  #lift = (event) => {
    this.lifted = event.target.closest?.(".moment-chip[draggable=true]");
    if (!this.lifted) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.lifted.querySelector("summary").textContent.trim());
  };

  #over = (event) => {
    const column = this.#columnAt(event);
    this.#mark(column);
    if (column) event.preventDefault();
  };

  #drop = (event) => {
    const column = this.#columnAt(event);
    if (!column) return;
    event.preventDefault();
    const form = this.lifted.querySelector("form:has([name=map_moment])");
    form.elements.map_moment.value = column;
    form.requestSubmit();
  };

  #end = () => {
    this.lifted = null;
    this.#mark(null);
  };

  // Only the moments of the map take another; the one that it comes from does not.
  #columnAt(event) {
    const column = event.target.closest?.("[data-column]")?.dataset.column;
    const own = this.lifted?.closest("[data-column]")?.dataset.column;
    return this.lifted && column !== own ? column : null;
  }

  #mark(column) {
    for (const cell of this.querySelectorAll("[data-column]")) {
      cell.classList.toggle("map__takes", Boolean(column) && cell.dataset.column === column);
    }
  }
}

customElements.define("map-board", MapBoard);
