"""What is done with a note besides its words: marked, put elsewhere, its hint put aside."""

from itertools import pairwise

from django.db import transaction

from discovery.live.operations import publish
from interviews.models import Note
from interviews.operations.notes import lock_note, save_note

# Two places nearer to each other than this are spread out before something goes between.
NEAREST = 1e-6


@transaction.atomic
def mark_note(*, note, mark, is_wanted):
    """Set a mark (``is_story_step``, …) or take it off; asking again changes nothing.

    Everybody in the room may: it is the team's list.
    """
    note = lock_note(note)
    if getattr(note, mark) != is_wanted:
        setattr(note, mark, is_wanted)
        save_note(note, [mark])
        publish(f"interview:{note.interview_id}", "listed")
    return note


@transaction.atomic
def dismiss_hint(*, note):
    """Put the coach's hint on a note aside, for everybody."""
    note = lock_note(note)
    note.is_hint_dismissed = True
    save_note(note, ["is_hint_dismissed"])
    return note


@transaction.atomic
def settle_conflict(*, copy):
    """Let a conflict copy stand as a note of its own."""
    copy = lock_note(copy)
    copy.conflict_of = None
    save_note(copy, ["conflict_of"])
    return copy


@transaction.atomic
def move_note(*, note, after):
    """Put a note behind another one, or first if ``after`` is None. The others stay in order."""
    others = _others(note)
    at = 0
    if after is not None:
        at = next((i + 1 for i, row in enumerate(others) if row.pk == after.pk), None)
        if at is None:
            return note
    return _put(note, others, at)


@transaction.atomic
def shift_note(*, note, steps):
    """Move a note so many lines down, or up if it is negative."""
    rows = _others(note, with_it=True)
    at = next((i for i, row in enumerate(rows) if row.pk == note.pk), None)
    if at is None:
        # It was taken out of the room a moment ago.
        return note
    others = [row for row in rows if row.pk != note.pk]
    to = min(max(at + steps, 0), len(others))
    return note if to == at else _put(note, others, to)


def _others(note, with_it=False):
    """The notes of the room in order, held until the transaction ends."""
    rows = Note.objects.filter(interview=note.interview_id, deleted_at=None)
    rows = rows.select_for_update(no_key=True).only(
        "second", "place", "version", "interview_id", "author_id",
        "is_to_come_back", "is_story_step", "is_their_question",
    )  # fmt: skip
    rows = list(rows.in_order())
    return rows if with_it else [row for row in rows if row.pk != note.pk]


def _put(note, others, at):
    before = others[at - 1].rank if at else None
    behind = others[at].rank if at < len(others) else None
    if before is not None and behind is not None and behind - before < NEAREST:
        _spread(others, before)
        return _put(note, others, at)
    note = lock_note(note)
    note.place = _between(before, behind, note.rank)
    save_note(note, ["place"])
    if note.is_listed:
        publish(f"interview:{note.interview_id}", "listed")
    return note


def _between(before, behind, own):
    if before is None and behind is None:
        return own
    if before is None:
        return behind - 1
    if behind is None:
        # Ahead of what is said from the next second on.
        return before + 0.5
    return (before + behind) / 2


def _spread(rows, rank):
    """Give those that stand within one second a place each, in the order they have."""
    second = rank // 1
    crowd = [row for row in rows if row.rank // 1 == second]
    for number, row in enumerate(crowd):
        row.place = second + number / len(crowd)
        save_note(row, ["place"])


def with_gaps(steps, notes):
    """The steps of a story, each with whether nothing at all was noted since the one before.

    There something is missing, and the trio may ask what happened in between.
    """
    ranks = [note.rank for note in notes]
    bare = [
        not any(earlier.rank < rank < later.rank for rank in ranks)
        for earlier, later in pairwise(steps)
    ]
    return list(zip(steps, [False, *bare], strict=False))
