from datetime import time, timedelta

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from interviews.models import (
    Attendance,
    Availability,
    BookingPage,
    Guide,
    Interview,
    Note,
    Nudge,
    Question,
)
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory


def hours_from_now(start, end):
    moment = now().replace(minute=0, second=0, microsecond=0)
    return DateTimeTZRange(
        moment + timedelta(hours=start), moment + timedelta(hours=end)
    )


class AvailabilityFactory(DjangoModelFactory):
    """Monday from nine to five, in UTC."""

    class Meta:
        model = Availability

    membership = factory.SubFactory(MembershipFactory)
    workspace = factory.SelfAttribute("membership.workspace")
    weekday = 0
    starts_at = time(9)
    ends_at = time(17)
    time_zone = "UTC"


class BookingPageFactory(DjangoModelFactory):
    class Meta:
        model = BookingPage

    team = factory.SubFactory(TeamFactory)
    workspace = factory.SelfAttribute("team.workspace")
    heading = "Twenty minutes, one story"
    pitch = "Tell us about the last time you had to fill a shift."


class GuideFactory(DjangoModelFactory):
    class Meta:
        model = Guide

    team = factory.SubFactory(TeamFactory)
    workspace = factory.SelfAttribute("team.workspace")
    title = "Filling a shift"


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    guide = factory.SubFactory(GuideFactory)
    workspace = factory.SelfAttribute("guide.workspace")
    position = factory.Sequence(lambda n: n)
    text = "Tell me about the last time you had to fill a shift."


class InterviewFactory(DjangoModelFactory):
    """An interview tomorrow, of a participant and a team of one workspace."""

    class Meta:
        model = Interview

    class Params:
        held = factory.Trait(
            state=Interview.State.HELD,
            during=factory.LazyFunction(lambda: hours_from_now(-25, -24)),
            started_at=factory.LazyFunction(lambda: now() - timedelta(hours=25)),
            ended_at=factory.LazyFunction(lambda: now() - timedelta(hours=24)),
        )
        cancelled = factory.Trait(
            state=Interview.State.CANCELLED, cancelled_at=factory.LazyFunction(now)
        )

    team = factory.SubFactory(TeamFactory)
    workspace = factory.SelfAttribute("team.workspace")
    participant = factory.SubFactory(
        ParticipantFactory, workspace=factory.SelfAttribute("..workspace")
    )
    during = factory.LazyFunction(lambda: hours_from_now(24, 25))
    time_zone = "Europe/London"
    wall_time = factory.LazyAttribute(lambda o: f"{o.during.lower:%Y-%m-%dT%H:%M}")
    learning_goal = "What happened in the week before"
    calendar_uid = factory.Sequence(lambda n: f"interview-{n}@earshot.test")


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    interview = factory.SubFactory(InterviewFactory)
    workspace = factory.SelfAttribute("interview.workspace")
    membership = factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )
    user = factory.SelfAttribute("membership.user")
    part = Attendance.Part.LEAD
    during = factory.SelfAttribute("interview.during")


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = Note

    interview = factory.SubFactory(InterviewFactory)
    workspace = factory.SelfAttribute("interview.workspace")
    author = factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )
    client_id = factory.Faker("uuid4")
    kind = Note.Kind.FACT
    text = "At the till on Monday, a queue of six people."
    second = 370


class NudgeFactory(DjangoModelFactory):
    class Meta:
        model = Nudge

    interview = factory.SubFactory(InterviewFactory)
    workspace = factory.SelfAttribute("interview.workspace")
    sent_by = factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )
    client_id = factory.Faker("uuid4")
    text = "Ask what happened next"
