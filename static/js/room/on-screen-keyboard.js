// The keyboard of a phone covers the window without making it smaller. The room ends above it, so
// that the input and what was written last stay in sight.

const OPEN_FROM = 120;
const view = globalThis.visualViewport;
const { documentElement: root } = document;

function fit() {
  // Zoomed in, a part of the page is out of sight for another reason.
  const covered = view.scale > 1.05 ? 0 : Math.max(innerHeight - view.height - view.offsetTop, 0);
  const isOpen = covered > OPEN_FROM;
  root.style.setProperty("--covered", isOpen ? `${Math.round(covered)}px` : "0px");
  document.body.classList.toggle("has-keyboard", isOpen);
  if (isOpen) document.querySelector("note-list")?.keepEnd();
}

if (view) {
  view.addEventListener("resize", fit);
  view.addEventListener("scroll", fit);
  fit();
}
