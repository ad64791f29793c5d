"""Several writers at once, with real threads and connections: the invariants of B4.1 hold."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from opportunities import operations as ops
from opportunities.models import Opportunity
from opportunities.tree import nest
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory
from tests.factories.snapshots import HeardOpportunityFactory, SnapshotFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def team(db):
    return TeamFactory()


@pytest.fixture
def writers(team):
    return MembershipFactory.create_batch(6, workspace=team.workspace, team=team)


@pytest.fixture
def outcome(team):
    return OutcomeFactory(team=team)


def at_once(*tasks):
    """Run all tasks in threads that start together; return what each gave or raised."""
    barrier = threading.Barrier(len(tasks))

    def run(task):
        try:
            barrier.wait(10)
            return task()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def assert_sound(outcome, count):
    """One root, no circle, no lost or doubled node, unique order, one revision per change."""
    nodes = list(outcome.opportunities.present())
    nested = nest(nodes)
    assert nested.strays == []
    assert len(nested.by_pk) == len(nodes) == count
    places = [(node.parent_id, node.position) for node in nodes]
    assert len(set(places)) == len(places)
    assert {node.workspace_id for node in nodes} == {outcome.workspace_id}
    outcome.refresh_from_db()
    revisions = list(
        outcome.changes.order_by("revision").values_list("revision", flat=True)
    )
    assert revisions == list(range(1, outcome.revision + 1))


def move(node, parent, by):
    return lambda: ops.move_opportunity(
        node, parent=parent.pk, after=None, by=by, client_id=uuid4()
    )


def test_disjoint_moves_that_would_close_a_circle_do_not(outcome, writers):
    """1 holds 2, and 3 holds 4. At once 3 goes under 2 and 1 under 4: no node is in both moves."""
    for _ in range(15):
        one, three = [OpportunityFactory(outcome=outcome) for _ in range(2)]
        two = OpportunityFactory(outcome=outcome, parent=one)
        four = OpportunityFactory(outcome=outcome, parent=three)

        told = at_once(move(three, two, writers[0]), move(one, four, writers[1]))

        refused = [answer for answer in told if isinstance(answer, ops.WouldCircle)]
        assert len(refused) == 1, told
    assert_sound(outcome, 60)


def test_inserts_at_one_place_all_survive(outcome, writers):
    first = OpportunityFactory(outcome=outcome)

    def add(by):
        return lambda: ops.add_opportunity(
            outcome, text="new", after=first.pk, by=by, client_id=uuid4()
        )

    for _ in range(5):
        at_once(*[add(by) for by in writers])

    assert_sound(outcome, 31)


def test_one_heard_opportunity_is_placed_by_one(outcome, writers, team):
    snapshot = SnapshotFactory(
        interview__team=team, published=True, published_by=writers[0]
    )
    heard = HeardOpportunityFactory(snapshot=snapshot)

    def place(by):
        return lambda: ops.place_heard(outcome, heard, by=by, client_id=uuid4())

    told = at_once(*[place(by) for by in writers])

    assert sum(isinstance(answer, ops.AlreadyPlaced) for answer in told) == 5
    assert heard.evidence.count() == 1
    assert_sound(outcome, 1)


def test_a_request_sent_twice_at_once_changes_once(outcome, writers):
    client_id = uuid4()

    def add():
        return ops.add_opportunity(
            outcome, text="once", by=writers[0], client_id=client_id
        )

    told = at_once(add, add, add)

    assert len({answer.pk for answer in told}) == 1
    assert_sound(outcome, 1)


def test_deleting_and_adding_beneath_at_once(outcome, writers):
    """Either the child stays and the deletion is refused, or the child is refused (B4.7)."""
    for _ in range(10):
        node = OpportunityFactory(outcome=outcome)

        def delete(node=node):
            return ops.delete_opportunity(node, by=writers[0], client_id=uuid4())

        def add(node=node):
            return ops.add_opportunity(
                outcome, text="child", parent=node.pk, by=writers[1], client_id=uuid4()
            )

        told = at_once(delete, add)

        assert sum(isinstance(answer, ops.TreeRefusal) for answer in told) == 1
    assert_sound(outcome, outcome.opportunities.present().count())


def test_random_changes_by_several_writers_keep_the_tree_whole(outcome, writers):
    nodes = [OpportunityFactory(outcome=outcome).pk for _ in range(14)]

    def write(by, seed):
        chance = random.Random(seed)  # noqa: S311

        def change():
            node = Opportunity.objects.get(pk=chance.choice(nodes))
            parent = chance.choice([*nodes, None])
            after = chance.choice([*nodes, None, ops.LAST])
            key = {"by": by, "client_id": uuid4()}
            try:
                match chance.randrange(10):
                    case 0:
                        ops.undo_change(outcome, **key)
                    case 1:
                        ops.redo_change(outcome, **key)
                    case 2:
                        ops.park_opportunity(node, reason="", **key)
                    case 3 | 4:
                        ops.restore_opportunity(node, **key)
                    case 5:
                        ops.set_target(node, is_target=True, **key)
                    case _:
                        ops.move_opportunity(node, parent=parent, after=after, **key)
            except ops.TreeRefusal:
                return 0
            return 1

        return lambda: sum(change() for _ in range(60))

    told = at_once(*[write(by, seed) for seed, by in enumerate(writers)])

    assert all(isinstance(answer, int) for answer in told), told
    assert sum(told) > 100
    assert_sound(outcome, 14)
