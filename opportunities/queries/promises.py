"""What is told now and what is late: for the insights page and for the home screen."""

from itertools import groupby
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.timezone import now

from discovery.workspaces.models import Team
from discovery.workspaces.permissions import Permission
from opportunities.models import Decision, KeyInsight
from opportunities.queries.insights import with_all

# As many as people remember: fewer say little, more are no longer read (R77).
FEWEST = 3
MOST = 10
MOST_PUT_AWAY = 50


def told_insights(membership, team, *, is_overdue=False):
    """The key insights by team with what may be done to each, and those put away."""
    insights = membership.workspace.key_insights.all()
    if team is not None:
        insights = insights.filter(team=team)
    current = insights.current()
    if is_overdue:
        current = overdue(current, membership.workspace)
    own = own_teams(membership)
    rows = with_all(current)
    for row in rows:
        row.may_edit = row.team_id in own
        row.may_settle = row.may_edit or row.owner_id == membership.pk
    away = [] if is_overdue else _put_away(insights, own)
    return {
        "told_by_team": [_of_team(t, group, is_overdue) for t, group in _grouped(rows)],
        "put_away": away,
        "may_begin": bool(own),
    }


def own_teams(membership):
    """The keys of the teams whose insights a member may change, in one query."""
    if membership.may(Permission.TREE_EDIT_ALL):
        teams = Team.objects.filter(workspace=membership.workspace)
    elif membership.may(Permission.TREE_EDIT):
        teams = membership.teams.all()
    else:
        return set()
    return set(teams.values_list("pk", flat=True))


def _grouped(rows):
    return groupby(rows, key=lambda row: row.team)


def _of_team(team, group, is_overdue):
    insights = list(group)
    return {
        "team": team,
        "insights": insights,
        "is_few": len(insights) < FEWEST and not is_overdue,
        "is_many": len(insights) > MOST and not is_overdue,
    }


def _put_away(insights, own):
    rows = insights.exclude(dropped_at=None, done_at=None).select_related("team")
    rows = list(rows.order_by("-dropped_at", "-done_at", "-pk")[:MOST_PUT_AWAY])
    for row in rows:
        row.may_edit = row.team_id in own
    return rows


def overdue(rows, workspace):
    """Of some insights or decisions those whose day has passed where the company is."""
    today = now().astimezone(ZoneInfo(workspace.time_zone)).date()
    rows = rows.filter(**{f"{rows.model.DAY}__lt": today}, done_at=None)
    return _still_told(rows)


def count_overdue(workspace, team):
    """How much is late: insights of the team, and decisions of everybody, as the page lists them."""
    insights = workspace.key_insights.current()
    if team is not None:
        insights = insights.filter(team=team)
    late = overdue(insights, workspace).count()
    return late + overdue(workspace.decisions.all(), workspace).count()


def promises_due(membership, most=5):
    """What a member promised for today or earlier, the longest due first."""
    today = now().astimezone(ZoneInfo(membership.workspace.time_zone)).date()
    found = []
    for model in (KeyInsight, Decision):
        rows = promised(model).filter(owner=membership, **{f"{model.DAY}__lte": today})
        found += rows.select_related("workspace").order_by(model.DAY, "pk")[:most]
    found.sort(key=lambda row: row.day)
    for row in found:
        row.url = address_of(row)
    return found[:most]


def promised(model):
    """What is promised for a day and not done, by members who are still here."""
    rows = model.objects.filter(
        done_at=None, owner__removed_at=None, owner__user__is_active=True
    )
    return _still_told(rows.filter(**{f"{model.DAY}__isnull": False}))


def _still_told(rows):
    """Without insights that were dropped and decisions on trees that are put away."""
    if rows.model is KeyInsight:
        return rows.filter(dropped_at=None)
    return rows.filter(outcome__archived_at=None)


def address_of(promise):
    """Where its owner settles it."""
    slug = promise.workspace.slug
    if isinstance(promise, KeyInsight):
        return reverse("opportunities:insight", args=[slug, promise.pk])
    return reverse("opportunities:decision", args=[slug, promise.pk])
