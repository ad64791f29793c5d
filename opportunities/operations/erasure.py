"""When a participant is erased: their name leaves the words that the team wrote (C5).

Quotes and faces are never copied to a tree: they are read from the snapshots, which see to
themselves. What people typed on the tree may still name the person.
"""

import re

from django.db import transaction

from opportunities.models import Decision, Opportunity, Solution, TreeChange

REMOVED = "[…]"


@transaction.atomic
def forget_names(participant, **signal):
    """Blank the person's name, address and number in everything that was typed on the trees."""
    names = _names(participant)
    if not names:
        return
    pattern = re.compile("|".join(map(re.escape, names)), re.IGNORECASE)
    workspace = participant.workspace_id
    for model, fields in (
        (Opportunity, ["text", "parked_reason"]),
        (Solution, ["text"]),
        (Decision, ["text", "reason"]),
    ):
        for row in model.objects.filter(workspace=workspace).iterator(500):
            _blank(row, fields, pattern)
    for change in TreeChange.objects.filter(workspace=workspace).iterator(500):
        _blank_json(change, pattern)


def _names(participant):
    """What would tell who it was; longest first, and nothing so short that it is a word."""
    words = [participant.name, participant.email, participant.phone]
    return sorted((word for word in words if len(word) > 3), key=len, reverse=True)


def _blank(row, fields, pattern):
    changed = []
    for name in fields:
        blanked = pattern.sub(REMOVED, getattr(row, name))
        if blanked != getattr(row, name):
            setattr(row, name, blanked)
            changed.append(name)
    if changed:
        row.save(update_fields=changed)


def _blank_json(change, pattern):
    before = (change.change, change.inverse)
    change.change = _blanked(change.change, pattern)
    change.inverse = _blanked(change.inverse, pattern)
    if (change.change, change.inverse) != before:
        change.save(update_fields=["change", "inverse"])


def _blanked(value, pattern):
    """A copy of what JSON holds with every text blanked."""
    if isinstance(value, str):
        return pattern.sub(REMOVED, value)
    if isinstance(value, list):
        return [_blanked(item, pattern) for item in value]
    if isinstance(value, dict):
        return {key: _blanked(item, pattern) for key, item in value.items()}
    return value
