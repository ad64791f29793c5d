from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now

from discovery.audit.models import AuditEvent, AuditSeal
from discovery.audit.operations import record
from discovery.audit.sealing import check_chain, seal_waiting


def tamper(sql, *values):
    """Change the trail as only the owner of the database could, past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def trail(admin):
    """Three sealed events of one workspace."""
    for action in ("team_created", "member_invited", "member_joined"):
        record(action, admin, by=admin)
    seal_waiting()
    return AuditEvent.objects.filter(workspace=admin.workspace).order_by("pk")


def test_each_event_is_sealed_once(trail, admin):
    assert seal_waiting() == 0

    verdict = check_chain(admin.workspace)
    assert (verdict.links, verdict.trouble, verdict.unsealed) == (3, "", 0)
    assert AuditSeal.objects.get(position=3).digest == verdict.end


def test_every_workspace_has_a_chain_of_its_own(trail, admin, stranger):
    record("member_joined", stranger, by=stranger)
    record("sign_in_failed")

    seal_waiting()

    ends = {check_chain(w).end for w in (admin.workspace, stranger.workspace, None)}
    assert len(ends) == 3
    assert check_chain(None).links == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "nothing_at_all"),
        ("actor", "Somebody else"),
        ("actor_id", 1),
        ("at", "2020-01-01T00:00:00Z"),
        ("fields", '["role"]'),
        ("reason", "because"),
        ("object_id", 1),
    ],
)
def test_altered_event_is_found(trail, admin, column, value):
    second = trail[1]
    tamper(f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s", value, second.pk)

    assert f"event {second.pk}" in check_chain(admin.workspace).trouble


def test_removed_event_is_found(trail, admin):
    tamper("DELETE FROM audit_auditevent WHERE id = %s", trail[1].pk)

    assert "is missing" in check_chain(admin.workspace).trouble


def test_removed_link_is_found(trail, admin):
    tamper("DELETE FROM audit_auditseal WHERE position = 2")

    assert check_chain(admin.workspace).trouble == "link 2 is missing"


def test_exchanged_links_are_found(trail, admin):
    first, second = trail[0].pk, trail[1].pk
    tamper("UPDATE audit_auditseal SET event_id = -event_id WHERE event_id = %s", first)
    tamper(
        "UPDATE audit_auditseal SET event_id = %s WHERE event_id = %s", first, second
    )

    assert check_chain(admin.workspace).trouble != ""


def test_event_that_was_never_sealed_is_counted(trail, admin):
    old = record("member_changed", admin, by=admin)
    tamper(
        "UPDATE audit_auditevent SET at = %s WHERE id = %s",
        now() - timedelta(hours=1),
        old.pk,
    )

    assert check_chain(admin.workspace).unsealed == 1


@pytest.mark.parametrize("table", ["audit_auditevent", "audit_auditseal"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET workspace_id = NULL"])
def test_database_refuses_to_change_the_trail(trail, table, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))


def test_line_is_gone_with_the_change_that_failed(admin):
    with pytest.raises(ValueError), transaction.atomic():
        record("team_created", admin, by=admin)
        raise ValueError

    assert not AuditEvent.objects.exists()


def test_command_tells_of_every_workspace(trail, admin):
    out = StringIO()

    call_command("audit_verify", stdout=out)

    assert f"{admin.workspace.slug}: whole, 3 links" in out.getvalue()


def test_command_fails_on_a_broken_trail(trail, admin):
    tamper("DELETE FROM audit_auditevent WHERE id = %s", trail[0].pk)
    out = StringIO()

    with pytest.raises(CommandError, match="1 audit trail"):
        call_command("audit_verify", stdout=out)

    assert f"{admin.workspace.slug}: BROKEN" in out.getvalue()
