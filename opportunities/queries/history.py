"""The tree of the past from its list of changes: on a day, between two moments, and as a film."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opportunities.kinds import KINDS
from opportunities.models import Evidence
from opportunities.replay import (
    OUTCOME,
    SHOWN,
    Past,
    PastNode,
    Standing,
    moments_of,
)

# A film is a few minutes at most, and a few megabytes.
MOST_FRAMES = 60
MOST_DRAWN = 60_000


@dataclass(frozen=True)
class Frame:
    """The tree at one revision, and the change that led there (None: the very beginning)."""

    revision: int
    title: str
    nodes: list[Standing]
    change: object = None


def load_past(outcome):
    """The tree as it stands, with what was deleted, ready to be taken back; in four queries."""
    heard = defaultdict(set)
    evidence = {}
    placed = Evidence.objects.filter(opportunity__outcome=outcome)
    for pk, node, key in placed.values_list("pk", "opportunity_id", "heard_id"):
        heard[node].add(key)
        evidence[pk] = key
    nodes = []
    for on, kind in KINDS.items():
        for row in getattr(outcome, kind.rows).order_by("position", "pk"):
            above = getattr(row, kind.parent)
            parent = f"{kind.under}:{above}" if above else OUTCOME
            nodes.append(_past_node(on, row, parent, heard))
    return Past(nodes, outcome.title, evidence)


def _past_node(on, row, parent, heard):
    is_opportunity = on == "opportunity"
    return PastNode(
        name=f"{on}:{row.pk}",
        parent=parent,
        text=row.text,
        fields={name: getattr(row, name) for name in SHOWN[1:] if hasattr(row, name)},
        is_parked=is_opportunity and row.parked_at is not None,
        is_target=is_opportunity and row.is_target,
        is_deleted=row.deleted_at is not None,
        heard=heard[row.pk] if is_opportunity else set(),
    )


def trees_at(outcome, *revisions):
    """The tree as it stood when each of the revisions had been made; the past is read once."""
    past, frames = load_past(outcome), {}
    waiting = sorted(set(revisions))

    def keep_until(revision):
        while waiting and waiting[-1] >= revision:
            at = waiting.pop()
            frames[at] = Frame(at, past.title, past.standing())

    for change in _changes_after(outcome, waiting[0]):
        keep_until(change.revision)
        past.step_back(change.inverse["steps"])
    keep_until(0)
    return [frames[revision] for revision in revisions]


def _changes_after(outcome, revision):
    later = outcome.changes.filter(revision__gt=revision).order_by("-revision")
    return later.only("revision", "inverse", "outcome").iterator(500)


def revision_on(outcome, day):
    """The last revision of a day where the company is; 0 if nothing had been changed by then."""
    zone = ZoneInfo(outcome.workspace.time_zone)
    done = outcome.changes
    # The calendar ends somewhere: after its last day there is no other.
    if day < date.max:
        until = datetime.combine(day + timedelta(days=1), time.min, zone)
        done = done.filter(at__lt=until)
    last = done.order_by("-revision").values_list("revision", flat=True).first()
    return last or 0


def film(outcome):
    """Frames from the beginning to now: evenly over the changes, in one walk through them."""
    past = load_past(outcome)
    count = outcome.changes.count()
    nodes = max(len(past.nodes), 1)
    most = max(10, min(MOST_FRAMES, MOST_DRAWN // nodes))
    wanted = set(moments_of(range(count + 1), most))
    frames = []
    newest = outcome.changes.select_related("by__user").order_by("-revision")
    for at, change in zip(range(count, 0, -1), newest.iterator(500), strict=False):
        if at in wanted:
            shown = past.standing()
            frames.append(Frame(change.revision, past.title, shown, change))
        past.step_back(change.inverse["steps"])
    frames.append(Frame(0, past.title, past.standing()))
    return frames[::-1]
