"""Rooms full of people, with a session each, for the benchmark of notes."""

import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from discovery.workspaces.permissions import Role
from interviews.operations.room import begin_interview
from tests.factories.accounts import UserFactory
from tests.factories.interviews import AttendanceFactory, InterviewFactory
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import (
    MembershipFactory,
    TeamFactory,
    WorkspaceFactory,
)

PARTS = ["lead", "note_taker", "observer", "observer"]


@dataclass
class Room:
    interview: int
    slug: str
    # Those who are in it: the keys of their memberships and of their sessions.
    people: list = field(default_factory=list)


def fill_rooms(count, people):
    """As many talks that are under way, each with so many people of its team in the room."""
    name = f"benchmark-{uuid.uuid4().hex[:8]}"
    workspace = WorkspaceFactory(name="Benchmark", slug=name)
    return [_fill(workspace, number, people) for number in range(count)]


def _fill(workspace, number, people):
    team = TeamFactory(workspace=workspace, name=f"Team {number}", slug=f"t{number}")
    interview = InterviewFactory(
        team=team,
        participant=ParticipantFactory(workspace=workspace),
        learning_goal="What did they try?",
        # The database may hold those of an earlier run.
        calendar_uid=f"{uuid.uuid4()}@benchmark",
    )
    room = Room(interview.pk, workspace.slug)
    for part in PARTS[:people]:
        user = UserFactory(email=f"{uuid.uuid4()}@example.com")
        member = MembershipFactory(
            workspace=workspace, team=team, role=Role.MEMBER, user=user
        )
        AttendanceFactory(interview=interview, membership=member, part=part)
        room.people.append((member.pk, session_of(member.user)))
    begin_interview(interview=interview, by=member)
    return room


def session_of(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
