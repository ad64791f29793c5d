"""What the scripts of an open tree ask for: marks, changes, and who is here."""

from uuid import uuid4

from django.urls import reverse

from opportunities.models import Assumption, NodeComment, Solution
from opportunities.queries.marks import SOURCES, load_marks
from tests.factories.workspaces import MembershipFactory


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

    with django_assert_num_queries(len(SOURCES)):
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
