"""Points of a map that would cover each other, moved apart as little as possible. Pure.

Places are shares of the map from 0 to 100, so that the server can draw the map once for every
width of screen; the gaps fit the narrowest.
"""

from collections.abc import Iterator, Sequence
from typing import Final

Place = tuple[float, float]

GAP_ACROSS: Final = 9.5
GAP_DOWN: Final = 8.0
# The middle of a point never comes nearer to the edge than this.
MARGIN: Final = 4.5


def spread(places: Sequence[Place]) -> list[Place]:
    """The same places in the same order, none nearer to another than a point is wide.

    Each takes the free place nearest to its own, the first ones first; where the map is full
    they stay where they belong.
    """
    taken: list[Place] = []
    for place in places:
        wanted = _inside(place)
        free = (p for p in _around(wanted) if not any(_touch(p, t) for t in taken))
        taken.append(next(free, wanted))
    return taken


def _around(centre: Place) -> Iterator[Place]:
    """A place and the places around it, nearest first."""
    yield centre
    x, y = centre
    step_x, step_y = GAP_ACROSS / 2, GAP_DOWN / 2
    for ring in range(1, 25):
        edge = [
            (x + across * step_x, y + down * step_y)
            for across in range(-ring, ring + 1)
            for down in range(-ring, ring + 1)
            if max(abs(across), abs(down)) == ring
        ]
        edge.sort(key=lambda p: (abs(p[0] - x) + abs(p[1] - y), p))
        yield from (place for place in edge if place == _inside(place))


def _inside(place: Place) -> Place:
    x, y = (min(max(value, MARGIN), 100 - MARGIN) for value in place)
    return x, y


def _touch(one: Place, other: Place) -> bool:
    # A hair less, for what floating point leaves of two gaps of the same size.
    return (
        abs(one[0] - other[0]) < GAP_ACROSS - 0.01
        and abs(one[1] - other[1]) < GAP_DOWN - 0.01
    )
