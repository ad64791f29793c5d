import os

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("LOCAL_MODE", "1")

import pytest  # noqa: E402
from django.conf import settings  # noqa: E402

from discovery.workspaces.permissions import Role  # noqa: E402
from tests.browser.chromium import chromium  # noqa: E402, F401
from tests.factories.workspaces import (  # noqa: E402
    MembershipFactory,
    TeamFactory,
    WorkspaceFactory,
)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def workspace(db):
    return WorkspaceFactory()


@pytest.fixture
def team(workspace):
    return TeamFactory(workspace=workspace)


def _member(role):
    @pytest.fixture
    def member(workspace, team):
        return MembershipFactory(workspace=workspace, role=role, team=team)

    return member


admin = _member(Role.ADMIN)
researcher = _member(Role.RESEARCHER)
member = _member(Role.MEMBER)
colleague = _member(Role.COLLEAGUE)
stakeholder = _member(Role.STAKEHOLDER)


@pytest.fixture
def stranger(db):
    """A member of another workspace, with every permission there."""
    return MembershipFactory(role=Role.ADMIN)


@pytest.fixture
def sign_in(client):
    """Sign a membership's person in and return the client."""

    def sign_in(membership):
        client.force_login(membership.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in
