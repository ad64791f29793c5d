"""Who may hear what happens in an interview's room."""

from discovery.workspaces.permissions import Permission
from interviews.models import Interview


def may_hear_interview(membership, pk):
    """Whether a member may listen to ``interview:<pk>``: the same as may open its room."""
    if not membership.may(Permission.INTERVIEW_MANAGE):
        return False
    return Interview.objects.filter(workspace=membership.workspace_id, pk=pk).exists()
