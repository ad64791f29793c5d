"""What the home screen asks of every app, each question one query, whatever the size."""

from datetime import timedelta

from django.db.models import DateField, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import TruncDay, TruncWeek
from django.utils.timezone import now

from discovery.workspaces.permissions import Permission
from interviews.models import Attendance, Interview
from opportunities.models import Evidence, HeardSetAside
from recruiting.models import Invitation, Nomination, Participant
from snapshots.models import Comment, HeardOpportunity

HABIT_REACHES_BACK = timedelta(weeks=104)
HEARD_WITHIN = timedelta(weeks=26)
DUE_WITHIN = timedelta(days=30)
LEADING_LAST = 8
# After that the story goes straight into its snapshot.
DEBRIEF_ASKED_FOR = timedelta(hours=12)


def of_team(rows, team, field="team"):
    """The rows of one team, or of all where nobody chose one."""
    return rows if team is None else rows.filter(**{field: team})


def next_interviews(workspace, team, membership, most=2):
    """The next talks that one may know of, the member's own first on the same day."""
    mine = Attendance.objects.filter(interview=OuterRef("pk"), membership=membership)
    known = workspace.interviews.visible_to(membership)
    upcoming = of_team(known.upcoming(), team)
    return list(upcoming.annotate(is_mine=Exists(mine)).for_list()[:most])


def held_weeks(workspace, team, zone):
    """The Mondays of the weeks with an interview that counts, in the workspace's zone."""
    held = of_team(workspace.interviews.for_habit(), team)
    recent = held.filter(during__startswith__gte=now() - HABIT_REACHES_BACK)
    week = TruncWeek("during__startswith", tzinfo=zone, output_field=DateField())
    weeks = recent.annotate(week=week).order_by().values_list("week", flat=True)
    return set(weeks.distinct())


def booked_days(workspace, team, zone):
    """The days of the interviews still to come that count."""
    counting = workspace.interviews.upcoming().filter(
        kind__in=Interview.KINDS_THAT_COUNT
    )
    day = TruncDay("during__startswith", tzinfo=zone, output_field=DateField())
    return list(
        of_team(counting, team)
        .annotate(day=day)
        .order_by()
        .values_list("day", flat=True)[:200]
    )


def snapshots_due(workspace, team, membership, most=3):
    """Held interviews, of those one may know, without a published snapshot: freshest first."""
    since = now() - DUE_WITHIN
    held = of_team(workspace.interviews.visible_to(membership).for_habit(), team)
    due = held.filter(during__startswith__gte=since).exclude(
        snapshot__published_at__isnull=False
    )
    found = due.select_related("participant", "participant__photo", "snapshot")
    return list(found.order_by("-during")[:most])


def debriefs_due(workspace, team, membership, most=2):
    """Talks of the last half day whose debrief is not done: the freshest first."""
    held = of_team(workspace.interviews.visible_to(membership).for_habit(), team)
    due = held.filter(
        ended_at__gte=now() - DEBRIEF_ASKED_FOR, participant__erased_at=None
    ).exclude(debrief__done_at__isnull=False)
    found = due.select_related("participant", "debrief")
    return list(found.order_by("-ended_at")[:most])


def to_place(workspace, team):
    """How many heard opportunities of published snapshots stand on no tree yet."""
    heard = HeardOpportunity.objects.filter(
        ~Exists(Evidence.objects.filter(heard=OuterRef("pk"))),
        ~Exists(HeardSetAside.objects.filter(heard=OuterRef("pk"))),
        workspace=workspace,
        snapshot__published_at__isnull=False,
    ).exclude(text="")
    return of_team(heard, team, "snapshot__team").count()


def open_questions(workspace, team, membership, most=3):
    """What readers ask about the team's stories and nobody has answered: the longest first."""
    asked = Comment.objects.open_questions().filter(
        workspace=workspace, snapshot__published_at__isnull=False
    )
    others = of_team(asked, team, "snapshot__team").exclude(author=membership)
    found = others.for_list().select_related("snapshot__participant")
    return list(found.order_by("created_at", "pk")[:most])


