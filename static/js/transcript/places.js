// Where characters stand: between the lines of a transcript and the ranges of the browser.
// The text of a line is nothing but its words (templates/interviews/_transcript_line.html).

export const lineOf = (node) => (node?.nodeType === 1 ? node : node?.parentElement)?.closest(".line");
export const textOf = (line) => line.querySelector(".line__text");
export const positionOf = (line) => Number(line.id.slice(1));

// {first, startsAt, last, endsAt} of what is selected among the lines of `within`, or null.
export function selectedPlaces(within) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!within.contains(range.commonAncestorContainer)) return null;
  const lines = linesOf(range, within);
  if (!lines.length) return null;
  const [first, last] = [lines[0], lines.at(-1)];
  const startsAt = offsetIn(textOf(first), range.startContainer, range.startOffset);
  const endsAt = offsetIn(textOf(last), range.endContainer, range.endOffset);
  if (first === last && startsAt >= endsAt) return null;
  return { first: positionOf(first), startsAt, last: positionOf(last), endsAt, range };
}

export function placesOfLine(line) {
  const range = document.createRange();
  range.selectNodeContents(textOf(line));
  const position = positionOf(line);
  return { first: position, startsAt: 0, last: position, endsAt: range.toString().length, range };
}

// A range over characters of a line.
export function rangeWithin(line, startsAt, endsAt) {
  const range = document.createRange();
  const walker = document.createTreeWalker(textOf(line), NodeFilter.SHOW_TEXT);
  let passed = 0;
  let isStarted = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.data.length;
    if (!isStarted && startsAt < passed + length) {
      range.setStart(node, startsAt - passed);
      isStarted = true;
    }
    if (isStarted && endsAt <= passed + length) {
      range.setEnd(node, endsAt - passed);
      return range;
    }
    passed += length;
  }
  return range;
}

function linesOf(range, within) {
  const start = lineOf(range.startContainer);
  const end = lineOf(range.endContainer);
  if (start && start === end) return [start];
  return [...within.querySelectorAll(".line")].filter((line) => {
    const text = textOf(line);
    if (!range.intersectsNode(text)) return false;
    // A selection that only touches the edge of a line holds none of its words.
    const part = document.createRange();
    part.selectNodeContents(text);
    const touchesStart = range.compareBoundaryPoints(Range.START_TO_END, part) <= 0;
    const touchesEnd = range.compareBoundaryPoints(Range.END_TO_START, part) >= 0;
    return !touchesStart && !touchesEnd;
  });
}

// How many characters of `text` stand before a boundary; PostgreSQL and Python count code points.
function offsetIn(text, container, offset) {
  const whole = document.createRange();
  whole.selectNodeContents(text);
  if (!text.contains(container)) {
    const order = text.compareDocumentPosition(container);
    return order & Node.DOCUMENT_POSITION_PRECEDING ? 0 : whole.toString().length;
  }
  whole.setEnd(container, offset);
  return whole.toString().length;
}

// The number of code points in the first `units` UTF-16 units of a line's text.
export function codePoints(line, units) {
  return [...textOf(line).textContent.slice(0, units)].length;
}
