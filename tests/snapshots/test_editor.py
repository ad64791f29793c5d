from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from PIL import Image

from interviews.models import Debrief
from recruiting.models import Consent
from snapshots.models import Moment, Snapshot
from snapshots.operations.parts import (
    add_part,
    edit_part,
    remove_part,
    write_text,
)
from tests.factories.interviews import NoteFactory
from tests.factories.snapshots import HeardOpportunityFactory, MomentFactory
from tests.factories.workspaces import MembershipFactory

HTMX = {"HX-Request": "true"}
HOSTILE = "<script>alert(1)</script><b onclick=x>"


def photo_file(tmp_path):
    path = tmp_path / "sarah.jpg"
    Image.new("RGB", (40, 40), "teal").save(path)
    return SimpleUploadedFile("sarah.jpg", path.read_bytes(), "image/jpeg")


def test_the_editor_is_the_page(sign_in, address, draft, member):
    MomentFactory(snapshot=draft, title="The phone rings", feeling=-2)
    NoteFactory(interview=draft.interview, text="Voice drops")

    page = sign_in(member).get(address("snapshot", draft)).text

    for words in ("By the time someone said yes", "The phone rings", "Voice drops"):
        assert words in page
    assert "How each moment felt. The phone rings: awful." in page


def test_a_reader_of_a_published_page_edits_nothing(
    sign_in, address, story, stakeholder
):
    page = sign_in(stakeholder).get(address("snapshot", story)).text

    assert "By the time someone said yes" in page
    assert 'name="version"' not in page
    assert address("share_links", story) not in page


@pytest.mark.parametrize("field", ["name", "context", "quote", "story_title"])
def test_a_text_is_saved_on_one_line(sign_in, address, draft, member, field):
    inputs = {field: " New\r\n words ", "version": 1}

    response = sign_in(member).post(address("text", draft, field), inputs)

    assert response.status_code == 302
    assert response.url.endswith(f"/snapshots/{draft.pk}/#part-{field}")
    assert getattr(Snapshot.objects.get(), field) == "New words"


def test_a_stale_text_shows_both(sign_in, address, draft, member):
    client = sign_in(member)
    url = address("text", draft, "quote")
    client.post(url, {"quote": "Theirs stands here", "version": 1})

    for headers in ({}, HTMX):
        response = client.post(
            url, {"quote": "Mine was this", "version": 1}, headers=headers
        )

        assert response.status_code == 409
        assert "Theirs stands here" in response.text
        assert "Mine was this" in response.text
    assert Snapshot.objects.get().quote == "Theirs stands here"


def test_what_one_of_two_has_emptied_can_be_chosen_as_well(
    sign_in, address, draft, member, researcher
):
    moment = MomentFactory(snapshot=draft, title="Theirs", text="Old words", version=2)
    write_text(snapshot=draft, field="quote", text="", version=1, by=researcher)
    client = sign_in(member)

    theirs = client.post(
        address("text", draft, "quote"), {"quote": "Mine", "version": 1}
    )
    mine = client.post(
        address("part", draft, "moments", moment.pk),
        {"title": "Mine", "text": "", "version": 1},
    )

    assert "nothing: it was emptied" in theirs.text
    for asked in (theirs, mine):
        assert asked.status_code == 409
        assert "Keep mine" in asked.text
    area = mine.text.split('name="text"')[1].split("</textarea>")[0]
    assert "Old words" not in area


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", "", "This cannot be empty."),
        ("quote", "x" * 401, "This is 401 characters long; the page holds 400."),
        ("quote", "x" * 10_000_000, "characters long"),
    ],
)
def test_a_text_that_does_not_do_is_refused_beside_it(
    sign_in, address, draft, member, field, text, words
):
    response = sign_in(member).post(
        address("text", draft, field), {field: text, "version": 1}, headers=HTMX
    )

    assert response.status_code == 422
    assert words in response.text


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("facts", {"label": "Plan", "text": HOSTILE}),
        ("moments", {"title": "Rings", "text": HOSTILE, "feeling": -1}),
        ("opportunities", {"text": HOSTILE}),
        ("insights", {"text": HOSTILE}),
    ],
)
def test_each_kind_of_part_is_added_edited_and_removed(
    sign_in, address, draft, member, kind, inputs
):
    client = sign_in(member)
    related = {"facts": "quick_facts", "opportunities": "heard_opportunities"}
    parts = getattr(draft, related.get(kind, kind))

    added = client.post(address("parts", draft, kind), inputs, headers=HTMX)
    assert HOSTILE not in added.text
    assert parts.get().text == HOSTILE

    url = address("part", draft, kind, parts.get().pk)
    client.post(url, {**inputs, "text": "Calmer", "version": 1})
    assert parts.get().text == "Calmer"

    client.post(address("part_removal", draft, kind, parts.get().pk))
    assert not parts.exists()


