from django.db import transaction
from django.utils.text import slugify

from discovery.audit.operations import record
from discovery.workspaces.models import Membership, Team, TeamMembership, Workspace


@transaction.atomic
def create_team(*, workspace, name, product, weekly_target, members, by):
    """Create a team with its first members."""
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    team = Team.objects.create(
        workspace=workspace,
        name=name,
        slug=free_slug(workspace.teams, name),
        product=product,
        weekly_target=weekly_target,
    )
    put_on_team(team, members)
    record("team_created", team, by=by)
    return team


@transaction.atomic
def change_team(team, *, members, fields, by):
    """Save what a form has changed on a team, and who belongs to it."""
    if fields:
        team.save(update_fields=fields)
    left = TeamMembership.objects.filter(team=team).exclude(membership__in=members)
    changed = left.delete()[0] + put_on_team(team, members)
    gone = Membership.objects.filter(current_team=team).exclude(teams=team)
    # Who may see every team (a researcher, an admin) may stand on one that is not theirs.
    gone.filter(teams__isnull=False).update(current_team=None)
    if fields or changed:
        names = [*fields, *(["members"] if changed else [])]
        record("team_changed", team, by=by, fields=names)
    return team


def put_on_team(team, members):
    """Add who is not on the team yet, and return how many that were."""
    there = set(team.memberships.values_list("pk", flat=True))
    new = [member for member in members if member.pk not in there]
    TeamMembership.objects.bulk_create(
        TeamMembership(workspace_id=team.workspace_id, team=team, membership=member)
        for member in new
    )
    Membership.objects.filter(
        pk__in=[member.pk for member in new], current_team=None
    ).update(current_team=team)
    return len(new)


def choose_team(membership, *, team):
    """Remember which team's work a member looks at; None is all of them."""
    membership.current_team = team
    membership.save(update_fields=["current_team"])


def free_slug(rows, name):
    """A slug from ``name`` that no row of the queryset has: rota, rota-2, rota-3."""
    base = slugify(name)[:40] or "team"
    taken = set(rows.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
