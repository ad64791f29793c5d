from datetime import date

import pytest
from django.urls import reverse

from recruiting.operations.erasure import erase_participant
from snapshots import wall
from snapshots.models import Reading
from snapshots.views import library
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import MomentFactory
from tests.factories.workspaces import TeamFactory


@pytest.fixture
def url(workspace):
    return reverse("snapshots:library", args=[workspace.slug])


def names_on(page):
    cards = [*page.context.get("drafts", []), *page.context["cards"]]
    return [card.snapshot.name for card in cards]


def test_stories_stand_newest_first(sign_in, url, tell, stakeholder):
    tell("Old", talked_on=date(2026, 1, 1))
    tell("New", talked_on=date(2026, 3, 1))
    tell("Between", talked_on=date(2026, 2, 1))

    assert names_on(sign_in(stakeholder).get(url)) == ["New", "Between", "Old"]


def test_drafts_are_for_their_own_team(
    sign_in, url, tell, workspace, member, stakeholder
):
    tell("Ours", published=False)
    tell("Theirs", published=False, of=TeamFactory(workspace=workspace))

    assert names_on(sign_in(member).get(url)) == ["Ours"]
    assert names_on(sign_in(stakeholder).get(url)) == []


def test_the_wall_is_narrowed_to_a_team(sign_in, url, tell, workspace, stakeholder):
    other = TeamFactory(workspace=workspace)
    tell("Ours")
    tell("Theirs", of=other)

    page = sign_in(stakeholder).get(url, {"team": other.pk})

    assert names_on(page) == ["Theirs"]


def test_a_team_of_another_workspace_is_unknown(sign_in, url, stakeholder):
    client = sign_in(stakeholder)

    assert client.get(url, {"team": TeamFactory().pk}).status_code == 404
    assert client.get(url, {"team": "x"}).status_code == 404


def test_words_are_found_wherever_they_stand_and_marked(
    sign_in, url, tell, stakeholder
):
    MomentFactory(snapshot=tell("Sarah", quote="My coat was on"), text="in the oven")
    tell("Ben", quote="My coat was off")

    page = sign_in(stakeholder).get(url, {"q": "OVEN coat"})

    assert names_on(page) == ["Sarah"]
    assert "My <mark>coat</mark> was on" in page.text


def test_words_that_the_card_does_not_show_are_shown_where_they_stand(
    sign_in, url, tell, stakeholder
):
    snapshot = tell("Sarah", quote="My coat was on")
    MomentFactory(snapshot=snapshot, title="The phone rings", text="Ovens at six")

    page = sign_in(stakeholder).get(url, {"q": "oven"})

    assert "The phone rings: <mark>Ovens</mark> at six" in page.text


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("cafes", ["Zoë"]),
        ('"by the harbour"', ["Zoë"]),
        ('"harbour the by"', []),
        ("zoe harb", ["Zoë"]),
        ("zoe desert", []),
    ],
)
def test_the_wall_reads_a_search_as_the_search_over_everything_does(
    sign_in, url, tell, stakeholder, q, found
):
    tell("Zoë", quote="A café by the harbour")

    assert names_on(sign_in(stakeholder).get(url, {"q": q})) == found


def test_a_quote_that_was_taken_back_is_neither_shown_nor_found(
    sign_in, url, tell, stakeholder
):
    snapshot = tell("Sarah", quote="My coat was on")
    client = sign_in(stakeholder)
    assert names_on(client.get(url, {"q": "coat"})) == ["Sarah"]

    ConsentFactory(participant=snapshot.participant, purpose="quote", is_granted=False)

    assert names_on(client.get(url, {"q": "coat"})) == []
    page = client.get(url, {"q": "sarah"})
    assert "coat" not in page.text
    assert "[removed at the participant’s request]" in page.text


def test_a_rare_word_is_found_behind_many_newer_pages(
    sign_in, url, tell, stakeholder, monkeypatch
):
    monkeypatch.setattr(wall, "FEW_NEWEST", 1)
    monkeypatch.setattr(wall, "NEWEST", 2)
    tell("Oldest", quote="A zebra", talked_on=date(2026, 1, 1))
    for day in (2, 3, 4):
        tell("Newer", quote="A coat", talked_on=date(2026, 1, day))

    assert names_on(sign_in(stakeholder).get(url, {"q": "zebra"})) == ["Oldest"]


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ('"a zebra"', ["Together", "Long ago"]),
        ('"wild zebra" "of my own"', ["Long ago"]),
        ('"zebra"', ["Together", "Apart", "Long ago"]),
        ('"zebra a"', []),
    ],
)
def test_a_phrase_is_found_behind_many_pages_that_only_have_its_words(
    sign_in, url, tell, stakeholder, monkeypatch, q, names
):
    monkeypatch.setattr(wall, "FEW_NEWEST", 1)
    monkeypatch.setattr(wall, "NEWEST", 1)
    long_ago = tell("Long ago", quote="A zebra, of my own", talked_on=date(2026, 1, 1))
    MomentFactory(snapshot=long_ago, title="The wild zebra")
    tell("Apart", quote="A wild zebra", talked_on=date(2026, 1, 2))
    tell("Together", quote="Here is a zebra", talked_on=date(2026, 1, 3))
    tell("Newest", quote="A coat", talked_on=date(2026, 1, 4))

    assert names_on(sign_in(stakeholder).get(url, {"q": q})) == names


