"""How the snapshots came about: which words came from which note, and who wrote what."""

from datetime import timedelta

from interviews.models import Note
from snapshots.models import Moment, PageChange, Snapshot

# Person, number of the moment, what they tried, where it hurt.
DEPTHS = (
    ("sarah", 2, "Everybody in the group, then one by one", "Nobody says no"),
    ("sarah", 3, "", "The shop opens late, and she bakes alone"),
    ("siobhan", 2, "A joke, and a second message", ""),
)
# Who wrote which text of Sarah's page, and how it read before.
CHANGES = (
    ("ida", "story_title", "Sarah and the rota"),
    ("tomas", "quote", "I spent forty-five minutes texting people."),
)


def make_history(cast):
    for person, number, tried, hurt in DEPTHS:
        deepen(cast.people[person], number, tried, hurt)
    for page in Snapshot.objects.filter(workspace=cast.workspace):
        trace_words(page)
    write_history(cast)


def deepen(person, number, tried, hurt):
    moments = Moment.objects.filter(snapshot__participant=person, position=number)
    moments.update(tried=tried, hurt=hurt)


def trace_words(page):
    """A part whose words a note has came from that note."""
    notes = dict(
        Note.objects.filter(interview=page.interview_id).values_list("text", "pk")
    )
    for moment in page.moments.filter(text__in=notes):
        Moment.objects.filter(pk=moment.pk).update(note=notes[moment.text])
    if page.quote in notes:
        Snapshot.objects.filter(pk=page.pk).update(quote_note=notes[page.quote])


def write_history(cast):
    page = Snapshot.objects.get(participant=cast.people["sarah"])
    begun = page.published_at - timedelta(minutes=25)
    rows = [
        PageChange(
            workspace=cast.workspace,
            snapshot=page,
            part=part,
            kind=PageChange.Kind.WRITTEN,
            before={part: before},
            after={part: getattr(page, part)},
            by=cast.members[member],
            at=begun + timedelta(minutes=6 * number),
        )
        for number, (member, part, before) in enumerate(CHANGES)
    ]
    rows.append(
        PageChange(
            workspace=cast.workspace,
            snapshot=page,
            part="publication",
            kind=PageChange.Kind.ADDED,
            by=page.published_by,
            at=page.published_at,
        )
    )
    PageChange.objects.bulk_create(rows)
