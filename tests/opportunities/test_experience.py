"""The map of all customers' experience: suggested, corrected by hand, grown into the tree."""

from uuid import uuid4

import pytest
from django.utils.timezone import now

from discovery.workspaces.permissions import Role
from snapshots.operations.publishing import withdraw_snapshot
from tests.factories.snapshots import (
    HeardOpportunityFactory,
    MomentFactory,
    SnapshotFactory,
)
from tests.factories.workspaces import MembershipFactory


@pytest.fixture
def tell(outcome, member):
    """A published story with these moments."""

    def tell(*titles):
        snapshot = SnapshotFactory(
            interview__team=outcome.team, published_at=now(), published_by=member
        )
        return [MomentFactory(snapshot=snapshot, title=title) for title in titles]

    return tell


@pytest.fixture
def load(sign_in, member, url):
    def load():
        return sign_in(member).get(url("map")).context["map"]

    return load


@pytest.fixture
def keep(sign_in, member, url, load):
    """Keep the suggested column with a title."""

    def keep(title, name=""):
        column = next(one for one in load().columns if one.title == title)
        said = {"title": name or title, "steps": column.steps}
        said["after"] = column.after or ""
        sign_in(member).post(url("map_moments"), said)
        return next(one for one in load().columns if one.title == said["title"])

    return keep


def shape(found):
    return [(one.title, one.key is not None, one.stories) for one in found.columns]


def test_the_same_moments_of_two_stories_are_suggested_as_one(tell, load):
    tell("Somebody is ill", "Ringing round")
    tell("Somebody falls ill", "Writing it down")
    first, *others = shape(load())
    assert first[1:] == (False, 2)
    assert sorted(others) == [
        ("Ringing round", False, 1),
        ("Writing it down", False, 1),
    ]


def test_a_suggestion_is_kept_with_another_name(tell, keep, load):
    tell("Somebody is ill", "Ringing round")
    column = keep("Somebody is ill", name="Illness")
    assert column.key
    assert column.steps == []
    assert shape(load()) == [("Illness", True, 1), ("Ringing round", False, 1)]


def test_a_moment_is_placed_by_hand_and_stays(tell, keep, load, sign_in, member, url):
    first, second = tell("Somebody is ill", "Ringing round")
    column = keep("Somebody is ill")
    said = {"moment": second.pk, "map_moment": column.key}
    sign_in(member).post(url("map_places"), said)
    (kept,) = load().columns
    assert [cell.moment for cells in kept.cells.values() for cell in cells] == [
        first,
        second,
    ]


def test_a_moment_may_belong_nowhere(tell, load, sign_in, member, url):
    first, second = tell("Somebody is ill", "Lunch")
    sign_in(member).post(url("map_places"), {"moment": second.pk, "map_moment": ""})
    assert load().aside == [second]
    assert [one.title for one in load().columns] == ["Somebody is ill"]


def test_moments_are_ordered_renamed_merged_and_taken_off(
    tell, keep, load, sign_in, member, url
):
    tell("Somebody is ill", "Ringing round", "Paying")
    keys = [keep(one).key for one in ("Somebody is ill", "Ringing round", "Paying")]
    client = sign_in(member)
    client.post(url("map_position", keys[2]), {"direction": "earlier"})
    assert [one.key for one in load().columns] == [keys[0], keys[2], keys[1]]
    client.post(url("map_title", keys[0]), {"title": "Ill", "seen": "Somebody is ill"})
    assert load().columns[0].title == "Ill"
    client.post(url("map_merge", keys[0]), {"other": keys[1]})
    assert [one.key for one in load().columns] == [keys[0], keys[2]]
    client.post(url("map_removal", keys[0]))
    assert [one.key for one in load().columns if one.key] == [keys[2]]


def test_two_names_at_once_are_shown_both(tell, keep, sign_in, member, url):
    tell("Somebody is ill")
    key = keep("Somebody is ill").key
    client = sign_in(member)
    client.post(url("map_title", key), {"title": "Theirs", "seen": "Somebody is ill"})
    said = {"title": "Mine", "seen": "Somebody is ill"}
    response = client.post(url("map_title", key), said)
    assert response.status_code == 409
    assert "Theirs" in response.content.decode()


def test_a_moment_becomes_the_top_of_a_branch_once(
    tell, keep, sign_in, member, url, outcome
):
    tell("Somebody is ill")
    key = keep("Somebody is ill").key
    client = sign_in(member)
    said = {"client_id": uuid4()}
    assert client.post(url("map_growth", key), said).status_code == 302
    assert client.post(url("map_growth", key), said).status_code == 302
    assert (
        client.post(url("map_growth", key), {"client_id": uuid4()}).status_code == 422
    )
    node = outcome.opportunities.get()
    assert (node.text, node.parent) == ("Somebody is ill", None)


