"""What a person takes back is gone from every address at once, and with them everything (A4.2, C5).

The addresses come from the URL resolver, as in test_access.py: a new view that shows a snapshot
is walked the moment it has an address.
"""

import pytest
from django.urls import reverse

from discovery.workspaces.permissions import Role
from opportunities.operations.sharing import create_tree_link
from recruiting.models import Consent
from recruiting.operations.erasure import erase_participant
from snapshots.operations.sharing import create_share_link
from tests.access_objects import MAKERS, _snapshot, _story_page
from tests.factories.opportunities import (
    EvidenceFactory,
    OpportunityFactory,
    OutcomeFactory,
)
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import HeardOpportunityFactory, MomentFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory, WorkspaceFactory
from tests.test_access import URLS

# What is looked for, after the other word of it has been searched for.
NAME, QUOTE = "Quuxworth", "quixotically"
SEARCHED = {NAME: "Zaphodine", QUOTE: "vestibule"}
FULL_NAME, SAID = "Zaphodine Quuxworth", "In the vestibule I quixotically waited"
# Whoever writes the page still sees the words that they wrote, to take them out or to keep
# them for the day on which the person agrees again.
KEEPS_QUOTE = {"snapshots:snapshot", "snapshots:changes"}


@pytest.fixture
def place(db):
    workspace = WorkspaceFactory()
    TeamFactory(workspace=workspace)
    return workspace


@pytest.fixture
def story(place):
    """A published page of somebody who has agreed to everything."""
    snapshot = _snapshot(place)
    person = snapshot.participant
    type(person).objects.filter(pk=person.pk).update(
        name=FULL_NAME, email="zaphodine@example.org", company="Bakery"
    )
    snapshot.name, snapshot.quote = FULL_NAME, SAID
    snapshot.context = f"{FULL_NAME} at the counter"
    snapshot.save()
    MomentFactory(snapshot=snapshot, text=f"{FULL_NAME} rings")
    HeardOpportunityFactory(snapshot=snapshot)
    for purpose in Consent.Purpose.values:
        ConsentFactory(participant=person, purpose=purpose)
    snapshot.refresh_from_db()
    return snapshot


@pytest.fixture
def shared(story, place):
    """The public addresses of the page, by name and in a story page."""
    by = MembershipFactory(workspace=place, role=Role.ADMIN, team=place.teams.get())
    gathered = _story_page(place)
    type(gathered).objects.filter(pk=gathered.pk).update(
        published_at=story.published_at, published_by=by
    )
    gathered.passages.get_or_create(
        snapshot=story, defaults={"workspace": place, "position": 0}
    )
    gathered.refresh_from_db()
    addresses = {}
    for target in (story, gathered):
        _link, token = create_share_link(target=target, by=by, shows_name=True)
        kind = type(target).__name__
        for name in ("snapshot", "photo", "card", "pdf", "pdf_file"):
            addresses[f"shared:{name} of {kind}"] = reverse(
                f"shared:{name}", args=[token]
            )
        photo = reverse("shared:story_photo", args=[token, story.pk])
        addresses[f"shared:story_photo of {kind}"] = photo
    return addresses


@pytest.fixture
def on_a_tree(story, place):
    """Where a tree that stands on the story is read: outside by a link, on the big screen, exported."""
    team = place.teams.get()
    by = MembershipFactory(workspace=place, role=Role.ADMIN, team=team)
    outcome = OutcomeFactory(team=team, workspace=place)
    node = OpportunityFactory(outcome=outcome, text=f"{FULL_NAME} waits for a call")
    heard = story.heard_opportunities.get()
    EvidenceFactory(opportunity=node, heard=heard, placed_by=by)
    _link, token = create_tree_link(outcome=outcome, by=by, shows_quotes=True)
    tree = reverse("opportunities:tree", args=[place.slug, outcome.pk])
    outside = {
        "shared_tree:tree": reverse("shared_tree:tree", args=[token]),
        "shared_tree:picture": reverse("shared_tree:picture", args=[token]),
    }
    endings = ["csv", "json", "opml", "md", "txt", "mmd", "svg"]
    inside = {ending: f"{tree}export/tree.{ending}" for ending in endings}
    inside["walk"] = f"{tree}presentation/?at={node.pk}"
    inside["tree"] = tree
    return outside, inside


