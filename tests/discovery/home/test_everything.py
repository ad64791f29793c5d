import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from discovery.home.searched import Reader
from discovery.workspaces.models import TeamMembership
from discovery.workspaces.permissions import Role
from interviews.models import Interview, Note, Transcript, Utterance
from recruiting.operations.erasure import erase_participant
from snapshots.models import Insight
from tests.factories.interviews import AttendanceFactory, InterviewFactory, NoteFactory
from tests.factories.recruiting import ConsentFactory, ParticipantFactory
from tests.factories.snapshots import (
    HeardOpportunityFactory,
    MomentFactory,
    SnapshotFactory,
)
from tests.factories.workspaces import MembershipFactory, TeamFactory

WORDS = "She keeps the list of who lives near in her head, on a pangolin card."


@pytest.fixture
def talk(team):
    person = ParticipantFactory(workspace=team.workspace, name="Priya Nair")
    return InterviewFactory(team=team, participant=person, held=True)


def say(talk, author, *texts):
    """A transcript of ``talk`` with these utterances."""
    transcript = Transcript.objects.create(
        workspace=talk.workspace, interview=talk, name="talk.vtt", source="vtt", added_by=author
    )  # fmt: skip
    return Utterance.objects.bulk_create(
        Utterance(
            workspace=talk.workspace, transcript=transcript, position=n, text=text, starts_ms=n * 61_000
        )
        for n, text in enumerate(texts)
    )  # fmt: skip


def write_everywhere(talk, member):
    """The same words in a place of each kind."""
    NoteFactory(interview=talk, author=member, text=WORDS)
    say(talk, member, "Hello.", WORDS)
    story = SnapshotFactory(
        interview=talk, quote=WORDS, published_at=now(), published_by=member
    )
    MomentFactory(snapshot=story, title="The pangolin card")
    HeardOpportunityFactory(snapshot=story, text="I can't find the pangolin card")
    Insight.objects.create(
        workspace=talk.workspace,
        snapshot=story,
        position=0,
        text="Pangolin cards rule.",
    )
    return story


def search(client, workspace, query, **extra):
    url = reverse("home:everything", args=[workspace.slug])
    return client.get(url, {"q": query, **extra})


def kinds(response):
    return {group.kind: len(group.hits) for group in response.context["groups"]}


EVERYWHERE = {
    "notes": 1, "transcripts": 1, "snapshots": 1, "moments": 1, "opportunities": 1, "insights": 1
}  # fmt: skip


def test_words_are_found_wherever_they_stand(sign_in, workspace, member, talk):
    write_everywhere(talk, member)

    response = search(sign_in(member), workspace, "pangolin")

    assert kinds(response) == EVERYWHERE
    assert "<mark>pangolin</mark>" in response.text
    assert f"#note-{talk.notes.get().pk}" in response.text
    assert "#u1" in response.text
    assert "Priya Nair" in response.text


@pytest.mark.parametrize(
    "query",
    [
        "PANGOLIN",
        "pango",
        "lives near",
        '"who lives near"',
        "keep list",
        "pangolin cards",
    ],
)
def test_query_may_be_a_stem_a_beginning_or_a_phrase(
    sign_in, workspace, member, talk, query
):
    NoteFactory(interview=talk, author=member, text=WORDS)

    assert kinds(search(sign_in(member), workspace, query)) == {"notes": 1}


@pytest.mark.parametrize("query", ['"near lives"', "pangolin unicorn", "angolin"])
def test_what_does_not_stand_there_is_not_found(
    sign_in, workspace, member, talk, query
):
    NoteFactory(interview=talk, author=member, text=WORDS)

    assert kinds(search(sign_in(member), workspace, query)) == {}


def test_accents_do_not_matter(sign_in, workspace, member, talk):
    NoteFactory(interview=talk, author=member, text="José in the café")

    response = search(sign_in(member), workspace, "jose cafe")

    assert "<mark>José</mark>" in response.text
    assert "<mark>café</mark>" in response.text


def test_reader_finds_published_pages_only(
    sign_in, workspace, member, stakeholder, talk
):
    story = write_everywhere(talk, member)
    client = sign_in(stakeholder)
    only_pages = dict.fromkeys(("snapshots", "moments", "opportunities", "insights"), 1)
    assert kinds(search(client, workspace, "pangolin")) == only_pages
    assert kinds(search(client, workspace, "pangolin", kind="notes")) == only_pages

    story.published_at = story.published_by = None
    story.save()

    assert kinds(search(client, workspace, "pangolin")) == {}
    assert kinds(search(sign_in(member), workspace, "pangolin")) == EVERYWHERE


def test_colleague_finds_nothing(sign_in, workspace, member, colleague, talk):
    write_everywhere(talk, member)

    assert kinds(search(sign_in(colleague), workspace, "pangolin")) == {}


def test_notes_of_other_teams_are_found_by_who_keeps_the_panel(
    sign_in, workspace, member, researcher
):
    elsewhere = InterviewFactory(team=TeamFactory(workspace=workspace), held=True)
    NoteFactory(interview=elsewhere, text=WORDS)
    say(elsewhere, member, WORDS)
    assert kinds(search(sign_in(member), workspace, "pangolin")) == {}
    found = {"notes": 1, "transcripts": 1}
    assert kinds(search(sign_in(researcher), workspace, "pangolin")) == found

    AttendanceFactory(interview=elsewhere, membership=member)

    assert kinds(search(sign_in(member), workspace, "pangolin")) == found


