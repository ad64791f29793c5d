"""The debrief: opened after the talk, written by several, live, wiped with the person."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from discovery.audit.models import AuditEvent
from interviews.countdown import time_left
from interviews.models import Debrief
from interviews.models.debriefs import ANSWERS
from interviews.operations.debriefs import (
    NotHeld,
    StaleAnswer,
    open_debrief,
    write_answer,
)
from interviews.operations.notes import ParticipantErased
from recruiting.models import Nomination, Participant
from recruiting.operations import erase_participant
from snapshots.operations.drafts import create_draft
from tests.factories.interviews import InterviewFactory, NoteFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def interview(team):
    ended_at = now() - timedelta(minutes=10)
    return InterviewFactory(team=team, held=True, ended_at=ended_at)


@pytest.fixture
def debrief(interview, member):
    return open_debrief(interview=interview, by=member)


def address(interview, name="debrief", *more):
    args = [interview.workspace.slug, interview.pk, *more]
    return reverse(f"interviews:{name}", args=args)


def write(debrief, member, answer="surprises", text="She laughed.", version=1):
    return write_answer(
        debrief=debrief, answer=answer, text=text, version=version, by=member
    )


def test_first_look_starts_its_quarter_of_an_hour(sign_in, interview, member):
    client = sign_in(member)

    first = client.get(address(interview))
    opened = Debrief.objects.get().started_at
    client.get(address(interview))

    assert first.status_code == 200
    assert "What surprised you most?" in first.text
    assert Debrief.objects.get().started_at == opened
    assert AuditEvent.objects.filter(action="debrief_begun").count() == 1


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("booked", "comes right after the talk"),
        ("running", "comes right after the talk"),
        ("no_show", "did not take place"),
    ],
)
def test_there_is_none_without_a_talk(sign_in, team, member, state, said):
    interview = InterviewFactory(team=team, state=state)
    client = sign_in(member)

    assert said in client.get(address(interview)).text
    refused = client.post(address(interview, "debrief_answer", "story"), {"text": "x"})
    assert refused.status_code == 409
    with pytest.raises(NotHeld):
        open_debrief(interview=interview, by=member)
    assert not Debrief.objects.exists()


def test_answers_are_saved_one_by_one(sign_in, interview, debrief, member):
    client = sign_in(member)
    for answer in ANSWERS:
        response = client.post(
            address(interview, "debrief_answer", answer),
            {"text": f"Line one of {answer}\r\nand two", "version": 1},
        )
        assert response.status_code == 302

    debrief.refresh_from_db()
    assert debrief.follow_up == "Line one of follow_up\nand two"
    assert debrief.version == 1 + len(ANSWERS)
    assert debrief.changed_by == member


def test_two_answers_at_once_are_both_kept(debrief, member):
    write(debrief, member, "surprises", "She laughed.")
    write(debrief, member, "who_else", "Her brother.")

    debrief.refresh_from_db()
    assert (debrief.surprises, debrief.who_else) == ("She laughed.", "Her brother.")


def test_same_answer_at_once_shows_both_and_loses_neither(
    sign_in, interview, debrief, member
):
    url = address(interview, "debrief_answer", "surprises")
    write(debrief, member, text="She laughed.")
    with pytest.raises(StaleAnswer):
        write(debrief, member, text="He cried.")

    response = sign_in(member).post(url, {"text": "He cried.", "version": 1})

    assert response.status_code == 409
    assert "She laughed." in response.text
    assert "He cried." in response.text
    sign_in(member).post(url, {"text": "He cried.", "version": 2, "keeps_both": "on"})
    debrief.refresh_from_db()
    assert debrief.surprises == "She laughed.\nHe cried."


def test_asking_twice_for_the_same_text_is_no_conflict(debrief, member):
    write(debrief, member, text="She laughed.")

    assert write(debrief, member, text="She laughed.").surprises_version == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_one_is_asked(debrief, member):
    barrier, said = threading.Barrier(2), []

    def tell(text):
        barrier.wait()
        try:
            write(debrief, member, text=text)
        except StaleAnswer:
            said.append("stale")
        connection.close()

    threads = [threading.Thread(target=tell, args=[text]) for text in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    debrief.refresh_from_db()
    assert said == ["stale"]
    assert debrief.surprises in ("One", "Two")


@pytest.mark.parametrize("answer", ["surprises", "story"])
def test_a_million_letters_are_refused_and_kept_for_their_writer(
    sign_in, interview, debrief, member, answer
):
    text = "x" * 1_000_000

    response = sign_in(member).post(
        address(interview, "debrief_answer", answer), {"text": text, "version": 1}
    )

    assert response.status_code == 422
    assert "1000000 characters long" in response.text
    assert text in response.text
    debrief.refresh_from_db()
    assert getattr(debrief, answer) == ""


@pytest.mark.parametrize("fields", [{"text": "x\x00y", "version": 1}, {"text": "x"}])
def test_broken_answer_is_refused(sign_in, interview, debrief, member, fields):
    url = address(interview, "debrief_answer", "story")

    assert sign_in(member).post(url, fields).status_code == 422
    assert sign_in(member).post(url[:-6] + "secret/", fields).status_code == 404


def test_not_recalling_is_a_finding(sign_in, interview, debrief, member):
    url = address(interview, "debrief_memory")
    client = sign_in(member)

    client.post(url, {"could_not_recall": "on"}, headers=HTMX)
    debrief.refresh_from_db()
    assert debrief.could_not_recall
    client.post(url)
    debrief.refresh_from_db()
    assert not debrief.could_not_recall


def test_notes_of_the_talk_stand_beside_it(sign_in, interview, member):
    NoteFactory(interview=interview, kind="gap", text="Never rings anybody.")
    NoteFactory(interview=interview, is_to_come_back=True, text="The fridge list.")
    asked = {"is_their_question": True, "text": "What does it cost?"}
    NoteFactory(interview=interview, kind="gap", **asked)
    NoteFactory(interview=interview, text="A plain fact.")

    page = sign_in(member).get(address(interview)).text

    assert "Never rings anybody." in page
    assert "The fridge list." in page
    assert page.count("What does it cost?") == 1
    assert "A plain fact." not in page


def test_debrief_costs_the_same_queries_however_much_was_noted(
    sign_in, interview, debrief, member
):
    client = sign_in(member)
    client.get(address(interview))
    costs = []
    for count in (1, 3):
        NoteFactory.create_batch(count, interview=interview, kind="gap")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(interview))
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 16


def test_done_leads_on_to_the_snapshot_once(sign_in, interview, debrief, member):
    client = sign_in(member)

    response = client.post(address(interview, "debrief_completion"))
    debrief.refresh_from_db()
    first = debrief.done_at
    client.post(address(interview, "debrief_completion"))

    assert "/snapshots/for/" in response.url
    debrief.refresh_from_db()
    assert debrief.done_at == first
    assert AuditEvent.objects.filter(action="debrief_done").count() == 1


def test_whom_they_named_is_nominated_once(sign_in, interview, debrief, member):
    client = sign_in(member)
    url = address(interview, "debrief_nominations")

    page = client.post(url, {"name": "Sam  Okoro", "email": ""}, headers=HTMX)
    client.post(url, {"name": "Sam Okoro"})

    named = Nomination.objects.get()
    assert (str(named.participant), named.nominated_by) == ("Sam Okoro", member)
    assert interview.participant.name not in named.reason
    assert "Sam Okoro is nominated." in page.text
    assert client.post(url, {"name": "", "email": "x"}).status_code == 422


def test_erasure_wipes_it_and_refuses_more(sign_in, interview, debrief, member, admin):
    for answer in ANSWERS:
        write(debrief, member, answer, "About Priya")
    NoteFactory(interview=interview, kind="gap", text="About Priya")

    erase_participant(interview.participant, by=admin)

    debrief.refresh_from_db()
    assert {getattr(debrief, answer) for answer in ANSWERS} == {""}
    interview.refresh_from_db()
    for act in (
        lambda: write(debrief, member, version=3),
        lambda: open_debrief(interview=interview, by=member),
    ):
        with pytest.raises(ParticipantErased):
            act()
    client = sign_in(member)
    assert "had themselves erased" in client.get(address(interview)).text
    for name, more in (("debrief_answer", ["story"]), ("debrief_nominations", [])):
        fields = {"text": "Priya", "version": 9, "name": "Sam"}
        assert client.post(address(interview, name, *more), fields).status_code == 409
    assert not Nomination.objects.exists()
    assert Participant.objects.filter(name="Sam").count() == 0


def test_an_answer_under_way_does_not_outlive_an_erasure(interview, debrief, member, admin):  # fmt: skip
    """Its version is older than the wiping, whatever was asked before."""
    erase_participant(interview.participant, by=admin)

    stale = Debrief.objects.filter(pk=debrief.pk, surprises_version=1)
    assert not stale.update(surprises="About Priya")


@pytest.mark.parametrize(
    ("minutes", "words"), [(80, "1 h 20 min"), (60, "1 h 0 min"), (14, "14 min"), (0, ""), (-5, "")]
)  # fmt: skip
def test_time_left_is_told_in_words(minutes, words):
    moment = now()

    assert time_left(moment + timedelta(minutes=minutes), moment) == words


def test_list_and_home_say_how_long_there_is(sign_in, interview, member, team):
    client = sign_in(member)
    slug = interview.workspace.slug
    past = reverse("interviews:list", args=[slug]) + "?show=past"
    home = reverse("home:home", args=[slug])

    for page in (past, home):
        text = client.get(page).text
        assert "1 h 50 min" in text
        assert address(interview) in text
    client.post(address(interview, "debrief_completion"))
    for page in (past, home):
        assert "1 h 50 min" not in client.get(page).text


def test_snapshot_begins_with_the_story_in_one_line(sign_in, interview, debrief, member):  # fmt: skip
    write(debrief, member, "story", "Six in a queue " * 15)
    write(debrief, member, "surprises", "She laughed.")

    snapshot = create_draft(interview=interview, by=member)
    page = sign_in(member).get(
        reverse("snapshots:snapshot", args=[interview.workspace.slug, snapshot.pk])
    )

    assert snapshot.story_title.startswith("Six in a queue Six")
    assert len(snapshot.story_title) <= 160
    assert "She laughed." in page.text


def test_erasure_during_the_talk_ends_it_for_good(sign_in, team, member, admin):
    interview = InterviewFactory(team=team, state="running", started_at=now())
    client = sign_in(member)

    erase_participant(interview.participant, by=admin)

    room = client.get(address(interview, "room")).text
    assert "Erased: nothing more may be written down" in room
    ended = client.post(address(interview, "ending"), follow=True).text
    assert "had themselves erased" in ended
    interview.refresh_from_db()
    assert interview.state == "cancelled"
    assert not Debrief.objects.exists()
