"""What a person said on a story page, word for word, and how it sounded.

The words were chosen by a writer, so whoever reads the page reads them, as long as the person
does not object to being quoted; behind a share link only once they have agreed to it. The sound
is for those who may open the talk itself, and only while it is kept: the player asks for it at
an address that checks the same.
"""

from dataclasses import dataclass

from discovery.workspaces.permissions import Permission
from interviews.models import Highlight, Interview, Recording, Speaker
from interviews.transcript_page import recordings_of
from recruiting.models import Consent


@dataclass
class Clip:
    """Words of a talk; ``recording`` is None for who may not hear them."""

    words: str
    highlight: Highlight
    recording: Recording | None = None


def add_clips(gathering, membership=None):
    """Give each story of a gathering its clip; without a member nobody hears a voice."""
    told = [one for one in gathering.everybody if _may_quote(one)]
    for one in told:
        quote = one.passage.highlight
        one.clip = Clip(gathering.worded(quote.text), quote)
    audible = talks_known([one.snapshot for one in told], membership)
    heard = [one for one in told if _may_hear(one, audible)]
    recordings = recordings_of([one.passage.highlight.transcript for one in heard])
    for one in heard:
        one.clip.recording = recordings.get(one.passage.highlight.transcript_id)


def talks_known(snapshots, membership):
    """The keys of those interviews that the member may know more of than their snapshot."""
    if (
        not snapshots
        or not membership
        or not membership.may(Permission.INTERVIEW_MANAGE)
    ):
        return set()
    talks = Interview.objects.filter(workspace=membership.workspace_id)
    ids = [snapshot.interview_id for snapshot in snapshots]
    known = talks.visible_to(membership).filter(pk__in=ids)
    return set(known.values_list("pk", flat=True))


def choices_of(passages, membership):
    """By interview the quotes that may be a clip: words of the person, not of the team."""
    talks = talks_known([passage.snapshot for passage in passages], membership)
    quotes = Highlight.objects.filter(interview__in=talks)
    quotes = quotes.exclude(first__speaker__part=Speaker.Part.TEAM)
    found = {}
    for quote in quotes.order_by("interview", "starts_ms", "pk"):
        found.setdefault(quote.interview_id, []).append(quote)
    return found


def _may_quote(one):
    return one.passage.highlight is not None and one.page.may_be_quoted


def _may_hear(one, audible):
    is_timed = one.passage.highlight.starts_ms is not None
    is_silent = one.page.has_withdrawn(Consent.Purpose.RECORDING)
    return is_timed and not is_silent and one.snapshot.interview_id in audible
