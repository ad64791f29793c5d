"""The maps of single stories laid over one another, with what was placed by hand (F170)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from opportunities.alignment import Column, Step, align
from opportunities.models import MomentPlacement
from snapshots.gathering import pages_of
from snapshots.models import Moment, Snapshot

# The newest stories that a map is made of; older ones stay where they were placed.
MOST_STORIES = 60
# With more columns than these, what only one story tells waits beside the map.
MOST_COLUMNS = 8


@dataclass
class Cell:
    """A moment of one story in a column; ``is_placed`` says that somebody has put it there."""

    moment: object
    is_placed: bool


@dataclass(eq=False)
class MapColumn:
    """A moment of the map, or a suggested one (``key`` is None), with its cells by story."""

    key: int | None
    title: str
    cells: dict[int, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    after: int | None = None
    opportunity: object = None
    heard: int = 0

    @property
    def steps(self):
        """The keys of the moments that are only suggested here."""
        cells = (cell for cells in self.cells.values() for cell in cells)
        return [cell.moment.pk for cell in cells if not cell.is_placed]

    @property
    def stories(self):
        return len(self.cells)

    @property
    def hurts(self):
        """In how many stories this was a bad or awful moment."""
        return sum(
            any(cell.moment.feeling < 0 for cell in cells)
            for cells in self.cells.values()
        )


@dataclass
class ExperienceMap:
    """Columns in order, one row for each story, and what was said to belong nowhere."""

    columns: list[MapColumn]
    # What only one story tells, by story, while there is no room for it.
    loose: dict[int, list]
    # The pages of the stories, newest first.
    pages: list
    aside: list

    @property
    def kept_count(self):
        return sum(column.key is not None for column in self.columns)

    @property
    def suggested(self):
        """What one press keeps: all that several stories share, or that belongs to what is kept."""
        return [
            (column.key, column.title, column.steps)
            for column in self.columns
            if column.key or column.stories > 1
        ]

    @property
    def suggested_count(self):
        return sum(bool(steps) for _key, _title, steps in self.suggested)

    @property
    def rows(self):
        """Each page with its cells, column by column, what of it is not on the map, and what is.

        Those that have something on the map come first, of these the newest.
        """
        found = []
        for page in self.pages:
            places = self._places(page)
            shown = [cell for _column, cells in places for cell in cells]
            found.append((page, places, self._loose(page), shown))
        return sorted(found, key=lambda row: not row[3])

    def _places(self, page):
        key = page.snapshot.pk
        return [(column, column.cells.get(key, ())) for column in self.columns]

    def _loose(self, page):
        return self.loose.get(page.snapshot.pk, ())


def load_map(outcome):
    """Lay the published stories of the tree's team over one another."""
    snapshots = Snapshot.objects.filter(
        team=outcome.team_id,
        workspace=outcome.workspace_id,
        published_at__isnull=False,
    ).select_related("participant__photo", "workspace")
    newest = list(snapshots.order_by("-talked_on", "-pk")[:MOST_STORIES])
    pages = pages_of(newest) if newest else {}
    told = _moments(newest, pages)
    columns, aside = _columns(outcome, told)
    by_hand = {step.key for column, _row in columns for step in column.steps}
    found = align(
        [[_step(one) for one in moments] for moments in told.values()],
        [column for column, _row in columns],
    )
    of_map = {row.pk: row for _column, row in columns}
    shown, loose = _with_room(_shown(found, of_map, told, by_hand, aside))
    return ExperienceMap(
        shown,
        loose,
        [pages[one.pk] for one in newest if told.get(one.pk)],
        [one for moments in told.values() for one in moments if one.pk in aside],
    )


def _moments(snapshots, pages):
    """The moments of each story as its page shows them: what was withdrawn is not among them."""
    rows = Moment.objects.filter(snapshot__in=snapshots).order_by("position", "pk")
    told = defaultdict(list)
    for moment in rows:
        page = pages[moment.snapshot_id]
        moment.title, moment.text = page.worded(moment.title), page.worded(moment.text)
        told[moment.snapshot_id].append(moment)
    return told


def _step(moment):
    return Step(moment.pk, moment.title, moment.text)


def _columns(outcome, told):
    """The moments of the map with what was placed in each, and the keys of those put aside."""
    known = {one.pk: one for moments in told.values() for one in moments}
    placed, aside = defaultdict(list), set()
    rows = MomentPlacement.objects.filter(outcome=outcome, moment__in=known)
    for of_map, moment in rows.values_list("map_moment", "moment"):
        if of_map is None:
            aside.add(moment)
        else:
            placed[of_map].append(_step(known[moment]))
    moments = outcome.map_moments.filter(deleted_at=None).select_related("opportunity")
    columns = [
        (Column(placed[row.pk], row.pk, row.title), row)
        for row in moments.order_by("position", "pk")
    ]
    return columns, aside


def _shown(found, of_map, told, by_hand, aside):
    known = {one.pk: one for moments in told.values() for one in moments}
    columns, last = [], None
    for column in found:
        steps = [step for step in column.steps if step.key not in aside]
        if column.key is None and not steps:
            continue
        shown = MapColumn(column.key, column.name, after=last)
        node = of_map[column.key].opportunity if column.key else None
        shown.opportunity = node if node and node.deleted_at is None else None
        for step in steps:
            moment = known[step.key]
            cell = Cell(moment, is_placed=step.key in by_hand)
            shown.cells[moment.snapshot_id].append(cell)
        last = column.key or last
        columns.append(shown)
    _count_heard(columns, known)
    return columns


def _with_room(columns):
    """The columns that are on the map or shared, and of the others as many as there is room for.

    First those at which something was heard. One story alone is shown whole.
    """
    stories = {story for column in columns for story in column.cells}
    single = [one for one in columns if one.key is None and one.stories == 1]
    room = (
        len(columns) if len(stories) < 2 else MOST_COLUMNS + len(single) - len(columns)
    )
    single.sort(key=lambda one: -one.heard)
    left_out = set(single[max(room, 0) :])
    loose = defaultdict(list)
    for column in (one for one in columns if one in left_out):
        for story, cells in column.cells.items():
            loose[story] += [cell.moment for cell in cells]
    return [one for one in columns if one not in left_out], loose


def _count_heard(columns, known):
    """How many opportunities were heard at the moments of each column."""
    rows = Moment.objects.filter(pk__in=known, heard_opportunities__isnull=False)
    heard = Counter(rows.order_by().values_list("pk", flat=True))
    for column in columns:
        cells = (cell for cells in column.cells.values() for cell in cells)
        column.heard = sum(heard[cell.moment.pk] for cell in cells)
