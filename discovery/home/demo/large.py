"""Large Co: a million participants, a hundred thousand interviews, a tree of two thousand nodes."""

import random
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils.timezone import now

from discovery.accounts.models import User
from discovery.home.demo.build import DemoExists
from discovery.home.demo.copying import Copier
from discovery.home.demo.large_people import copy_consents, copy_participants
from discovery.home.demo.large_talks import copy_stories, copy_talks
from discovery.home.demo.large_tree import copy_tree
from discovery.home.demo.logins import DEMO_LOGINS
from discovery.workspaces.models import Membership, Team, TeamMembership, Workspace
from discovery.workspaces.permissions import Role
from interviews.models import BookingPage, Guide
from recruiting.models import OptInPage

LARGE_WORKSPACE = "large-co"
CRAFTS = [
    Membership.Craft.PRODUCT,
    Membership.Craft.DESIGN,
    Membership.Craft.ENGINEERING,
]


@dataclass(frozen=True)
class Scale:
    """How many of each; tests make a small Large Co."""

    participants: int = 1_000_000
    interviews: int = 100_000
    nodes: int = 2_000
    teams: int = 50


@dataclass
class Ground:
    """What the big tables refer to."""

    workspace: Workspace
    teams: list
    trios: list
    scale: Scale
    rng: random.Random
    moment: object
    first_participant: int = 0
    first_interview: int = 0
    heard_of_first_team: list = field(default_factory=list)


def build_large(*, say, seed=7, scale=None):
    """Make Large Co, telling ``say`` how it goes; the first of the demo people is its admin."""
    if Workspace.objects.filter(slug=LARGE_WORKSPACE).exists():
        raise DemoExists
    ground = make_ground(scale or Scale(), seed)
    copier = Copier(say)
    copy_participants(copier, ground)
    copy_consents(copier, ground)
    copy_talks(copier, ground)
    copy_stories(copier, ground)
    copy_tree(copier, ground)
    # Without fresh statistics the planner reads whole tables for a minute or two.
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("ANALYZE")
        cursor.execute("RESET statement_timeout")
    return ground.workspace


def make_ground(scale, seed):
    """The workspace, its teams with three people each, and an admin who can sign in."""
    workspace = Workspace.objects.create(
        name="Large Co", slug=LARGE_WORKSPACE, time_zone="Europe/London"
    )
    teams = Team.objects.bulk_create(
        Team(workspace=workspace, name=f"Team {n:02}", slug=f"team-{n:02}")
        for n in range(1, scale.teams + 1)
    )
    people = User.objects.bulk_create(
        User(email=f"member{n}@large.example", name=f"Member {n}", password="!")  # noqa: S106  (nobody)
        for n in range(scale.teams * len(CRAFTS))
    )
    members = Membership.objects.bulk_create(
        Membership(
            workspace=workspace,
            user=person,
            role=Role.MEMBER,
            craft=CRAFTS[n % len(CRAFTS)],
            current_team=teams[n // len(CRAFTS)],
        )
        for n, person in enumerate(people)
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(workspace=workspace, team=member.current_team, membership=member)
        for member in members
    )
    make_pages(workspace, teams)
    make_admin(workspace, teams[0])
    trios = [members[n : n + 3] for n in range(0, len(members), len(CRAFTS))]
    rng = random.Random(seed)  # noqa: S311
    return Ground(workspace, teams, trios, scale, rng, now())


def make_pages(workspace, teams):
    here = [{"workspace": workspace, "team": team} for team in teams]
    BookingPage.objects.bulk_create(
        BookingPage(**row, heading="Twenty minutes, one story", pitch="Tell us.")
        for row in here
    )
    OptInPage.objects.bulk_create(
        OptInPage(
            **row,
            slug=f"large-{row['team'].slug}",
            heading="Talk to us",
            pitch="Tell us.",
            consent_text="You may write to me.",
        )
        for row in here
    )
    Guide.objects.bulk_create(
        Guide(**row, title="The last time", is_current=True) for row in here
    )


def make_admin(workspace, team):
    """Whoever is first among the demo logins may look at it as well."""
    email = DEMO_LOGINS[0][0]
    user = User.objects.filter(email=email).first()
    user = user or User.objects.create_user(email, None, name="Mara Lind")
    admin = Membership.objects.create(
        workspace=workspace, user=user, role=Role.ADMIN, current_team=team
    )
    TeamMembership.objects.create(workspace=workspace, team=team, membership=admin)
    Membership.objects.filter(pk=admin.pk).update(
        joined_at=now() - timedelta(days=1), last_seen_at=now() - timedelta(days=1)
    )
