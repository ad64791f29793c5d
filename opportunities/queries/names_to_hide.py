"""The names of those who told of a tree, to be taken out of whatever leaves the company."""

from collections import defaultdict

from opportunities.models import Evidence
from recruiting.disclosure import Person
from recruiting.names import hide_names, spans_of


class NamesToHide:
    """Who told of the tree, to be taken out of its words.

    On the nodes that somebody's stories stand on every part of the name counts; on the rest
    only the whole name, since first names belong to many (as in operations.erasure).
    """

    def __init__(self, outcome):
        names, known = defaultdict(set), {}
        who = "heard__snapshot__participant__"
        columns = ("id", "name", "pseudonym", "email", "phone", "company")
        told = Evidence.objects.filter(opportunity__outcome=outcome).values_list(
            "heard__snapshot__name", *(f"{who}{column}" for column in columns)
        )
        for name_then, pk, name, *rest in told.distinct():
            names[pk].update({name_then, name} - {""})
            known[pk] = rest
        self._people = {
            pk: Person(tuple(sorted(names[pk])), *rest) for pk, rest in known.items()
        }
        whole = (name for person in self._people.values() for name in person.names)
        self._whole = tuple(sorted({name for name in whole if len(name) > 3}))

    def everybody(self):
        return list(self._people.values())

    def people(self, keys):
        return [self._people[pk] for pk in keys if pk in self._people]

    def hidden(self, text, tellers=()):
        for pk in tellers:
            if pk in self._people:
                text = self._people[pk].hide(text)
        if spans_of(text, self._whole):
            for person in self._people.values():
                text = hide_names(text, person.names, person.pseudonym)
        return text
