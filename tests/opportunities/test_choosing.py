"""Choosing: a row of siblings through the lenses, one chosen with a reason and a day to look again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from discovery.workspaces.permissions import Role
from opportunities import operations as ops
from opportunities.models import Comparison, CustomerRating, Decision, LensView
from opportunities.operations import Gone
from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.workspaces import MembershipFactory

JSON = {"Accept": "application/json"}


@pytest.fixture
def row(grow):
    """Two siblings at the top, the first with a child."""
    nodes = grow(cover={"reach": {}}, pay={})
    return nodes["cover"], nodes["pay"], nodes["reach"]


def choice(node, **said):
    day = localdate() + timedelta(weeks=6)
    start = {
        "chosen": node.pk,
        "reason": "Six told of it",
        "revisit_on": day.isoformat(),
    }
    return start | {"client_id": uuid4()} | said


def test_a_row_shows_how_many_told_of_each_or_of_what_is_beneath(
    sign_in, member, url, row
):
    cover, pay, reach = row
    EvidenceFactory(opportunity=cover)
    EvidenceFactory(opportunity=reach)
    shown = sign_in(member).get(url("comparison")).context["row"]
    assert [(one.node, one.people_count) for one in shown.siblings] == [
        (cover, 2),
        (pay, 0),
    ]


def test_a_view_is_kept_and_the_ranking_follows(sign_in, member, url, row):
    cover, pay, _reach = row
    client = sign_in(member)
    for node, place in ((cover, 2), (pay, 1)):
        said = {"lens": "size", "opportunity": node.pk, "place": place, "note": "Seen"}
        answer = client.post(url("comparison_view"), said, headers=JSON)
        assert answer.json()["version"] == 1
    assert answer.json()["order"] == [pay.text, cover.text]
    shown = client.get(url("comparison")).context["row"]
    assert [one.node for one in shown.team_ranking] == [pay, cover]
    assert Comparison.objects.count() == 1


def test_two_views_at_once_are_shown_both(sign_in, member, url, row):
    said = {"lens": "market", "opportunity": row[0].pk, "seen": 0}
    client = sign_in(member)
    client.post(url("comparison_view"), said | {"note": "Theirs"}, headers=JSON)
    answer = client.post(url("comparison_view"), said | {"note": "Mine"}, headers=JSON)
    assert answer.status_code == 409
    assert answer.json()["theirs"] == "Theirs"
    assert LensView.objects.get().note == "Theirs"


def test_a_choice_is_a_decision_with_its_reason_and_a_day(sign_in, member, url, row):
    cover, _pay, _reach = row
    response = sign_in(member).post(url("comparison_choice"), choice(cover))
    decision = Decision.objects.get()
    assert decision.opportunity == cover
    assert decision.reason == "Six told of it"
    assert decision.revisit_on == localdate() + timedelta(weeks=6)
    # One goes on with the row beneath it.
    assert response.url == f"{url('comparison')}?under={cover.pk}"


def test_a_leaf_becomes_the_target_and_a_second_press_chooses_nothing_twice(
    sign_in, member, url, row, outcome
):
    cover, pay, _reach = row
    cover.is_target = True
    cover.save()
    client = sign_in(member)
    said = choice(pay, is_target="on")
    for _press in range(2):
        response = client.post(url("comparison_choice"), said)
        # What comes next is to solve it.
        assert response.url.endswith(f"/opportunities/{pay.pk}/solving/")
    assert outcome.opportunities.get(is_target=True) == pay
    assert Decision.objects.count() == 1


def test_looking_again_begins_with_what_was_seen_and_ends_the_reminders(
    sign_in, member, url, row
):
    cover, pay, _reach = row
    client = sign_in(member)
    seen = {"lens": "size", "opportunity": cover.pk, "place": 1, "note": "Six rang"}
    client.post(url("comparison_view"), seen, headers=JSON)
    client.post(url("comparison_choice"), choice(cover))

    shown = client.get(url("comparison"))
    first = Comparison.objects.get()
    changed = seen | {"note": "Nine rang"}
    answer = client.post(url("comparison_view"), changed, headers=JSON)
    client.post(url("comparison_choice"), choice(pay, after=first.pk))

    assert "Six rang" in shown.text
    assert "Below is what you saw then." in shown.text
    assert answer.json()["version"] == 1
    notes = LensView.objects.order_by("pk").values_list("note", flat=True)
    assert list(notes) == ["Six rang", "Nine rang"]
    done = dict(Decision.objects.values_list("opportunity", "done_at"))
    assert done[cover.pk]
    assert done[pay.pk] is None


def test_the_second_of_two_who_choose_is_told_of_the_first(sign_in, member, url, row):
    cover, pay, _reach = row
    client = sign_in(member)
    client.post(url("comparison_choice"), choice(cover))

    late = client.post(url("comparison_choice"), choice(pay, reason="It pays better"))

    assert late.status_code == 409
    told = str(late.context["refusal"])
    assert f"has just chosen “{cover.text}”: Six told of it" in told
    assert "It pays better" in late.text
    key = Comparison.objects.get().pk
    assert f'name="after" value="{key}"' in late.text
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [{"reason": ""}, {"chosen": ""}, {"revisit_on": "2020-01-01"}, {"revisit_on": "x"}],
)
def test_a_choice_needs_one_of_the_row_a_reason_and_a_day_to_come(
    sign_in, member, url, row, said
):
    response = sign_in(member).post(url("comparison_choice"), choice(row[0], **said))
    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_what_stands_in_another_row_cannot_be_chosen(sign_in, member, url, row):
    response = sign_in(member).post(url("comparison_choice"), choice(row[2]))
    assert response.status_code == 422


def test_customers_are_ranked_beside_the_team(sign_in, member, url, row):
    cover, pay, _reach = row
    person = EvidenceFactory(opportunity=cover).heard.snapshot.participant
    said = {"participant": person.pk}
    said |= {f"importance-{cover.pk}": 2, f"satisfaction-{cover.pk}": 4}
    said |= {f"importance-{pay.pk}": 5, f"satisfaction-{pay.pk}": 1}
    client = sign_in(member)
    assert client.post(url("comparison_ratings"), said).status_code == 302
    client.post(url("comparison_ratings"), said | {f"importance-{pay.pk}": 4})
    shown = client.get(url("comparison")).context["row"]
    assert [(one.node, one.importance) for one in shown.customers_ranking] == [
        (pay, 4),
        (cover, 2),
    ]


@pytest.mark.parametrize("marks", [(0, 1), (6, 1), ("x", 1), ("", "")])
def test_marks_outside_of_one_to_five_are_not_noted(sign_in, member, url, row, marks):
    person = EvidenceFactory(opportunity=row[0]).heard.snapshot.participant
    said = {"participant": person.pk}
    said[f"importance-{row[0].pk}"], said[f"satisfaction-{row[0].pk}"] = marks
    assert sign_in(member).post(url("comparison_ratings"), said).status_code == 422
    assert not CustomerRating.objects.exists()


def test_a_long_row_costs_no_more_queries(
    sign_in, member, url, outcome, django_assert_max_num_queries
):
    for n in range(9):
        node = OpportunityFactory(outcome=outcome, text=f"I rang person {n}")
        EvidenceFactory(opportunity=node)
    client = sign_in(member)
    client.get(url("comparison"))
    with django_assert_max_num_queries(22):
        assert client.get(url("comparison")).status_code == 200


def test_an_empty_tree_a_row_of_one_and_a_leaf_say_what_to_do(
    sign_in, member, url, outcome, grow
):
    client = sign_in(member)
    empty = client.get(url("comparison"))
    nodes = grow(cover={"reach": {}}, pay={})
    one, leaf = (
        client.get(url("comparison"), {"under": nodes[name].pk})
        for name in ("cover", "reach")
    )
    assert "Nothing stands under the outcome yet" in empty.text
    assert "Go on beneath it" in one.text
    assert "Find solutions" in leaf.text


def test_stakeholders_read_the_comparison_and_change_nothing(
    sign_in, workspace, url, row
):
    client = sign_in(MembershipFactory(workspace=workspace, role=Role.STAKEHOLDER))
    assert client.get(url("comparison")).status_code == 200
    for name in ("comparison_view", "comparison_choice", "comparison_ratings"):
        assert client.post(url(name), choice(row[0])).status_code == 403


def test_a_choice_that_comes_too_late_keeps_the_reason(
    sign_in, member, url, row, monkeypatch
):
    def refuse(*args, **said):
        raise Gone("It no longer stands in this row.")

    monkeypatch.setattr("opportunities.views.choosing.choose_sibling", refuse)
    response = sign_in(member).post(url("comparison_choice"), choice(row[0]))
    assert response.status_code == 409
    assert "It no longer stands in this row." in response.text
    assert "Six told of it" in response.text


def test_a_comparison_of_before_goes_along_when_its_row_is_merged(
    sign_in, member, url, row, act, outcome
):
    cover, pay, reach = row
    client = sign_in(member)
    client.post(url("comparison_choice"), choice(reach, under=cover.pk))
    client.post(url("comparison_choice"), choice(cover))

    act(ops.merge_opportunities, pay, [cover])

    shown = client.get(url("comparison") + f"?under={pay.pk}").context["row"]
    assert [one.chosen for one in shown.past] == [reach]
    page = client.get(url("comparison")).text
    assert f"merged into “{pay}”" in page.replace("&#x27;", "'")
    page = client.get(url("opportunity", cover.pk), follow=True)
    assert page.redirect_chain[-1][0] == url("opportunity", pay.pk)
    assert f"merged into “{pay}”" in page.text.replace("&#x27;", "'")

    act(ops.undo_change, outcome)
    shown = client.get(url("comparison") + f"?under={cover.pk}").context["row"]
    assert [one.chosen for one in shown.past] == [reach]
