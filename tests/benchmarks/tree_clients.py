"""Four browsers on one tree that everybody changes: in the end all of them must show the same.

One stays on the canvas, one in the outline, one loses its network for the middle of it, one never
hears of events and asks every 15 seconds; once the web server is restarted. Two writers of tree_changes.py change the tree meanwhile,
and so do the pages, by their own keys. ``CHANGES`` (300) is how many the writers make at least,
``KEYS`` (160) how often the pages do something.
"""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from threading import Event

from django.conf import settings
from django.db import OperationalError, connection
from playwright.sync_api import sync_playwright

from tests.benchmarks.figures import Figure
from tests.benchmarks.notes import web_server
from tests.benchmarks.tree_changes import Shaper
from tests.benchmarks.tree_invariants import is_sound
from tests.benchmarks.tree_seed import grow_tree
from tests.browser.chromium import CHROMIUM_FLAGS
from tests.loop.stack import free_port

CHANGES = int(os.environ.get("CHANGES", "300"))
KEYS = int(os.environ.get("KEYS", "160"))
WRITERS = 2
NAMES = ("canvas", "outline", "offline", "without_events")
PATIENCE = 120
# Four browsers on a machine that is busy otherwise.
SLOWEST = 120_000
# What a person sees of a tree, and what a screen reader is told; what is folded is each one's own.
READ = """() => {
  const list = document.getElementById("tree");
  const words = (element) => element?.textContent.replace(/\\s+/g, " ").trim() ?? "";
  const of = (item, names) => names.map((name) => item.getAttribute(name));
  return [...list.querySelectorAll(".tree__item")].map((item) => {
    const card = item.firstElementChild;
    const said = [".node__kind", ".node__text", ".node__evidence"].map((part) => words(card.querySelector(part)));
    const looks = [...card.classList].filter((name) => ["node--target", "node--unheard"].includes(name));
    return [
      item.id, item.parentElement.closest(".tree__item")?.id ?? null,
      ...of(item, ["data-on", "data-pk", "data-parent", "data-kind", "data-target"]),
      ...of(card, ["aria-level", "aria-posinset", "aria-setsize", "aria-owns"]),
      card.hasAttribute("aria-expanded"), card.querySelectorAll(".faces .face").length, ...said, ...looks,
    ];
  }).concat([...document.querySelectorAll("#tree-parked li")].map((line) => ["parked", words(line)]));
}"""
STATE = """() => {
  const tree = document.querySelector("opportunity-tree");
  return [tree.sync.revision, tree.sync.outbox.box.waiting.length];
}"""
FOCUS = """(at) => {
  const tree = document.querySelector("opportunity-tree");
  const items = tree.items.filter((item) => item.dataset.on !== "outcome");
  tree.focusItem(items[Math.floor(at * items.length)] ?? tree.items[0]);
}"""
CLOSE = """() => document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close())"""


def run():
    tree = grow_tree(len(NAMES) + WRITERS, size=60)
    connection.close()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    port = free_port()
    with ExitStack() as server, _pages(port, tree, server) as pages:
        is_over = Event()
        with ThreadPoolExecutor(WRITERS) as pool:
            writing = [
                pool.submit(_write, tree.outcome.pk, member, seed, is_over)
                for seed, (member, _session) in enumerate(tree.people[-WRITERS:])
            ]
            try:
                _change_by_hand(pages, random.Random(5), lambda: _restart(server, port))
            finally:
                is_over.set()
        made, refused, errors = (
            sum(column) for column in zip(*(w.result() for w in writing), strict=True)
        )
        yield Figure("changes_of_the_writers", made, "changes")
        yield Figure("refused_to_the_writers", refused, "attempts")
        yield Figure("errors_of_the_writers", errors, "attempts")
        yield Figure("attempts_by_the_pages", KEYS, "keys")
        yield from _compare(pages, tree)


