"""What a node stands on: people with their faces, how recently, from where, and what else points to it."""

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from opportunities.queries.stories import stories_of
from opportunities.segments import PLAN, values_of
from recruiting.models import Participant

MOST_FACES = 6
MOST_SHOWN = 12
MOST_BENEATH = 60
MOST_SEGMENTS = 4


@dataclass
class Ground:
    """The evidence of one node; people are only counted from stories (R66)."""

    node: object
    stories: object
    other: list
    # How many of its own stories, the newest ones, are passed over.
    skip: int = 0

    @property
    def shown(self):
        return self.stories.own[self.skip :][:MOST_SHOWN]

    @property
    def folded(self):
        return self.stories.own[self.skip :][MOST_SHOWN:MOST_BENEATH]

    @property
    def older(self):
        """How many there has been no room for."""
        return max(len(self.stories.own) - self.skip - MOST_BENEATH, 0)

    @property
    def next_skip(self):
        return self.skip + MOST_BENEATH

    @property
    def beneath(self):
        return self.stories.beneath[:MOST_BENEATH]

    @cached_property
    def people(self):
        """Who told of it, the newest talk first, each with the page that shows the face."""
        rows = sorted(
            self.stories.everything,
            key=lambda placed: placed.heard.snapshot.talked_on,
            reverse=True,
        )
        return {placed.heard.snapshot.participant: placed.page for placed in rows}

    @property
    def faces(self):
        return list(self.people.values())[:MOST_FACES]

    @property
    def more_faces(self):
        return max(len(self.people) - MOST_FACES, 0)

    @property
    def weeks(self):
        """Whole weeks since the last story; None without one."""
        last = self.stories.last_on
        return None if last is None else (localdate() - last).days // 7

    @property
    def is_quiet(self):
        """Not heard for as long as the team has agreed on (F175)."""
        return self.weeks is not None and self.weeks >= self.node.outcome.quiet_weeks

    @cached_property
    def segments(self):
        """From where the people come: audience, company and plan as the panel has them."""
        audiences = dict(Participant.Audience.choices)
        found = []
        for name, label in (
            ("audience", _("Audience")),
            ("company", _("Company")),
            (PLAN, _("Plan")),
        ):
            counts = Counter(v for who in self.people for v in values_of(who, name))
            most = counts.most_common(MOST_SEGMENTS)
            if most:
                told = [(audiences.get(value, value), count) for value, count in most]
                found.append((label, told, len(counts) - len(most)))
        return found

    @cached_property
    def contradiction(self):
        """What speaks for it beside what speaks against it, or nothing where all agree (F177)."""
        told = self.stories.everything
        sides = Sides(
            [one for one in told if not one.is_against],
            [one for one in told if one.is_against],
            [one for one in self.other if not one.is_against],
            [one for one in self.other if one.is_against],
        )
        return sides if sides.differ else None


@dataclass
class Sides:
    """Stories and other evidence for a node, and against it."""

    stories_for: list
    stories_against: list
    other_for: list
    other_against: list

    @property
    def differ(self):
        has_for = self.stories_for or self.other_for
        return bool(has_for and (self.stories_against or self.other_against))

    @property
    def sentence(self):
        """What differs, in words."""
        if self._said(self.other_for, self.stories_for) and self._done(
            self.other_against
        ):
            return _(
                "People say one thing and do another: what they do speaks against it."
            )
        if self._done(self.other_for) and self._said(
            self.other_against, self.stories_against
        ):
            return _(
                "People do one thing and say another: what they say speaks against it."
            )
        return _("Some of the evidence speaks for it and some against it.")

    @staticmethod
    def _said(other, stories):
        return bool(stories) or any(one.basis == "said" for one in other)

    @staticmethod
    def _done(other):
        return any(one.basis == "done" for one in other)


def ground_of(node, skip=0):
    """Everything that the panel shows of a node's evidence, in a fixed number of queries."""
    stories = stories_of([node])[node.pk]
    others = node.other_evidence.select_related("added_by__user")
    return Ground(node, stories, list(others[:100]), skip)
