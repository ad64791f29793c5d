"""What mends a lint: each remedy is one change of the tree, and one undo takes it back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.live.operations import publish
from opportunities.access import check_may_edit
from opportunities.models import LintSetAside
from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal
from opportunities.operations.merging import merge_opportunities
from opportunities.operations.nodes import find_node
from opportunities.operations.places import LAST
from opportunities.operations.refusals import TreeRefusal
from opportunities.operations.several import park_nodes
from opportunities.operations.shape import reword_opportunity


@dataclass(frozen=True)
class Answer:
    """What a remedy asks a person for: words, and some of the nodes that the lint is about."""

    text: str = ""
    chosen: tuple[int, ...] = ()


def apply_remedy(outcome, lint, answer, *, by, client_id):
    """Mend what a lint is about; returns the change. Raises TreeRefusal if that cannot be."""
    if lint.rule not in _REMEDIES:
        raise TreeRefusal(_("Nothing on the tree mends that. Look at it together."))
    said = {"by": by, "client_id": client_id}
    return _REMEDIES[lint.rule](outcome, lint, answer, said)


def _needs_text(answer, sentence):
    if not answer.text:
        raise TreeRefusal(sentence)


def _reword(outcome, lint, answer, said):
    _needs_text(answer, _("Say it in the words of a customer first."))
    node = find_node(outcome, "opportunity", lint.node)
    seen = {"text": node.text}
    return reword_opportunity(node, text=answer.text, seen=seen, **said)


@transaction.atomic
def _unpack(outcome, lint, answer, said):
    """The old words become a solution under the need that they stood for (R55)."""
    _needs_text(answer, _("Say first what it would let them do."))
    journal = Journal(outcome, **said)
    if journal.done:
        return journal.done
    node = find_node(journal.outcome, "opportunity", lint.node)
    idea = node.text
    new, old = {"text": answer.text}, {"text": idea}
    journal.do(do="write", on="opportunity", id=node.pk, set=new, was=old)
    create_node(journal, "solution", parent=node.pk, text=idea)
    return journal.write("unpacked", f"opportunity:{node.pk}", answer.text)


def _merge(outcome, lint, answer, said):
    keep = find_node(outcome, "opportunity", lint.node)
    others = [find_node(outcome, "opportunity", pk) for pk in lint.others]
    return merge_opportunities(keep, others, **said)


@transaction.atomic
def _group(outcome, lint, answer, said):
    """Put some siblings under a new node, which stands where the first of them stood."""
    _needs_text(answer, _("Give the moment a name that they come up in."))
    chosen = [pk for pk in lint.others if pk in answer.chosen]
    if len(chosen) < 2:
        raise TreeRefusal(_("Choose at least two that belong together."))
    journal = Journal(outcome, **said)
    if journal.done:
        return journal.done
    first = find_node(journal.outcome, "opportunity", chosen[0])
    new = create_node(
        journal,
        "opportunity",
        parent=first.parent_id,
        after=first.pk,
        text=answer.text,
        kind=first.kind,
    )
    for pk in chosen:
        journal.do(
            do="move", on="opportunity", id=pk, parent=new.pk, after=LAST, was=lint.node
        )
    return journal.write("grouped", f"opportunity:{new.pk}", answer.text)


def _park(outcome, lint, answer, said):
    name = f"opportunity:{lint.node}"
    return park_nodes(outcome, [name], reason=_("No story behind it yet"), **said)


@transaction.atomic
def _one_in_hand(outcome, lint, answer, said):
    """Keep the target, or the first if there is none; the others come next (R70)."""
    journal = Journal(outcome, **said)
    if journal.done:
        return journal.done
    nodes = [find_node(journal.outcome, "opportunity", pk) for pk in lint.others]
    kept = next((node for node in nodes if node.is_target), nodes[0])
    for node in nodes:
        if node.pk != kept.pk and node.horizon == "now":
            new, old = {"horizon": "next"}, {"horizon": "now"}
            journal.do(do="write", on="opportunity", id=node.pk, set=new, was=old)
    return journal.write("narrowed", f"opportunity:{kept.pk}", kept.text)


@transaction.atomic
def _back_to_ideas(outcome, lint, answer, said):
    """What is tested for the target, or else for the first of them, goes on alone (R71)."""
    journal = Journal(outcome, **said)
    if journal.done:
        return journal.done
    tested = [find_node(journal.outcome, "solution", pk) for pk in lint.others]
    target = journal.outcome.opportunities.filter(is_target=True).first()
    owners = [one.opportunity_id for one in tested]
    kept = target.pk if target and target.pk in owners else owners[0]
    for one in tested:
        if one.opportunity_id != kept and one.status == "testing":
            new, old = {"status": "idea"}, {"status": "testing"}
            journal.do(do="write", on="solution", id=one.pk, set=new, was=old)
    node = find_node(journal.outcome, "opportunity", kept)
    return journal.write("narrowed", f"opportunity:{kept}", node.text)


@transaction.atomic
def _move_down(outcome, lint, answer, said):
    if len(answer.chosen) != 1:
        raise TreeRefusal(_("Choose the part that they are for."))
    journal = Journal(outcome, **said)
    if journal.done:
        return journal.done
    part = find_node(journal.outcome, "opportunity", answer.chosen[0])
    for pk in lint.others:
        place = {"parent": part.pk, "after": LAST, "was": lint.node}
        journal.do(do="move", on="solution", id=pk, **place)
    first = find_node(journal.outcome, "solution", lint.others[0])
    return journal.write("moved", f"solution:{first.pk}", first.text, under=part.pk)


_REMEDIES = {
    "disguise": _unpack,
    "our_view": _reword,
    "vague": _reword,
    "single_child": _merge,
    "overlap": _merge,
    "too_many": _group,
    "no_story": _park,
    "two_targets": _one_in_hand,
    "across": _back_to_ideas,
    "not_leaf": _move_down,
}


@transaction.atomic
def set_lint_aside(outcome, lint, *, reason, by):
    """Say why a lint is not followed; it comes back when what it is about changes."""
    check_may_edit(outcome, by)
    row, _created = LintSetAside.objects.update_or_create(
        outcome=outcome,
        rule=lint.rule,
        opportunity_id=lint.node,
        about=lint.about,
        defaults={
            "workspace_id": outcome.workspace_id,
            "reason": reason,
            "by": by,
        },
    )
    record("lint_set_aside", row, by=by)
    publish(f"tree:{outcome.pk}", "marks")
    return row


@transaction.atomic
def take_lint_up(row, *, by):
    """Show a lint again that was set aside."""
    check_may_edit(row.outcome, by)
    record("lint_taken_up", row, by=by)
    publish(f"tree:{row.outcome_id}", "marks")
    row.delete()