def test_reader_knows_of_the_same_talks_as_the_schedule(workspace, team, member):
    InterviewFactory(team=team)
    attended = InterviewFactory(team=TeamFactory(workspace=workspace))
    AttendanceFactory(interview=attended, membership=member)
    InterviewFactory(team=TeamFactory(workspace=workspace))
    second = TeamFactory(workspace=workspace)
    TeamMembership.objects.create(workspace=workspace, team=second, membership=member)
    InterviewFactory(team=second)

    visible = Interview.objects.visible_to(member).values_list("pk", flat=True)

    assert Reader(member).talks == sorted(visible)
    assert len(visible) == 3


def test_search_stays_within_the_workspace(sign_in, workspace, admin, stranger):
    elsewhere = InterviewFactory(team=TeamFactory(workspace=stranger.workspace))
    NoteFactory(interview=elsewhere, text=WORDS)

    assert kinds(search(sign_in(admin), workspace, "pangolin")) == {}


def test_words_that_are_gone_are_not_found(sign_in, workspace, member, talk):
    note = NoteFactory(interview=talk, author=member, text=WORDS)
    client = sign_in(member)
    Note.objects.filter(pk=note.pk).update(deleted_at=now())
    assert kinds(search(client, workspace, "pangolin")) == {}
    Note.objects.filter(pk=note.pk).update(deleted_at=None, text="Nothing of it.")

    assert kinds(search(client, workspace, "pangolin")) == {}


def test_erased_person_is_found_by_nothing_they_said(
    sign_in, workspace, admin, member, talk
):
    write_everywhere(talk, member)
    say(talk, member, "A unicorn of mine.")

    erase_participant(talk.participant, by=admin)

    client = sign_in(admin)
    left = kinds(search(client, workspace, "pangolin"))
    assert left == {"moments": 1, "opportunities": 1, "insights": 1}
    assert "Priya" not in search(client, workspace, "pangolin").text
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM interviews_note WHERE words @@ 'pangolin'::tsquery"
        )
        assert cursor.fetchone() == (0,)


def test_quote_that_was_taken_back_is_not_found(sign_in, workspace, member, talk):
    SnapshotFactory(
        interview=talk,
        quote=WORDS,
        context="Keeps a shop",
        published_at=now(),
        published_by=member,
    )
    client = sign_in(member)
    assert kinds(search(client, workspace, "pangolin")) == {"snapshots": 1}

    ConsentFactory(participant=talk.participant, purpose="quote", is_granted=False)

    response = search(client, workspace, "pangolin")
    assert kinds(response) == {}
    assert WORDS not in response.text
    # Nor can words beside it tell what it said.
    assert kinds(search(client, workspace, "shop")) == {"snapshots": 1}
    assert kinds(search(client, workspace, "shop pangolin")) == {}


def test_pages_of_one_kind_go_on_where_the_last_ended(sign_in, workspace, member, talk):
    for number in range(45):
        NoteFactory(interview=talk, author=member, text=f"Pangolin number {number}")
    client = sign_in(member)
    assert kinds(search(client, workspace, "pangolin")) == {"notes": 4}
    seen, before = [], ""
    for _ in range(3):
        response = search(client, workspace, "pangolin", kind="notes", before=before)
        (group,) = response.context["groups"]
        seen += [hit.pk for hit in group.hits]
        before = group.more_before

    assert before is None
    assert sorted(seen) == sorted(talk.notes.values_list("pk", flat=True))
    assert len(set(seen)) == 45


def test_next_rows_come_as_rows_for_htmx(sign_in, workspace, member, talk):
    for _ in range(21):
        NoteFactory(interview=talk, author=member, text="Pangolin")
    client = sign_in(member)
    more = (
        search(client, workspace, "pangolin", kind="notes")
        .context["groups"][0]
        .more_before
    )

    url = reverse("home:everything", args=[workspace.slug])
    rows = client.get(
        url,
        {"q": "pangolin", "kind": "notes", "before": more},
        headers={"HX-Request": "true"},
    ).text

    assert rows.count('class="hit"') == 1
    assert "<h1" not in rows


@pytest.mark.parametrize(
    "query",
    ["%", "'; drop", "a" * 5000, "\x00", "🌱", "_", "' & | ! :*", "\\", "e'\\", '"', "it's", "½", "a:b", "%(own)s %s {x}"],
)  # fmt: skip
def test_search_bears_anything(sign_in, workspace, member, talk, query):
    NoteFactory(interview=talk, author=member, text=WORDS)
    client = sign_in(member)

    for extra in (
        {},
        {"kind": "notes", "before": "x"},
        {"kind": "what", "before": "9" * 30},
    ):
        assert search(client, workspace, query, **extra).status_code == 200


def test_search_of_nothing_says_what_can_be_found(sign_in, workspace, member):
    assert "What did somebody say about" in search(sign_in(member), workspace, "").text


@pytest.mark.parametrize("count", [1, 3])
def test_search_costs_the_same_queries_whatever_is_found(
    sign_in, workspace, researcher, django_assert_num_queries, count
):
    for _ in range(count):
        team = TeamFactory(workspace=workspace)
        write_everywhere(InterviewFactory(team=team, held=True), researcher)
    client = sign_in(researcher)
    search(client, workspace, "pangolin")

    with django_assert_num_queries(18):
        response = search(client, workspace, "pangolin")

    assert kinds(response) == dict.fromkeys(EVERYWHERE, count)


def test_palette_leads_on_to_everything(sign_in, workspace, team, stakeholder):
    url = reverse("home:search", args=[workspace.slug])
    colleague = MembershipFactory(workspace=workspace, role=Role.COLLEAGUE)

    found = sign_in(stakeholder).get(url, {"q": "put my coat"}).text

    assert f"/w/{workspace.slug}/search/all/?q=put+my+coat" in found
    assert "search/all" not in sign_in(colleague).get(url, {"q": "coat"}).text
