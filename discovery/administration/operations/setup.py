from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.utils.timezone import now

from discovery.accounts.models import User
from discovery.administration.operations.teams import create_team, free_slug
from discovery.audit.operations import record
from discovery.workspaces.links import hash_token, new_token
from discovery.workspaces.models import Membership, SetupLink, Workspace
from discovery.workspaces.permissions import Role

# Any number that no other advisory lock of ours has.
SETUP_LOCK = 801_001


class SetupIsOver(Exception):
    """There is an account already, so the next one comes by invitation."""


@transaction.atomic
def make_setup_link():
    """Return a new one-time token for the first admin; older ones become void."""
    if User.objects.exists():
        raise SetupIsOver
    SetupLink.objects.filter(used_at=None).delete()
    token, token_hash = new_token()
    SetupLink.objects.create(token_hash=token_hash)
    return token


@transaction.atomic
def set_up(
    *, token, name, email, password, workspace_name, team_name, time_zone, language
):
    """Make the first person, their workspace and its first team; works once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETUP_LOCK])
    links = SetupLink.objects.filter(token_hash=hash_token(token), used_at=None)
    if User.objects.exists() or not links.update(used_at=now()):
        raise SetupIsOver
    place = {"time_zone": time_zone, "language": language}
    user = User.objects.create_user(email, password, name=name, **place)
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    workspace = Workspace.objects.create(
        name=workspace_name, slug=free_slug(Workspace.objects, workspace_name), **place
    )
    admin = Membership.objects.create(
        workspace=workspace, user=user, role=Role.ADMIN, craft=Membership.Craft.PRODUCT
    )
    record("workspace_created", workspace, by=admin, workspace=workspace)
    create_team(
        workspace=workspace,
        name=team_name,
        product="",
        weekly_target=1,
        members=[admin],
        by=admin,
    )
    return admin
