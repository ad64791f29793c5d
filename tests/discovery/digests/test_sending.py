"""Who gets a digest, when, and that nobody ever gets two (B1)."""

import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from discovery.digests.models import DigestIssue
from discovery.digests.operations import sending
from discovery.digests.operations.choosing import save_choice
from discovery.digests.operations.sending import (
    forget_old_issues,
    send_due_digests,
    send_one_now,
)
from discovery.mail.models import OutgoingEmail
from discovery.workspaces.permissions import Role
from tests.discovery.digests.conftest import MONDAY
from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.snapshots import HeardOpportunityFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

SECOND, MINUTE, HOUR, DAY, WEEK = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=7),
)


def digests():
    return OutgoingEmail.objects.filter(template="digest")


def readers():
    return sorted(digests().values_list("to", flat=True))


def test_reader_who_never_chose_gets_it_on_monday_at_eight(stakeholder, publish):
    publish()
    eight = MONDAY - 5 * MINUTE

    assert send_due_digests(eight - MINUTE) == 0
    send_due_digests(eight + MINUTE)

    assert stakeholder.user.email in readers()


def test_once_however_often_anybody_asks(stakeholder, publish):
    publish()

    for minutes in range(3):
        send_due_digests(MONDAY + minutes * MINUTE)

    assert readers().count(stakeholder.user.email) == 1
    assert digests().filter(key=f"digest:{stakeholder.pk}:2026-W48").count() == 1


def test_late_is_better_than_never_within_a_day(stakeholder, publish):
    publish(days=3)

    send_due_digests(MONDAY + 23 * HOUR)

    assert stakeholder.user.email in readers()


def test_after_a_day_the_stories_wait_for_the_next_week(stakeholder, publish):
    publish(days=3)

    assert send_due_digests(MONDAY + 25 * HOUR) == 0
    send_due_digests(MONDAY + WEEK)

    issue = DigestIssue.objects.get(membership=stakeholder)
    # Its first digest reaches back a week; later ones to where the last one ended.
    assert issue.until - issue.since == WEEK


def test_week_without_news_brings_no_mail_not_even_later(stakeholder, publish):
    send_due_digests(MONDAY)
    publish(days=0)

    send_due_digests(MONDAY + HOUR)

    assert readers() == []
    send_due_digests(MONDAY + WEEK)
    assert stakeholder.user.email in readers()


def test_next_week_begins_where_the_last_ended(stakeholder, publish):
    publish()
    send_due_digests(MONDAY)

    assert send_due_digests(MONDAY + WEEK) == 0
    first, second = DigestIssue.objects.filter(membership=stakeholder).order_by("pk")
    assert second.since == first.until


def test_another_day_in_the_same_week_brings_no_second_one(stakeholder, publish):
    publish()
    send_due_digests(MONDAY)
    save_choice(stakeholder, weekday=2, hour=9)

    send_due_digests(MONDAY + 2 * DAY + HOUR)

    assert readers().count(stakeholder.user.email) == 1


def test_hour_is_that_of_the_reader(stakeholder, publish):
    publish()
    stakeholder.user.time_zone = "America/New_York"
    stakeholder.user.save()
    eight_there = MONDAY - 5 * MINUTE + 5 * HOUR

    send_due_digests(eight_there - MINUTE)
    assert stakeholder.user.email not in readers()

    send_due_digests(eight_there + MINUTE)
    assert stakeholder.user.email in readers()


def test_who_left_switched_off_or_may_not_read_gets_none(
    workspace, member, colleague, publish
):
    publish()
    gone = MembershipFactory(workspace=workspace, removed_at=MONDAY)
    asleep = MembershipFactory(workspace=workspace, user__is_active=False)
    save_choice(member, is_on=False)

    send_due_digests(MONDAY)

    silent = {m.user.email for m in (member, colleague, gone, asleep)}
    assert silent.isdisjoint(readers())


def test_members_read_their_own_teams_and_stakeholders_all(
    workspace, member, stakeholder, publish
):
    publish(team=TeamFactory(workspace=workspace))

    send_due_digests(MONDAY)

    assert stakeholder.user.email in readers()
    assert member.user.email not in readers()


def test_member_of_no_team_reads_all(workspace, publish):
    loner = MembershipFactory(workspace=workspace)
    publish()

    send_due_digests(MONDAY)

    assert loner.user.email in readers()


def test_outcome_can_be_chosen_whatever_the_team(workspace, stakeholder, publish):
    placed, _ = publish(), publish()
    opportunity = OpportunityFactory(outcome__team=placed.team)
    heard = HeardOpportunityFactory(snapshot=placed)
    EvidenceFactory(opportunity=opportunity, heard=heard)
    other = OpportunityFactory(outcome__team=TeamFactory(workspace=workspace))

    def news_of(outcome):
        save_choice(stakeholder, scope="chosen", outcome_ids=[outcome.pk])
        stakeholder.refresh_from_db()
        return send_one_now(stakeholder)

    placed.published_at = MONDAY.now(MONDAY.tzinfo) - HOUR
    placed.save()
    assert news_of(opportunity.outcome) is not None
    assert news_of(other.outcome) is None


def test_mail_of_the_moment_waits_for_few_of_them(workspace, publish):
    publish()
    MembershipFactory.create_batch(40, workspace=workspace, role=Role.STAKEHOLDER)

    send_due_digests(MONDAY)

    assert 0 < digests().filter(due_at__lte=now() + 2 * SECOND).count() <= 30
    assert digests().filter(due_at__gt=now() + 5 * SECOND).count() == 0


def test_hundred_readers_cost_as_many_queries_as_five(workspace, publish):
    publish()

    def cost(count, moment):
        MembershipFactory.create_batch(
            count, workspace=workspace, role=Role.STAKEHOLDER
        )
        with CaptureQueriesContext(connection) as queries:
            send_due_digests(moment)
        return len(queries)

    few = cost(5, MONDAY)
    many = cost(95, MONDAY)

    assert digests().count() >= 100
    assert many <= few


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one(publish, workspace):
    publish()
    MembershipFactory.create_batch(20, workspace=workspace, role=Role.STAKEHOLDER)
    start = threading.Barrier(3)

    def work():
        start.wait()
        try:
            send_due_digests(MONDAY)
        finally:
            close_old_connections()
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(readers()) == len(set(readers())) >= 20


def test_crash_half_way_leaves_nothing_and_holds_up_nobody(
    stakeholder, publish, monkeypatch
):
    publish()
    elsewhere = MembershipFactory(role=Role.STAKEHOLDER)
    publish(team=TeamFactory(workspace=elsewhere.workspace))
    whole = sending.queue_emails

    def crash(drafts):
        if drafts and drafts[0].workspace == stakeholder.workspace:
            raise OSError("The disk is full.")
        return whole(drafts)

    monkeypatch.setattr(sending, "queue_emails", crash)
    send_due_digests(MONDAY)
    assert elsewhere.user.email in readers()
    assert not DigestIssue.objects.filter(membership=stakeholder).exists()

    monkeypatch.setattr(sending, "queue_emails", whole)
    send_due_digests(MONDAY + MINUTE)
    assert readers().count(stakeholder.user.email) == 1
    assert readers().count(elsewhere.user.email) == 1


def test_rows_are_forgotten_when_nobody_needs_them(stakeholder, publish):
    publish()
    send_due_digests(MONDAY)
    DigestIssue.objects.update(created_at=MONDAY - 90 * DAY)

    assert forget_old_issues() >= 1
