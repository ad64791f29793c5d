// The colours of the theme that is shown, for what is drawn instead of written.

const KINDS = ["outcome", "opportunity", "solution", "assumption"];
const NAMES = [...KINDS, ...KINDS.map((kind) => `${kind}-soft`), "line-strong"];

// The colour of each name, such as "opportunity-soft", as it is on this element.
export function readInks(element) {
  const probe = document.createElement("i");
  element.append(probe);
  const inks = {};
  for (const name of NAMES) {
    probe.style.color = `var(--color-${name})`;
    inks[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return inks;
}

// Calls back when the theme changes: by the person's own choice, or by that of their system.
export function whenThemeChanges(call) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", call);
  new MutationObserver(call).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
