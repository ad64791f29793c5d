"""Every address of a snapshot: for strangers, for roles that may not, for the wrong method."""

import pytest
from django.urls import reverse

from tests.factories.snapshots import MomentFactory, SnapshotFactory

WRITING = [
    ("text", ["quote"]),
    ("parts", ["facts"]),
    ("part", ["moments", 1]),
    ("part_removal", ["moments", 1]),
    ("part_position", ["moments", 1]),
    ("note_placement", [1]),
    ("photos", []),
    ("photo_removal", []),
    ("publication", []),
    ("publication_withdrawal", []),
    ("share_links", []),
]
READING = [("snapshot", []), ("print", []), ("pdf", []), ("pdf_file", [])]


@pytest.mark.parametrize(("name", "args"), WRITING)
def test_a_stakeholder_changes_nothing(
    sign_in, address, story, stakeholder, name, args
):
    response = sign_in(stakeholder).post(address(name, story, *args))

    assert response.status_code == 403


@pytest.mark.parametrize(("name", "args"), READING)
def test_a_colleague_reads_no_snapshots(sign_in, address, story, colleague, name, args):
    assert sign_in(colleague).get(address(name, story, *args)).status_code == 403


@pytest.mark.parametrize(("name", "args"), WRITING + [("pdf", []), ("comments", [])])
def test_a_stranger_finds_nothing(sign_in, address, story, stranger, name, args):
    assert sign_in(stranger).post(address(name, story, *args)).status_code == 404


@pytest.mark.parametrize(("name", "args"), READING + WRITING)
def test_a_snapshot_of_another_workspace_is_unknown(
    sign_in, workspace, member, name, args
):
    foreign = SnapshotFactory(published=True)
    url = reverse(f"snapshots:{name}", args=[workspace.slug, foreign.pk, *args])
    client = sign_in(member)

    answers = {client.get(url).status_code, client.post(url).status_code}

    assert answers <= {404, 405}
    assert 404 in answers


@pytest.mark.parametrize(("name", "args"), READING)
def test_of_a_draft_a_reader_knows_nothing(
    sign_in, address, draft, stakeholder, name, args
):
    assert sign_in(stakeholder).get(address(name, draft, *args)).status_code == 404


@pytest.mark.parametrize(
    ("name", "args"),
    [(n, a) for n, a in WRITING if n not in ("share_links",)],
)
def test_what_changes_something_is_never_a_get(
    sign_in, address, story, member, name, args
):
    assert sign_in(member).get(address(name, story, *args)).status_code == 405


@pytest.mark.parametrize(
    ("name", "args"), [("text", ["version"]), ("parts", ["x"]), ("part", ["x", 1])]
)
def test_a_part_that_does_not_exist_is_unknown(
    sign_in, address, draft, member, name, args
):
    assert sign_in(member).post(address(name, draft, *args)).status_code == 404


def test_a_part_of_another_page_is_unknown(sign_in, address, draft, member):
    elsewhere = MomentFactory(snapshot__interview__team=draft.team)
    url = address("part", draft, "moments", elsewhere.pk)

    response = sign_in(member).post(url, {"title": "Mine now", "version": 1})

    elsewhere.refresh_from_db()
    assert (response.status_code, elsewhere.title) == (409, "The phone rings")
