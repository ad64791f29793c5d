"""What the tests of the tree look at: the page, its focus, and what the database holds."""

from playwright.sync_api import expect

from opportunities.tree import nest
from tests.loop.stack import wait_until


def shape(outcome):
    def texts(branches):
        return {
            b.row.text.removeprefix("I can't "): texts(b.children) for b in branches
        }

    return texts(nest(outcome.opportunities.standing()).top)


def in_order(outcome):
    """The ids and parents of all nodes, from top to bottom."""

    def walk(branches, parent):
        for branch in branches:
            yield [str(branch.row.pk), parent]
            yield from walk(branch.children, str(branch.row.pk))

    return list(walk(nest(outcome.opportunities.standing()).top, ""))


def drawn(page):
    return page.evaluate(
        "[...document.querySelectorAll('.tree__item[data-on=opportunity]')]"
        ".map((item) => [item.dataset.pk, item.dataset.parent])"
    )


def eventually(outcome, wanted):
    """Wait until the database holds the wanted tree."""
    wait_until(lambda: shape(outcome) == wanted, f"the tree {wanted}")


def focus(page, node):
    page.locator(f"#opportunity-{node.pk} > .node").focus()


def card(page, text):
    """The card of the node that says ``text``."""
    return page.get_by_role("treeitem", name=text)


def focused(page):
    return page.evaluate("document.activeElement.closest('.tree__item')?.id")


def has_focus(page, node):
    """The focus is on the node, at the latest once the page shows what the server has."""
    expected = f"opportunity-{node.pk}"
    wait_until(lambda: focused(page) == expected, f"the focus on {node.text}")


def said(page, text):
    expect(page.locator("[data-announcer]")).to_contain_text(text)
