import pytest

from interviews.operations.highlights import keep_quote
from interviews.operations.notes import delete_note
from snapshots.operations.notes import place_highlight, place_note
from tests.access_objects import _transcript
from tests.factories.interviews import NoteFactory
from tests.factories.snapshots import MomentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def highlight(draft, member):
    transcript = _transcript(draft.workspace)
    line = transcript.utterances.first()
    return keep_quote(
        first=line, starts_at=0, last=line, ends_at=len(line.text), by=member
    )


def test_a_quote_of_the_transcript_is_in_the_drawer_once(
    sign_in, address, draft, member, highlight
):
    client = sign_in(member)
    [said] = client.get(address("snapshot", draft)).context["said"]
    assert (said.note_id, said.highlight_id) == (highlight.note_id, highlight.pk)

    delete_note(note=highlight.note, by=member)
    [said] = client.get(address("snapshot", draft)).context["said"]
    assert (said.note_id, said.highlight_id) == (None, highlight.pk)


def test_words_of_a_transcript_are_sent_to_their_place(
    sign_in, address, draft, member, highlight
):
    delete_note(note=highlight.note, by=member)
    url = address("highlight_placement", draft, highlight.pk)
    client = sign_in(member)

    for _ in range(2):
        client.post(url, {"place": "insights"})
    page = client.get(address("snapshot", draft)).text

    insight = draft.insights.get()
    assert (insight.highlight, insight.note) == (highlight, None)
    assert "on the page" in page
    assert "from the talk" in page


def test_a_part_remembers_its_note_and_where_it_was_dropped(draft, member):
    last = MomentFactory(snapshot=draft)
    note = NoteFactory(interview=draft.interview, text="Eleven messages")
    note.refresh_from_db()

    moment = place_note(
        snapshot=draft, note=note, place="moments", by=member, position=0
    )
    quote = place_note(snapshot=draft, note=note, place="quote", by=member, version=1)

    assert list(draft.moments.all()) == [moment, last]
    assert moment.note == note
    assert quote.quote_note == note


def test_a_highlight_with_a_note_is_the_note(draft, member, highlight):
    one = place_highlight(
        snapshot=draft, highlight=highlight, place="insights", by=member
    )
    note = highlight.note

    assert place_note(snapshot=draft, note=note, place="insights", by=member) == one


def test_the_panel_offers_what_the_page_does_not_tell(sign_in, address, draft, member):
    client = sign_in(member)
    offered = client.get(address("snapshot", draft)).context["facts_to_add"]
    assert ("Plan", "Trial") in offered

    client.post(address("parts", draft, "facts"), {"label": "Plan", "text": "Trial"})

    offered = client.get(address("snapshot", draft)).context["facts_to_add"]
    assert ("Plan", "Trial") not in offered


def test_a_part_is_dropped_at_its_place(sign_in, address, draft, member):
    one, two, three = (MomentFactory(snapshot=draft, title=t) for t in "abc")
    url = address("part_position", draft, "moments", three.pk)

    sign_in(member).post(url, {"place": 0})

    assert list(draft.moments.all()) == [three, one, two]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("I want a button that exports", "What would that let you do?"),
        ("I can’t tell who could come in", "coach-line"),
    ],
)
def test_the_coach_reads_along(sign_in, address, draft, member, words, says):
    answer = sign_in(member).post(address("hints", draft), {"text": words}).text

    assert (says in answer) == (says != "coach-line")


def test_an_opportunity_at_no_moment_is_pointed_out(sign_in, address, draft, member):
    MomentFactory(snapshot=draft)
    client = sign_in(member)
    added = {"text": "I can’t tell who could come in"}

    client.post(address("parts", draft, "opportunities"), added)

    assert "Not pinned to a moment." in client.get(address("snapshot", draft)).text


def test_a_long_note_is_parted_into_a_moments_title_and_text(draft, member):
    words = (
        "Found 74 hours of agency staff on shifts that were filled by their own people"
    )
    note = NoteFactory(interview=draft.interview, text=words)
    note.refresh_from_db()

    moment = place_note(snapshot=draft, note=note, place="moments", by=member)

    assert f"{moment.title} {moment.text}" == words


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("31 shops, 412 pages of hours", "In numbers"),
        ("Counts the hours every 2 weeks", "How often"),
        ("Prints everything", "Good to know"),
    ],
)
def test_a_fact_from_the_talk_gets_a_label_that_tells_something(
    draft, member, text, label
):
    note = NoteFactory(interview=draft.interview, text=text)
    note.refresh_from_db()

    fact = place_note(snapshot=draft, note=note, place="facts", by=member)

    assert (fact.label, fact.text) == (label, text)
