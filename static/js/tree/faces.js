// The faces on the cards, each drawn once as a picture of the style sheet: a drawing within each of
// 2,000 cards would cost seconds.

const known = new Set();
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

export function addFaces(faces) {
  for (const [person, drawing] of Object.entries(faces)) {
    if (known.has(person)) continue;
    known.add(person);
    const picture = `url("data:image/svg+xml,${encodeURIComponent(drawing)}")`;
    sheet.insertRule(`[data-face="${Number(person)}"] { background-image: ${picture}; }`);
  }
}

// Those that came with the page, or with the whole tree.
export function readFaces(page = document) {
  addFaces(JSON.parse(page.getElementById("tree-faces").textContent));
}
