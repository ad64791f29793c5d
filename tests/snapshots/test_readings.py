from datetime import timedelta

import pytest
from django.utils.timezone import now

from discovery.workspaces.permissions import Role
from snapshots.models import PageChange, Reading
from snapshots.operations.readings import note_reading
from tests.factories.workspaces import MembershipFactory

HTMX = {"HX-Request": "true"}


def test_opening_a_page_is_no_reading_but_having_looked_at_it_is(
    sign_in, address, story, stakeholder
):
    client = sign_in(stakeholder)

    client.get(address("snapshot", story))
    client.get(address("snapshot", story), headers={"Sec-Purpose": "prefetch"})
    client.get(address("snapshot", story), headers=HTMX)
    client.get(address("comments", story), headers=HTMX)
    assert not Reading.objects.exists()

    response = client.post(address("readings", story), headers=HTMX)
    assert response.status_code == 204
    assert Reading.objects.get().membership == stakeholder


def test_the_first_reading_stays_and_the_last_moves_on(story, stakeholder):
    note_reading(snapshot=story, by=stakeholder)
    first = Reading.objects.get()
    note_reading(snapshot=story, by=stakeholder)

    again = Reading.objects.get()
    assert again.first_at == first.first_at
    assert again.last_at > first.last_at


def test_without_script_a_button_says_so(sign_in, address, story, stakeholder):
    response = sign_in(stakeholder).post(address("readings", story))

    assert response.status_code == 302
    assert Reading.objects.exists()


def test_a_draft_is_not_read(sign_in, address, draft, member):
    client = sign_in(member)

    client.post(address("readings", draft), headers=HTMX)

    assert not Reading.objects.exists()
    assert client.get(address("readers", draft)).status_code == 404


def test_writers_see_who_has_read_and_who_was_told_and_has_not(
    sign_in, address, story, member, stakeholder
):
    def joined(name, days, role=Role.STAKEHOLDER):
        return MembershipFactory(
            workspace=story.workspace,
            user__name=name,
            role=role,
            joined_at=now() + timedelta(days=days),
        )

    for person in (member, stakeholder):
        person.joined_at = now() - timedelta(days=9)
        person.save()
    joined("Waits for it", -1)
    joined("Came later", 1)
    joined("May not read", -1, Role.COLLEAGUE)
    note_reading(snapshot=story, by=stakeholder)

    page = sign_in(member).get(address("readers", story)).text

    assert "1 person has read it" in page
    assert str(stakeholder) in page
    assert "1 was told and has not yet" in page
    assert "Waits for it" in page
    assert "Came later" not in page
    assert "May not read" not in page


def test_readers_are_told_that_their_reading_is_seen_and_see_no_names(
    sign_in, address, story, stakeholder
):
    ida = MembershipFactory(workspace=story.workspace, user__name="Ida Holm")
    note_reading(snapshot=story, by=ida)
    client = sign_in(stakeholder)

    page = client.get(address("snapshot", story)).text

    assert "sees who has read it, and when" in page
    assert "Ida Holm" not in page
    assert client.get(address("readers", story)).status_code == 403


def test_what_others_changed_since_is_marked_until_it_is_read(
    sign_in, address, story, member, stakeholder
):
    client = sign_in(stakeholder)
    url = address("snapshot", story)

    def change(part, by):
        PageChange.objects.create(
            workspace=story.workspace, snapshot=story, part=part, kind="written", by=by
        )

    change("quote", member)
    assert "changed since you last read it" not in client.get(url).text
    note_reading(snapshot=story, by=stakeholder)
    change("quote", member)
    change("name", stakeholder)
    page = client.get(url).text
    assert page.count("changed since you last read it") == 1
    mark = page.partition('id="mark-quote"')[2].partition("</li>")[0]
    assert "changed since you last read it" in mark

    note_reading(snapshot=story, by=stakeholder)
    assert "changed since you last read it" not in client.get(url).text


def test_the_first_visit_explains_what_a_snapshot_is_until_one_was_read(
    sign_in, address, story, stakeholder, member
):
    words = "A snapshot tells one real customer’s story on one page"
    client = sign_in(stakeholder)
    assert words in client.get(address("snapshot", story)).text

    note_reading(snapshot=story, by=stakeholder)
    assert words not in client.get(address("snapshot", story)).text
    assert words not in sign_in(member).get(address("snapshot", story)).text


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_readers_costs_the_same_queries(
    sign_in, address, story, member, django_assert_num_queries, count
):
    for _ in range(count):
        reader = MembershipFactory(workspace=story.workspace)
        note_reading(snapshot=story, by=reader)
        MembershipFactory(workspace=story.workspace)
    client = sign_in(member)
    url = address("readers", story)
    client.get(url)

    with django_assert_num_queries(10):
        client.get(url)