def addresses_inside(place):
    # There is one of it, and no second would fit.
    made = {"passage_id": place.story_pages.get().passages.get().pk}
    for param in URLS:
        name, kwargs, _permission = param.values
        for kwarg in kwargs:
            if kwarg not in made:
                made[kwarg] = MAKERS[kwarg](place)
        named = {kwarg: made[kwarg] for kwarg in kwargs}
        yield name, reverse(name, kwargs={"workspace_slug": place.slug, **named})


def body_of(client, url):
    response = client.get(url)
    if "event-stream" in response.headers.get("Content-Type", ""):
        return ""
    found = response.streaming_content if response.streaming else [response.content]
    return b"".join(found).decode(errors="replace")


def where(client, addresses, *words):
    """For each word the names of the addresses that say it, also when it is searched for."""
    found = {word: set() for word in words}
    for name, url in addresses:
        said = body_of(client, url)
        if 'name="q"' in said:
            for word in words:
                said += body_of(client, f"{url}?q={SEARCHED[word]}")
        for word in words:
            if word in said:
                found[word].add(name)
    return found.values()


def test_a_withdrawn_quote_and_an_erased_person_are_gone_everywhere(
    sign_in, place, story, shared
):
    team = place.teams.get()
    admin, reader = (
        MembershipFactory(workspace=place, role=role, team=team)
        for role in (Role.ADMIN, Role.STAKEHOLDER)
    )
    client = sign_in(admin)
    everywhere = {**dict(addresses_inside(place)), **shared}
    with_name, with_quote = where(client, everywhere.items(), NAME, QUOTE)
    told = {"snapshots:snapshot", "shared:snapshot of Snapshot"}
    told |= {"snapshots:library", "shared:snapshot of StoryPage"}
    assert told <= with_name & with_quote
    again = [(name, everywhere[name]) for name in with_quote]

    ConsentFactory(
        participant=story.participant, purpose=Consent.Purpose.QUOTE, is_granted=False
    )

    (after,) = where(client, again, QUOTE)
    assert after <= KEEPS_QUOTE
    assert [*where(sign_in(reader), again, QUOTE)] == [set()]

    erase_participant(story.participant, by=admin)

    again = [(name, everywhere[name]) for name in with_name | with_quote]
    assert [*where(sign_in(admin), again, NAME, QUOTE)] == [set(), set()]


def test_nobody_outside_sees_what_is_no_longer_to_be_shown(client, story, shared):
    assert all(where(client, shared.items(), NAME, QUOTE))

    ConsentFactory(
        participant=story.participant, purpose=Consent.Purpose.SHARING, is_granted=False
    )

    assert not any(where(client, shared.items(), NAME, QUOTE))
    assert client.get(shared["shared:snapshot of Snapshot"]).status_code == 404


def test_nothing_of_what_was_taken_back_is_left_on_a_tree(
    client, sign_in, place, story, on_a_tree
):
    outside, inside = on_a_tree
    person = story.participant
    named, quoted = where(client, outside.items(), NAME, QUOTE)
    # Nobody is named outside, whatever they agreed to; the quote goes by the pseudonym.
    assert (named, quoted) == (set(), {"shared_tree:tree"})
    assert person.pseudonym in body_of(client, outside["shared_tree:tree"])
    member = sign_in(place.memberships.filter(role=Role.ADMIN).first())
    named, quoted = where(member, inside.items(), NAME, QUOTE)
    assert named == set(inside) and "walk" in quoted

    for purpose in (Consent.Purpose.QUOTE, Consent.Purpose.SHARING):
        ConsentFactory(participant=person, purpose=purpose, is_granted=False)
        assert not any(where(member, outside.items(), NAME, QUOTE))
    (quoted,) = where(member, inside.items(), QUOTE)
    assert quoted == set()

    erase_participant(person, by=place.memberships.filter(role=Role.ADMIN).first())

    everywhere = {**outside, **inside}
    assert not any(where(member, everywhere.items(), NAME, QUOTE))
