"""When a participant is erased: their name leaves the words that the team wrote (C5).

Quotes and faces are never copied to a tree: they are read from the snapshots, which see to
themselves. What people typed on the tree may still name the person.
"""

from django.db import transaction
from django.db.models import Q

from discovery.notifications.models import Notification
from opportunities.models import (
    AssumptionTest,
    Decision,
    HeardSetAside,
    InsightEvidence,
    KeyInsight,
    Opportunity,
    OtherEvidence,
    Solution,
    TreeChange,
    TreeLink,
)
from opportunities.operations.solving_words import (
    COLUMNS,
    allow_blotting,
    leave_tests,
    solving_rows,
)
from recruiting.names import hide_names, names_in
from snapshots.models import HeardOpportunity


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
    for rows, is_own in (
        (Opportunity.objects, lambda row: row.pk in own),
        (Solution.objects, lambda row: row.opportunity_id in own),
        (Decision.objects, lambda row: row.opportunity_id in own),
        (OtherEvidence.objects, lambda row: row.opportunity_id in own),
        (HeardSetAside.objects, lambda row: row.heard_id in said),
        (TreeChange.objects, lambda row: _is_about(row, own, said)),
        (TreeLink.objects, lambda row: row.opportunity_id in own),
        (Notification.objects.filter(kind="decision"), lambda row: False),
        *((rows, lambda row: row.solves in own) for rows in solving_rows()),
    ):
        for row in rows.filter(workspace=here).iterator(500):
            _hide(row, parts if is_own(row) else whole, pseudonym)
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


def _is_about(change, nodes, said):
    """Whether a change was of one of these nodes, or of something that the person said."""
    on, _colon, pk = change.node.partition(":")
    if on == "opportunity":
        return int(pk) in nodes
    return any(step.get("heard") in said for step in change.change.get("steps", ()))


_WORDS = [
    "text",
    "label",
    "description",
    "reason",
    "parked_reason",
    "postponed_because",
]
_WORDS += ["change", "inverse", "url", *COLUMNS]


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
    if changed and isinstance(row, KeyInsight | AssumptionTest):
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
