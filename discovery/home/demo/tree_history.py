"""How the trees grew: a change for every node and story, a named version, a review, a kept map."""

from datetime import timedelta
from uuid import UUID

from opportunities.models import (
    Evidence,
    MapMoment,
    MomentPlacement,
    TreeChange,
    TreeReview,
    TreeVersion,
)
from opportunities.ordering import spread_keys
from snapshots.models import Moment


def make_tree_history(cast):
    for outcome in cast.workspace.outcomes.order_by("pk"):
        member = outcome.team.memberships.order_by("pk").first()
        changes = sorted(_changes(outcome, member), key=lambda change: change.at)
        for revision, change in enumerate(changes, 1):
            change.revision = revision
            change.client_id = UUID(int=cast.rng.getrandbits(128), version=4)
        TreeChange.objects.bulk_create(changes)
        outcome.revision = len(changes)
        outcome.save(update_fields=["revision"])
        _look_back(cast, outcome, member)
        _keep_a_moment(outcome, member)


def _changes(outcome, member):
    for node in outcome.opportunities.all():
        name = f"opportunity:{node.pk}"
        steps = {"do": "revive", "nodes": [name], "evidence": [], "target": None}
        steps["places"] = [[name, node.parent_id, None]]
        inverse = {"do": "remove", "nodes": [name]}
        yield _change(outcome, member, node, "added", steps, inverse, node.created_at)
    for placed in Evidence.objects.filter(opportunity__outcome=outcome):
        step = {"do": "support", "id": placed.opportunity_id, "heard": placed.heard_id}
        step["by"] = placed.placed_by_id
        node, by = placed.opportunity, placed.placed_by
        at = max(placed.placed_at, node.created_at + timedelta(minutes=1))
        undo = step | {"do": "unsupport"}
        yield _change(outcome, by, node, "placed", step, undo, at)


def _change(outcome, by, node, kind, step, inverse, at):
    name = f"opportunity:{node.pk}"
    return TreeChange(
        workspace_id=outcome.workspace_id,
        outcome=outcome,
        kind=kind,
        change={"node": name, "title": node.text, "steps": [step]},
        inverse={"steps": [inverse]},
        by=by,
        at=at,
    )


def _look_back(cast, outcome, member):
    """A version from some weeks ago, and the review of last week."""
    for days, model, said in (
        (40, TreeVersion, {"name": "Before the pilot", "by": member}),
        (
            8,
            TreeReview,
            {"note": "Talk to two more night crews.", "started_by": member},
        ),
    ):
        at = cast.moment - timedelta(days=days)
        last = outcome.changes.filter(at__lte=at).order_by("-revision").first()
        said["revision"] = last.revision if last else 0
        if model is TreeVersion:
            said["at"] = at
        else:
            said["started_at"] = at
        model.objects.create(workspace=outcome.workspace, outcome=outcome, **said)


def _keep_a_moment(outcome, member):
    """The first moment of the newest stories is on the experience map already."""
    stories = Moment.objects.filter(
        workspace=outcome.workspace,
        snapshot__team=outcome.team,
        snapshot__published_at__isnull=False,
    )
    first = stories.order_by("-snapshot__talked_on", "position").first()
    if first is None:
        return
    of_map = MapMoment.objects.create(
        workspace=outcome.workspace,
        outcome=outcome,
        position=spread_keys(1)[0],
        title=first.title,
    )
    MomentPlacement.objects.create(
        workspace=outcome.workspace,
        outcome=outcome,
        map_moment=of_map,
        moment=first,
        placed_by=member,
    )
