from django.db import transaction

from discovery.audit.operations import record


@transaction.atomic
def change_workspace(workspace, *, fields, by):
    """Save what a form has changed on a workspace; ``fields`` are the names of it."""
    workspace.save(update_fields=fields)
    record("workspace_changed", workspace, by=by, fields=fields, workspace=workspace)
    return workspace
