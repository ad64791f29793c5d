// The lines between the cards. Only those near the view are in the page, one path for each parent:
// a line costs as much as a card when the plane moves. More are drawn when the view leaves them.
const BEYOND = 1;

export class Lines {
  constructor(canvas, svg) {
    Object.assign(this, { canvas, svg, all: [], paths: new Map() });
    canvas.view.addEventListener("moved", () => !this.#isWithin() && this.draw());
  }

  // Takes the nodes of the layout, and the items on the way to the target.
  gather(nodes, toTarget, gap) {
    this.all = [];
    this.paths = new Map();
    nodes.each((node) => {
      if (!node.parent) return;
      const line = lineTo(node, gap, this.canvas.spots.get(node.parent.data.item).height);
      line.isOnTheWay = toTarget.has(node.data.item);
      this.all.push(line);
      const name = line.isOnTheWay ? "target" : node.parent.data.item.id;
      const path = this.paths.get(name) ?? { lines: [], low: Infinity, high: -Infinity };
      path.lines.push(line);
      path.low = Math.min(path.low, line.low);
      path.high = Math.max(path.high, line.high);
      this.paths.set(name, path);
    });
    this.draw();
  }

  draw() {
    const { low, high } = this.#seen();
    const width = high - low;
    this.drawn = { low: low - BEYOND * width, high: high + BEYOND * width };
    const near = this.canvas.far.isOn
      ? []
      : [...this.paths].filter(([, path]) => path.high >= this.drawn.low && path.low <= this.drawn.high);
    const { svg } = this;
    while (svg.childElementCount > near.length) svg.lastElementChild.remove();
    while (svg.childElementCount < near.length) svg.append(document.createElementNS(svg.namespaceURI, "path"));
    near.forEach(([name, { lines }], at) => {
      const path = svg.children[at];
      const d = lines.map(curve).join("");
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
    const { x, k } = this.canvas.view.at;
    return { low: -x / k, high: (this.canvas.size.width - x) / k };
  }
}

// From the foot of the parent to the head of the child; it turns close above the child.
function lineTo({ parent, x, y }, gap, height) {
  const [fromX, fromY] = [parent.x, parent.y + height];
  const bend = Math.max((fromY + y) / 2, y - gap / 2);
  return { fromX, fromY, x, y, bend, low: Math.min(x, fromX), high: Math.max(x, fromX) };
}

function curve({ fromX, fromY, x, y, bend }) {
  return `M${fromX},${fromY}C${fromX},${bend} ${x},${bend} ${x},${y}`;
}
