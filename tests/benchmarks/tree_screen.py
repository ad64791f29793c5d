"""The canvas of a large tree in headless Chromium: first paint, layout, and frames a second."""

import os

from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.benchmarks.figures import Figure
from tests.browser.chromium import CHROMIUM_FLAGS

FRAMES = 180
TREE = "document.querySelector('opportunity-tree')"
UNFOLD = f"""() => {{
  const tree = {TREE};
  for (const card of tree.list.querySelectorAll('[aria-expanded=false]')) card.setAttribute('aria-expanded', 'true');
  const began = performance.now();
  tree.canvas.layOut();
  return performance.now() - began;
}}"""
LAY_OUT = f"""() => {{
  const began = performance.now();
  {TREE}.canvas.layOut();
  document.body.offsetHeight;
  return performance.now() - began;
}}"""
GLIDE = f"""([how, frames]) => new Promise((done) => {{
  const view = {TREE}.canvas.view, times = [];
  const step = (now) => {{
    times.push(now);
    const at = times.length;
    if (at > frames) return done((1000 * (at - 1)) / (times[at - 1] - times[0]));
    if (how === 'pan') view.pan(at % 60 < 30 ? -12 : 12, at % 40 < 20 ? -4 : 4);
    else view.zoom(at % 60 < 30 ? 1.015 : 1 / 1.015);
    requestAnimationFrame(step);
  }};
  requestAnimationFrame(step);
}})"""
ZOOM_TO = f"(k) => {{ const {{ view, box }} = {TREE}.canvas; view.set({{ k, x: 640 - ((box.left + box.right) / 2) * k, y: 20 }}); }}"


def measure_screen(address, session):
    """Figures of the page at ``address`` for the member of ``session``."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS
        )
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        origin = address.split("/w/")[0]
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": origin}
        context.add_cookies([cookie])
        for kind in ("cold", "warm"):
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector(".tree[data-view=canvas]")
            page.wait_for_timeout(2_000)
            yield from _paints(kind, page)
            if kind == "cold":
                page.close()
        yield Figure("layout_as_it_opens", page.evaluate(LAY_OUT), "ms")
        yield Figure("layout_measuring_all", page.evaluate(UNFOLD), "ms")
        page.wait_for_timeout(3_000)
        yield Figure("layout_of_all", page.evaluate(LAY_OUT), "ms")
        yield from _frames(page)
        browser.close()


def _paints(kind, page):
    read = "() => performance.getEntriesByType('paint').at(-1).startTime"
    yield Figure(f"first_paint_{kind}", page.evaluate(read), "ms")
    read = "() => performance.getEntriesByName('tree-drawn')[0].startTime"
    yield Figure(f"tree_drawn_{kind}", page.evaluate(read), "ms")


def _frames(page):
    for scale in (0.8, 0.3, 0.08):
        page.evaluate(ZOOM_TO, scale)
        page.wait_for_timeout(2_000)
        for how in ("pan", "zoom"):
            rate = page.evaluate(GLIDE, [how, FRAMES])
            yield Figure(f"{how}_at_{scale}", rate, "frames/s")
            page.wait_for_timeout(1_000)
