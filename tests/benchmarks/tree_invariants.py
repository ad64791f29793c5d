"""Random changes of a tree, one after the other and by 8 writers at once: is it ever unsound?

Real Postgres, real transactions, a connection for each writer. After every change one statement asks
for circles, strays, doubled places, two targets and rows of another tenant (trust B4.1). Every
thousandth change, and at the end, the whole list of changes is played from the first, in memory,
and must give the same tree. ``CHANGES`` (100000) and ``WRITERS`` (8) can be set.
"""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from opportunities.models import Outcome, TreeChange
from opportunities.operations import create_outcome
from tests.benchmarks.figures import Figure
from tests.benchmarks.tree_changes import Shaper
from tests.benchmarks.tree_film import Film, film_of
from tests.factories.workspaces import MembershipFactory, TeamFactory

CHANGES = int(os.environ.get("CHANGES", "100000"))
WRITERS = int(os.environ.get("WRITERS", "8"))
FULLY_EVERY = 1000

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
    for writers in (1, WRITERS):
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
    orders = [
        (outcome.pk, by.pk, CHANGES // writers, seed) for seed, by in enumerate(members)
    ]
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


def _write(outcome, by, count, seed):
    """Change the tree so often; return how many changes were made, refused, unsound, and failed."""
    shaper = Shaper(outcome, by, random.Random(seed))
    made = unsound = 0
    while made < count:
        if not shaper.change():
            continue
        made += 1
        unsound += not is_sound(shaper.outcome)
        if made % FULLY_EVERY == 0 and seed == 0:
            unsound += bool(replay(shaper.outcome))
            print(f"  {made} changes, {shaper.refused} refused", flush=True)
    connection.close()
    return made, shaper.refused, unsound, shaper.errors


def is_sound(outcome):
    asked = {"outcome": outcome.pk, "workspace": outcome.workspace_id}
    with connection.cursor() as cursor:
        cursor.execute(SOUND, asked)
        wrong = cursor.fetchone()
    if any(wrong):
        print("unsound:", wrong, flush=True)
    return not any(wrong)


def replay(outcome):
    """How many nodes stand or say otherwise when all changes are played from the first."""
    with transaction.atomic():
        # Nobody changes it meanwhile.
        Outcome.objects.select_for_update().get(pk=outcome.pk)
        film = Film()
        changes = TreeChange.objects.filter(outcome=outcome).order_by("revision")
        for steps in changes.values_list("change__steps", flat=True).iterator(500):
            film.play(steps)
        played, real = film.order(), film_of(outcome).order()
    return len(set(played.items()) ^ set(real.items()))


def _missing(outcome):
    fresh = Outcome.objects.get(pk=outcome.pk)
    return fresh.revision - fresh.changes.count()
