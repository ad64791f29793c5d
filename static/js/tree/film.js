// The tree growing, change after change. Cards glide to their places; who wants no motion gets
// one still picture after the other. Frames name nodes and texts by number: see views/history.py.
const HELD = 1400;
const CARD = { width: 184, height: 92, gap: 16, level: 36 };
// Smaller than this nobody reads a card: the deepest levels stay folded instead.
const LEGIBLE = 0.4;

class TreeFilm extends HTMLElement {
  async connectedCallback() {
    this.plane = this.querySelector(".film__plane");
    this.stage = this.querySelector(".film__stage");
    this.said = this.querySelector(".film__said");
    this.range = this.querySelector(".film__at");
    this.words = this.querySelector("[data-words]").dataset;
    const answer = await fetch(this.dataset.url).catch(() => null);
    if (!answer?.ok) return void (this.said.textContent = this.words.failed);
    Object.assign(this, await answer.json());
    this.cards = new Map();
    this.range.max = this.frames.length - 1;
    this.querySelector(".film__bar").hidden = false;
    this.addEventListener("click", this.#pressed);
    this.range.addEventListener("input", () => this.show(this.range.valueAsNumber));
    new ResizeObserver(() => this.#fit()).observe(this.stage);
    this.show(this.frames.length - 1);
  }

  disconnectedCallback() {
    clearInterval(this.playing);
  }

  #pressed = (event) => {
    const what = event.target.closest("[data-film]")?.dataset.film;
    if (!what) return;
    if (what === "play") return this.playing ? this.#pause() : this.#play();
    this.#pause();
    this.show(this.at + (what === "on" ? 1 : -1));
  };

  #play() {
    if (this.at === this.frames.length - 1) this.show(0);
    this.playing = setInterval(() => this.#next(), HELD);
    this.#name(this.words.pause);
  }

  #next() {
    this.show(this.at + 1);
    if (this.at === this.frames.length - 1) this.#pause();
  }

  #pause() {
    clearInterval(this.playing);
    this.playing = null;
    this.#name(this.words.play);
  }

  #name(word) {
    this.querySelector('[data-film="play"] span').textContent = word;
  }

  show(at) {
    this.at = Math.min(Math.max(at, 0), this.frames.length - 1);
    this.range.value = this.at;
    const frame = this.frames[this.at];
    this.said.textContent = frame.said;
    this.#place(this.#layOut(frame));
  }

  #layOut(frame) {
    const below = new Map();
    for (const [name, parent, text, isTarget] of frame.nodes) {
      const node = { name: this.names[name], text: this.texts[text], isTarget };
      const above = this.names[parent];
      below.set(above, [...(below.get(above) ?? []), node]);
    }
    const deepest = this.#deepest(below);
    const open = new Map([["outcome", 0]]);
    const childrenOf = ({ name }) => {
      const depth = open.get(name) + 1;
      const children = depth <= deepest ? (below.get(name) ?? []) : [];
      for (const child of children) open.set(child.name, depth);
      return children;
    };
    const flextree = window.d3.flextree({
      children: childrenOf,
      nodeSize: () => [CARD.width + CARD.gap, CARD.height + CARD.level],
    });
    const tree = flextree.hierarchy({ name: "outcome", text: frame.title });
    flextree(tree);
    return tree.nodes;
  }

  // As many levels as fit side by side at a size that can be read; one at least.
  #deepest(below) {
    const room = (this.stage.clientWidth - 32) / LEGIBLE / (CARD.width + CARD.gap);
    let [row, leaves, depth] = [["outcome"], 0, 0];
    while (row.length) {
      const next = row.flatMap((name) => below.get(name)?.map((child) => child.name) ?? []);
      leaves += row.filter((name) => !below.has(name)).length;
      if (depth && leaves + next.length > room) break;
      [row, depth] = [next, depth + 1];
    }
    return depth;
  }

  #place(nodes) {
    const gone = new Set(this.cards.keys());
    this.box = { left: 0, right: 0, bottom: 0 };
    for (const { data, x, y } of nodes) {
      gone.delete(data.name);
      const card = this.cards.get(data.name) ?? this.#add(data.name);
      card.querySelector("p:last-child").textContent = data.text;
      card.classList.toggle("film__card--target", Boolean(data.isTarget));
      card.style.transform = `translate(${x - CARD.width / 2}px, ${y}px)`;
      this.box.left = Math.min(this.box.left, x - CARD.width / 2);
      this.box.right = Math.max(this.box.right, x + CARD.width / 2);
      this.box.bottom = Math.max(this.box.bottom, y + CARD.height);
    }
    for (const name of gone) {
      this.cards.get(name).remove();
      this.cards.delete(name);
    }
    this.#fit();
  }

  #add(name) {
    const kind = name.split(":")[0];
    const card = document.createElement("div");
    card.className = `film__card film__card--${kind}`;
    const [word, text] = [document.createElement("p"), document.createElement("p")];
    word.className = "film__kind";
    word.textContent = this.words[kind] ?? "";
    card.append(word, text);
    this.plane.append(card);
    this.cards.set(name, card);
    return card;
  }

  // All of it is seen at every moment.
  #fit() {
    if (!this.box) return;
    const { left, right, bottom } = this.box;
    const [width, height] = [this.stage.clientWidth - 32, this.stage.clientHeight - 32];
    const k = Math.min(1, width / (right - left), height / bottom);
    const x = 16 + (width - (right - left) * k) / 2 - left * k;
    const y = 16 + Math.max((height - bottom * k) / 3, 0);
    this.plane.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
  }
}

customElements.define("tree-film", TreeFilm);
