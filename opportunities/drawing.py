"""Draws cards as HTML, many at once: templates/opportunities/canvas/card.jinja."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

# Drawn cards that a process remembers, about 2.5 kB each. They cannot be out of date: a card is
# found by all that it shows.
MOST_DRAWN = 10_000


class Frame(NamedTuple):
    """What is the same on all cards of a tree: its address, and words in somebody's language."""

    draw: Callable
    base: str
    more: str
    riskiest: str


def draw_cards(tree, base):
    """The HTML of all cards of a tree whose address is ``base``, one list within the other."""
    frame = _frame(tree, base)
    drawn = [_draw(card.look, frame) + "</ul></li>" * card.ends for card in tree.cards]
    # Jinja2 has escaped every word in it.
    return mark_safe("".join(drawn))


def draw_alone(tree, base, card):
    """One card without what stands under it."""
    return _draw(card.look._replace(has_children=False), _frame(tree, base))


def _frame(tree, base):
    # Jinja2, since Django's own language takes seconds for 2,000 cards.
    template = get_template("opportunities/canvas/card.jinja", using="jinja2").template
    more = _("More for “%(text)s”") % {"text": "{text}"}
    return Frame(template.module.draw, base, more, tree.words["riskiest"])


@lru_cache(MOST_DRAWN)
def _draw(look, frame):
    return str(frame.draw(look, frame))


forget_drawn = _draw.cache_clear
