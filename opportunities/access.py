"""Who may see and change which tree."""

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from discovery.workspaces.models import TeamMembership
from discovery.workspaces.permissions import Permission

REVISION = """
SELECT tree.revision, EXISTS (
    SELECT FROM workspaces_teammembership AS own
    WHERE own.membership_id = %s AND own.team_id = tree.team_id
)
FROM opportunities_outcome AS tree
WHERE tree.workspace_id = %s AND tree.id = %s AND tree.archived_at IS NULL
"""


def may_hear_tree(membership, pk):
    """Whether a member may listen to the changes of a tree: whoever may read trees."""
    return (
        membership.may(Permission.TREE_VIEW)
        and membership.workspace.outcomes.filter(pk=pk).exists()
    )


def find_outcome(request, outcome_id):
    """The tree that a page is about, with its team and ``may_edit`` for who asks, in one query."""
    is_own = TeamMembership.objects.filter(
        membership=request.membership, team=OuterRef("team")
    )
    outcomes = request.workspace.outcomes.select_related("team")
    outcome = get_object_or_404(
        outcomes.annotate(is_own=Exists(is_own)), pk=outcome_id, archived_at=None
    )
    outcome.may_edit = _may_edit(request.membership, outcome.is_own)
    return outcome


def find_revision(request, outcome_id):
    """The newest revision of a tree and whether who asks may edit it, as ``find_outcome`` tells.

    In plain SQL: Django takes ten times as long to write this query as Postgres to answer it, and
    twenty screens ask it after every move.
    """
    membership = request.membership
    with connection.cursor() as cursor:
        cursor.execute(REVISION, [membership.pk, request.workspace.pk, outcome_id])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    revision, is_own = row
    return revision, _may_edit(membership, is_own)


def _may_edit(membership, is_own):
    if membership.may(Permission.TREE_EDIT_ALL):
        return True
    return membership.may(Permission.TREE_EDIT) and is_own


def may_edit(outcome, membership):
    """Whether a member may change a tree: everybody's for some roles, else those of own teams."""
    return outcome.workspace_id == membership.workspace_id and may_start(
        outcome.team_id, membership
    )


def may_start(team, membership):
    """Whether a member may have a tree of this team (its key or itself) changed or begun."""
    if membership.may(Permission.TREE_EDIT_ALL):
        return True
    own = TeamMembership.objects.filter(membership=membership, team=team)
    return membership.may(Permission.TREE_EDIT) and own.exists()


def check_may_edit(outcome, membership):
    """Raise PermissionDenied unless the member may change the tree."""
    if not may_edit(outcome, membership):
        raise PermissionDenied(
            _("Only the team of this tree may change it. You can read it.")
        )


def find_insight(request, insight_id):
    """A key insight of the workspace, with ``may_edit`` for who asks."""
    insights = request.workspace.key_insights.select_related(
        "workspace", "team", "owner__user", "decision__owner__user"
    )
    insight = get_object_or_404(insights, pk=insight_id)
    insight.may_edit = may_start(insight.team_id, request.membership)
    return insight


def check_may_tell(team, membership):
    """Raise PermissionDenied unless the member may say what this team tells everybody."""
    if not may_start(team, membership):
        raise PermissionDenied(
            _("Only the team of this insight may change it. You can read it.")
        )


def may_settle(promise, membership):
    """Whether a member may say that a promise is kept: its owner, and the team it belongs to."""
    if promise.workspace_id != membership.workspace_id:
        return False
    return promise.owner_id == membership.pk or may_start(promise.team_id, membership)