def open_nominations(membership, most=2):
    """Nominations, of people one may know, whom nobody has invited or talked to since."""
    workspace = membership.workspace
    invited = Invitation.objects.filter(participant=OuterRef("participant"))
    talked = Interview.objects.filter(participant=OuterRef("participant"))
    rows = Nomination.objects.filter(
        ~Exists(invited),
        ~Exists(talked),
        workspace=workspace,
        participant__erased_at=None,
    )
    if not membership.may(Permission.PANEL_MANAGE):
        known = workspace.participants.visible_to(membership)
        rows = rows.filter(participant__in=known)
    people = rows.select_related("participant", "nominated_by__user")
    return list(people.order_by("-created_at", "-pk")[:most])


def heard_lately(workspace, team, most=3):
    """The newest published stories that have a quote."""
    stories = of_team(workspace.snapshots.published(), team).exclude(quote="")
    # Who has taken back that they may be quoted is quoted no more, from the next look on.
    quotable = stories.for_wall().filter(Q(quote_answer=True) | Q(quote_answer=None))
    return list(quotable[:most])


def coverage(workspace, team):
    """For each audience of the panel: when we last heard somebody of it."""
    held = of_team(workspace.interviews.for_habit(), team)
    lately = held.filter(during__startswith__gte=now() - HEARD_WITHIN)
    rows = lately.values(audience=F("participant__audience")).order_by()
    found = {
        row["audience"]: row for row in rows.annotate(last=Max("during__startswith"))
    }
    nothing = {"last": None}
    return [
        {**nothing, **found.get(audience.value, {}), "audience": audience}
        for audience in audiences_of(workspace)
    ]


def audiences_of(workspace):
    """The audiences that the panel has anybody of; six look-ups in an index, in one query.

    Asked for as "the newest of each", since the planner reads a million rows for EXISTS here.
    """
    here = workspace.participants.filter(erased_at=None).order_by("-created_at", "-pk")
    names = list(Participant.Audience)
    newest = (
        type(workspace)
        .objects.filter(pk=workspace.pk)
        .values_list(
            *(Subquery(here.filter(audience=n).values("pk")[:1]) for n in names)
        )
    )
    return [name for name, pk in zip(names, newest.get(), strict=True) if pk]


def leads_lately(workspace, team):
    """Who led the last eight talks that count: memberships with ``led``, most first."""
    held = of_team(workspace.interviews.for_habit(), team).order_by("-during")
    leads = Attendance.objects.filter(
        interview__in=list(held.values_list("pk", flat=True)[:LEADING_LAST]),
        part=Attendance.Part.LEAD,
    )
    members = {}
    for attendance in leads.select_related("membership__user"):
        member = members.setdefault(attendance.membership_id, attendance.membership)
        member.led = getattr(member, "led", 0) + 1
    return sorted(members.values(), key=lambda member: (-member.led, member.pk))


def decisions_lately(workspace, most=4):
    decisions = workspace.decisions.select_related(
        "opportunity", "owner__user", "outcome"
    )
    return list(decisions[:most])


def first_steps(workspace, team, membership):
    """The four steps of a new team, with whether each is done; one query."""
    here = {"workspace": workspace}
    if team is not None:
        here["team"] = team
    hours = membership.availabilities.all()
    checks = {
        "hours": Exists(hours),
        "people": Exists(Participant.objects.filter(workspace=workspace)),
        "talk": Exists(Interview.objects.filter(**here)),
        "story": Exists(workspace.snapshots.published()),
    }
    return (
        type(workspace)
        .objects.filter(pk=workspace.pk)
        .annotate(**{f"has_{name}": check for name, check in checks.items()})
        .values(*(f"has_{name}" for name in checks))
        .get()
    )
