import csv

import pytest
from django.urls import reverse

from discovery.audit.exporting import csv_lines, defuse
from discovery.audit.models import AuditEvent
from discovery.audit.operations import record


@pytest.fixture
def url(admin):
    return reverse("audit:audit", args=[admin.workspace.slug])


@pytest.fixture
def export(admin):
    return reverse("audit:export", args=[admin.workspace.slug])


def freshly(client, membership):
    """Sign in as somebody who has just shown their password again."""
    membership.user.set_password("seven swans swim")
    membership.user.save()
    client.force_login(membership.user)
    client.post("/accounts/reauthenticate/", {"password": "seven swans swim"})
    return client


def test_page_tells_who_did_what(sign_in, url, admin, member):
    record("team_created", admin, by=admin)
    record("member_joined", member, by=member)

    page = sign_in(admin).get(url).text

    assert f"<b>{admin}</b> created a team" in page
    assert f"<b>{member}</b> joined" in page


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, 2),
        ({"action": "team_created"}, 1),
        ({"since": "2999-01-01"}, 0),
        ({"until": "2000-01-01"}, 0),
        ({"since": "nonsense"}, 2),
        ({"action": "nonsense"}, 2),
    ],
)
def test_filter_narrows(sign_in, url, admin, filters, expected):
    record("team_created", admin, by=admin)
    record("member_joined", admin, by=admin)

    assert len(sign_in(admin).get(url, filters).context["events"]) == expected


def test_filter_by_person(sign_in, url, admin, member):
    record("team_created", admin, by=admin)
    record("member_joined", member, by=member)

    shown = sign_in(admin).get(url, {"by": member.pk}).context["events"]

    assert [event.actor for event in shown] == [str(member)]


def test_other_workspaces_stay_out_of_sight(sign_in, url, admin, stranger):
    record("team_created", stranger, by=stranger)

    assert sign_in(admin).get(url).context["events"] == []


def test_pages_follow_one_another_without_gap_or_repetition(sign_in, url, admin):
    made = [record("member_changed", admin, by=admin).pk for _ in range(120)]
    client = sign_in(admin)
    seen, where = [], {}
    while True:
        context = client.get(url, where).context
        seen += [event.pk for event in context["events"]]
        if "last" not in context:
            break
        last = context["last"]
        where = {"at": last.at.isoformat(), "after": last.pk}

    assert seen == list(reversed(made))


@pytest.mark.parametrize(
    "where",
    [
        {"at": "x", "after": "y"},
        {"at": "2026-01-01", "after": "1"},
        {"at": "2026-01-01T00:00:00Z", "after": "9" * 30},
    ],
)
def test_page_bears_any_cursor(sign_in, url, admin, where):
    assert sign_in(admin).get(url, where).status_code == 200


def test_export_holds_the_same_lines_and_is_told(client, export, admin):
    record("team_created", admin, by=admin, reason='=HYPERLINK("http://evil")')

    response = freshly(client, admin).get(export)

    rows = list(csv.reader(response.getvalue().decode().splitlines()))
    by_action = {row[2]: row for row in rows[1:]}
    assert by_action["team_created"][6] == '\'=HYPERLINK("http://evil")'
    assert AuditEvent.objects.filter(action="audit_exported").count() == 1


def test_export_asks_for_the_password_again(sign_in, export, admin):
    response = sign_in(admin).get(export)

    assert response.url.startswith("/accounts/reauthenticate/")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_formula_is_defused(cell):
    assert defuse(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["1", "a=b", "", "Ænd", "é"])
def test_other_cells_stay_as_they_are(cell):
    assert defuse(cell) == cell


def test_csv_can_be_read_back():
    rows = [['a "quoted" word', "two\nlines"], [None, 7]]

    text = "".join(csv_lines(["x", "y"], rows))

    read = list(csv.reader(text.splitlines(keepends=True)))
    assert read == [["x", "y"], ['a "quoted" word', "two\nlines"], ["", "7"]]
