"""A tree, two who shape it, and their browsers, before the web process that serves events as well."""

import pytest
from django.urls import reverse

from tests.browser.conftest import begins_to_listen, session_cookie
from tests.discovery.live.server import WebServer
from tests.factories.accounts import UserFactory
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory
from tests.factories.snapshots import HeardOpportunityFactory, SnapshotFactory
from tests.factories.workspaces import MembershipFactory


@pytest.fixture(scope="package")
def web(django_db_setup, django_db_blocker):
    """The real web process on the tests' own database; returns its address."""
    server = WebServer()
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def people(workspace, team):
    """Two of one trio."""
    names = ["Ida Holm", "Tomas Vrba"]
    users = [UserFactory(name=name) for name in names]
    return [MembershipFactory(workspace=workspace, team=team, user=u) for u in users]


@pytest.fixture
def outcome(team):
    return OutcomeFactory(team=team, baseline="22%", target="40%", current="27%")


@pytest.fixture
def nodes(outcome):
    """cover > (reach, know), cost, gaps."""
    nodes = {}
    for name, parent in (
        ("cover", None),
        ("reach", "cover"),
        ("know", "cover"),
        ("cost", None),
        ("gaps", None),
    ):
        nodes[name] = OpportunityFactory(
            outcome=outcome, parent=nodes.get(parent), text=f"I can't {name}"
        )
    return nodes


@pytest.fixture
def hear(team, people):
    def hear(text):
        snapshot = SnapshotFactory(
            interview__team=team, published=True, published_by=people[0]
        )
        return HeardOpportunityFactory(snapshot=snapshot, text=text)

    return hear


@pytest.fixture
def enter(web, browser_page, outcome):
    """Open the tree for a member, on the real web process, in one of its views."""

    def enter(member, view="canvas", path="tree", **options):
        page = browser_page(**options)
        page.context.add_cookies([session_cookie(member.user, web)])
        args = [outcome.workspace.slug, outcome.pk]
        address = web + reverse(f"opportunities:{path}", args=args)
        if view is None or not options.get("script", True):
            page.goto(address)
        else:
            with begins_to_listen(page):
                page.goto(address)
            page.locator(".tree[data-view]").wait_for()
            if page.locator(".tree").get_attribute("data-view") != view:
                page.get_by_role("button", name=view.title()).click()
        return page

    return enter
