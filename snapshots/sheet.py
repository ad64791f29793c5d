"""The sheet of paper that a page stands on: what fills it, and of which sizes it can be."""

from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _

from discovery.workspaces.models import Paper
from snapshots.room import HEIGHTS, SCALES, TYPE_SIZE, WIDTH, Words


@dataclass(frozen=True)
class Region:
    """One part of the bar that shows how full the sheet is, in percent of it."""

    name: str
    label: str
    begins: int
    share: int


def words_of(page):
    """What stands on a page, for reckoning its room."""
    return Words(
        name=page.name,
        context=page.context,
        day="" if page.tells_day else "day",
        facts=[(fact.label, fact.text) for fact in page.facts],
        quote=page.quote,
        story_title=page.story_title,
        moments=[_words_of_moment(moment) for moment in page.moments],
        opportunities=[(each.text, _place_of(each)) for each in page.opportunities],
        insights=[insight.text for insight in page.insights],
    )


def _words_of_moment(moment):
    tried = f"{_('Tried')} {moment.tried}" if moment.tried else ""
    hurt = f"{_('Hurt')} {moment.hurt}" if moment.hurt else ""
    feeling = moment.get_feeling_display()
    return moment.title, feeling, moment.text, tried, hurt, len(moment.pins)


def _place_of(opportunity):
    moment = opportunity.moment_title
    return _("at “%(moment)s”") % {"moment": moment} if moment else ""


def sheet_of(page):
    """What the meter draws and measures against."""
    labels = {
        "head": _("Who they are"),
        "quote": _("Quote"),
        "story": _("Story"),
        "lists": _("Opportunities and learnings"),
    }
    shares = page.fit.shares
    begins = accumulate(shares.values(), initial=0)
    return {
        "width": WIDTH,
        "height": HEIGHTS[page.paper],
        "size": TYPE_SIZE,
        "scales": " ".join(str(scale) for scale in SCALES),
        "regions": [
            Region(
                name, labels[name], min(begin, 100), min(share, 100 - min(begin, 100))
            )
            for (name, share), begin in zip(shares.items(), begins, strict=False)
        ],
        "papers": [
            {"value": value, "label": label, "is_current": value == page.paper}
            for value, label in Paper.choices
        ],
    }
