"""What the scripts of an open tree ask for: marks, changes, and who is here."""

from uuid import uuid4

from django.urls import reverse

from opportunities.models import NodeComment
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
    assert marks == {
        f"outcome-{outcome.pk}": {"comments": 1},
        f"opportunity-{nodes['cover'].pk}": {
            "owner": "ML",
            "owner_name": "Mara von Lind",
            "horizon": "now",
        },
        f"opportunity-{nodes['reach'].pk}": {"horizon": "later", "comments": 2},
    }
