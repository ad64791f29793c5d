import io

import pytest
from PIL import Image

from snapshots.models import Rendering, Snapshot
from snapshots.operations.rendering import render_pdf, request_pdf
from snapshots.page import Page
from tests.factories.recruiting import ConsentFactory

Kind = Rendering.Kind


@pytest.fixture
def card(story, sign_in, stakeholder, address):
    """Ask for the picture as a reader does, after the worker has made it."""
    client = sign_in(stakeholder)

    def card(query=""):
        shown = {"is_outside": True} if "wider" in query else {}
        page = Page(Snapshot.objects.for_page().get(pk=story.pk), **shown)
        rendering = request_pdf(page=page, kind=Kind.CARD)
        render_pdf(rendering_id=rendering.pk)
        return client.get(address("card", story) + query)

    return card


def test_it_is_a_light_picture_of_1200_by_630(card):
    answer = card()

    made = b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(made)).size == (1200, 630)
    assert len(made) < 200_000


def test_one_without_a_name_is_another_picture(card):
    with_name, without = (
        b"".join(card(query).streaming_content) for query in ("", "?wider=1")
    )

    assert with_name != without
    assert Rendering.objects.filter(kind="card", is_pseudonymous=True).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "x" * 400, "name": "y" * 120, "context": "z " * 100},
        {"quote": "", "story_title": ""},
        {"quote": "قضيت خمسا وأربعين دقيقة", "name": "漢字 👩‍🍳"},
        {"quote": '<img src="file:///etc/passwd">', "name": "</b><script>"},
    ],
)
def test_whatever_the_words_there_is_a_picture(card, story, changes):
    Snapshot.objects.filter(pk=story.pk).update(**changes)

    assert b"".join(card().streaming_content).startswith(b"\x89PNG")


def test_a_quote_that_was_taken_back_stands_on_no_picture(card, story):
    before = b"".join(card().streaming_content)
    ConsentFactory(participant=story.participant, purpose="quote", is_granted=False)

    after = b"".join(card().streaming_content)

    assert before != after
    assert Rendering.objects.filter(kind="card").count() == 1


def test_one_that_is_not_made_is_asked_for(sign_in, stakeholder, story, address):
    answer = sign_in(stakeholder).get(address("card", story))

    assert answer.status_code == 302
    assert "kind=card" in answer.url
    assert Rendering.objects.get().state == Rendering.State.QUEUED


def test_who_does_not_want_to_be_shown_is_not_taken_outside(
    sign_in, stakeholder, story, address
):
    ConsentFactory(participant=story.participant, purpose="sharing", is_granted=False)
    client = sign_in(stakeholder)

    assert client.get(address("card", story) + "?wider=1").status_code == 404
    assert client.get(address("pdf_file", story) + "?wider=1").status_code == 404
    assert client.post(address("pdf", story), {"wider": "1"}).status_code == 302
    assert client.get(address("markdown", story) + "?wider=1").status_code == 302
    assert not Rendering.objects.exists()
