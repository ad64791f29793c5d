"""Whose stories a digest tells: everybody's, some teams', or what belongs to some outcomes."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from discovery.digests.models import DigestChoice
from opportunities.models import Evidence


@dataclass(frozen=True)
class Reach:
    """Teams and outcomes by their ids; neither means everything."""

    team_ids: tuple = ()
    outcome_ids: tuple = ()

    @property
    def is_everything(self):
        return not (self.team_ids or self.outcome_ids)

    def within(self, snapshots):
        """Those of a chosen team, and those that are evidence on a chosen outcome's tree."""
        if self.is_everything:
            return snapshots
        on_a_tree = Evidence.objects.filter(
            heard__snapshot=OuterRef("pk"),
            opportunity__outcome__in=self.outcome_ids,
            opportunity__deleted_at=None,
        )
        return snapshots.filter(Q(team__in=self.team_ids) | Exists(on_a_tree))

    def decided(self, decisions):
        """Decisions on the trees of a chosen team or outcome."""
        if self.is_everything:
            return decisions
        return decisions.filter(
            Q(outcome__team__in=self.team_ids) | Q(outcome__in=self.outcome_ids)
        )


def reach_of_member(membership):
    """What a member chose. Whoever belongs to no team reads all of them as their own."""
    choice = DigestChoice.of(membership)
    if choice.scope == DigestChoice.Scope.CHOSEN:
        return Reach(tuple(choice.team_ids), tuple(choice.outcome_ids))
    if choice.scope == DigestChoice.Scope.OWN:
        return Reach(tuple(sorted(team.pk for team in membership.teams.all())))
    return Reach()


def reach_of_hook(hook):
    return Reach(tuple(hook.team_ids), tuple(hook.outcome_ids))
