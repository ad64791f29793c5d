"""The company: workspace, teams, people who sign in, their hours, pages and guides."""

from datetime import time, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from discovery.accounts.models import User
from discovery.home.demo.content import read
from discovery.home.demo.logins import DEMO_PASSWORD
from discovery.workspaces.models import Membership, Team, TeamMembership, Workspace
from interviews.models import Availability, BookingPage, Guide, Question
from recruiting.models import OptInPage

HALF_A_YEAR = timedelta(days=190)
CONSENT_TEXT = (
    "I am happy to be written to about interviews with the product team of Lumen Rota. "
    "I can say no at any time by one click, and see or delete what is kept about me."
)


def make_workspace(moment):
    fields = read("company")["workspace"]
    return Workspace.objects.create(created_at=moment - HALF_A_YEAR, **fields)


def make_company(cast):
    company = read("company")
    for row in company["teams"]:
        cast.teams[row["key"]] = make_team(cast, row)
    for row in company["members"]:
        cast.members[row["key"]] = row
    make_members(cast, company["members"])
    for row in company["guides"]:
        make_guide(cast, row)


def make_team(cast, row):
    """A team with its booking page and its opt-in page, both open."""
    team = Team.objects.create(
        workspace=cast.workspace,
        created_at=cast.workspace.created_at,
        **{key: row[key] for key in ("name", "slug", "product", "weekly_target")},
    )
    BookingPage.objects.create(
        workspace=cast.workspace,
        team=team,
        meeting_url=f"https://meet.lumen.example/{team.slug}",
        where="On video or by phone, as you like",
        **{
            key: row[key]
            for key in ("heading", "pitch", "learning_goal", "would_change_our_mind")
        },
    )
    OptInPage.objects.create(
        workspace=cast.workspace,
        team=team,
        slug=row["opt_in_slug"],
        consent_text=CONSENT_TEXT,
        **{key: row[key] for key in ("heading", "pitch", "question")},
    )
    return team


def make_members(cast, rows):
    # Hashing is slow on purpose; it is the same password for everybody here.
    password = make_password(DEMO_PASSWORD)
    for row in rows:
        user = make_user(cast, row, password)
        team = cast.teams.get(row.get("team"))
        member = cast.members[row["key"]] = Membership.objects.create(
            workspace=cast.workspace,
            user=user,
            role=row["role"],
            craft=row["craft"],
            current_team=team,
            joined_at=cast.workspace.created_at,
        )
        if team:
            TeamMembership.objects.create(
                workspace=cast.workspace, team=team, membership=member
            )
            if row["role"] == "member":
                cast.trios.setdefault(row["team"], []).append(row["key"])
        Availability.objects.bulk_create(hours_of(member, row))


def make_user(cast, row, password):
    user = User.objects.create(
        email=f"{row['key']}@lumen.example",
        name=row["name"],
        password=password,
        time_zone=row["zone"],
        joined_at=cast.workspace.created_at,
    )
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return user


def hours_of(member, row):
    for weekday, starts_at, ends_at in row["hours"]:
        yield Availability(
            workspace=member.workspace,
            membership=member,
            weekday=weekday,
            starts_at=time.fromisoformat(starts_at),
            ends_at=time.fromisoformat(ends_at),
            time_zone=row["zone"],
        )


def make_guide(cast, row):
    guide = Guide.objects.create(
        workspace=cast.workspace,
        team=cast.teams[row["team"]],
        title=row["title"],
        learning_goal=row["learning_goal"],
        is_current=True,
        created_at=cast.workspace.created_at,
    )
    Question.objects.bulk_create(
        Question(
            workspace=cast.workspace,
            guide=guide,
            position=position,
            phase=question["phase"],
            text=question["text"],
            probes=question["probes"],
            is_scary=question.get("scary", False),
        )
        for position, question in enumerate(row["questions"])
    )