@pytest.mark.parametrize(
    ("q", "said"),
    [("", "2 stories"), ("coat", "2 stories"), ('"my coat"', "2 stories")],
)
def test_stories_are_counted_beyond_the_first_screen(
    sign_in, url, tell, stakeholder, monkeypatch, q, said
):
    monkeypatch.setattr(library, "CARDS", 1)
    tell(quote="My coat")
    tell(quote="My coat, and my coat")
    client = sign_in(stakeholder)
    assert said in client.get(url, {"q": q}).text

    monkeypatch.setattr(wall, "MOST_COUNTED", 1)
    assert "More than 1 stories" in client.get(url, {"q": q}).text


def test_no_fewer_stories_are_counted_than_are_shown(
    sign_in, url, tell, stakeholder, monkeypatch
):
    monkeypatch.setattr(library, "CARDS", 2)
    monkeypatch.setattr(wall, "MOST_COUNTED", 1)
    tell(quote="A coat of my own")
    for _ in range(3):
        tell(quote="My coat")

    page = sign_in(stakeholder).get(url, {"q": '"my coat"'})

    assert "More than 2 stories" in page.text


def test_nothing_found_offers_to_clear_the_filters(sign_in, url, tell, stakeholder):
    tell()

    page = sign_in(stakeholder).get(url, {"q": "zebra", "when": "year"})

    assert "No story is left" in page.text
    assert "Search without filters" in page.text


def test_a_card_says_what_was_not_read_yet(sign_in, url, tell, stakeholder):
    snapshot = tell()
    client = sign_in(stakeholder)
    assert "Not read yet" in client.get(url).text

    Reading.objects.create(
        workspace=snapshot.workspace, snapshot=snapshot, membership=stakeholder
    )

    assert "Not read yet" not in client.get(url).text


def test_how_the_story_went_is_drawn_and_said(sign_in, url, tell, stakeholder):
    snapshot = tell()
    MomentFactory(snapshot=snapshot, title="It rings", feeling=1)
    MomentFactory(snapshot=snapshot, title="Nobody comes", feeling=-2)

    page = sign_in(stakeholder).get(url)

    assert "It rings: good; Nobody comes: awful." in page.text


def test_ticked_pages_go_on_to_story_time(sign_in, workspace, tell, stakeholder):
    one, two = tell(), tell()
    client = sign_in(stakeholder)
    address = reverse("snapshots:selection", args=[workspace.slug])

    response = client.post(address, {"ids": [one.pk, two.pk, "x"]})

    assert response.url.endswith(f"/presentation/?ids={one.pk}&ids={two.pk}")
    assert client.post(address).url == reverse(
        "snapshots:library", args=[workspace.slug]
    )


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", "<script>", "\x00", "ä" * 300])
def test_any_search_gets_an_answer(sign_in, url, tell, stakeholder, words):
    tell()

    page = sign_in(stakeholder).get(url, {"q": words})

    assert page.status_code == 200
    assert "<script>" + "\n" not in page.text


def test_the_wall_goes_on_where_it_stopped(sign_in, url, tell, stakeholder):
    for number in range(26):
        tell(f"N{number:02}", talked_on=date(2026, 1, 1))
    client = sign_in(stakeholder)

    first = client.get(url)
    tell("Newer", talked_on=date(2026, 5, 1))
    rest = client.get(url + first.context["next_url"], headers={"HX-Request": "true"})

    assert names_on(first) == [f"N{number:02}" for number in range(25, 1, -1)]
    assert names_on(rest) == ["N01", "N00"]
    assert "<h1>" not in rest.text


@pytest.mark.parametrize("after", ["x", "2026-13-01_1", "2026-01-01_", "_", "9" * 40])
def test_a_mangled_place_starts_at_the_top(sign_in, url, tell, stakeholder, after):
    tell()

    assert len(names_on(sign_in(stakeholder).get(url, {"after": after}))) == 1


def test_an_empty_wall_teaches(sign_in, url, member):
    assert "Stories come here" in sign_in(member).get(url).text


def test_an_erased_person_is_a_pseudonym_on_the_wall(sign_in, url, tell, stakeholder):
    snapshot = tell("Sarah")
    erase_participant(snapshot.participant)

    page = sign_in(stakeholder).get(url)

    assert names_on(page) == [snapshot.participant.pseudonym]
    assert "[removed at the participant’s request]" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_wall_costs_the_same_queries_whatever_its_length(
    sign_in, url, tell, member, django_assert_num_queries, count
):
    for _ in range(count):
        tell()
        tell(published=False)
    client = sign_in(member)
    client.get(url)

    with django_assert_num_queries(13):
        page = client.get(url)

    assert len(names_on(page)) == 2 * count
