"""Who reads the words of a clip on a story page, and who hears the voice."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from interviews.models import Recording, Speaker, Transcript
from interviews.operations.highlights import keep_quote
from interviews.operations.transcripts import fill_transcript
from recruiting.models import Consent
from snapshots.operations.sharing import create_share_link
from snapshots.operations.story_publishing import publish_story_page
from tests.factories.recordings import RecordingFactory
from tests.factories.recruiting import ConsentFactory
from tests.factories.stories import StoryPageFactory, StoryPassageFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

SAID = "Eleven messages, Sarah, and all of them were no."


@pytest.fixture
def passage(team):
    return StoryPassageFactory(
        story_page=StoryPageFactory(team=team),
        snapshot__interview__participant__name="Sarah Whitcombe",
        snapshot__interview__participant__pseudonym="P-017",
        snapshot__name="Sarah Whitcombe",
    )


@pytest.fixture
def keep(passage, member):
    """A quote of the talk, from a transcript of its recording."""

    def keep(of=passage, text=SAID):
        interview = of.snapshot.interview
        recording = RecordingFactory(interview=interview, uploaded_by=member)
        transcript = Transcript.objects.create(
            workspace=interview.workspace,
            interview=interview,
            recording=recording,
            name="zoom.vtt",
            source="vtt",
            added_by=member,
        )
        segments = [{"start_ms": 100, "end_ms": 900, "text": text}]
        transcript = fill_transcript(transcript=transcript, segments=segments)
        line = transcript.utterances.first()
        return keep_quote(
            first=line, starts_at=0, last=line, ends_at=len(text), by=member
        )

    return keep


@pytest.fixture
def heard(passage, keep, member):
    """The page is published and has a clip."""
    passage.highlight = keep()
    passage.save()
    publish_story_page(story_page=passage.story_page, by=member)
    return passage


def url(name, passage, *args):
    page = passage.story_page
    return reverse(f"snapshots:{name}", args=[page.workspace.slug, page.pk, *args])


def clip_of(answer):
    (one,) = answer.context["gathering"].told
    return one.clip


def test_a_clip_is_chosen_and_taken_back(sign_in, passage, keep, member):
    quote = keep()
    client = sign_in(member)
    where = url("story_passage_clip", passage, passage.pk)

    for chosen in (quote.pk, ""):
        client.post(where, {"highlight": chosen})
        passage.refresh_from_db()
        assert passage.highlight_id == (chosen or None)


def test_only_quotes_of_that_talk_and_that_one_may_know_are_offered(
    sign_in, workspace, passage, keep, member
):
    other = StoryPassageFactory(story_page=passage.story_page)
    foreign = keep(of=other)
    spoken_by_us = keep(text="And then?")
    speaker = Speaker.objects.create(
        workspace=workspace,
        transcript=spoken_by_us.transcript,
        name="Mara",
        part="team",
    )
    spoken_by_us.first.speaker = speaker
    spoken_by_us.first.save()
    client = sign_in(member)
    where = url("story_passage_clip", passage, passage.pk)

    for quote in (foreign.pk, spoken_by_us.pk, "x", 2**40):
        assert client.post(where, {"highlight": quote}).status_code == 404


def test_a_writer_of_another_team_is_offered_nothing(sign_in, workspace, heard, member):
    other = TeamFactory(workspace=workspace)
    elsewhere = MembershipFactory(workspace=workspace, role="member", team=other)

    answer = sign_in(elsewhere).get(url("story", heard))

    assert "Choose another clip" not in answer.text
    where = url("story_passage_clip", heard, heard.pk)
    chosen = {"highlight": heard.highlight_id}
    assert sign_in(elsewhere).post(where, chosen).status_code == 404


def test_the_voice_is_for_who_may_open_the_talk_and_the_words_for_all(
    sign_in, heard, member, stakeholder
):
    mine = sign_in(member).get(url("story", heard), {"as": "reader"})
    theirs = sign_in(stakeholder).get(url("story", heard))

    assert clip_of(mine).recording == Recording.objects.get()
    assert "<recording-player" in mine.text
    assert (clip_of(theirs).words, clip_of(theirs).recording) == (SAID, None)
    assert SAID in theirs.text
    assert "<recording-player" not in theirs.text


def test_a_recording_that_is_no_longer_kept_is_not_played(sign_in, heard, member):
    Recording.objects.update(deleted_at=now())

    assert clip_of(sign_in(member).get(url("story", heard))).recording is None


@pytest.mark.parametrize(
    ("purpose", "has_words"),
    [(Consent.Purpose.RECORDING, True), (Consent.Purpose.QUOTE, False)],
)
def test_what_is_withdrawn_is_gone_at_the_next_look(
    sign_in, heard, member, purpose, has_words
):
    person = heard.snapshot.participant
    ConsentFactory(participant=person, purpose=purpose, is_granted=False)

    answer = sign_in(member).get(url("story", heard), {"as": "reader"})

    assert (SAID in answer.text) is has_words
    assert "<recording-player" not in answer.text


@pytest.fixture
def look_from_outside(client, heard, member):
    """The page as it is seen by a share link."""
    _link, token = create_share_link(target=heard.story_page, by=member)
    return lambda: client.get(reverse("shared:snapshot", args=[token]))


def test_outside_nobody_is_heard_who_was_never_asked(look_from_outside):
    answer = look_from_outside()

    assert answer.status_code == 200
    assert "Eleven messages" not in answer.text


def test_outside_the_words_are_under_a_pseudonym_and_silent(look_from_outside, heard):
    ConsentFactory(
        participant=heard.snapshot.participant, purpose=Consent.Purpose.QUOTE
    )

    answer = look_from_outside()

    assert "Eleven messages, P-017, and all of them were no." in answer.text
    assert "<recording-player" not in answer.text


def test_many_clips_cost_as_many_queries_as_one(
    sign_in, heard, keep, member, django_assert_max_num_queries
):
    for _ in range(4):
        more = StoryPassageFactory(story_page=heard.story_page)
        more.highlight = keep(of=more)
        more.save()
    client = sign_in(member)
    where = url("story", heard)
    client.get(where, {"as": "reader"})

    with django_assert_max_num_queries(18):
        answer = client.get(where, {"as": "reader"})

    assert answer.text.count("<recording-player") == 5
