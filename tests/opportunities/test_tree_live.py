"""What the scripts of an open tree ask for: marks, changes, and who is here."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils.timezone import now

from discovery.workspaces.permissions import Role
from opportunities import operations
from opportunities.access import find_outcome, find_revision
from opportunities.models import Assumption, NodeComment, Solution
from opportunities.queries.changes import load_changes
from opportunities.queries.marks import SOURCES, load_marks
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory


def _url(outcome, name):
    return reverse(f"opportunities:{name}", args=[outcome.workspace.slug, outcome.pk])


def _comment(outcome, author, **on):
    NodeComment.objects.create(
        workspace=outcome.workspace,
        outcome=outcome,
        author=author,
        text="Do we know that?",
        client_id=uuid4(),
        **on,
    )


def test_marks_name_owner_horizon_and_comments(
    client, member, outcome, grow, django_assert_num_queries
):
    nodes = grow(cover={"reach": {}}, cost={})
    owner = MembershipFactory(workspace=outcome.workspace, user__name="Mara von Lind")
    nodes["cover"].owner, nodes["cover"].horizon = owner, "now"
    nodes["cover"].save()
    nodes["reach"].horizon = "later"
    nodes["reach"].save()
    _comment(outcome, member, opportunity=nodes["reach"])
    _comment(outcome, member, opportunity=nodes["reach"])
    _comment(outcome, member)
    client.force_login(member.user)

    # One for each source; the lints read the tree, its stories and its ideas.
    with django_assert_num_queries(len(SOURCES) + 4):
        marks = load_marks(outcome)

    assert client.get(_url(outcome, "marks")).json() == marks
    # Other parts of the tree add marks of their own.
    own = {"owner", "owner_name", "horizon", "comments"}
    assert {
        card: kept
        for card, found in marks.items()
        if (kept := {name: mark for name, mark in found.items() if name in own})
    } == {
        f"outcome-{outcome.pk}": {"comments": 1},
        f"opportunity-{nodes['cover'].pk}": {
            "owner": "ML",
            "owner_name": "Mara von Lind",
            "horizon": "now",
        },
        f"opportunity-{nodes['reach'].pk}": {"horizon": "later", "comments": 2},
    }


def test_assumptions_stand_folded_under_their_solution(client, member, outcome, grow):
    nodes = grow(cover={})
    solution = Solution.objects.create(
        workspace=outcome.workspace,
        outcome=outcome,
        opportunity=nodes["cover"],
        position="a",
        text="Ask <three> first",
    )
    for position, importance, strength in (
        ("a", 90, 10),
        ("b", 60, 20),
        ("c", None, None),
    ):
        Assumption.objects.create(
            workspace=outcome.workspace,
            outcome=outcome,
            solution=solution,
            position=position,
            text=f"They answer {position}",
            kind="desirability",
            importance=importance,
            evidence_strength=strength,
        )
    client.force_login(member.user)

    html = client.get(_url(outcome, "tree")).text

    assert "Ask &lt;three&gt; first" in html
    assert "<three>" not in html
    card = html[html.index(f'id="solution-{solution.pk}"') :]
    assert 'aria-expanded="false"' in card[: card.index("</div>")]
    assert html.count("node__risk") == 1
    assert html.count("matters much, little known") == 2
    assert html.count("not on the map yet") == 1


@pytest.fixture
def ask(client, member, outcome):
    """Ask as the member for what has changed since a revision."""
    client.force_login(member.user)

    def ask(since):
        return client.get(_url(outcome, "changes"), {"since": since}).json()

    return ask


def _ids(told):
    return [card["id"] for card in told["cards"]]


def test_a_move_brings_its_card_and_those_above_both_places(ask, act, grow):
    nodes = grow(cover={"reach": {"know": {}}}, cost={}, gaps={})
    act(
        operations.move_opportunity, nodes["reach"], parent=nodes["cost"].pk, after=None
    )

    told = ask(0)

    named = {f"opportunity-{node.pk}": name for name, node in nodes.items()}
    assert [named[pk] for pk in _ids(told)] == ["cover", "cost", "reach"]
    moved = told["cards"][2]
    assert moved["parent"] == f"opportunity-{nodes['cost'].pk}"
    assert moved["after"] is None
    assert moved["beneath"] == 1
    assert 'role="group"' not in moved["html"]
    assert (told["gone"], told["revision"], len(told["by"])) == ([], 1, 1)


def test_what_is_parked_or_deleted_is_gone_and_comes_back(ask, act, grow):
    nodes = grow(cover={"reach": {}, "know": {}, "gaps": {}}, cost={})
    act(operations.park_opportunity, nodes["know"], reason="")
    # It counts the stories of one less.
    assert _ids(ask(0)) == [f"opportunity-{nodes['cover'].pk}"]
    act(operations.delete_opportunity, nodes["gaps"])
    assert _ids(ask(1)) == [f"opportunity-{nodes['cover'].pk}"]
    act(operations.park_opportunity, nodes["cover"], reason="Later")
    act(operations.delete_opportunity, nodes["cost"])

    told = ask(2)

    gone = sorted(f"opportunity-{nodes[name].pk}" for name in ("cover", "cost"))
    assert (_ids(told), sorted(told["gone"])) == ([], gone)
    assert "Later" in told["parked"]
    assert "csrfmiddlewaretoken" not in told["parked"]
    act(operations.restore_opportunity, nodes["cover"])
    branch = [f"opportunity-{nodes[name].pk}" for name in ("cover", "reach")]
    assert _ids(ask(4)) == branch


def test_a_gap_or_another_history_asks_for_the_whole_tree(
    ask, act, grow, outcome, client
):
    nodes = grow(cover={})
    act(operations.set_target, nodes["cover"], is_target=True)
    assert _ids(ask(0)) == [f"opportunity-{nodes['cover'].pk}"]
    assert ask(1)["cards"] == []

    assert ask(7) == {"revision": 1, "is_full": True}
    outcome.changes.all().delete()
    # What was told before is kept for some seconds, by revision.
    assert load_changes(outcome.__class__.objects.get(pk=outcome.pk), 0).cards is None
    assert client.get(_url(outcome, "changes"), {"since": "x"}).status_code == 422


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("role", Role.values)
def test_the_short_way_to_a_tree_asks_for_the_same_rights(outcome, role, is_own):
    teams = {"team": outcome.team} if is_own else {}
    membership = MembershipFactory(workspace=outcome.workspace, role=role, **teams)
    request = SimpleNamespace(membership=membership, workspace=outcome.workspace)
    stranger = SimpleNamespace(membership=membership, workspace=WorkspaceFactory())
    found = find_outcome(request, outcome.pk)

    assert find_revision(request, outcome.pk) == (found.revision, found.may_edit)

    outcome.archived_at = now()
    outcome.save()
    for asking in (request, stranger):
        with pytest.raises(Http404):
            find_revision(asking, outcome.pk)


def test_others_on_the_tree_are_shown_at_their_node(
    client, member, researcher, outcome, grow
):
    node = f"opportunity:{grow(cover={})['cover'].pk}"
    url = _url(outcome, "presence")
    client.force_login(researcher.user)
    client.post(url, {"node": node, "tab": "a"})
    client.force_login(member.user)

    shown = client.post(url, {"node": "", "tab": "b"}).text

    assert f'data-node="{node}"' in shown
    assert shown.count("<li") == 1
    assert client.post(url, {"node": "<b>", "tab": "b"}).status_code == 422
    client.force_login(researcher.user)
    leaving = client.post(url, {"node": node, "tab": "a", "leaving": "1"})
    assert leaving.status_code == 204


def test_a_change_that_waited_for_somebody_else_is_refused(
    client, member, researcher, outcome, grow
):
    node = grow(cover={})["cover"]
    client.force_login(member.user)
    url = reverse(
        "opportunities:target", args=[outcome.workspace.slug, outcome.pk, node.pk]
    )

    def send(author):
        headers = {"Accept": "application/json", "Change-Author": str(author.pk)}
        fields = {"is_target": "on", "client_id": uuid4()}
        return client.post(url, fields, headers=headers).status_code

    assert (send(researcher), send(member)) == (401, 200)
