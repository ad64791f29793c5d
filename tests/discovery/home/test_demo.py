from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction

from discovery.accounts.models import User
from discovery.home.demo.build import DemoExists, build_demo
from discovery.home.demo.large import Scale, build_large
from discovery.home.demo.logins import DEMO_LOGINS, DEMO_PASSWORD
from interviews.models import Attendance, Interview
from opportunities.models import Evidence, Opportunity
from recruiting.models import Participant
from snapshots.models import HeardOpportunity, Snapshot

# A Saturday night, a Monday before dawn, the morning on which British clocks go back.
MOMENTS = [
    datetime(2026, 11, 21, 22, 0, tzinfo=UTC),
    datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 11, 10, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_company_can_be_made_at_any_moment(db, moment):
    workspace = build_demo(moment=moment)

    for model in (Interview, Snapshot, Opportunity, HeardOpportunity):
        for row in model.objects.filter(workspace=workspace):
            row.full_clean(validate_constraints=False)
    held = workspace.interviews.held()
    assert not held.filter(during__endswith__gt=moment).exists()
    booked = workspace.interviews.filter(state=Interview.State.BOOKED)
    assert not booked.filter(during__startswith__lt=moment).exists()
    assert not Snapshot.objects.filter(published_at__gt=moment).exists()


def told(seed):
    """What one seed makes, forgotten again."""
    with transaction.atomic():
        workspace = build_demo(seed=seed, moment=MOMENTS[0])
        talks = workspace.interviews.order_by("pk")
        found = list(talks.values_list("calendar_uid", "during", "participant__name"))
        transaction.set_rollback(True)
    return found


def test_same_seed_tells_the_same(db):
    assert told(3) == told(3)
    assert told(3) != told(4)


def test_demo_is_made_once_for_people_who_can_sign_in_and_have_work(db, rf):
    workspace = build_demo()

    waiting = workspace.heard_opportunities.filter(
        evidence=None, snapshot__team__slug="checkout-trio"
    )
    assert waiting.count() == 3
    for email, _ in DEMO_LOGINS:
        assert authenticate(rf.post("/"), email=email, password=DEMO_PASSWORD)
    with pytest.raises(DemoExists):
        build_demo()
    with pytest.raises(CommandError, match="there already"):
        call_command("demo", stdout=StringIO())


def test_demo_is_refused_where_strangers_could_sign_in(db, settings):
    settings.DEBUG = settings.LOCAL_MODE = False

    with pytest.raises(CommandError, match="local machines only"):
        call_command("demo", stdout=StringIO())

    assert not User.objects.exists()


def test_large_company_is_whole_at_any_scale(db):
    said = []
    scale = Scale(participants=120, interviews=60, nodes=40, teams=3)

    workspace = build_large(say=said.append, scale=scale)

    assert workspace.participants.count() == 120
    assert workspace.interviews.count() == 60
    assert workspace.interviews.upcoming().count() > 0
    assert workspace.snapshots.count() == workspace.interviews.held().count()
    assert workspace.opportunities.count() == 40
    for model in (Participant, Interview, Attendance, Snapshot, Opportunity, Evidence):
        for row in model.objects.filter(workspace=workspace):
            row.full_clean(validate_constraints=False)
    assert "participants: 120 of 120" in said[0]
