"""What was heard and is set aside, which side a story is on, and evidence that is no story."""

from django.utils.translation import gettext as _

from opportunities.models import Evidence, HeardSetAside, OtherEvidence
from opportunities.operations.nodes import find_node
from opportunities.operations.refusals import AlreadyPlaced, Gone, StaleEdit
from opportunities.operations.steps.writing import plain, stored
from snapshots.models import HeardOpportunity

OTHER_FIELDS = ("source", "basis", "text", "url", "observed_on", "is_against")


def set_aside(outcome, step):
    """Keep something heard off the tree, unless somebody has just placed it or set it aside."""
    heard = HeardOpportunity.objects.select_for_update(of=["self"]).filter(
        workspace=outcome.workspace_id,
        snapshot__team=outcome.team_id,
        pk=step["heard"],
    )
    heard = heard.first()
    if heard is None:
        raise Gone(_("That story is no longer published."))
    if placed := heard.evidence.select_related("opportunity").first():
        raise AlreadyPlaced(placed.opportunity)
    if heard.set_aside.filter(outcome=outcome).exists():
        raise Gone(_("Somebody has set it aside already."))
    HeardSetAside.objects.create(
        workspace_id=outcome.workspace_id,
        outcome=outcome,
        heard=heard,
        reason=step["reason"],
        by_id=step["by"],
    )
    return {"do": "bring_back", "heard": heard.pk}


def bring_back(outcome, step):
    aside = HeardSetAside.objects.filter(outcome=outcome, heard=step["heard"]).first()
    if aside is None:
        raise Gone(_("Somebody has brought it back already."))
    reason, by = aside.reason, aside.by_id
    aside.delete()
    return {"do": "set_aside", "heard": step["heard"], "reason": reason, "by": by}


def turn(outcome, step):
    """Say that a story speaks against the opportunity, or for it."""
    placed = Evidence.objects.filter(
        opportunity=step["id"], opportunity__outcome=outcome, heard=step["heard"]
    )
    if not placed.exclude(is_against=step["against"]).update(
        is_against=step["against"]
    ):
        raise Gone(_("Somebody has changed or taken away this story meanwhile."))
    return {**step, "against": not step["against"]}


def point(outcome, step):
    """Put evidence that is no story on a node; its key comes back when it is made again."""
    node = find_node(outcome, "opportunity", step["id"])
    said = {
        name: stored(OtherEvidence, name, step["row"][name]) for name in OTHER_FIELDS
    }
    row = OtherEvidence(
        pk=step["row"].get("pk"),
        workspace_id=outcome.workspace_id,
        opportunity=node,
        added_by_id=step["row"]["by"],
        client_id=step["row"]["client_id"],
        **said,
    )
    row.save(force_insert=True)
    return {"do": "unpoint", "id": node.pk, "other": row.pk}


def unpoint(outcome, step):
    row = _find_other(outcome, step)
    was = {name: plain(getattr(row, name)) for name in OTHER_FIELDS}
    was |= {"pk": row.pk, "by": row.added_by_id, "client_id": str(row.client_id)}
    node = row.opportunity_id
    row.delete()
    return {"do": "point", "id": node, "row": was}


def amend(outcome, step):
    """Write fields of evidence that is no story, if they are as they ``was``."""
    row = _find_other(outcome, step)
    for name, was in step["was"].items():
        if plain(getattr(row, name)) != was:
            raise StaleEdit(row, name, step["set"][name])
    for name, value in step["set"].items():
        setattr(row, name, stored(OtherEvidence, name, value))
    row.save(update_fields=list(step["set"]))
    return {**step, "set": step["was"], "was": step["set"]}


def _find_other(outcome, step):
    rows = OtherEvidence.objects.filter(opportunity__outcome=outcome)
    row = rows.select_for_update(of=["self"]).filter(pk=step["other"]).first()
    if row is None:
        raise Gone(_("Somebody has taken that away meanwhile."))
    return row
