"""What stands on the cards beside their words: owners, when, talk, and what else parts of the tree add.

``load_marks(outcome)`` tells it by the card's id on the page, such as
``{"opportunity-7": {"owner": "MK", "owner_name": "Mara Kunz", "horizon": "now", "comments": 1}}``;
the browser writes it onto the cards. A source yields pairs of a card's id and its marks; each part
of the tree adds its own to ``SOURCES``.
"""

from collections import defaultdict

from django.db.models import Count

from opportunities.models import NodeComment
from opportunities.queries.lints import count_lints
from opportunities.queries.quiet import mark_quiet


def load_marks(outcome):
    """All marks of a tree: one query for each source, five for the lints."""
    marks = defaultdict(dict)
    for source in SOURCES:
        for card, found in source(outcome):
            marks[card].update(found)
    return dict(marks)


def initials(name):
    """Such as MK for Mara Kunz; one word gives its first letter."""
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def _owners_and_horizons(outcome):
    rows = outcome.opportunities.standing().exclude(owner=None, horizon="")
    for pk, name, horizon in rows.values_list("pk", "owner__user__name", "horizon"):
        found = {"horizon": horizon} if horizon else {}
        yield f"opportunity-{pk}", found | _owner(name)


def _plans_of_solutions(outcome):
    rows = outcome.solutions.filter(deleted_at=None).exclude(owner=None, horizon="")
    for pk, name, horizon in rows.values_list("pk", "owner__user__name", "horizon"):
        found = {"horizon": horizon} if horizon else {}
        yield f"solution-{pk}", found | _owner(name)


def _comments(outcome):
    open_ones = NodeComment.objects.standing().filter(
        outcome=outcome, resolved_at=None, parent__resolved_at=None
    )
    rows = open_ones.order_by()
    counted = rows.values_list("opportunity", "solution").annotate(Count("pk"))
    for opportunity, solution, count in counted:
        if opportunity:
            yield f"opportunity-{opportunity}", {"comments": count}
        elif solution:
            yield f"solution-{solution}", {"comments": count}
        else:
            yield f"outcome-{outcome.pk}", {"comments": count}


def _tickets(outcome):
    counted = outcome.tickets.order_by().values_list("opportunity", "solution")
    for opportunity, solution, count in counted.annotate(Count("pk")):
        card = f"opportunity-{opportunity}" if opportunity else f"solution-{solution}"
        yield card, {"tickets": count}


def _lints(outcome):
    for node, count in count_lints(outcome).items():
        card = f"opportunity-{node}" if node else f"outcome-{outcome.pk}"
        yield card, {"lints": count}


def _owner(name):
    return {"owner": initials(name), "owner_name": name} if name else {}


SOURCES = [
    _owners_and_horizons,
    _plans_of_solutions,
    _comments,
    _tickets,
    _lints,
    mark_quiet,
]
