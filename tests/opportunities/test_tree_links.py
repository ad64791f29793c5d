"""What a link to a tree shows and how it is changed: quotes only of who agreed, words read first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from discovery.audit.models import AuditEvent
from opportunities.models import TreeLink
from opportunities.operations.outcomes import bring_tree_back, put_tree_away
from opportunities.operations.refusals import TreeRefusal
from opportunities.operations.sharing import MOST_LIVE_LINKS, create_tree_link
from recruiting.models import Consent
from tests.factories.opportunities import (
    EvidenceFactory,
    OpportunityFactory,
    TreeLinkFactory,
)
from tests.factories.recruiting import ConsentFactory, ParticipantFactory
from tests.factories.solving import SolutionFactory
from tests.factories.workspaces import MembershipFactory

CODE = "xk4m-7qwp-r2ht"


@pytest.fixture
def quoted(grow, hear, member):
    """A node told of by somebody who agreed to be quoted; return the node and the person."""
    node = grow(reach={})["reach"]
    heard = hear(quote="Zoe and I rang eleven people")
    EvidenceFactory(opportunity=node, heard=heard, placed_by=member)
    person = heard.snapshot.participant
    ConsentFactory(participant=person, purpose=Consent.Purpose.QUOTE)
    return node, person


def test_quotes_leave_only_when_asked_for_and_while_allowed(client, share, quoted):
    _node, person = quoted
    plain, link = share(), share(shows_quotes=True, shows_solutions=False)
    assert "eleven people" not in client.get(plain.page).text

    page = client.get(link.page).text
    assert "eleven people" in page and person.pseudonym in page
    assert person.name not in page
    for purpose in (Consent.Purpose.QUOTE, Consent.Purpose.SHARING):
        ConsentFactory(participant=person, purpose=purpose, is_granted=False)
        assert "eleven people" not in client.get(link.page).text
        ConsentFactory(participant=person, purpose=purpose)
    assert "eleven people" in client.get(link.page).text


def test_solutions_stay_inside_when_asked_for(client, share, grow):
    SolutionFactory(opportunity=grow(reach={})["reach"], text="A call list")
    page = share(shows_solutions=False).page
    for address in (page, f"{page}picture.svg"):
        told = client.get(address).text
        assert "reach" in told and "call list" not in told


def test_words_that_may_tell_who_it_is_are_read_first(
    sign_in, member, panel, quoted, workspace
):
    _node, person = quoted
    type(person).objects.filter(pk=person.pk).update(name="Katharina Lindqvist")
    ParticipantFactory(workspace=workspace, name="Zoe Marchetti")
    node = OpportunityFactory(outcome=_node.outcome, text="Zoe Marchetti rings us")
    OpportunityFactory(outcome=_node.outcome, text="I can't pay")
    type(_node).objects.filter(pk=_node.pk).update(text="Kathi has to ring")
    client = sign_in(member)
    asked = {"lifetime": "7", "passcode_choice": "none", "shows_solutions": "on"}

    warned = client.post(panel, asked)

    assert warned.status_code == 422 and not TreeLink.objects.exists()
    places = warned.context["places"]
    assert {place.part for place in places} == {node.element_id, _node.element_id}
    client.post(panel, asked | {"has_read": warned.context["digest"]})
    link = TreeLink.objects.get()
    confirmed = AuditEvent.objects.get(action="share_link_confirmed")
    assert node.element_id in confirmed.fields
    # What a change lets out for the first time is read as well.
    url = reverse("opportunities:tree_link", args=[workspace.slug, link.pk])
    more = asked | {"lifetime": "keep", "shows_quotes": "on"}
    assert client.post(url, more).status_code == 422
    link.refresh_from_db()
    assert not link.shows_quotes


def test_a_link_is_changed_and_whoever_was_let_in_is_asked_again(
    sign_in, member, share, client
):
    link = share(label="Board", passcode=CODE)
    client.post(link.page, {"passcode": CODE})
    url = reverse("opportunities:tree_link", args=[link.workspace.slug, link.pk])
    browser = sign_in(member)
    assert "Board" in browser.get(url).text
    sent = {"label": "Agency", "lifetime": "7", "passcode_choice": "new"}

    made = browser.post(url, sent | {"passcode": "new-ovens-at-six"})

    link.refresh_from_db()
    assert "new-ovens-at-six" in made.text
    assert (link.label, link.shows_solutions) == ("Agency", False)
    assert localdate(link.expires_at) == localdate() + timedelta(days=7)
    assert "This page has a passcode" in client.get(link.page).text
    actions = AuditEvent.objects.values_list("action", flat=True)
    assert "share_link_changed" in actions


def test_only_who_may_change_the_tree_changes_its_links(sign_in, workspace, share):
    link = share()
    args = [workspace.slug, link.pk]
    client = sign_in(MembershipFactory(workspace=workspace))
    for name in ("tree_link", "tree_link_revocation"):
        url = reverse(f"opportunities:{name}", args=args)
        assert client.post(url, {"lifetime": "keep"}).status_code == 404


def test_the_links_of_a_tree_that_is_put_away_stay_closed(
    sign_in, member, share, outcome, client
):
    link = share(label="Board")
    put_tree_away(outcome, came_of_it="", by=member)
    url = reverse("opportunities:tree_link", args=[link.workspace.slug, link.pk])
    sent = {"label": "Agency", "lifetime": "7", "passcode_choice": "none"}

    assert sign_in(member).post(url, sent).status_code == 404
    link.refresh_from_db()
    assert link.label == "Board"
    assert client.get(link.page).status_code == 404
    bring_tree_back(outcome, by=member)
    assert client.get(link.page).status_code == 200


def test_fifty_links_are_enough(outcome, member):
    TreeLinkFactory.create_batch(MOST_LIVE_LINKS, outcome=outcome, created_by=member)

    with pytest.raises(TreeRefusal, match="50 open links"):
        create_tree_link(outcome=outcome, by=member)


def test_what_is_aimed_at_leaves_only_where_the_link_says_so(
    client, share, grow, hear, member, outcome
):
    nodes = grow(plan={"reach": {}})
    heard = hear(quote="Nobody")
    person = heard.snapshot.participant
    EvidenceFactory(opportunity=nodes["reach"], heard=heard, placed_by=member)
    nodes["reach"].is_target = True
    nodes["reach"].save()
    figures = {"metric": f"Shifts that {person.name} fills", "baseline": "22%"}
    figures |= {"current": "27%", "target": "40%"}
    type(outcome).objects.filter(pk=outcome.pk).update(**figures)

    kept, told = share(), share(shows_aim=True)

    for link, shows in ((kept, False), (told, True)):
        page, picture = (
            client.get(f"{link.page}{end}").text for end in ("", "picture.svg")
        )
        for word in ("27%", "Shifts that", "item--target", "Target"):
            assert (word in page) is shows
        assert ("22% → 40%" in picture) is ("Target" in picture) is shows
        assert person.name not in page + picture
