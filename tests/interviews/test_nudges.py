from uuid import uuid4

import pytest
from django.urls import reverse

from interviews.operations import nudges
from interviews.operations.nudges import MOST
from recruiting.signals import participant_erased
from tests.factories.interviews import AttendanceFactory, InterviewFactory, NudgeFactory
from tests.factories.workspaces import MembershipFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def interview(team, member, researcher):
    interview = InterviewFactory(team=team, state="running")
    for membership, part in ((member, "lead"), (researcher, "observer")):
        AttendanceFactory(interview=interview, membership=membership, part=part)
    return interview


@pytest.fixture
def url(interview):
    return reverse("interviews:nudges", args=[interview.workspace.slug, interview.pk])


def said(text="Let them talk", **changes):
    return {"text": text, "client_id": str(uuid4()), **changes}


def test_observer_nudges_the_lead_who_puts_it_away(
    sign_in, url, interview, member, researcher
):
    sent = said("  Ask about   the Tuesday ")
    for _ in range(2):
        answer = sign_in(researcher).post(url, sent, headers=HTMX)

    nudge = interview.nudges.get()
    assert (answer.status_code, nudge.text) == (201, "Ask about the Tuesday")
    assert "not seen yet" in answer.text
    lead = sign_in(member)
    assert "Ask about the Tuesday" in lead.get(url, headers=HTMX).text
    sight = reverse(
        "interviews:nudge_sight",
        args=[interview.workspace.slug, interview.pk, nudge.pk],
    )
    assert "Tuesday" not in lead.post(sight, headers=HTMX).text
    nudge.refresh_from_db()
    assert nudge.seen_by == member
    sender = sign_in(researcher)
    assert "seen " in sender.get(url, headers=HTMX).text
    assert sender.post(sight, headers=HTMX).status_code == 403


@pytest.mark.parametrize("text", ["", "x" * 141])
def test_nudge_of_no_words_or_too_many_is_refused(sign_in, url, researcher, text):
    assert sign_in(researcher).post(url, said(text), headers=HTMX).status_code == 422


def test_nobody_talks_into_the_leads_listening(
    sign_in, url, interview, member, researcher, monkeypatch
):
    # However long a busy machine takes over them, they are within it.
    monkeypatch.setattr(nudges, "IN_SECONDS", 3600)
    client = sign_in(researcher)
    answers = [client.post(url, said(), headers=HTMX) for _ in range(MOST + 1)]
    own = sign_in(member).post(url, said(), headers=HTMX)
    interview.state = "held"
    interview.save()
    over = sign_in(
        MembershipFactory(workspace=interview.workspace, team=interview.team)
    ).post(url, said(), headers=HTMX)

    assert [a.status_code for a in answers] == [201] * MOST + [422]
    assert "Let the lead listen" in answers[-1].text
    assert (own.status_code, over.status_code) == (422, 422)
    assert interview.nudges.count() == MOST


def test_erasure_empties_what_was_nudged(interview, researcher):
    nudge = NudgeFactory(interview=interview, sent_by=researcher, text="Ask Priya why")

    participant_erased.send(sender=None, participant=interview.participant)

    nudge.refresh_from_db()
    assert nudge.text == ""
