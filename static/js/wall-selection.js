// Pages that are ticked on the wall, to be used together: one PDF, a story page, story time.
// What was ticked stays ticked while filters and searches come and go. Without script the bar
// is always there, and the form sends what is ticked on the page.

class WallSelection extends HTMLElement {
  chosen = new Set();

  connectedCallback() {
    this.form = this.querySelector("form");
    this.count = this.querySelector("[data-count]");
    this.querySelector("[data-clear]").hidden = false;
    this.wall = this.closest("main");
    this.wall.addEventListener("change", this.#change);
    this.wall.addEventListener("keydown", this.#key);
    this.wall.addEventListener("htmx:afterSettle", this.#settle);
    this.form.addEventListener("formdata", this.#send);
    this.form.addEventListener("reset", this.#clear);
    this.#boxes().forEach((box) => box.checked && this.chosen.add(box.value));
    this.#show();
  }

  #boxes() {
    return [...this.wall.querySelectorAll("input[name=ids]")];
  }

  #change = (event) => {
    if (event.target.name !== "ids") return;
    const { checked, value } = event.target;
    checked ? this.chosen.add(value) : this.chosen.delete(value);
    this.#show();
  };

  // x or space on the card in focus, as in a list of mails.
  #key = (event) => {
    const card = event.target.closest(".snapshot-card");
    const isKey = event.key === "x" || event.key === " ";
    if (!card || !isKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = card.querySelector("input[name=ids]");
    if (!box || event.target === box && event.key === " ") return;
    event.preventDefault();
    box.click();
  };

  #settle = (event) => {
    this.#boxes().forEach((box) => (box.checked = this.chosen.has(box.value)));
    if (event.target.id === "wall") this.#afterFilters(event.detail.requestConfig?.elt);
  };

  // The words in the field are those of the wall, and who chose a filter is still beside it.
  #afterFilters(pressed) {
    const field = this.wall.querySelector("#library-q");
    const words = new URL(location.href).searchParams.get("q") ?? "";
    if (document.activeElement !== field) field.value = words;
    if (document.activeElement !== document.body) return;
    const chip = pressed?.closest(".filter")?.querySelector("summary").id;
    (document.getElementById(chip) ?? document.getElementById("main")).focus({ preventScroll: true });
  }

  // Pages that have left the screen are sent as well.
  #send = (event) => {
    event.formData.delete("ids");
    this.chosen.forEach((id) => event.formData.append("ids", id));
  };

  #clear = () => {
    this.chosen.clear();
    this.#boxes().forEach((box) => (box.checked = false));
    this.#show();
  };

  #show() {
    const many = this.chosen.size;
    this.form.classList.toggle("is-empty", many === 0);
    const { one, many: words } = this.dataset;
    this.count.textContent = many === 1 ? one : words.replace("{count}", many);
  }
}

customElements.define("wall-selection", WallSelection);
