"""Trees into files and out of them through the browser's eyes: looked at first, one change, one undo."""

import json
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from discovery.audit.models import AuditEvent
from discovery.workspaces.permissions import Role
from opportunities import operations as ops
from tests.factories.workspaces import MembershipFactory


def texts(outcome):
    rows = outcome.opportunities.filter(deleted_at=None).order_by("pk")
    return [(row.text, row.parent.text if row.parent else "") for row in rows]


def bring(client, url, found, **said):
    """Send what was looked at."""
    said = {"found": found.context["found"], "client_id": uuid4()} | said
    return client.post(url("import_end"), said)


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("csv", b"id,parent_id,type,title"),
        ("json", b"{"),
        ("opml", b"<?xml"),
        ("md", b"# More shops"),
        ("txt", b"More shops"),
        ("mmd", b"flowchart TD"),
        ("svg", b"<svg"),
    ],
)
def test_a_tree_leaves_in_every_format(sign_in, member, url, grow, ending, start):
    grow(cover={"reach": {}})
    response = sign_in(member).get(url("export_file", ending))
    assert response.content.startswith(start)
    assert b"I can't reach" in response.content.replace(b"&#x27;", b"'").replace(
        b"&apos;", b"'"
    )
    assert f'.{ending}"' in response["Content-Disposition"]
    assert AuditEvent.objects.filter(action="tree_exported").exists()


def test_a_tree_leaves_as_a_pdf_of_one_page_with_its_words(sign_in, member, url, grow):
    grow(cover={"reach": {}}, pay={})
    response = sign_in(member).get(url("export_file", "pdf"))
    (page,) = PdfReader(BytesIO(response.content)).pages
    assert "reach" in page.extract_text()


def test_a_tree_leaves_as_a_sharp_picture(sign_in, member, url, grow):
    grow(cover={})
    response = sign_in(member).get(url("export_file", "png"))
    assert response.content.startswith(b"\x89PNG")


def test_a_branch_leaves_alone(sign_in, member, url, grow):
    nodes = grow(cover={"reach": {}}, pay={})
    asked = {"under": nodes["cover"].pk}
    said = sign_in(member).get(url("export_file", "txt"), asked).content.decode()
    assert "I can't reach" in said
    assert "I can't pay" not in said


def test_an_unknown_format_is_not_found(sign_in, member, url):
    assert sign_in(member).get(url("export_file", "exe")).status_code == 404


def test_lines_are_looked_at_and_added_with_one_change(sign_in, member, url, outcome):
    client = sign_in(member)
    lines = "- I plan the week alone\n  - Nobody tells me\n- My hours are late"
    found = client.post(url("import_tree"), {"lines": lines})
    assert texts(outcome) == []
    assert found.context["count"] == 3
    bring(client, url, found)
    assert texts(outcome) == [
        ("I plan the week alone", ""),
        ("My hours are late", ""),
        ("Nobody tells me", "I plan the week alone"),
    ]
    ops.undo_change(outcome, by=member, client_id=uuid4())
    assert texts(outcome) == []


def test_a_second_press_adds_nothing_twice(sign_in, member, url, outcome):
    client = sign_in(member)
    found = client.post(url("import_tree"), {"lines": "- I plan the week alone"})
    name = uuid4()
    for _press in range(2):
        bring(client, url, found, client_id=name)
    assert len(texts(outcome)) == 1


def test_a_file_with_circles_and_lost_parents_is_made_sound_and_told(
    sign_in, member, url, outcome
):
    rows = ["id,parent_id,title", "1,2,A", "2,1,B", "3,9,C", "4,,=cmd()"]
    file = SimpleUploadedFile("tree.csv", "\n".join(rows).encode())
    client = sign_in(member)
    found = client.post(url("import_tree"), {"file": file})
    assert len(found.context["remarks"]) == 2
    bring(client, url, found)
    assert set(texts(outcome)) == {("A", ""), ("B", "A"), ("C", ""), ("=cmd()", "")}


def test_a_text_of_an_old_editor_keeps_its_letters(sign_in, member, url):
    file = SimpleUploadedFile(
        "tree.txt", "- Für Gäste fehlt Übersicht".encode("cp1252")
    )
    found = sign_in(member).post(url("import_tree"), {"file": file})
    assert "Für Gäste fehlt Übersicht" in found.context["found"]


def test_a_line_with_the_word_title_and_a_comma_is_a_line(sign_in, member, url):
    lines = "- The title changes, and nobody tells me"
    found = sign_in(member).post(url("import_tree"), {"lines": lines})
    assert found.context["count"] == 1


def test_what_was_exported_comes_back_under_another_node(
    sign_in, member, url, outcome, grow
):
    nodes = grow(cover={"reach": {}}, pay={})
    client = sign_in(member)
    data = client.get(url("export_file", "json"), {"under": nodes["cover"].pk}).content
    file = SimpleUploadedFile("tree.json", data)
    under = {"under": nodes["pay"].pk}
    found = client.post(url("import_tree"), {"file": file} | under)
    bring(client, url, found, **under)
    assert ("I can't cover", "I can't pay") in texts(outcome)


@pytest.mark.parametrize(
    "said",
    [
        {"lines": ""},
        {"lines": "[1, 2]"},
        {"lines": "<opml><body/></opml>"},
        {"lines": "- a\n" * 5_001},
        {"file": SimpleUploadedFile("tree.csv", b"\x00\x01\x02")},
        {"file": SimpleUploadedFile("tree.opml", b"<!DOCTYPE a><opml/>")},
    ],
)
def test_what_is_no_tree_is_refused_and_nothing_is_added(
    sign_in, member, url, outcome, said
):
    assert sign_in(member).post(url("import_tree"), said).status_code == 422
    assert texts(outcome) == []


def test_what_was_looked_at_cannot_be_forged_into_anything_unsound(
    sign_in, member, url, outcome
):
    told = json.dumps([{"id": "1", "parent_id": "1", "title": "x" * 9_000}])
    sign_in(member).post(url("import_end"), {"found": told, "client_id": "no"})
    ((title, parent),) = texts(outcome)
    assert len(title) == 240
    assert parent == ""


def test_stakeholders_take_a_tree_along_and_bring_none(sign_in, workspace, url):
    client = sign_in(MembershipFactory(workspace=workspace, role=Role.STAKEHOLDER))
    assert client.get(url("export")).status_code == 200
    assert client.get(url("import_tree")).status_code == 403
    assert client.post(url("import_end"), {"found": "[]"}).status_code == 403


@pytest.mark.parametrize("said", [{"client_id": "-" * 36}, {"under": "last"}])
def test_an_import_made_by_hand_is_an_answer_and_no_error(
    sign_in, member, url, outcome, said
):
    client = sign_in(member)
    found = client.post(url("import_tree"), {"lines": "One"})
    assert client.post(url("import_tree"), {"lines": "One"} | said).status_code < 500
    assert bring(client, url, found, **said).status_code == 302
