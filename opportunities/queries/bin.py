"""The bin of a tree: what was deleted in the last thirty days and is still gone."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import now

from opportunities.models import Assumption, Opportunity, Solution, TreeChange

KEPT_FOR = timedelta(days=30)
_MODELS = {"opportunity": Opportunity, "solution": Solution, "assumption": Assumption}


@dataclass
class Deleted:
    """A change that deleted nodes, the names of those, and the steps that bring them back."""

    change: TreeChange
    names: list[str]
    steps: list[dict]

    @property
    def others(self):
        return len(self.names) - 1

    @property
    def until(self):
        return self.change.at + KEPT_FOR


def list_deleted(outcome):
    """What is in the bin, newest first; a node that was deleted twice is there once."""
    changes = outcome.changes.filter(
        at__gt=now() - KEPT_FOR, inverse__steps__contains=[{"do": "revive"}]
    ).select_related("by__user")
    gone, listed = _gone(outcome), []
    for change in changes.order_by("-revision"):
        if "merged" in (change.kind, change.change.get("did")):
            continue
        if deleted := _still_gone(change, gone):
            gone -= set(deleted.names)
            listed.append(deleted)
    return listed


def find_deleted(outcome, revision):
    return next(
        (d for d in list_deleted(outcome) if d.change.revision == revision), None
    )


def _gone(outcome):
    """The names of all nodes that are deleted now, but for those that were merged."""
    gone = set()
    for on, model in _MODELS.items():
        rows = model.objects.filter(outcome=outcome, deleted_at__isnull=False)
        if model is Opportunity:
            rows = rows.filter(merged_into=None)
        gone |= {f"{on}:{pk}" for pk in rows.values_list("pk", flat=True)}
    return gone


def _still_gone(change, gone):
    steps = []
    for step in change.inverse["steps"]:
        if step["do"] != "revive":
            continue
        all_names = step.get("nodes") or [f"{step['on']}:{step['id']}"]
        if names := [name for name in all_names if name in gone]:
            steps.append({**step, "nodes": names})
    names = [name for step in steps for name in step["nodes"]]
    return Deleted(change, names, steps) if names else None
