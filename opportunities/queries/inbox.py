"""What was heard and waits to be placed."""

from snapshots.models import HeardOpportunity


def inbox_of(outcome):
    """What the team heard in published stories and has neither placed nor set aside."""
    heard = heard_by_team(outcome).filter(evidence=None).exclude(text="")
    return heard.exclude(set_aside__outcome=outcome)


def heard_by_team(outcome):
    """All that the team of a tree heard in stories that are published now."""
    return HeardOpportunity.objects.filter(
        workspace=outcome.workspace_id,
        snapshot__team=outcome.team_id,
        snapshot__published_at__isnull=False,
    )


def for_inbox(heard):
    """With the story that each was heard in."""
    stories = heard.select_related("moment", "snapshot__participant")
    return stories.order_by("snapshot__talked_on", "snapshot", "position", "pk")
