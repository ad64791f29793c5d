"""The names of a page's parts in addresses, comments and reactions ("quote", "moments-12")."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from discovery.numbers import read_number
from snapshots.models.parts import KINDS

# The whole page, and what each page has once.
SINGLE = ("", "photo", "name", "context", "quote", "story_title")


def is_part_name(name):
    """Whether a part may be called so, on this page or on any."""
    kind, _dash, number = name.partition("-")
    return name in SINGLE or (kind in KINDS and read_number(number) is not None)


def is_on_page(snapshot, name):
    """Whether the page has such a part now."""
    if name in SINGLE or not is_part_name(name):
        return name in SINGLE
    kind, _dash, number = name.partition("-")
    return KINDS[kind].objects.filter(snapshot=snapshot, pk=number).exists()


def parts_in_words(page):
    """Each part that the reader sees, in reading order: its name and what it is called."""
    words = {"photo": _("the photo"), "name": _("the name")}
    if page.context:
        words["context"] = _("who they are")
    for fact in page.facts:
        words[f"facts-{fact.pk}"] = _("the fact “%(words)s”") % _short(fact.label)
    if page.quote or page.is_quote_removed:
        words["quote"] = _("the quote")
    if page.story_title:
        words["story_title"] = _("the story in a line")
    for moment in page.moments:
        name = f"moments-{moment.pk}"
        words[name] = _("the moment “%(words)s”") % _short(moment.title)
    for heard in page.opportunities:
        name = f"opportunities-{heard.pk}"
        words[name] = _("the opportunity “%(words)s”") % _short(heard.text)
    for insight in page.insights:
        name = f"insights-{insight.pk}"
        words[name] = _("the insight “%(words)s”") % _short(insight.text)
    return words


def _short(text):
    return {"words": Truncator(text).chars(48)}
