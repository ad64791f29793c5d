"""The access sweep: every address x every role, a stranger, another workspace, nobody at all.

It is made from the URL resolver, so a new view is swept the moment it has an address. A view
that takes an id of a new kind fails here until ``MAKERS`` can make one.
"""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from discovery.workspaces.permissions import GRANTS, Permission, Role
from tests.access_objects import MAKERS
from tests.factories.workspaces import MembershipFactory, TeamFactory, WorkspaceFactory

PREFIX = "w/<slug:workspace_slug>/"


def workspace_urls(resolver=None, prefix="", namespaces=()):
    resolver = resolver or get_resolver()
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            if route.startswith(PREFIX):
                name = ":".join([*namespaces, pattern.name])
                yield pytest.param(
                    name,
                    list(pattern.pattern.converters),
                    pattern.callback.permission,
                    id=route.removeprefix(PREFIX) or "home",
                )
        else:
            inner = (
                [*namespaces, pattern.namespace] if pattern.namespace else namespaces
            )
            yield from workspace_urls(pattern, route, inner)


URLS = list(workspace_urls())


def address(name, kwargs, workspace, owner):
    """The address of a view in ``workspace``, naming objects that belong to ``owner``."""
    made = {kwarg: MAKERS[kwarg](owner) for kwarg in kwargs}
    return reverse(name, kwargs={"workspace_slug": workspace.slug, **made})


def answer(client, url):
    """Ask as the view allows: GET, or POST where GET is refused as a method."""
    response = client.get(url)
    return client.post(url) if response.status_code == 405 else response


@pytest.fixture
def place(db):
    """A workspace with one team, and its slug for the addresses."""
    workspace = WorkspaceFactory()
    TeamFactory(workspace=workspace)
    return workspace


@pytest.mark.parametrize(("name", "kwargs", "permission"), URLS)
def test_nobody_and_no_stranger_gets_in(
    client, sign_in, stranger, place, name, kwargs, permission
):
    url = address(name, kwargs, place, place)

    for ask in (client.get, client.post):
        response = ask(url)

        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")

    assert answer(sign_in(stranger), url).status_code == 404


WITH_OBJECTS = [p for p in URLS if any(k.endswith("_id") for k in p.values[1])]


@pytest.mark.parametrize(("name", "kwargs", "permission"), WITH_OBJECTS)
def test_objects_of_another_workspace_are_not_there(
    sign_in, place, name, kwargs, permission
):
    here = MembershipFactory(role=Role.ADMIN, workspace=place, team=place.teams.get())
    elsewhere = WorkspaceFactory()
    TeamFactory(workspace=elsewhere)
    url = address(name, kwargs, place, elsewhere)

    assert answer(sign_in(here), url).status_code == 404


NESTED = [p for p in URLS if sum(k.endswith("_id") for k in p.values[1]) > 1]


@pytest.mark.parametrize(("name", "kwargs", "permission"), NESTED)
def test_inner_object_of_another_workspace_is_not_there(
    sign_in, place, name, kwargs, permission
):
    here = MembershipFactory(role=Role.ADMIN, workspace=place, team=place.teams.get())
    elsewhere = WorkspaceFactory()
    TeamFactory(workspace=elsewhere)
    *outer, inner = kwargs
    made = {kwarg: MAKERS[kwarg](place) for kwarg in outer}
    client = sign_in(here)

    def status_of(pk):
        url = reverse(name, kwargs={"workspace_slug": place.slug, **made, inner: pk})
        return answer(client, url).status_code

    # A part of a snapshot that is gone answers 409, to keep what was typed into it, and
    # taking it away once more goes back to the page. Either way nothing is told.
    assert status_of(MAKERS[inner](elsewhere)) == status_of(2**40)
    assert status_of(2**40) in (302, 404, 409)


@contextmanager
def undone():
    """What happens in here has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def is_right(status, name, permission, role):
    if permission not in GRANTS[role]:
        return status == 403
    may_refuse = permission in NARROWED or name in FOR_THE_AUTHOR
    return status < 500 and (status != 403 or may_refuse)


@pytest.mark.parametrize(("name", "kwargs", "permission"), URLS)
def test_roles_get_what_their_permissions_say(sign_in, place, name, kwargs, permission):
    url = address(name, kwargs, place, place)
    answers = {}

    for role in Role:
        with undone():
            person = MembershipFactory(
                role=role, workspace=place, team=place.teams.get()
            )
            answers[role] = answer(sign_in(person), url).status_code

    right = {r: s for r, s in answers.items() if is_right(s, name, permission, r)}
    assert right == answers


# What a role may do in general but not to every object: the operation or a queryset decides.
NARROWED = {Permission.TREE_EDIT, Permission.PANEL_VIEW, Permission.COMMENT_WRITE}
# A note's words are changed by whoever wrote them.
FOR_THE_AUTHOR = {
    "interviews:note",
    "interviews:note_deletion",
    "interviews:note_restoration",
    "interviews:note_settlement",
    "interviews:note_place",
    "interviews:note_versions",
    # Only whoever leads has seen a nudge.
    "interviews:nudge_sight",
    # What was promised is settled by its owner, or by the team.
    "opportunities:insight_follow_up",
    "opportunities:decision_follow_up",
}


def test_removed_member_is_a_stranger_at_once(sign_in, place):
    person = MembershipFactory(role=Role.ADMIN, workspace=place)
    client = sign_in(person)
    url = reverse("home:home", args=[place.slug])
    assert client.get(url).status_code == 200

    person.removed_at = person.joined_at
    person.save()

    assert client.get(url).status_code == 404
