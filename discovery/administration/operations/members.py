from django.db import transaction
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.live.operations import publish
from discovery.workspaces.models import Membership, TeamMembership
from discovery.workspaces.permissions import Role


class LastAdmin(Exception):
    """Somebody has to be able to manage the workspace."""


@transaction.atomic
def change_member(membership, *, role, craft, teams, by):
    """Give a member another role, craft or other teams, from their next click on."""
    membership = _hold(membership)
    if role != Role.ADMIN:
        _keep_an_admin(membership)
    changed = [
        name
        for name, value in [("role", role), ("craft", craft)]
        if getattr(membership, name) != value
    ]
    membership.role, membership.craft = role, craft
    if _change_teams(membership, teams):
        changed.append("teams")
    membership.save(update_fields=["role", "craft", "current_team"])
    if changed:
        record("member_changed", membership, by=by, fields=changed)
        publish(f"membership:{membership.pk}", "changed")
    return membership


@transaction.atomic
def remove_member(membership, *, by):
    """Take somebody out of the workspace; what they wrote stays. Holds for the very next request."""
    membership = _hold(membership)
    _keep_an_admin(membership)
    membership.removed_at, membership.removed_by = now(), by
    membership.current_team = None
    membership.save(update_fields=["removed_at", "removed_by", "current_team"])
    TeamMembership.objects.filter(membership=membership).delete()
    membership.availabilities.all().delete()
    record("member_removed", membership, by=by)
    publish(f"membership:{membership.pk}", "removed")
    return membership


def _hold(membership):
    """Lock the workspace's admins and the member, in one order, so that two cannot both go."""
    rows = Membership.objects.select_for_update(of=("self",), no_key=True)
    people = rows.filter(workspace=membership.workspace_id, removed_at=None)
    admins = people.filter(role=Role.ADMIN) | people.filter(pk=membership.pk)
    held = {
        row.pk: row for row in admins.select_related("workspace", "user").order_by("pk")
    }
    return held.get(membership.pk, membership)


def _keep_an_admin(membership):
    others = Membership.objects.active().filter(
        workspace=membership.workspace_id, role=Role.ADMIN
    )
    if membership.role == Role.ADMIN and not others.exclude(pk=membership.pk).exists():
        raise LastAdmin


def _change_teams(membership, teams):
    before = set(membership.teams.values_list("pk", flat=True))
    after = {team.pk for team in teams}
    TeamMembership.objects.filter(membership=membership).exclude(
        team__in=after
    ).delete()
    TeamMembership.objects.bulk_create(
        TeamMembership(
            workspace_id=membership.workspace_id, membership=membership, team_id=pk
        )
        for pk in sorted(after - before)
    )
    if membership.current_team_id not in after:
        membership.current_team_id = min(after, default=None)
    return before != after
