from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from discovery.mail.models import OutgoingEmail
from opportunities import operations as tree_ops
from opportunities.operations import promises
from opportunities.tasks import remind_owners
from tests.factories.opportunities import (
    DecisionFactory,
    KeyInsightFactory,
    OpportunityFactory,
)

DAY = date(2026, 3, 10)


def moment(days, hour=9):
    return datetime(2026, 3, 10, hour, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
def insight(workspace, team, member):
    return KeyInsightFactory(
        workspace=workspace, team=team, owner=member, text="Sarah waits", due_on=DAY
    )


@pytest.fixture
def decision(outcome, member):
    node = OpportunityFactory(outcome=outcome)
    return DecisionFactory(opportunity=node, owner=member, revisit_on=DAY)


@pytest.fixture
def at(workspace):
    def at(name, *args):
        return reverse(f"opportunities:{name}", args=[workspace.slug, *args])

    return at


@pytest.fixture
def remind_on(monkeypatch):
    """Let the beat ask twice on a day around the one that was promised; how many mails there are."""

    def remind_on(days, hour=9):
        monkeypatch.setattr(promises, "now", lambda: moment(days, hour))
        remind_owners()
        remind_owners()
        return OutgoingEmail.objects.count()

    return remind_on


def test_the_owner_is_reminded_when_due_and_a_week_after(
    remind_on, member, insight, decision
):
    assert remind_on(-1) == 0
    assert remind_on(0, hour=7) == 0  # nobody before eight
    assert remind_on(0) == 2
    assert remind_on(6) == 2
    assert remind_on(7) == 4
    assert remind_on(30) == 4
    assert member.notifications.count() == 4
    for email in OutgoingEmail.objects.all():
        assert email.to == member.user.email
        # Mailboxes keep; the words stay here.
        assert "Sarah" not in email.subject + email.text + email.html


def test_what_is_found_late_is_reminded_of_once(remind_on, insight):
    assert remind_on(20) == 1
    assert remind_on(21) == 1


def test_a_lost_row_of_the_reminder_makes_no_second_mail(remind_on, insight):
    remind_on(0)
    insight.reminders = 0
    insight.save()

    assert remind_on(0) == 1


@pytest.mark.parametrize(
    "settle",
    [
        lambda row, by: promises.settle(row, by=by),
        lambda row, by: promises.postpone(row, to=date(2026, 6, 1), reason="x", by=by),
    ],
)
def test_settling_takes_waiting_mail_back_and_reminds_no_more(
    remind_on, member, insight, decision, settle
):
    remind_on(0)
    for row in (insight, decision):
        settle(row, member)

    waiting = OutgoingEmail.objects.filter(state=OutgoingEmail.State.QUEUED)
    assert not waiting.exists()
    assert remind_on(7) == 2


def test_who_has_left_is_not_reminded(remind_on, member, insight):
    member.removed_at = moment(-3)
    member.save()

    assert remind_on(0) == 0


def test_a_new_day_reminds_anew(remind_on, member, insight):
    remind_on(0)
    promises.postpone(
        insight, to=DAY + timedelta(days=3), reason="Ida is ill", by=member
    )

    assert remind_on(2) == 1
    assert remind_on(3) == 2


def test_one_press_settles_and_takes_back(sign_in, member, insight, decision, at):
    client = sign_in(member)
    for kind, row in (("insight", insight), ("decision", decision)):
        url = at(f"{kind}_follow_up", row.pk)

        assert client.post(url, {"what": "done"}).url == at(kind, row.pk)
        row.refresh_from_db()
        assert row.done_at
        assert client.post(url, {"what": "reopen"}).status_code == 302
        row.refresh_from_db()
        assert row.done_at is None
        client.post(url, {"what": "postpone", "day": "2026-06-01", "reason": "Ill"})
        row.refresh_from_db()
        assert (row.day, row.postponed_because) == (date(2026, 6, 1), "Ill")
        assert "The day has moved: Ill" in client.get(at(kind, row.pk)).text


@pytest.mark.parametrize(
    "wrong",
    [{"day": "2026-06-01"}, {"reason": "Ill"}, {"day": "31.31.", "reason": "x"}],
)
def test_another_day_needs_the_day_and_the_reason(
    sign_in, member, insight, decision, at, wrong
):
    client = sign_in(member)
    for kind, row in (("insight", insight), ("decision", decision)):
        url = at(f"{kind}_follow_up", row.pk)
        response = client.post(url, {"what": "postpone", **wrong})

        assert response.status_code == 422
        # Nothing typed is lost.
        assert all(value in response.text for value in wrong.values())


def test_a_stakeholder_settles_only_what_they_own(sign_in, stakeholder, decision, at):
    client = sign_in(stakeholder)
    url = at("decision_follow_up", decision.pk)
    assert client.post(url, {"what": "done"}).status_code == 403

    decision.owner = stakeholder
    decision.save()
    assert (
        "to do"
        in client.get(reverse("home:home", args=[decision.workspace.slug])).text.lower()
    )
    assert client.post(url, {"what": "done"}).status_code == 302


def test_home_shows_the_owner_what_is_due(
    sign_in, member, researcher, insight, decision, at
):
    home = reverse("home:home", args=[insight.workspace.slug])
    for person, is_shown in ((member, True), (researcher, False)):
        text = sign_in(person).get(home).text
        for address in (at("insight", insight.pk), at("decision", decision.pk)):
            assert (address in text) is is_shown


def test_the_page_shows_what_is_overdue(
    sign_in, stakeholder, team, member, insight, decision, at
):
    KeyInsightFactory(team=team, owner=member, text="No hurry here")

    text = sign_in(stakeholder).get(f"{at('insights')}?show=overdue").text

    assert insight.text in text
    assert decision.text in text
    assert "No hurry here" not in text


def test_from_the_decision_to_the_story_of_the_quote(
    sign_in, stakeholder, hear, act, decision, at, outcome
):
    heard, beside = hear(), OpportunityFactory(outcome=outcome, text="It stood beside")
    act(tree_ops.place_heard, outcome, heard, opportunity=decision.opportunity)
    act(tree_ops.add_solution, decision.opportunity, text="A list to ring")
    client = sign_in(stakeholder)

    listed = client.get(at("insights")).text
    shown = client.get(at("decision", decision.pk)).text

    # One click to the page, one from the quote to the snapshot.
    assert f'href="{at("decision", decision.pk)}"' in listed
    story = reverse(
        "snapshots:snapshot", args=[outcome.workspace.slug, heard.snapshot_id]
    )
    for said in (
        outcome.title,
        heard.snapshot.quote,
        story,
        beside.text,
        "A list to ring",
    ):
        assert said in shown
    assert "follow-up" not in shown.split("<main")[1]
    assert client.get(at("work", outcome.pk, beside.pk)).status_code == 200