def _write(outcome, by, seed, is_over):
    shaper = Shaper(outcome, by, random.Random(seed))
    made = 0
    while made < CHANGES // WRITERS or not is_over.is_set():
        made += shaper.change()
        time.sleep(0.2)
    connection.close()
    return made, shaper.refused, shaper.errors


@contextmanager
def _pages(port, tree, server):
    address = f"http://127.0.0.1:{port}"
    url = f"{address}{tree.url}"
    server.enter_context(web_server(port))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS
        )
        pages = {}
        for name, (_member, session) in zip(NAMES, tree.people, strict=False):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
            context.add_cookies([cookie | {"url": address}])
            context.set_default_timeout(SLOWEST)
            page = pages[name] = context.new_page()
            page.on("pageerror", lambda error, name=name: print(name, error))
            page.reads = 0
            page.on("request", lambda request, page=page: _count(page, request, url))
            if name == "without_events":
                page.route("**/events/**", lambda route: route.abort())
            page.goto(url)
            page.locator(".tree[data-view]").wait_for()
            if name == "outline":
                page.get_by_role("button", name="Outline").click()
        yield pages
        browser.close()


def _restart(server, port):
    server.close()
    time.sleep(1)
    server.enter_context(web_server(port))


def _count(page, request, url):
    page.reads += request.url == url and request.resource_type == "fetch"


def _change_by_hand(pages, chance, restart):
    """Let the pages change the tree by their keys while the writers do."""
    offline = pages["offline"]
    for done in range(KEYS):
        if done in (KEYS // 4, KEYS * 3 // 4):
            offline.context.set_offline(done == KEYS // 4)
        if done == KEYS // 2:
            restart()
        _do_something(list(pages.values())[done % len(pages)], chance)
    offline.context.set_offline(False)


def _do_something(page, chance):
    page.evaluate(FOCUS, chance.random())
    keys = page.keyboard
    move = [f"Alt+Arrow{way}" for way in ("Up", "Down", "Left", "Right")]
    kind = chance.choices(["move", "word", "add", "delete", "undo"], [8, 3, 3, 1, 2])[0]
    if kind == "move":
        keys.press(chance.choice(move))
    elif kind == "undo":
        keys.press("Control+z")
    elif kind == "delete":
        keys.press("Delete")
    else:
        keys.press("F2" if kind == "word" else "Shift+Enter")
        keys.insert_text(f"{kind} {chance.random()}")
        keys.press("Enter")
    page.evaluate(CLOSE)


def _compare(pages, tree):
    """Wait until every page knows the newest, and compare it with a page opened only now."""
    began = time.monotonic()
    late = dict(pages)
    while late and time.monotonic() - began < PATIENCE:
        # A machine that is busy with four browsers may be slow to let us in.
        with suppress(OperationalError):
            tree.outcome.refresh_from_db()
        late = {
            name: page
            for name, page in late.items()
            if page.evaluate(STATE) != [tree.outcome.revision, 0]
        }
        time.sleep(0.2)
    for name, page in late.items():
        print(name, page.evaluate(STATE), "revision", tree.outcome.revision)
    yield Figure("pages_that_came_too_late", len(late), "pages")
    fresh = pages["canvas"].context.new_page()
    fresh.goto(pages["canvas"].url.split("#")[0])
    fresh.locator(".tree[data-view]").wait_for()
    wanted = fresh.evaluate(READ)
    yield Figure("nodes", len(wanted), "nodes")
    for name, page in pages.items():
        found = page.evaluate(READ)
        wrong = [
            pair for pair in zip(found, wanted, strict=False) if pair[0] != pair[1]
        ]
        for pair in wrong[:5]:
            print(name, *pair, sep="\n  ")
        missing = abs(len(found) - len(wanted))
        yield Figure(f"different_on_{name}", len(wrong) + missing, "nodes")
        yield Figure(f"whole_trees_read_by_{name}", page.reads, "pages")
    yield Figure("unsound", int(not is_sound(tree.outcome)), "trees")
