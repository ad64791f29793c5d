"""Taking nodes off the tree and bringing them back."""

from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opportunities.kinds import KINDS
from opportunities.models import Evidence
from opportunities.operations.nodes import (
    check_place,
    name_of,
    parent_of,
    rows_of,
    split_name,
)
from opportunities.operations.places import free_key, previous_sibling
from opportunities.operations.refusals import Gone, HasChildren
from opportunities.operations.steps.parking import aim_again
from opportunities.operations.steps.writing import touch
from snapshots.models import HeardOpportunity


def remove(outcome, step):
    """Delete nodes that have nothing else under them (B4.7); what they stood on goes back to the inbox."""
    keys = _keys(step)
    for on, pks in keys.items():
        if rows_of(outcome, on).filter(pk__in=pks, deleted_at=None).count() < len(pks):
            raise Gone
    if beneath := _count_beneath(outcome, keys):
        raise HasChildren(beneath)
    _check_no_test_runs(outcome, keys["assumption"])
    inverse = {"do": "revive", "nodes": _names(keys), "evidence": [], "target": None}
    if pks := keys["opportunity"]:
        inverse["evidence"] = _take_off_stories(pks)
        gone = outcome.opportunities.filter(pk__in=pks)
        target = gone.filter(is_target=True).values_list("pk", flat=True)
        inverse["target"] = target.first()
    for on, pks in keys.items():
        gone = {"deleted_at": now()}
        if KINDS[on].has_updated:
            gone |= {"updated_at": now(), "is_target": False}
        rows_of(outcome, on).filter(pk__in=pks).update(**gone)
    return inverse


def _check_no_test_runs(outcome, pks):
    tests = outcome.assumption_tests.filter(assumption__in=pks, deleted_at=None)
    if pks and tests.filter(started_at__isnull=False, finished_at=None).exists():
        raise Gone(_("A test of it is running. End the test first, then this can go."))


def _take_off_stories(pks):
    """Give these opportunities' stories back to the inbox; return what brings them here again."""
    evidence = Evidence.objects.filter(opportunity__in=pks)
    elsewhere = Evidence.objects.filter(heard__evidence__in=evidence)
    also = set(elsewhere.exclude(opportunity__in=pks).values_list("heard", flat=True))
    taken = [
        {"id": row.opportunity_id, "heard": row.heard_id, "by": row.placed_by_id}
        | {"against": row.is_against, "also": row.heard_id in also}
        for row in evidence.order_by("pk")
    ]
    evidence.delete()
    return taken


def _count_beneath(outcome, keys):
    """How many nodes stand under these that are not among them."""
    return sum(
        rows_of(outcome, on)
        .filter(**{f"{kind.parent}__in": keys[kind.under]}, deleted_at=None)
        .exclude(pk__in=keys[on])
        .count()
        for on, kind in KINDS.items()
    )


def revive(outcome, step):
    """Bring nodes back to where they stood, with those stories that others have not placed by now."""
    keys = _keys(step)
    lost = []
    for on, pks in keys.items():
        nodes = list(rows_of(outcome, on).filter(pk__in=pks).order_by("position", "pk"))
        if any(node.deleted_at is None for node in nodes):
            raise Gone(_("It is back on the tree already."))
        lost += _bring_back(outcome, on, nodes, companions=set(keys[KINDS[on].under]))
    # Whoever reads the changes later need not know what stood where at that time.
    step |= {"places": _places(outcome, keys), "lost": lost}
    _place_again(outcome, step)
    if target := step["target"]:
        aim_again(outcome, step["id"] if target is True else target)
    return {"do": "remove", "nodes": _names(keys)}