def test_a_story_that_is_withdrawn_leaves_the_map(tell, keep, load, member):
    (moment,) = tell("Somebody is ill")
    keep("Somebody is ill")
    withdraw_snapshot(snapshot=moment.snapshot, by=member)
    assert load().pages == []


def test_moments_of_other_teams_cannot_be_placed(
    sign_in, member, url, outcome, keep, tell
):
    tell("Somebody is ill")
    key = keep("Somebody is ill").key
    other = MomentFactory()
    said = {"moment": other.pk, "map_moment": key}
    assert sign_in(member).post(url("map_places"), said).status_code == 409


def test_many_stories_cost_no_more_queries(
    tell, sign_in, member, url, django_assert_max_num_queries
):
    for n in range(6):
        tell("Somebody is ill", f"Ringing round {n}", "Paying")
    client = sign_in(member)
    client.get(url("map"))
    with django_assert_max_num_queries(24):
        client.get(url("map"))


def test_stakeholders_read_the_map_and_change_nothing(sign_in, workspace, url, tell):
    (moment,) = tell("Somebody is ill")
    client = sign_in(MembershipFactory(workspace=workspace, role=Role.STAKEHOLDER))
    assert client.get(url("map")).status_code == 200
    assert client.post(url("map_places"), {"moment": moment.pk}).status_code == 403


def test_a_suggestion_kept_twice_is_one_moment(sign_in, member, url, outcome, tell):
    moments = tell("Somebody is ill")
    said = {"title": "Somebody is ill", "steps": [moments[0].pk], "after": ""}
    for _press in range(2):
        sign_in(member).post(url("map_moments"), said)
    assert outcome.map_moments.count() == 1


def test_one_story_is_shown_whole_and_a_full_map_what_was_heard_first(tell, load):
    moments = tell(*(f"Step {letter * 4}" for letter in "abcdefghijkl"))
    assert len(load().columns) == 12
    tell(*(f"Other {letter * 4}" for letter in "mnopqrst"))
    HeardOpportunityFactory(snapshot=moments[11].snapshot, moment=moments[11])
    found = load()
    assert len(found.columns) == 8
    assert "Step llll" in [one.title for one in found.columns]
    assert sum(len(left) for left in found.loose.values()) == 12


def test_all_that_is_shared_is_kept_in_one_press(tell, load, sign_in, member, url):
    tell("Somebody is ill", "Ringing round", "Lunch")
    tell("Somebody is ill", "Ringing round", "A nap")
    sign_in(member).post(url("map_moments"), {"everything": "1"})
    kept = [shown for shown in shape(load()) if shown[1]]
    assert kept == [("Somebody is ill", True, 2), ("Ringing round", True, 2)]


def test_what_somebody_has_placed_meanwhile_stays(
    tell, keep, load, sign_in, member, url
):
    first, second = tell("Somebody is ill", "Ringing round")
    ill = keep("Somebody is ill").key
    client = sign_in(member)
    client.post(url("map_places"), {"moment": second.pk, "map_moment": ill, "seen": ""})
    late = {"title": "Ringing", "steps": [second.pk], "after": ill}
    client.post(url("map_moments"), late)
    said = {"moment": second.pk, "map_moment": "", "seen": ""}
    refused = client.post(url("map_places"), said)
    assert refused.status_code == 409
    assert "Somebody has put it under “Somebody is ill” meanwhile." in refused.text
    assert load().columns[0].stories == 1
    assert len(load().columns[0].cells[second.snapshot_id]) == 2


def test_a_moment_that_was_taken_off_comes_back_with_its_places(
    tell, keep, load, sign_in, member, url
):
    tell("Somebody is ill", "Ringing round")
    ill, ringing = keep("Somebody is ill").key, keep("Ringing round").key
    client = sign_in(member)
    page = client.post(url("map_removal", ill), follow=True)
    assert url("map_return", ill) in page.text
    for status in (302, 409):
        assert client.post(url("map_return", ill)).status_code == status
    assert [one.key for one in load().columns] == [ill, ringing]
    assert load().columns[0].steps == []


def test_the_top_of_the_tree_is_in_the_order_of_the_map(
    tell, keep, sign_in, member, url, outcome
):
    tell("Somebody is ill", "Ringing round", "Paying")
    keys = [keep(one).key for one in ("Somebody is ill", "Ringing round", "Paying")]
    for key in (keys[0], keys[2], keys[1]):
        said = {"client_id": uuid4()}
        sign_in(member).post(url("map_growth", key), said)
    top = outcome.opportunities.order_by("position").values_list("text", flat=True)
    assert list(top) == ["Somebody is ill", "Ringing round", "Paying"]
