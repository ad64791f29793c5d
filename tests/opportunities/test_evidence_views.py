"""The inbox, the evidence on the panel, and who told of what."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from discovery.audit.models import AuditEvent
from discovery.home.queries import to_place
from opportunities.models import HeardSetAside
from opportunities.operations import place_heard
from recruiting.models import Participant
from tests.factories.opportunities import DecisionFactory
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import HeardOpportunityFactory, MomentFactory

RINGING = "I call everybody on the list and nobody answers"


@pytest.fixture
def at(outcome):
    def at(name, *args):
        slug = outcome.workspace.slug
        return reverse(f"opportunities:{name}", args=[slug, outcome.pk, *args])

    return at


@pytest.fixture
def node(grow):
    return grow(cover={})["cover"]


OTHER = {"source": "support", "basis": "done", "text": "41 tickets", "url": ""}
OTHER["observed_on"] = "2026-11-02"


def test_the_inbox_tells_who_said_it_and_how_many_said_the_same(
    sign_in, member, hear, at
):
    hear(RINGING)
    hear("Nobody answers when I call everybody on my list")
    hear("What will next week cost?")

    text = sign_in(member).get(at("inbox")).text

    assert text.count("2 people say so") == 2
    assert text.count("heard once") == 1


def test_the_inbox_is_filtered_by_person_moment_and_words(sign_in, member, hear, at):
    heard, other = hear(RINGING), hear("What will next week cost?")
    heard.moment = MomentFactory(snapshot=heard.snapshot, title="A shift is open")
    heard.save()
    client = sign_in(member)

    for asked in (
        {"person": heard.snapshot.participant_id},
        {"moment": "A shift is open"},
        {"text": "NOBODY answers"},
    ):
        text = client.get(at("inbox"), asked).text
        assert f'data-heard="{heard.pk}"' in text
        assert f'data-heard="{other.pk}"' not in text
    assert "Nothing that waits fits" in client.get(at("inbox"), {"text": "x" * 9}).text


def test_what_too_few_told_of_waits_behind_the_rest(sign_in, member, hear, at, outcome):
    early = hear("What will next week cost?")
    hear(RINGING), hear(RINGING)
    client = sign_in(member)

    sent = {"least_people": 2, "quiet_weeks": 8}
    seen = {"seen_least_people": 1, "seen_quiet_weeks": 12}
    assert client.post(at("thresholds"), sent | seen).status_code == 302

    text = client.get(at("inbox")).text
    assert text.index(f'data-heard="{early.pk}"') > text.index("2 people say so")
    assert "waits for another voice" in text
    wrong = client.post(at("thresholds"), {"least_people": 0, "quiet_weeks": "x"})
    late = client.post(at("thresholds"), {"least_people": 3, "quiet_weeks": 12} | seen)
    outcome.refresh_from_db()
    assert (wrong.status_code, outcome.least_people, outcome.quiet_weeks) == (422, 2, 8)
    assert late.status_code == 409
    assert late.context["refusal"].theirs == 2


def test_several_are_placed_together_in_new_words(sign_in, member, hear, at, outcome):
    first, second = hear(RINGING), hear("Nobody answers my calls")
    client = sign_in(member)

    together = {"heard": [first.pk, second.pk]}
    assert "2 heard, for one node" in client.get(at("placing_together"), together).text
    sent = {**together, "place": "under:", "text": "Calling reaches nobody"}
    client.post(at("placing_together"), sent)

    made = outcome.opportunities.get()
    assert (made.text, made.evidence.count()) == ("Calling reaches nobody", 2)


def test_what_is_alike_goes_along_when_ticked(sign_in, member, hear, at, outcome):
    first = hear(RINGING)
    second = hear("I call everybody on the list and nobody ever answers")
    client = sign_in(member)

    text = client.get(at("placing", first.pk)).text
    assert f'name="others" value="{second.pk}"' in text
    client.post(at("placing", first.pk), {"place": "under:", "others": [second.pk]})

    assert outcome.opportunities.get().evidence.count() == 2


def test_one_is_split_and_one_set_aside_with_a_reason(
    sign_in, member, hear, at, outcome
):
    split, aside = hear("cold and dark"), hear("the weather")
    client = sign_in(member)

    client.post(at("heard_parts", split.pk), {"texts": "It is cold\nIt is dark"})
    refused = client.post(at("setting_aside", aside.pk), {"reason": " "})
    client.post(at("setting_aside", aside.pk), {"reason": "We sell no weather"})

    assert outcome.opportunities.count() == 2
    assert refused.status_code == 422
    assert "We sell no weather" in client.get(at("set_aside")).text
    assert to_place(outcome.workspace, outcome.team) == 0
    assert "All is placed" in client.get(at("inbox")).text
    stories = type(aside.snapshot).objects.filter(pk=aside.snapshot_id)
    published_at = aside.snapshot.published_at
    stories.update(published_at=None, published_by=None)
    assert "the weather" not in client.get(at("set_aside")).text
    stories.update(published_at=published_at, published_by=aside.snapshot.published_by)
    client.post(at("set_aside"), {"heard": aside.pk})
    assert not HeardSetAside.objects.exists()


@pytest.mark.parametrize("texts", ["only one", "\n".join("abcdefg"), "x" * 241 + "\ny"])
def test_a_split_needs_two_to_six_short_lines(sign_in, member, hear, at, texts):
    answer = sign_in(member).post(at("heard_parts", hear().pk), {"texts": texts})

    assert answer.status_code == 422


def test_who_comes_second_is_told_where_it_is(sign_in, member, hear, at, act, outcome):
    heard = hear(RINGING)
    act(place_heard, outcome, heard)

    answer = sign_in(member).post(at("setting_aside", heard.pk), {"reason": "no"})

    assert answer.status_code == 409
    assert "It was just placed on" in answer.text
    # A second parent asked for shows that the first is too broad (R57).
    placed = outcome.opportunities.get()
    assert at("splitting", placed.pk) in answer.text


@pytest.mark.parametrize("count", [1, 30])
def test_the_inbox_costs_the_same_queries(
    sign_in, member, hear, at, django_assert_num_queries, count
):
    first = hear("need 0")
    for number in range(1, count):
        HeardOpportunityFactory(snapshot=first.snapshot, text=f"need {number}")
    client = sign_in(member)
    client.get(at("inbox"))

    with django_assert_num_queries(11):
        text = client.get(at("inbox")).text

    assert text.count("data-heard=") == min(count, 25)


def test_the_panel_tells_people_segments_and_age(
    sign_in, member, hear, at, act, outcome, node
):
    for plan in ("Pro", "Pro", "Free"):
        heard = hear(RINGING)
        person = Participant.objects.filter(pk=heard.snapshot.participant_id)
        person.update(attributes={"Plan": plan}, company="Bakery")
        type(heard.snapshot).objects.filter(pk=heard.snapshot_id).update(
            talked_on=localdate() - timedelta(weeks=13)
        )
        act(place_heard, outcome, heard, opportunity=node)

    text = sign_in(member).get(at("opportunity", node.pk)).text

    assert "Heard from 3 people" in text
    assert "Pro <b>2</b>" in text
    assert "Bakery <b>3</b>" in text
    assert "Not heard for 13 weeks" in text


def test_other_evidence_is_no_story_and_counts_nobody(
    sign_in, member, at, node, outcome
):
    client = sign_in(member)

    client.post(at("other_new", node.pk), OTHER)
    text = client.get(at("opportunity", node.pk)).text
    other = node.other_evidence.get()

    assert "Not stories" in text
    assert "No story yet" in text
    changed = {**OTHER, "text": "42 tickets", "seen_text": "41 tickets"}
    client.post(at("other", node.pk, other.pk), changed)
    stale = client.post(
        at("other", node.pk, other.pk), {**changed, "text": "43 tickets"}
    )
    assert (stale.status_code, node.other_evidence.get().text) == (409, "42 tickets")
    client.post(at("other_removal", node.pk, other.pk))
    assert not node.other_evidence.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"text": "x" * 301},
        {"source": "stars"},
        {"url": "javascript:alert(1)"},
        {"observed_on": "2026-13-01"},
    ],
)
def test_bad_other_evidence_is_refused(sign_in, member, at, node, wrong):
    answer = sign_in(member).post(at("other_new", node.pk), {**OTHER, **wrong})

    assert answer.status_code == 422
    assert not node.other_evidence.exists()


def test_saying_and_doing_stand_side_by_side(
    sign_in, member, hear, at, act, outcome, node
):
    act(place_heard, outcome, hear(RINGING), opportunity=node)
    client = sign_in(member)
    client.post(at("other_new", node.pk), {**OTHER, "is_against": "on"})

    text = client.get(at("opportunity", node.pk)).text
    assert "People say one thing and do another" in text

    client.post(at("evidence_side", node.pk, node.evidence.get().pk), {"is_against": 1})
    text = client.get(at("opportunity", node.pk)).text
    assert "People say one thing and do another" not in text
    assert text.count("speaks against it") == 2


def test_the_face_is_a_photo_only_by_consent(sign_in, member, hear, at, act, outcome):
    heard = hear(RINGING)
    ConsentFactory(
        participant=heard.snapshot.participant, purpose="photo", is_granted=False
    )
    act(place_heard, outcome, heard)
    node = outcome.opportunities.get()

    text = sign_in(member).get(at("opportunity", node.pk)).text

    assert (
        reverse("snapshots:photo", args=[outcome.workspace.slug, heard.snapshot_id])
        not in text
    )


def test_segments_count_different_people(sign_in, member, hear, at, act, outcome, grow):
    nodes = grow(cover={"reach": {}})
    heard = hear(RINGING)
    again = HeardOpportunityFactory(snapshot=heard.snapshot, text="=1+1")
    act(place_heard, outcome, heard, opportunity=nodes["reach"])
    act(place_heard, outcome, again, opportunity=nodes["cover"])
    client = sign_in(member)

    lines = client.get(at("segments_csv")).content.decode("utf-8-sig").splitlines()
    assert AuditEvent.objects.filter(action="tree_exported").exists()
    page = client.get(at("segments"), {"by": "company", "branch": nodes["reach"].pk})

    assert lines == [
        "Level,Opportunity,People,Customer",
        "1,I can't cover,1,1",
        "2,I can't reach,1,1",
    ]
    assert page.status_code == 200
    assert client.get(at("segments"), {"by": "x'", "branch": "x"}).status_code == 200


def test_from_a_decision_to_the_quote_in_three_clicks(
    sign_in, stakeholder, hear, act, outcome
):
    heard = hear(RINGING)
    act(place_heard, outcome, heard)
    decision = DecisionFactory(
        opportunity=outcome.opportunities.get(), outcome=outcome, owner=stakeholder
    )
    client = sign_in(stakeholder)
    slug = outcome.workspace.slug

    insights = client.get(reverse("opportunities:insights", args=[slug])).text
    first = reverse("opportunities:decision", args=[slug, decision.pk])
    assert f'href="{first}"' in insights
    second = reverse("snapshots:snapshot", args=[slug, heard.snapshot_id])
    assert f'href="{second}"' in client.get(first).text
    assert heard.snapshot.quote in client.get(second).text


def test_from_a_story_to_what_it_led_to(sign_in, stakeholder, hear, act, grow, outcome):
    nodes = grow(cover={"reach": {}})
    heard = hear(RINGING)
    act(place_heard, outcome, heard, opportunity=nodes["reach"])
    since = DecisionFactory(
        opportunity=nodes["cover"], owner=stakeholder, text="Call fewer"
    )
    DecisionFactory(
        opportunity=nodes["reach"],
        owner=stakeholder,
        text="Call more",
        decided_at=since.decided_at - timedelta(days=400),
    )
    client = sign_in(stakeholder)
    slug, story = outcome.workspace.slug, heard.snapshot

    page = client.get(reverse("snapshots:snapshot", args=[slug, story.pk])).text
    address = reverse("opportunities:led_to", args=[slug, story.pk])
    assert f'href="{address}"' in page
    text = client.get(address).text
    assert "behind 1 decision made since" in text
    assert "Call more" in text and "before this talk" in text
    assert reverse("opportunities:decision", args=[slug, since.pk]) in text


def test_similar_ones_of_a_node_lead_to_merging_and_adding(
    sign_in, member, hear, at, grow
):
    nodes = grow(cover={}, reach={})
    type(nodes["cover"]).objects.update(text=RINGING)
    waits = hear(RINGING)
    client = sign_in(member)

    text = client.get(at("alike", nodes["cover"].pk)).text

    both = "&amp;".join(f"nodes=opportunity:{n.pk}" for n in nodes.values())
    assert f"{at('merging')}?{both}" in text
    assert f'action="{at("placing", waits.pk)}"' in text
    assert (
        client.get(f"{at('merging')}?{both}".replace("&amp;", "&")).status_code == 200
    )


def test_a_node_with_very_many_stories_shows_them_in_parts(
    sign_in, member, hear, at, outcome, node, act, monkeypatch
):
    monkeypatch.setattr("opportunities.queries.evidence.MOST_SHOWN", 1)
    monkeypatch.setattr("opportunities.queries.evidence.MOST_BENEATH", 2)
    for words in ("by the door", "by the till", "by the stairs"):
        act(place_heard, outcome, hear(words), opportunity=node)
    client, panel = sign_in(member), at("opportunity", node.pk)

    first, rest = client.get(panel).text, client.get(f"{panel}?skip=2").text

    assert "1 older story" in first
    assert first.count("story__heard") == 2
    assert rest.count("story__heard") == 1
    assert client.get(f"{panel}?skip={'9' * 18}").status_code == 200


def test_a_story_that_fits_under_another_too_leads_to_a_split(
    sign_in, member, hear, at, outcome, act
):
    act(place_heard, outcome, hear(RINGING))
    node = outcome.opportunities.get()
    client = sign_in(member)
    page = client.get(at("opportunity", node.pk)).text
    url = f"{at('splitting', node.pk)}?story={node.evidence.get().pk}"
    assert url in page
    split = client.get(url).text
    assert "too broad" in split
    assert f'value="evidence:{node.evidence.get().pk}" checked' in split