def _bring_back(outcome, on, nodes, companions):
    """All at once where their places are free, the others one by one; return who lost theirs."""
    lost = _lost_parents(outcome, on, {parent_of(node) for node in nodes} - companions)
    kind, rows = KINDS[on], rows_of(outcome, on)
    parents = {parent_of(node) for node in nodes}
    under = _under(kind, parents)
    taken = set(
        rows.filter(under, deleted_at=None).values_list(kind.parent, "position")
    )
    free, others = [], []
    for node in nodes:
        is_free = (parent_of(node), node.position) not in taken
        (free if is_free and parent_of(node) not in lost else others).append(node)
    fresh = {"deleted_at": None} | ({"updated_at": now()} if kind.has_updated else {})
    rows.filter(pk__in=[node.pk for node in free]).update(**fresh)
    strays = [name_of(node) for node in others if parent_of(node) in lost]
    for node in others:
        _bring_back_elsewhere(outcome, on, node, is_lost=parent_of(node) in lost)
    return strays


def _lost_parents(outcome, on, parents):
    """Those parents that are gone; refuses where the kind can stand nowhere else, or one is parked."""
    lost = set()
    for parent in parents:
        try:
            check_place(outcome, parent, on)
        except Gone as gone:
            above = rows_of(outcome, KINDS[on].under)
            if above.filter(pk=parent, deleted_at=None).exists():
                raise
            if on != "opportunity":
                said = _("What it stood under is gone. Bring that back first.")
                raise Gone(said) from gone
            lost.add(parent)
    return lost


def _bring_back_elsewhere(outcome, on, node, *, is_lost):
    """Behind what stands in its place, or parked where everybody sees it if that is gone (B4.5)."""
    if is_lost:
        node.parent_id = None
        node.parked_at, node.parked_reason = now(), _("Its old place is gone.")
    after = previous_sibling(node)
    node.position = free_key(outcome, parent_of(node), after, moving=node.pk, of=on)
    node.deleted_at = None
    touch(node)
    node.save()


def _places(outcome, keys):
    """Each node with its parent and the sibling before it, as ``places`` of a step."""
    places = []
    for on, pks in keys.items():
        kind, rows = KINDS[on], rows_of(outcome, on)
        parents = set(rows.filter(pk__in=pks).values_list(kind.parent, flat=True))
        under = _under(kind, parents)
        present = rows.filter(under, deleted_at=None).order_by("position", "pk")
        wanted, last = set(pks), {}
        for pk, parent in present.values_list("pk", kind.parent):
            if pk in wanted:
                places.append([f"{on}:{pk}", parent, last.get(parent)])
            last[parent] = pk
    return places


def _under(kind, parents):
    under = Q(**{f"{kind.parent}__in": parents - {None}})
    return under | Q(**{kind.parent: None}) if None in parents else under


def _place_again(outcome, step):
    evidence = [_as_dict(step, piece) for piece in step["evidence"]]
    published = HeardOpportunity.objects.filter(
        workspace=outcome.workspace_id,
        snapshot__published_at__isnull=False,
        pk__in=[piece["heard"] for piece in evidence],
    )
    still_there = set(published.values_list("pk", flat=True))
    free = set(published.filter(evidence=None).values_list("pk", flat=True))
    once = {piece["heard"] for piece in evidence if not piece.get("also")}
    free |= _told_of_several(outcome, once & still_there - free)
    Evidence.objects.bulk_create(
        Evidence(
            workspace_id=outcome.workspace_id,
            opportunity_id=piece["id"],
            heard_id=piece["heard"],
            placed_by_id=piece["by"],
            is_against=piece.get("against", False),
        )
        for piece in evidence
        if piece["heard"] in (still_there if piece.get("also") else free)
    )


def _told_of_several(outcome, heard):
    """Which of these people have placed on several nodes: they may stand on another beside this."""
    return {
        pk
        for pk in heard
        if outcome.changes.filter(
            change__steps__contains=[{"do": "support", "heard": pk, "also": True}]
        ).exists()
    }


def _as_dict(step, piece):
    """Changes of old name the story and who placed it, one after the other."""
    if isinstance(piece, dict):
        return piece
    return {"id": step["id"], "heard": piece[0], "by": piece[1]}


def _keys(step):
    """The keys of the nodes of a step by kind, parents first."""
    keys = {on: [] for on in KINDS}
    for name in step.get("nodes") or [f"{step['on']}:{step['id']}"]:
        on, pk = split_name(name)
        keys[on].append(pk)
    return keys


def _names(keys):
    return [f"{on}:{pk}" for on, pks in keys.items() for pk in pks]
