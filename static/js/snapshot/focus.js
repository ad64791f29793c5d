// While the page is drawn anew the focus stays where it was, also in a part that has moved; when
// its part is gone, it goes to what adds another one of the kind.

const PLACES = "textarea, select, input:not([type=hidden]), summary, button, a[href]";

export function rememberFocus(root) {
  const active = document.activeElement;
  const holder = root.contains(active) && active.closest("[id]");
  if (!holder) return () => {};
  const { id } = holder;
  const index = [...holder.querySelectorAll(PLACES)].indexOf(active);
  const [, part, adding] = id.match(/^part-([a-z]+)-\d+|^new-([a-z]+)$/) ?? [];
  const kind = part ?? adding;
  const range = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return () => {
    if (document.activeElement === active && active.isConnected) return;
    const now = active.isConnected ? active : find(id, index, kind);
    now?.focus({ preventScroll: true });
    if (range && now === active) setRange(now, range);
  };
}

function find(id, index, kind) {
  const holder = document.getElementById(id);
  const isSame = holder && index >= 0 && holder.querySelectorAll(PLACES)[index];
  return isSame || holder || document.querySelector(`#new-${kind} summary, #list-${kind} textarea`);
}

function setRange(field, [start, end]) {
  try {
    field.setSelectionRange(start, end);
  } catch {}
}
