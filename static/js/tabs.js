// Tabs that run off a phone's screen begin where the current one is seen.
for (const tabs of document.querySelectorAll(".tabs")) {
  const current = tabs.querySelector('[aria-current], [aria-selected="true"]');
  if (current && tabs.scrollWidth > tabs.clientWidth) {
    const middle = (tabs.clientWidth - current.offsetWidth) / 2;
    tabs.scrollLeft += current.getBoundingClientRect().left - tabs.getBoundingClientRect().left - middle;
  }
}
