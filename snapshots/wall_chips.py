"""The filters of the wall as a sentence of chips: what is chosen, and what could be."""

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from discovery.filters import Filter, Line
from discovery.workspaces.permissions import Permission
from recruiting.models import Participant
from snapshots.wall_days import CHOICES, days_in_words

# Of the opportunities on the trees those heard most often.
MOST_OFFERED = 40


class WallChips:
    """The chips of a ``WallFilters``."""

    def __init__(self, filters):
        self.filters = filters
        self.asked = filters.asked
        self.workspace = filters.workspace
        self.sees_tree = filters.membership.may(Permission.TREE_VIEW)

    @cached_property
    def first(self):
        """The filters that everybody asks for."""
        chips = [
            self._chip(
                "audience", _("With"), Participant.Audience.choices, _("anybody")
            ),
            self._days_chip(),
        ]
        if self.sees_tree:
            chips.insert(1, self._outcome_chip())
        teams = _choices(self.workspace.teams.values_list("pk", "name"))
        if len(teams) > 1:
            chips.insert(0, self._chip("team", _("Heard by"), teams, _("any team")))
        return chips

    @cached_property
    def more(self):
        """The filters that are asked for now and then, once they are open."""
        if not self.filters.shows_more:
            return []
        people = self.workspace.memberships.active().select_related("user")
        authors = [(str(m.pk), str(m)) for m in people.order_by("user__name", "pk")]
        if self.filters.author and str(self.filters.author.pk) not in dict(authors):
            authors.append((str(self.filters.author.pk), str(self.filters.author)))
        chips = [
            self._person_chip(),
            self._typed_chip("moment", _("Moment"), _("Words of a moment’s title")),
            self._chip("by", _("Held or written by"), authors, _("anybody")),
        ]
        if self.sees_tree:
            chips.insert(0, self._opportunity_chip())
        return chips

    def _chip(self, name, label, choices, anything, **more):
        asked, others = self.asked.get(name, ""), self.filters.others(name)
        return Filter(name, label, choices, asked, others, anything, **more)

    def _typed_chip(self, name, label, asks):
        asked = self.asked.get(name, "")
        said = f"“{asked}”" if asked else ""
        return self._chip(
            name, label, [], _("any"), said=said, lines=[Line(name, asks, asked)]
        )

    def _person_chip(self):
        typed = self._typed_chip("name", _("Person"), _("Name"))
        typed.others = self.filters.others("name", "person")
        typed.anything = _("anybody")
        if self.filters.person:
            typed.said = self.filters.person_name
        return typed

    def _outcome_chip(self):
        rows = self.workspace.outcomes.filter(archived_at=None).order_by("title", "pk")
        choices = _choices(rows.values_list("pk", "title"))
        chip = self._chip(
            "outcome", _("About"), choices, _("anything"),
            said=self.filters.outcome.title if self.filters.outcome else "",
        )  # fmt: skip
        chip.others = self.filters.others("outcome", "opportunity")
        return chip

    def _opportunity_chip(self):
        """Those that were heard most often, on the chosen tree or on all."""
        rows = self.workspace.opportunities.filter(deleted_at=None, parked_at=None)
        if self.filters.outcome:
            rows = rows.filter(outcome=self.filters.outcome)
        heard = rows.annotate(heard=Count("evidence")).filter(heard__gt=0)
        often = heard.order_by("-heard", "pk").values_list("pk", "text")
        choices = _choices(often[:MOST_OFFERED])
        said = self.filters.opportunity.text if self.filters.opportunity else ""
        return self._chip("opportunity", _("Opportunity"), choices, _("any"), said=said)

    def _days_chip(self):
        since, until = self.filters.days
        chip = self._chip("when", _("Talked"), CHOICES, _("at any time"))
        chip.others = self.filters.others("when", "since", "until")
        if "since" in self.asked or "until" in self.asked:
            chip.said = days_in_words(since, until)
        chip.lines = [
            Line("since", _("From"), since.isoformat() if since else "", "date"),
            Line("until", _("To"), until.isoformat() if until else "", "date"),
        ]
        return chip


def _choices(rows):
    return [(str(pk), words) for pk, words in rows]
