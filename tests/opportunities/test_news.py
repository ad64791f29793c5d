"""What became of it: those whose stories led to a decision hear of it, once, and only if they may."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from discovery.mail.models import OutgoingEmail
from discovery.workspaces.permissions import Role
from opportunities.models import DecisionTold
from opportunities.operations.decisions import decide
from opportunities.operations.news import tell_tellers
from opportunities.queries.news import tellers_of
from recruiting.models import Consent
from recruiting.operations.consents import withdraw_consent
from recruiting.operations.erasure import erase_participant
from tests.factories.opportunities import EvidenceFactory
from tests.factories.recruiting import ConsentFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

TEXT = "We send the call list by six in the evening now."


@pytest.fixture
def decision(grow, member):
    node = grow(reach={})["reach"]
    about = {"reason": "", "owner": member, "revisit_on": None}
    return decide(node, text="First the call list", by=member, **about)


@pytest.fixture
def teller(decision, hear, member, team):
    """Somebody whose published story stands under the node, and who agreed to be written to."""

    def teller(agreed=True, **about):
        heard = hear(talked_on=localdate() - timedelta(days=7))
        EvidenceFactory(opportunity=decision.opportunity, heard=heard, placed_by=member)
        person = heard.snapshot.participant
        values = {"team": team, "email": f"{person.pk}@people.example", **about}
        type(person).objects.filter(pk=person.pk).update(**values)
        if agreed:
            ConsentFactory(participant=person, purpose=Consent.Purpose.CONTACT)
        person.refresh_from_db()
        return person

    return teller


@pytest.fixture
def url(decision):
    args = [decision.workspace.slug, decision.pk]
    return reverse("opportunities:decision_news", args=args)


def test_those_who_told_of_it_hear_of_it_once(sign_in, member, teller, url, decision):
    ida, german = teller(), teller(language="de", last_contacted_at=now())
    client = sign_in(member)
    page = reverse(
        "opportunities:decision", args=[decision.workspace.slug, decision.pk]
    )
    assert url in client.get(page).text

    sent = {"participants": [ida.pk, german.pk], "text": TEXT}
    for _press in range(2):
        client.post(url, sent)

    mails = {mail.to: mail for mail in OutgoingEmail.objects.all()}
    assert set(mails) == {ida.email, german.email}
    assert TEXT in mails[ida.email].text and ida.email not in mails[german.email].text
    assert str(decision) not in mails[ida.email].text
    assert "Hallo" in mails[german.email].text
    assert all(
        m.is_outreach and m.reply_to == member.user.email for m in mails.values()
    )
    assert DecisionTold.objects.count() == 2
    assert "2 people whose stories led here" in client.get(page).text


def test_who_is_not_to_be_written_to_is_not(sign_in, member, teller, url):
    stopped = teller(do_not_contact_at=now())
    unasked, nowhere = teller(agreed=False), teller(email="")
    everybody = [stopped.pk, unasked.pk, nowhere.pk]

    client = sign_in(member)
    page = client.get(url)

    assert page.context["reachable"] == []
    assert len([teller.why_not for teller in page.context["others"]]) == 3
    sent = {"participants": everybody, "text": TEXT}
    assert client.post(url, sent).status_code == 422
    assert not OutgoingEmail.objects.exists()


def test_who_takes_the_yes_back_before_it_goes_out_does_not_get_it(
    decision, teller, member
):
    person = teller()
    tell_tellers(decision, participants=[person.pk], text=TEXT, by=member)

    withdraw_consent(person, purpose=Consent.Purpose.CONTACT)

    assert OutgoingEmail.objects.get().state == OutgoingEmail.State.CANCELLED


def test_who_withdraws_meanwhile_waits_for_the_letter_to_be_written(
    decision, teller, member
):
    person = teller()
    with CaptureQueriesContext(connection) as queries:
        tell_tellers(decision, participants=[person.pk], text=TEXT, by=member)

    asked = [one["sql"] for one in queries]
    locks = [at for at, sql in enumerate(asked) if "FOR NO KEY UPDATE" in sql]
    read = next(at for at, sql in enumerate(asked) if "consent" in sql)
    assert "recruiting_participant" in asked[locks[0]] and locks[0] < read


def test_nobody_reads_the_name_of_another(sign_in, member, teller, url):
    ida, henrik = teller(name="Ida Holm"), teller(name="Henrik Falk")
    client = sign_in(member)
    sent = {"participants": [ida.pk, henrik.pk], "text": "As Henrik said."}

    refused = client.post(url, sent)

    assert refused.status_code == 422 and "Henrik" in str(
        refused.context["form"].errors
    )
    assert client.post(url, sent | {"participants": [henrik.pk]}).status_code == 302


def test_a_talk_after_the_decision_did_not_lead_to_it(
    sign_in, member, teller, url, decision
):
    teller()
    type(decision).objects.update(decided_at=now() - timedelta(days=30))

    assert sign_in(member).get(url).context["tellers"] == []


def test_only_the_team_of_the_tree_tells(sign_in, workspace, decision, url):
    other = MembershipFactory(workspace=workspace, role=Role.MEMBER)
    assert sign_in(other).get(url).status_code == 403
    with pytest.raises(PermissionDenied):
        tell_tellers(decision, participants=[], text=TEXT, by=other)


def test_somebody_of_another_team_is_left_to_who_manages_the_panel(
    sign_in, member, teller, url, workspace
):
    person = teller()
    person.interviews.update(team=TeamFactory(workspace=workspace))
    type(person).objects.filter(pk=person.pk).update(team=None)
    (found,) = sign_in(member).get(url).context["others"]
    assert found.participant is None and "another team" in str(found.why_not)


def test_who_was_erased_is_nobody_of_another_team(decision, teller, member):
    erase_participant(teller())

    (found,) = tellers_of(decision, member)

    assert found.why_not == "No longer in the panel"


def test_more_tellers_cost_no_more_queries(sign_in, member, teller, url):
    client = sign_in(member)
    client.get(url)
    counts = []
    for _more in range(2):
        teller()
        teller()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
