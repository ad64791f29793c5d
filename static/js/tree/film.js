// The tree growing, change after change. Cards glide to their places, and what is too large for the
// stage moves with the change; who wants no motion gets one still picture after the other. Frames name nodes and texts by number: see views/history.py.
const HELD = 1400;
const CARD = { width: 184, height: 92, gap: 16, level: 36 };
// No card is drawn smaller than it can be read: what does not fit then is out of sight.
const LEGIBLE = 0.7;
// So much wider than the stage may a tree be: its deepest levels stay folded instead.
const WIDEST = 3;
const EDGE = 16;

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
    this.#lookAt(frame);
    this.#fit();
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

  // As many levels as a look or two can take in; one at least.
  #deepest(below) {
    const room = (WIDEST * this.stage.clientWidth) / LEGIBLE / (CARD.width + CARD.gap);
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
    this.spots = new Map();
    for (const { data, x, y } of nodes) {
      gone.delete(data.name);
      const card = this.cards.get(data.name) ?? this.#add(data.name);
      card.querySelector("p:last-child").textContent = data.text;
      card.classList.toggle("film__card--target", Boolean(data.isTarget));
      card.style.transform = `translate(${x - CARD.width / 2}px, ${y}px)`;
      this.spots.set(data.name, { x, y: y + CARD.height / 2 });
      this.box.left = Math.min(this.box.left, x - CARD.width / 2);
      this.box.right = Math.max(this.box.right, x + CARD.width / 2);
      this.box.bottom = Math.max(this.box.bottom, y + CARD.height);
    }
    for (const name of gone) {
      this.cards.get(name).remove();
      this.cards.delete(name);
    }
  }

  // The node that was changed, or what it is folded in; what has gone leaves the view where it was.
  #lookAt({ node, nodes }) {
    const above = new Map(nodes);
    let at = node;
    while (above.has(at) && !this.spots.has(this.names[at])) at = above.get(at);
    const name = this.names[at];
    for (const [each, card] of this.cards) card.classList.toggle("film__card--changed", each === name);
    this.eye = this.spots.get(name) ?? this.eye ?? { x: 0, y: 0 };
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

  // All of it, or as much around the change as can be read.
  #fit() {
    if (!this.box) return;
    const { left, right, bottom } = this.box;
    const [width, height] = [this.stage.clientWidth - 2 * EDGE, this.stage.clientHeight - 2 * EDGE];
    const k = Math.max(Math.min(1, width / (right - left), height / bottom), LEGIBLE);
    const x = along(width, left * k, right * k, this.eye.x * k);
    const y = along(height, 0, bottom * k, this.eye.y * k);
    this.plane.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
  }
}

// How far to shift what reaches `from` one place `to` another: in the middle if it fits in the
// room; otherwise with the eye in the middle, and no room left empty.
function along(room, from, to, eye) {
  if (to - from <= room) return EDGE + (room - to - from) / 2;
  return EDGE + Math.min(Math.max(room / 2 - eye, room - to), -from);
}

customElements.define("tree-film", TreeFilm);
