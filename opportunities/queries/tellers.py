"""Who told of a node, or of anything beneath it: the faces and the words at the foot of a card."""

from collections import defaultdict
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.models import Evidence
from recruiting.models import Participant


class Tellers:
    """The people behind each opportunity of a tree, from one query.

    ``branches`` come parents first. A parked branch counts for itself, not for what is above it.
    """

    def __init__(self, outcome, branches):
        self._outcome = outcome
        self._known, self._people = {}, {}
        # For each node the last talk of each person.
        self._last: dict[int, dict[int, date]] = defaultdict(dict)
        self._read()
        for branch in reversed(branches):
            if branch.parent and not branch.row.parked_at:
                below = self._last.get(branch.row.pk, {})
                self._add(branch.parent.row.pk, below.items())
        self._today = localdate()
        self._words, self._newest = {}, {}

    def is_heard(self, node):
        return bool(self._last.get(node))

    def keys(self, node):
        """The keys of everybody who told of it."""
        return list(self._last.get(node, ()))

    def people(self, node, most):
        """Who told of it, the newest talk first."""
        if node not in self._newest:
            last = self._last.get(node, {})
            newest = sorted(last, key=lambda pk: (last[pk], pk), reverse=True)
            self._newest[node] = [self._person(pk) for pk in newest[:most]]
        return self._newest[node]

    def words(self, node):
        """Such as "5 people, 2 wk"; what stands on nothing says so."""
        last = self._last.get(node)
        if not last:
            return self._say(0, 0)
        return self._say(len(last), (self._today - max(last.values())).days // 7)

    def _say(self, count, weeks):
        """Many nodes say the same."""
        if (count, weeks) not in self._words:
            self._words[count, weeks] = in_words(count, weeks)
        return self._words[count, weeks]

    def _read(self):
        placed = Evidence.objects.filter(opportunity__outcome=self._outcome)
        rows = placed.values_list(
            "opportunity_id",
            "heard__snapshot__talked_on",
            "heard__snapshot__participant_id",
            "heard__snapshot__participant__pseudonym",
            "heard__snapshot__name",
        )
        for node, talked_on, pk, pseudonym, name in rows:
            self._known.setdefault(pk, {"pseudonym": pseudonym, "name": name})
            self._add(node, [(pk, talked_on)])

    def _person(self, pk):
        """Made when somebody's face is shown: making all of them would cost a tenth of a tree."""
        if pk not in self._people:
            workspace = self._outcome.workspace_id
            self._people[pk] = Participant(
                pk=pk, workspace_id=workspace, **self._known[pk]
            )
        return self._people[pk]

    def _add(self, node, talks):
        last = self._last[node]
        for person, on in talks:
            if person not in last or last[person] < on:
                last[person] = on


def in_words(count, weeks):
    if not count:
        return _("no story yet")
    people = ngettext("%(count)s person", "%(count)s people", count)
    when = _("%(weeks)s wk") % {"weeks": weeks} if weeks > 0 else _("this week")
    return f"{people % {'count': count}}, {when}"
