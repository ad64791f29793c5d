"""Comparing siblings row by row, and choosing one with a reason and a day to look again (R67-R70)."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opportunities.models import Comparison, CustomerRating, LensView
from opportunities.operations.decisions import decide
from opportunities.operations.journal import Journal, lock_tree
from opportunities.operations.nodes import find_node
from opportunities.operations.promises import settle
from opportunities.operations.refusals import Gone, StaleEdit, TreeRefusal


class ChosenMeanwhile(TreeRefusal):
    def __init__(self, comparison):
        decision = comparison.decision
        said = {
            "who": decision.decided_by if decision else _("Somebody"),
            "text": comparison.chosen.text if comparison.chosen else "",
            "reason": decision.reason if decision else "",
        }
        words = _(
            "%(who)s has just chosen “%(text)s”: %(reason)s Read it, and choose again if you "
            "see it differently. What you wrote is still here."
        )
        super().__init__(words % said)


@transaction.atomic
def note_view(outcome, *, parent, opportunity, lens, place, note, seen, by):
    """Write down what the team sees in a sibling through one lens.

    ``seen`` is the version that the person had before them (0: nothing there yet). Somebody
    else's view meanwhile raises StaleEdit with both notes.
    """
    locked = lock_tree(outcome, by)
    node = find_node(locked, "opportunity", opportunity.pk)
    if node.parent_id != (parent.pk if parent else None):
        raise Gone(_("Somebody has moved it to another row meanwhile."))
    comparison = _under_way(locked, parent, by)
    view = comparison.views.filter(opportunity=node, lens=lens).first()
    if view is None:
        view = LensView(
            workspace_id=locked.workspace_id,
            comparison=comparison,
            opportunity=node,
            lens=lens,
            version=0,
        )
    elif view.version != seen and (view.note, view.place) != (note, place):
        raise StaleEdit(view, "note", note)
    view.place, view.note, view.by, view.at = place, note, by, now()
    view.version += 1
    view.save()
    return view


def _under_way(outcome, parent, by):
    """The comparison of a row that is under way; a new one begins with what was seen last time."""
    found = outcome.comparisons.filter(parent=parent, decided_at=None).first()
    if found:
        return found
    last = _last_of(outcome, parent)
    begun = Comparison.objects.create(
        workspace_id=outcome.workspace_id,
        outcome=outcome,
        parent=parent,
        started_by=by,
    )
    views = list(last.views.all()) if last else []
    for view in views:
        # Version 0 is what the form has seen that shows it: nothing of this comparison yet.
        view.pk, view.comparison, view.version = None, begun, 0
    LensView.objects.bulk_create(views)
    return begun


def _last_of(outcome, parent):
    decided = outcome.comparisons.filter(parent=parent).exclude(decided_at=None)
    return decided.order_by("-decided_at", "-pk").first()


@transaction.atomic
def choose_sibling(
    outcome, *, parent, chosen, reason, revisit_on, is_target, after, by, client_id
):
    """End the comparison of a row: one matters most, because of ``reason``, until ``revisit_on``.

    The choice is a decision, whose owner is reminded of the day; those of before are looked at
    again with it. ``after`` is the choice that the person had before them (0: none yet).
    ``is_target`` also makes it the one target of the tree. Returns the change.
    """
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    node = find_node(journal.outcome, "opportunity", chosen.pk)
    if node.parent_id != (parent.pk if parent else None) or node.parked_at:
        raise Gone(_("It no longer stands in this row."))
    last = _last_of(journal.outcome, parent)
    if last and last.pk != after:
        raise ChosenMeanwhile(last)
    comparison = _under_way(journal.outcome, parent, by)
    _settle_earlier(journal.outcome, parent, by)
    if is_target and not node.is_target:
        _aim(journal, node)
    node.outcome = journal.outcome
    comparison.decision = decide(
        node,
        text=(_("Go on with “%(text)s”") % {"text": node.text})[:240],
        reason=reason,
        owner=by,
        revisit_on=revisit_on,
        by=by,
        client_id=client_id,
    )
    comparison.chosen, comparison.decided_at = node, now()
    comparison.save()
    return journal.write("chosen", f"opportunity:{node.pk}", node.text, reason=reason)


def _settle_earlier(outcome, parent, by):
    """Whoever chooses anew has looked again: nobody is reminded of the choices of before."""
    open_ones = outcome.decisions.filter(
        comparison__parent=parent, comparison__decided_at__isnull=False, done_at=None
    )
    for decision in open_ones:
        settle(decision, by=by)


def _aim(journal, node):
    was = journal.outcome.opportunities.filter(is_target=True).first()
    journal.do(do="aim", id=node.pk, was=was.pk if was else None)


@transaction.atomic
def rate_for_customer(outcome, *, participant_id, ratings, by):
    """Note how important siblings are to one customer and how content they are today, from 1 to 5.

    ``ratings`` maps keys of opportunities to pairs; a later note replaces an earlier one.
    """
    locked = lock_tree(outcome, by)
    if not ratings:
        raise TreeRefusal(_("Choose at least one opportunity to rate."))
    standing = set(
        locked.opportunities.standing()
        .filter(pk__in=ratings)
        .values_list("pk", flat=True)
    )
    for pk, (importance, satisfaction) in ratings.items():
        if pk in standing:
            CustomerRating.objects.update_or_create(
                opportunity_id=pk,
                participant_id=participant_id,
                defaults={
                    "workspace_id": locked.workspace_id,
                    "importance": importance,
                    "satisfaction": satisfaction,
                    "noted_by": by,
                    "noted_at": now(),
                },
            )
