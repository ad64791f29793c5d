// The lines between the cards. Only those near the view are in the page, one path for each parent:
// a line costs as much as a card when the plane moves. More are drawn when the view leaves them.
const BEYOND = 1;

export class Lines {
  constructor(svg, view, viewport) {
    Object.assign(this, { svg, view, viewport, paths: new Map() });
    view.addEventListener("moved", () => !this.#isWithin() && this.draw());
  }

  // Takes the nodes of the layout, and the items on the way to the target.
  gather(nodes, toTarget, gap) {
    this.paths = new Map();
    nodes.each((node) => {
      if (!node.parent) return;
      const { item } = node.data;
      const name = toTarget.has(item) ? "target" : node.parent.data.item.id;
      const path = this.paths.get(name) ?? { d: "", low: Infinity, high: -Infinity };
      path.d += curve(node, gap);
      path.low = Math.min(path.low, node.x, node.parent.x);
      path.high = Math.max(path.high, node.x, node.parent.x);
      this.paths.set(name, path);
    });
    this.draw();
  }

  draw() {
    const { low, high } = this.#seen();
    const width = high - low;
    this.drawn = { low: low - BEYOND * width, high: high + BEYOND * width };
    const near = [...this.paths].filter(([, path]) => path.high >= this.drawn.low && path.low <= this.drawn.high);
    const { svg } = this;
    while (svg.childElementCount > near.length) svg.lastElementChild.remove();
    while (svg.childElementCount < near.length) svg.append(document.createElementNS(svg.namespaceURI, "path"));
    near.forEach(([name, { d }], at) => {
      const path = svg.children[at];
      if (path.getAttribute("d") !== d) path.setAttribute("d", d);
      path.setAttribute("class", name === "target" ? "tree__link--target" : "");
    });
  }

  #isWithin() {
    const { low, high } = this.#seen();
    return this.drawn && low >= this.drawn.low && high <= this.drawn.high;
  }

  // What of the plane is in view, from left to right.
  #seen() {
    const { x, k } = this.view.at;
    return { low: -x / k, high: (this.viewport.clientWidth - x) / k };
  }
}

function curve({ parent, x, y }, gap) {
  const from = parent.y + parent.data.height;
  const middle = Math.max((from + y) / 2, y - gap / 2);
  return `M${parent.x},${from}C${parent.x},${middle} ${x},${middle} ${x},${y}`;
}
