// How the page fits the paper, by laying its read-only copy out as it will be printed: the same
// style sheets over the same width, in each type size, until it fits. All lengths are in rem, so
// that nothing depends on the screen. Knows nothing of the editor: static/js/snapshot/page-meter.js.

// The fields of a part's form, and where their words stand in the copy.
const PLACES = {
  title: ".moment__title",
  text: ".moment__text, dd",
  label: "dt",
};

// paper: { width, height } in pixels of which `size` are 1rem; scales: the ordinary one first.
export function fitPage(page, paper, scales) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  let step = scales.findIndex((scale) => {
    page.style.inlineSize = `${paper.width / paper.size / scale}rem`;
    return page.getBoundingClientRect().height / rem <= paper.height / paper.size / scale;
  });
  const isTooLong = step < 0;
  if (isTooLong) step = scales.length - 1;
  const smallest = scales.at(-1);
  page.style.inlineSize = `${paper.width / paper.size / smallest}rem`;
  const room = (paper.height / paper.size / smallest) * rem;
  const top = page.getBoundingClientRect().top;
  const parts = [...page.querySelectorAll("[data-part]")].map((part) => {
    const box = part.getBoundingClientRect();
    return { name: part.dataset.part, top: (box.top - top) / room, bottom: (box.bottom - top) / room };
  });
  const used = page.getBoundingClientRect().height / room;
  return { step, used, isTooLong, parts, regions: regionsOf(page, top, room) };
}

// What the bar is made of: head, quote, story and lists, each from where it begins to the next.
function regionsOf(page, top, room) {
  const firsts = [".snapshot__head", ".snapshot__quote, .snapshot__removed", ".snapshot__story, .experience-map, .moments", ".snapshot__two"];
  const begins = firsts.map((selector) => page.querySelector(selector)?.getBoundingClientRect().top);
  const end = page.getBoundingClientRect().bottom;
  return begins.map((begin, at) => {
    if (begin === undefined) return 0;
    const next = begins.slice(at + 1).find((other) => other !== undefined) ?? end;
    return (next - begin) / room;
  });
}

// Puts what is being typed, and not saved yet, into its place in the copy.
export function writeInto(page, name, fields) {
  const part = page.querySelector(`[data-part="${CSS.escape(name)}"]`);
  if (!part) return;
  for (const [field, words] of Object.entries(fields)) {
    const place = PLACES[field] && part.querySelector(PLACES[field]);
    const text = place ?? (field in fields && part.childElementCount === 0 ? part : null);
    if (text) text.textContent = words;
    else if (name.startsWith("opportunities-") && field === "text") part.firstChild.data = words;
  }
}
