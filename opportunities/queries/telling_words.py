"""Words of a tree that may still tell who somebody is, read before a link lets them out (C11)."""

from opportunities.queries.outside import OutsideTree
from snapshots.outside import KNOWN, names_known, phrases_in


def find_telling_words(link):
    """The places of what ``link`` shows, kept or not yet, whose words may give somebody away.

    Of a node that somebody told of whatever looks like them; everywhere the full name of
    somebody else in the panel, and anybody's address or number.
    """
    found = list(OutsideTree(link).places())
    places = [place for place, _people in found]
    known = names_known(link.outcome.workspace, places)
    for place, people in found:
        for person in people:
            place.clues.extend(person.clues(place.text))
        for phrase in phrases_in(place.text):
            if phrase.lower() in known:
                place.clues.append((KNOWN, phrase))
        place.clues = list(dict.fromkeys(place.clues))
    return [place for place in places if place.clues]
