"""Rounds of ideas as one member may see them: nobody sees what others write alone (R72)."""

from collections import Counter
from dataclasses import dataclass, field

from opportunities.models import Idea, IdeaRound


@dataclass
class SeenRound:
    """A round with the ideas that a member may read, and how many each has written."""

    row: object
    own_hidden: list = field(default_factory=list)
    shared: list = field(default_factory=list)
    counts: list = field(default_factory=list)

    @property
    def is_open(self):
        return self.row.phase != IdeaRound.Phase.CLOSED

    @property
    def is_alone(self):
        return self.row.phase in (IdeaRound.Phase.ALONE, IdeaRound.Phase.AGAIN)

    @property
    def pickable(self):
        return [idea for idea in self.shared if not idea.is_on_tree]

    @property
    def next_phase(self):
        phases = IdeaRound.Phase.values
        at = phases.index(self.row.phase) + 1
        return phases[at] if at < len(phases) else ""


def load_rounds(opportunity, membership):
    """The rounds of an opportunity, newest first, in two queries."""
    rows = opportunity.idea_rounds.select_related("started_by__user")
    seen = {row.pk: SeenRound(row) for row in rows.order_by("-started_at", "-pk")}
    ideas = Idea.objects.filter(round__in=seen).select_related(
        "author__user", "solution"
    )
    hidden = {pk: Counter() for pk in seen}
    for idea in ideas:
        idea.is_own = idea.author_id == membership.pk
        idea.is_on_tree = bool(idea.solution_id) and idea.solution.deleted_at is None
        if idea.shared_at:
            seen[idea.round_id].shared.append(idea)
            continue
        hidden[idea.round_id][idea.author] += 1
        if idea.is_own:
            seen[idea.round_id].own_hidden.append(idea)
    for pk, counts in hidden.items():
        seen[pk].counts = sorted(counts.items(), key=lambda pair: str(pair[0]))
    return list(seen.values())