def test_words_for_a_part_that_was_removed_are_not_lost(
    sign_in, address, draft, member
):
    fact = add_part(snapshot=draft, kind="facts", by=member, label="Plan", text="")
    url = address("part", draft, "facts", fact.pk)
    fact.delete()

    response = sign_in(member).post(
        url, {"label": "Plan", "text": "Typed long", "version": 1}, headers=HTMX
    )

    assert response.status_code == 409
    assert "Typed long" in response.text


def test_an_opportunity_is_pinned_to_a_moment_of_its_own_story(
    sign_in, address, draft, member
):
    heard = HeardOpportunityFactory(snapshot=draft)
    own, others = MomentFactory(snapshot=draft), MomentFactory()
    url = address("part", draft, "opportunities", heard.pk)
    client = sign_in(member)

    wrong = client.post(url, {"text": "x", "moment": others.pk, "version": 1})
    client.post(url, {"text": "x", "moment": own.pk, "version": 1})

    heard.refresh_from_db()
    assert (wrong.status_code, heard.moment) == (422, own)


def test_words_are_kept_though_their_moment_was_removed(
    sign_in, address, draft, member, researcher
):
    moment = MomentFactory(snapshot=draft)
    heard = HeardOpportunityFactory(snapshot=draft, moment=moment)
    remove_part(part=moment, by=researcher)
    url = address("part", draft, "opportunities", heard.pk)

    # The form was opened while the moment stood there.
    sign_in(member).post(url, {"text": "Mine", "moment": moment.pk, "version": 1})

    heard.refresh_from_db()
    assert (heard.text, heard.moment) == ("Mine", None)


def test_what_somebody_changed_is_read_before_it_is_removed(
    sign_in, address, draft, member, researcher
):
    moment = MomentFactory(snapshot=draft)
    edit_part(part=moment, version=1, by=researcher, title="Theirs stands here")
    url, client = address("part_removal", draft, "moments", moment.pk), sign_in(member)

    asked = client.post(url, {"version": 1}, headers=HTMX)
    assert "Read it, then remove it" in asked.headers["HX-Trigger"]
    assert "Theirs stands here" in asked.text

    client.post(url, {"version": 2}, headers=HTMX)
    assert not Moment.objects.exists()


def test_a_solution_in_disguise_is_flagged(sign_in, address, draft, member):
    HeardOpportunityFactory(snapshot=draft, text="I want a button that exports")

    page = sign_in(member).get(address("snapshot", draft)).text

    assert "What would that let you do?" in page


def test_moments_are_reordered_by_buttons(sign_in, address, draft, member):
    first, second = (MomentFactory(snapshot=draft, title=title) for title in "ab")

    sign_in(member).post(
        address("part_position", draft, "moments", second.pk), {"direction": "up"}
    )

    assert list(Moment.objects.all()) == [second, first]


def test_a_photo_comes_with_consent_and_goes_with_it(
    sign_in, address, draft, member, tmp_path
):
    client, url = sign_in(member), address("photo", draft)

    refused = client.post(address("photos", draft), {"photo": photo_file(tmp_path)})
    assert (refused.status_code, client.get(url).status_code) == (422, 404)

    client.post(
        address("photos", draft), {"photo": photo_file(tmp_path), "has_agreed": "on"}
    )
    shown = client.get(url)
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert Consent.objects.in_force().get().purpose == "photo"

    client.post(address("photo_removal", draft))
    assert client.get(url).status_code == 404


