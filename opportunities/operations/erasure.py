"""When a participant is erased: their name leaves the words that the team wrote (C5).

Quotes and faces are never copied to a tree: they are read from the snapshots, which see to
themselves. What people typed on the tree may still name the person.
"""

from django.db import transaction
from django.db.models import Q

from discovery.notifications.models import Notification
from opportunities.models import (
    Decision,
    InsightEvidence,
    KeyInsight,
    Opportunity,
    Solution,
    TreeChange,
)
from recruiting.names import hide_names, names_in


@transaction.atomic
def forget_names(participant, **signal):
    """Put the pseudonym where somebody typed the person's name, address, number or company.

    On the nodes that the person's stories stand on, every part of the name counts; on the
    rest of the workspace's trees only the full name, since first names belong to many.
    """
    here, pseudonym = participant.workspace_id, participant.pseudonym
    whole = [participant.name, participant.email, participant.phone]
    whole = [words for words in whole if len(words) > 3]
    parts = [*whole, *names_in(participant.name), participant.company]
    parts = sorted(filter(None, parts), key=len, reverse=True)
    told = Opportunity.objects.filter(
        evidence__heard__snapshot__participant=participant
    )
    own = set(told.values_list("pk", flat=True))
    for rows, node_of in (
        (Opportunity.objects, lambda row: row.pk),
        (Solution.objects, lambda row: row.opportunity_id),
        (Decision.objects, lambda row: row.opportunity_id),
        (TreeChange.objects, _node_of_change),
        (Notification.objects.filter(kind="decision"), lambda row: None),
    ):
        for row in rows.filter(workspace=here).iterator(500):
            names = parts if node_of(row) in own else whole
            _hide(row, names, pseudonym)
    about = _insights_about(participant, own)
    for row in KeyInsight.objects.filter(workspace=here).iterator(500):
        _hide(row, parts if row.pk in about else whole, pseudonym)


def _insights_about(participant, nodes):
    """The keys of the insights that stand on the person's stories, or on nodes that do."""
    of_person = (
        Q(snapshot__participant=participant)
        | Q(heard__snapshot__participant=participant)
        | Q(opportunity__in=nodes)
    )
    behind = InsightEvidence.objects.filter(of_person)
    return set(behind.values_list("insight", flat=True))


def _node_of_change(change):
    on, _colon, pk = change.node.partition(":")
    return int(pk) if on == "opportunity" else None


_WORDS = ["text", "description", "reason", "parked_reason", "postponed_because"]
_WORDS += ["change", "inverse"]


def _hide(row, names, pseudonym):
    """Save the fields of a row that hold words, if a name stood in them."""
    changed = []
    for name in _WORDS:
        before = getattr(row, name, None)
        if before is None:
            continue
        after = _hidden(before, names, pseudonym)
        if after != before:
            longest = row._meta.get_field(name).max_length
            setattr(row, name, after[:longest] if longest else after)
            changed.append(name)
    if changed and isinstance(row, KeyInsight):
        # A form that was open before no longer fits.
        row.version += 1
        changed.append("version")
    if changed:
        row.save(update_fields=changed)


def _hidden(value, names, pseudonym):
    """A copy of a text, or of what JSON holds, without the names."""
    if isinstance(value, str):
        return hide_names(value, names, pseudonym)
    if isinstance(value, list):
        return [_hidden(item, names, pseudonym) for item in value]
    if isinstance(value, dict):
        return {key: _hidden(item, names, pseudonym) for key, item in value.items()}
    return value
