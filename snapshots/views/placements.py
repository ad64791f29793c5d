from django.http import Http404
from django.shortcuts import get_object_or_404

from discovery.numbers import read_number
from interviews.models import Highlight
from snapshots.access import find_snapshot
from snapshots.models.snapshot import Snapshot
from snapshots.operations.errors import PartRefused, StaleEdit
from snapshots.operations.notes import PLACES, place_highlight, place_note
from snapshots.queries import knows_talk
from snapshots.views.answers import STALE, Trouble, answer_change
from snapshots.views.writing import page_writing

MOST_OF_QUOTE = Snapshot._meta.get_field("quote").max_length


@page_writing
def note_placement(request, snapshot_id, note_id):
    """Send a note of the interview to its place on the page."""
    snapshot = find_page_of_talk(request, snapshot_id)
    notes = snapshot.interview.notes.filter(deleted_at=None)
    note = get_object_or_404(notes.select_related("highlight"), pk=note_id)
    return place(request, snapshot, place_note, note=note)


@page_writing
def highlight_placement(request, snapshot_id, highlight_id):
    """Send words kept from the talk's transcript to their place on the page."""
    snapshot = find_page_of_talk(request, snapshot_id)
    kept = Highlight.objects.filter(interview=snapshot.interview_id)
    highlight = get_object_or_404(kept.select_related("note"), pk=highlight_id)
    return place(request, snapshot, place_highlight, highlight=highlight)


def find_page_of_talk(request, snapshot_id):
    """The page, for whoever may know what was said in its talk."""
    snapshot = find_snapshot(request, snapshot_id)
    if not knows_talk(snapshot, request.membership):
        raise Http404
    return snapshot


def place(request, snapshot, operation, **said):
    """Send what was said to the place that was asked for, and answer with the page."""
    to = request.POST.get("place")
    if to not in PLACES:
        raise Http404
    [words] = said.values()
    trouble = None
    try:
        operation(
            snapshot=snapshot,
            place=to,
            by=request.membership,
            version=read_number(request.POST.get("version", "")) or 0,
            position=read_number(request.POST.get("position", "")),
            **said,
        )
    except StaleEdit:
        typed = {"quote": words.text[:MOST_OF_QUOTE]}
        trouble = Trouble("quote", STALE, typed, is_stale=True)
    except PartRefused as error:
        trouble = Trouble(f"{to}-new", str(error), {"text": words.text})
    return answer_change(request, snapshot, part=to, trouble=trouble)
