"""Random changes of a tree, one after the other and by 8 writers at once: is it ever unsound?

Real Postgres, real transactions, a connection for each writer. After every change one statement asks
for circles, strays, doubled places, two targets and rows of another tenant (trust B4.1). Every
thousandth change what has been done is played on in memory, at the end once more from the first,
and must give the same tree. ``CHANGES`` (100000) and ``WRITERS`` (1,8) can be set.
"""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction
from django.utils.timezone import now

from opportunities.models import Outcome
from opportunities.operations import create_outcome
from opportunities.queries.bin import KEPT_FOR
from tests.benchmarks.figures import Figure
from tests.benchmarks.tree_changes import Shaper
from tests.benchmarks.tree_film import Film, film_of
from tests.factories.workspaces import MembershipFactory, TeamFactory

CHANGES = int(os.environ.get("CHANGES", "100000"))
WRITERS = [int(count) for count in os.environ.get("WRITERS", "1,8").split(",")]
FULLY_EVERY = 1000
# A month's changes: what was deleted before them is no longer in the bin.
A_MONTH = 2000

SOUND = """
with recursive opportunity as (
    select id, parent_id, position, is_target, parked_at, workspace_id from opportunities_opportunity
    where outcome_id = %(outcome)s and deleted_at is null
), reached (id) as (
    select id from opportunity where parent_id is null
    union select child.id from opportunity child join reached on child.parent_id = reached.id
), solution as (
    select * from opportunities_solution where outcome_id = %(outcome)s and deleted_at is null
), assumption as (
    select * from opportunities_assumption where outcome_id = %(outcome)s and deleted_at is null
)
select
    (select count(*) from opportunity) - (select count(*) from reached) as unreachable,
    (select count(*) - count(distinct (coalesce(parent_id, 0), position)) from opportunity)
        + (select count(*) - count(distinct (opportunity_id, position)) from solution)
        + (select count(*) - count(distinct (solution_id, position)) from assumption) as doubled_places,
    (select count(*) from solution where opportunity_id not in (select id from opportunity))
        + (select count(*) from assumption where solution_id not in (select id from solution)) as strays,
    (select greatest(count(*) - 1, 0) from opportunity where is_target)
        + (select count(*) from opportunity where is_target and parked_at is not null) as targets,
    (select count(*) from opportunity where workspace_id <> %(workspace)s)
        + (select count(*) from solution where workspace_id <> %(workspace)s)
        + (select count(*) from assumption where workspace_id <> %(workspace)s) as strangers
"""


def run():
    for writers in WRITERS:
        yield from _shape(writers)


def _shape(writers):
    """Let so many writers change one new tree, and tell what became of it."""
    name = "in_sequence" if writers == 1 else f"by_{writers}_writers"
    team = TeamFactory()
    members = MembershipFactory.create_batch(
        writers, workspace=team.workspace, team=team
    )
    outcome = create_outcome(team=team, by=members[0], title="The whole")
    connection.close()
    began = time.perf_counter()
    orders = [(outcome.pk, by.pk, seed, writers) for seed, by in enumerate(members)]
    with ThreadPoolExecutor(writers) as pool:
        told = list(pool.map(_write, *zip(*orders, strict=True)))
    seconds = time.perf_counter() - began
    made, refused, unsound, errors = (sum(column) for column in zip(*told, strict=True))
    yield Figure(f"{name}_changes", made, "changes")
    yield Figure(f"{name}_refused", refused, "attempts")
    yield Figure(f"{name}_unsound", unsound, "changes")
    yield Figure(f"{name}_errors", errors, "attempts")
    yield Figure(f"{name}_seconds", seconds, "s")
    yield Figure(f"{name}_different_when_replayed", replay(outcome), "nodes")
    yield Figure(f"{name}_revisions_missing", _missing(outcome), "revisions")
    yield Figure(f"{name}_nodes_at_the_end", len(film_of(outcome).order()), "nodes")


def _write(outcome, by, seed, writers):
    """Change the tree so often; return how many changes were made, refused, unsound, and failed."""
    shaper = Shaper(outcome, by, random.Random(seed))
    watch = Watch(shaper.outcome)
    count, fully_every = CHANGES // writers, FULLY_EVERY // writers
    made = unsound = 0
    began = time.perf_counter()
    while made < count:
        if not shaper.change():
            continue
        made += 1
        unsound += not is_sound(shaper.outcome)
        if made % fully_every == 0 and seed == 0:
            unsound += bool(watch.differences())
            _let_a_month_pass(shaper.outcome, watch.revision)
            each = (time.perf_counter() - began) / watch.revision * 1000
            told = f"{watch.revision} changes, {unsound} unsound, {each:.0f} ms each"
            print(f"  {told}, {shaper.errors} errors here", flush=True)
    connection.close()
    return made, shaper.refused, unsound, shaper.errors


def _let_a_month_pass(outcome, revision):
    """Otherwise the bin would hold what years have left in it."""
    limit = now() - KEPT_FOR
    old = outcome.changes.filter(revision__lte=revision - A_MONTH, at__gt=limit)
    old.update(at=limit)


def is_sound(outcome):
    asked = {"outcome": outcome.pk, "workspace": outcome.workspace_id}
    with connection.cursor() as cursor:
        cursor.execute(SOUND, asked)
        wrong = cursor.fetchone()
    if any(wrong):
        print("unsound:", wrong, flush=True)
    return not any(wrong)


class Watch:
    """Plays every change of a tree once, in memory, and compares what comes of it with the rows."""

    def __init__(self, outcome):
        self.outcome = outcome
        self.film, self.revision = Film(), 0

    def differences(self):
        """How many nodes stand otherwise."""
        with transaction.atomic():
            # Nobody changes it meanwhile.
            outcome = Outcome.objects.select_for_update().get(pk=self.outcome.pk)
            new = outcome.changes.filter(revision__gt=self.revision)
            steps = new.order_by("revision").values_list("change__steps", flat=True)
            for played in steps.iterator(500):
                self.film.play(played)
            self.revision = outcome.revision
            played, real = self.film.order(), film_of(outcome).order()
        return len(set(played.items()) ^ set(real.items()))


def replay(outcome):
    """How many nodes stand otherwise when all changes are played from the first."""
    return Watch(outcome).differences()


def _missing(outcome):
    fresh = Outcome.objects.get(pk=outcome.pk)
    return fresh.revision - fresh.changes.count()
