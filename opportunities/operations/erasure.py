"""When a participant is erased: their name leaves the words that the team wrote (C5).

Quotes and faces are never copied to a tree: they are read from the snapshots, which see to
themselves. What people typed on the tree may still name the person.
"""

from django.db import transaction
from django.db.models import Q

from discovery.notifications.models import Notification
from opportunities.models import (
    HeardSetAside,
    InsightEvidence,
    KeyInsight,
    Opportunity,
    TreeChange,
)
from opportunities.operations.solving_words import leave_tests
from opportunities.tree_words import allow_blotting, change_words, rows_of_trees
from recruiting.names import hide_names, names_in
from snapshots.models import HeardOpportunity

# Notices of these kinds repeat words of a tree.
_TELLING = ("decision", "promise", "insight")


@transaction.atomic
def forget_names(participant, **signal):
    """Put the pseudonym where somebody typed the person's name, address, number or company.

    On the nodes that the person's stories stand on, every part of the name counts; on the
    rest of the workspace's trees only the full name, since first names belong to many.
    """
    leave_tests(participant)
    allow_blotting()
    here, pseudonym = participant.workspace_id, participant.pseudonym
    whole = [participant.name, participant.email, participant.phone]
    whole = [words for words in whole if len(words) > 3]
    parts = [*whole, *names_in(participant.name), participant.company]
    parts = sorted(filter(None, parts), key=len, reverse=True)
    told = Opportunity.objects.filter(
        evidence__heard__snapshot__participant=participant
    )
    own = set(told.values_list("pk", flat=True))
    heard = HeardOpportunity.objects.filter(snapshot__participant=participant)
    said = set(heard.values_list("pk", flat=True))

    def hide(row, is_own):
        names = parts if is_own else whole
        change_words(row, lambda value: _hidden(value, names, pseudonym))

    for rows in rows_of_trees():
        for row in rows.filter(workspace=here).iterator(500):
            hide(row, row.solves in own)
    about = _insights_about(participant, own)
    for model, is_own in (
        (HeardSetAside, lambda row: row.heard_id in said),
        (TreeChange, lambda row: _is_about(row, own, said)),
        (KeyInsight, lambda row: row.pk in about),
    ):
        for row in model.objects.filter(workspace=here).iterator(500):
            hide(row, is_own(row))
    told = Notification.objects.filter(workspace=here, kind__in=_TELLING)
    for notice in told.iterator(500):
        if (text := hide_names(notice.text, whole, pseudonym)[:300]) != notice.text:
            notice.text = text
            notice.save(update_fields=["text"])


def _insights_about(participant, nodes):
    """The keys of the insights that stand on the person's stories, or on nodes that do."""
    of_person = (
        Q(snapshot__participant=participant)
        | Q(heard__snapshot__participant=participant)
        | Q(opportunity__in=nodes)
    )
    behind = InsightEvidence.objects.filter(of_person)
    return set(behind.values_list("insight", flat=True))


def _is_about(change, nodes, said):
    """Whether a change was of one of these nodes, or of something that the person said."""
    on, _colon, pk = change.node.partition(":")
    if on == "opportunity":
        return int(pk) in nodes
    return any(step.get("heard") in said for step in change.change.get("steps", ()))


def _hidden(value, names, pseudonym):
    """A copy of a text, or of what JSON holds, without the names."""
    if isinstance(value, str):
        return hide_names(value, names, pseudonym)
    if isinstance(value, list):
        return [_hidden(item, names, pseudonym) for item in value]
    if isinstance(value, dict):
        return {key: _hidden(item, names, pseudonym) for key, item in value.items()}
    return value