def test_a_picture_that_is_none_is_refused_in_words(sign_in, address, draft, member):
    svg = SimpleUploadedFile("x.svg", b"<svg onload=alert(1)>", "image/svg+xml")

    response = sign_in(member).post(
        address("photos", draft), {"photo": svg, "has_agreed": "on"}, headers=HTMX
    )

    assert response.status_code == 422
    assert "JPEG, PNG or WebP" in response.text


def test_a_note_is_sent_to_its_place(sign_in, address, draft, member):
    note = NoteFactory(interview=draft.interview, text="Tried five apps")
    other = NoteFactory()
    client = sign_in(member)

    client.post(address("note_placement", draft, note.pk), {"place": "insights"})
    foreign = client.post(
        address("note_placement", draft, other.pk), {"place": "insights"}
    )

    assert [insight.text for insight in draft.insights.all()] == ["Tried five apps"]
    assert foreign.status_code == 404


def test_version_beyond_all_counting_is_a_stale_one(sign_in, address, draft, member):
    note = NoteFactory(interview=draft.interview, text="Tried five apps")

    response = sign_in(member).post(
        address("note_placement", draft, note.pk),
        {"place": "quote", "version": "9" * 5000},
    )

    assert response.status_code < 500


def test_notes_stand_as_in_the_room(sign_in, address, draft, member):
    for second, text in enumerate(["first", "second", "gone"]):
        NoteFactory(interview=draft.interview, second=second, text=f"Note {text}")
    moved = draft.interview.notes.get(text="Note first")
    moved.place = 1.5
    moved.save()
    draft.interview.notes.filter(text="Note gone").update(deleted_at=now())

    said = sign_in(member).get(address("snapshot", draft)).context["said"]

    assert [each.text for each in said] == ["Note second", "Note first"]


def test_notes_and_debrief_are_for_who_may_know_of_the_talk(
    sign_in, address, draft, member
):
    note = NoteFactory(interview=draft.interview, text="Rang the fax")
    Debrief.objects.create(
        workspace=draft.workspace, interview=draft.interview, surprises="Fax!"
    )
    client = sign_in(MembershipFactory(workspace=member.workspace))

    page = client.get(address("snapshot", draft)).text
    placed = client.post(
        address("note_placement", draft, note.pk), {"place": "insights"}
    )

    assert "Rang the fax" not in page
    assert "Fax!" not in page
    assert placed.status_code == 404


def test_a_quote_of_a_page_whose_person_took_it_back_is_not_shown(
    sign_in, address, story, member
):
    Consent.objects.create(
        workspace=story.workspace,
        participant=story.participant,
        purpose="quote",
        is_granted=False,
        source="page",
        text="You may quote me.",
    )

    page = sign_in(member).get(address("snapshot", story)).text

    assert "By the time someone said yes" not in page
    assert "[removed at the participant’s request]" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_queries_whatever_is_on_it(
    sign_in, address, story, member, stakeholder, django_assert_num_queries, count
):
    MomentFactory.create_batch(count, snapshot=story)
    HeardOpportunityFactory.create_batch(count, snapshot=story)
    NoteFactory.create_batch(count, interview=story.interview)
    for _ in range(count):
        add_part(snapshot=story, kind="facts", by=member, label="x", text="y")
        add_part(snapshot=story, kind="insights", by=member, text="z")
    client = sign_in(member)
    client.get(address("snapshot", story))

    with django_assert_num_queries(24):
        client.get(address("snapshot", story))


def test_a_part_that_was_removed_before_its_answer_came_asks_again(
    sign_in, member, draft, address
):
    url, client = address("parts", draft, "insights"), sign_in(member)
    fields = {"client_id": str(uuid4()), "text": "Tried five apps."}
    client.post(url, fields, headers={"HX-Request": "true"})
    remove_part(part=draft.insights.get(), by=member)

    response = client.post(url, fields, headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert "Somebody removed this meanwhile." in response.text
    assert "Tried five apps." in response.text
    assert fields["client_id"] not in response.text


def test_a_page_that_is_full_says_so(sign_in, member, draft, address):
    HeardOpportunityFactory.create_batch(6, snapshot=draft)

    page = sign_in(member).get(address("snapshot", draft)).text

    assert "6 is the most for one page. Remove one first." in page
    assert 'id="new-opportunities"' not in page
    assert 'id="new-moments"' in page
