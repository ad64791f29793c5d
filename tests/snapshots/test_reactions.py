import pytest

from snapshots import limits
from snapshots.models import Reaction
from snapshots.operations.reactions import react
from tests.factories.snapshots import SnapshotFactory
from tests.factories.workspaces import MembershipFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(address, story):
    return address("reactions", story)


def test_one_press_reacts_and_another_takes_it_back(sign_in, url, stakeholder):
    client = sign_in(stakeholder)

    response = client.post(
        f"{url}?part=quote", {"on": "moved", "part": "quote"}, headers=HTMX
    )
    assert 'name="off" value="moved" aria-pressed="true"' in response.text
    assert str(stakeholder) in response.text
    reaction = Reaction.objects.get()
    assert (reaction.part, reaction.membership) == ("quote", stakeholder)

    client.post(f"{url}?part=quote", {"off": "moved", "part": "quote"}, headers=HTMX)
    assert not Reaction.objects.exists()


def test_a_double_press_counts_once(sign_in, url, stakeholder):
    client = sign_in(stakeholder)

    for _ in range(2):
        client.post(url, {"on": "heard", "part": ""})

    assert Reaction.objects.count() == 1


def test_without_script_it_goes_back_to_the_talk(sign_in, url, stakeholder):
    response = sign_in(stakeholder).post(url, {"on": "heard", "part": ""})

    assert response.status_code == 302
    assert response.url.endswith("/#comments")


@pytest.mark.parametrize(
    "inputs", [{"on": "angry"}, {}, {"on": "moved", "part": "facts-999"}]
)
def test_what_there_is_not_cannot_be_reacted_to(sign_in, url, stakeholder, inputs):
    assert sign_in(stakeholder).post(url, inputs).status_code == 404


def test_a_draft_takes_no_reactions(sign_in, address, draft, member):
    url = address("reactions", draft)

    assert sign_in(member).post(url, {"on": "moved"}).status_code == 404


def test_a_part_of_another_page_is_none_of_this_one(sign_in, url, stakeholder, team):
    other = SnapshotFactory(interview__team=team, published=True)
    moment = other.moments.create(workspace=other.workspace, position=0, title="x")

    inputs = {"on": "moved", "part": f"moments-{moment.pk}"}
    assert sign_in(stakeholder).post(url, inputs).status_code == 404


def test_who_presses_as_fast_as_a_machine_changes_nothing(
    sign_in, url, stakeholder, monkeypatch
):
    monkeypatch.setattr(limits, "REACTIONS_OF_MEMBER", (1, 600))
    client = sign_in(stakeholder)

    client.post(url, {"on": "moved"})
    client.post(url, {"off": "moved"})

    assert Reaction.objects.count() == 1


@pytest.mark.parametrize("count", [1, 20])
def test_who_reacted_is_named_up_to_a_dozen_in_as_many_queries(
    sign_in, address, story, stakeholder, django_assert_num_queries, count
):
    for _ in range(count):
        reader = MembershipFactory(workspace=story.workspace)
        react(snapshot=story, part="quote", kind="moved", by=reader)
    url = f"{address('comments', story)}?part=quote&beside=1"
    client = sign_in(stakeholder)
    client.get(url, headers=HTMX)

    with django_assert_num_queries(14):
        page = client.get(url, headers=HTMX).text

    assert ("and 8 others" in page) == (count == 20)
