"""Rounds of ideas for one opportunity: each alone, together, and again alone (R72).

What somebody writes while alone is nobody else's to see, so an idea is no change of the tree:
its words stand in no history until it is shared and put there.
"""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.live.operations import publish
from opportunities.access import check_may_edit
from opportunities.models import Idea, IdeaRound
from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal
from opportunities.operations.nodes import check_place
from opportunities.operations.refusals import Gone, TreeRefusal

Phase = IdeaRound.Phase
_BEFORE = {
    Phase.TOGETHER: Phase.ALONE,
    Phase.AGAIN: Phase.TOGETHER,
    Phase.CLOSED: Phase.AGAIN,
}
# Several solutions, commonly three, go forward together (R72).
MOST_PICKED = 3


class NotTheTarget(TreeRefusal):
    def __init__(self):
        super().__init__(
            _("Ideas are made for the target. Say why this comes first, or aim at it.")
        )


@transaction.atomic
def start_round(opportunity, *, reason, by, client_id):
    """Begin a round; for what is not the target with a reason. An open one goes on."""
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    check_place(journal.outcome, opportunity.pk)
    opportunity.refresh_from_db(fields=["is_target"])
    if opportunity.idea_rounds.exclude(phase=Phase.CLOSED).exists():
        raise TreeRefusal(_("A round is under way already. Here it is."))
    if not opportunity.is_target and not reason:
        raise NotTheTarget
    IdeaRound.objects.create(
        workspace_id=opportunity.workspace_id,
        opportunity=opportunity,
        reason="" if opportunity.is_target else reason,
        started_by=by,
    )
    node = f"opportunity:{opportunity.pk}"
    return journal.write("ideas_begun", node, opportunity.text, reason=reason)


@transaction.atomic
def turn_to(idea_round, phase, *, by, client_id):
    """Lead a round into its next phase; whoever presses second finds it there."""
    opportunity = idea_round.opportunity
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    fresh = _locked(idea_round)
    if journal.done or fresh.phase == phase:
        return journal.done
    if _BEFORE[phase] != fresh.phase:
        raise Gone(_("Somebody has led the round on meanwhile. Look again."))
    fresh.phase = phase
    fresh.save(update_fields=["phase"])
    if phase in (Phase.TOGETHER, Phase.CLOSED):
        fresh.ideas.filter(shared_at=None).update(shared_at=now())
    node = f"opportunity:{opportunity.pk}"
    return journal.write(f"ideas_{phase}", node, opportunity.text)


@transaction.atomic
def add_idea(idea_round, *, text, by, client_id):
    """Write an idea down, seen by others once it is shared; the same press twice writes it once."""
    fresh = _open_for(idea_round, by)
    is_shared = fresh.phase == Phase.TOGETHER
    idea, is_new = Idea.objects.get_or_create(
        round=fresh,
        client_id=client_id,
        defaults={
            "workspace_id": fresh.workspace_id,
            "author": by,
            "text": text,
            "shared_at": now() if is_shared else None,
        },
    )
    if is_new:
        _tell(fresh)
    return idea


@transaction.atomic
def drop_idea(idea, *, by):
    """Take one's own idea back, as long as nothing on the tree came of it."""
    fresh = _open_for(idea.round, by)
    Idea.objects.filter(pk=idea.pk, author=by, solution=None).delete()
    _tell(fresh)


@transaction.atomic
def pick_ideas(idea_round, ideas, *, by, client_id):
    """Put shared ideas on the tree as solutions of their opportunity, in one change."""
    opportunity = idea_round.opportunity
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    keys = [idea.pk for idea in ideas]
    fresh = idea_round.ideas.exclude(shared_at=None).filter(pk__in=keys)
    open_ones = [idea for idea in fresh if not _is_on_tree(idea)]
    if not open_ones:
        raise Gone(_("They are on the tree already."))
    for idea in open_ones[:MOST_PICKED]:
        idea.solution = create_node(
            journal, "solution", parent=opportunity.pk, text=idea.text
        )
        idea.save(update_fields=["solution"])
    node = f"opportunity:{opportunity.pk}"
    return journal.write("ideas_picked", node, opportunity.text)


def _is_on_tree(idea):
    return idea.solution_id and idea.solution.deleted_at is None


def _locked(idea_round):
    return IdeaRound.objects.select_for_update(no_key=True).get(pk=idea_round.pk)


def _open_for(idea_round, by):
    check_may_edit(idea_round.opportunity.outcome, by)
    fresh = _locked(idea_round)
    if fresh.phase == Phase.CLOSED:
        raise Gone(_("This round is closed. Begin another for more ideas."))
    return fresh


def _tell(idea_round):
    """Say that there is something new; what it is each browser asks with its own rights."""
    outcome = idea_round.opportunity.outcome_id
    publish(f"tree:{outcome}", "ideas", round=idea_round.pk)
