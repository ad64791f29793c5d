import threading

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.urls import reverse

from recruiting.operations.erasure import erase_participant
from snapshots.models import Rendering, Snapshot
from snapshots.operations import rendering as rendering_operations
from snapshots.operations.parts import add_part, write_text
from snapshots.operations.rendering import (
    delete_pdfs_about,
    hash_of,
    render_pdf,
    request_pdf,
)
from snapshots.page import Page
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import (
    HeardOpportunityFactory,
    MomentFactory,
    SnapshotFactory,
)

State = Rendering.State


def page_of(snapshot, **shown):
    return Page(Snapshot.objects.for_page().get(pk=snapshot.pk), **shown)


@pytest.fixture
def rendering(story):
    return request_pdf(page=page_of(story))


def test_a_pdf_is_made_and_kept(rendering):
    render_pdf(rendering_id=rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.pages) == (State.READY, 1)
    with rendering.file.open() as file:
        assert file.read(5) == b"%PDF-"


def test_an_unchanged_page_is_made_once(rendering, story):
    render_pdf(rendering_id=rendering.pk)

    again = request_pdf(page=page_of(story))

    assert (again.pk, again.state) == (rendering.pk, State.READY)


def test_a_changed_page_is_made_anew_and_the_old_file_goes(
    rendering, story, member, django_capture_on_commit_callbacks
):
    render_pdf(rendering_id=rendering.pk)
    rendering.refresh_from_db()
    write_text(snapshot=story, field="quote", text="New", version=1, by=member)

    newer = request_pdf(page=page_of(story))
    with django_capture_on_commit_callbacks(execute=True):
        render_pdf(rendering_id=newer.pk)

    assert list(Rendering.objects.values_list("pk", "state")) == [(newer.pk, "ready")]
    assert not default_storage.exists(rendering.file.name)


def test_a_pin_on_a_moment_of_the_same_name_is_another_page(story):
    one, other = MomentFactory.create_batch(2, snapshot=story, title="The phone rings")
    heard = HeardOpportunityFactory(snapshot=story, moment=one)
    before = hash_of(page_of(story))

    type(heard).objects.update(moment=other)

    assert hash_of(page_of(story)) != before


def test_words_saved_after_the_button_was_pressed_are_waited_for(
    rendering, story, member, client
):
    client.force_login(member.user)
    write_text(snapshot=story, field="quote", text="New", version=1, by=member)
    url = reverse("snapshots:pdf", args=[story.workspace.slug, story.pk])

    answer = client.get(f"{url}?asked", headers={"HX-Request": "true"})

    assert "Waiting" in answer.text
    newer = Rendering.objects.exclude(pk=rendering.pk).get()
    assert newer.content_hash == hash_of(page_of(story))


def test_a_page_edited_before_the_worker_came_is_drawn_as_it_stands(
    rendering, story, member
):
    write_text(snapshot=story, field="quote", text="New", version=1, by=member)

    render_pdf(rendering_id=rendering.pk)

    left = Rendering.objects.get()
    assert left.content_hash == hash_of(page_of(story))
    assert left.state == State.QUEUED


def test_the_shared_page_has_a_pdf_of_its_own(rendering, story):
    shared = request_pdf(page=page_of(story, is_outside=True))

    assert shared.pk != rendering.pk
    assert shared.is_pseudonymous


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_workers_make_it_once(rendering):
    claims, ready = [], threading.Barrier(2)

    def claim():
        ready.wait()
        claims.append(Rendering.objects.claim(rendering.pk))
        connection.close()

    threads = [threading.Thread(target=claim) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(claim is None for claim in claims) == [False, True]


def test_a_failed_pdf_is_tried_again_when_somebody_asks(rendering, story):
    Rendering.objects.update(state=State.FAILED, reason="too_slow", attempts=4)

    again = request_pdf(page=page_of(story))

    assert (again.state, again.reason, again.attempts) == (State.QUEUED, "", 0)


def test_a_page_of_an_erased_person_leaves_no_pdf_behind(rendering, story, monkeypatch):
    def erased_meanwhile(page):
        erase_participant(story.participant)
        return b"%PDF-"

    monkeypatch.setitem(rendering_operations.MAKERS, "page", (erased_meanwhile, "pdf"))

    render_pdf(rendering_id=rendering.pk)

    assert not Rendering.objects.exists()
    _folders, files = default_storage.listdir(f"workspaces/{story.workspace_id}/pdfs")
    assert files == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_who_asks_while_a_consent_is_taken_back_gets_the_page_without_it(
    story, monkeypatch
):
    drawn = []

    def draw(page):
        drawn.append(page.quote)
        return b"%PDF-"

    def ask():
        render_pdf(rendering_id=request_pdf(page=page_of(story)).pk)
        connection.close()

    monkeypatch.setitem(rendering_operations.MAKERS, "page", (draw, "pdf"))
    asking = threading.Thread(target=ask)
    with transaction.atomic():
        ConsentFactory(participant=story.participant, purpose="quote", is_granted=False)
        delete_pdfs_about(story.participant)
        asking.start()
        begun = Rendering.objects.filter(state=State.RENDERING)
        while asking.is_alive() and not begun.exists():
            asking.join(timeout=0.05)
        asking.join(timeout=0.3)
    asking.join()

    left = Rendering.objects.get()
    assert (drawn, left.state) == ([], State.QUEUED)
    assert left.content_hash == hash_of(page_of(story))


def test_a_page_that_overflows_is_refused_with_a_reason(story, member):
    for kind, words in (
        ("insights", {"text": "word " * 60}),
        ("opportunities", {"text": "word " * 48}),
        ("facts", {"label": "word " * 8, "text": "word " * 24}),
        ("moments", {"title": "word " * 12, "text": "word " * 40}),
    ):
        for _ in range(6):
            add_part(snapshot=story, kind=kind, by=member, **words)
    Snapshot.objects.update(quote="word " * 80)
    rendering = request_pdf(page=page_of(story))

    render_pdf(rendering_id=rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.reason) == (State.FAILED, "too_long")
    assert page_of(story).room_used > 100


def test_a_workspace_has_one_place_and_hands_it_on(
    rendering, story, monkeypatch, django_capture_on_commit_callbacks
):
    letter = request_pdf(page=page_of(story, paper="letter"))
    other = SnapshotFactory(published=True)
    elsewhere = request_pdf(page=page_of(other))
    Rendering.objects.claim(rendering.pk)

    assert Rendering.objects.claim(letter.pk) is None
    assert Rendering.objects.claim(elsewhere.pk) == elsewhere

    sent = []
    monkeypatch.setattr(
        rendering_operations, "enqueue", lambda *args: sent.append(args)
    )
    Rendering.objects.filter(pk=rendering.pk).update(state=State.QUEUED)
    render_pdf(rendering_id=rendering.pk)
    assert sent == [("snapshots.render_pdf", letter.pk)]


def test_the_other_paper_and_the_picture_stand_beside_it(rendering, story):
    for asked in (
        request_pdf(page=page_of(story, paper="letter")),
        request_pdf(page=page_of(story), kind="card"),
        rendering,
    ):
        render_pdf(rendering_id=asked.pk)

    made = Rendering.objects.filter(state=State.READY)
    assert sorted(made.values_list("kind", "paper")) == [
        ("card", "a4"),
        ("page", "a4"),
        ("page", "letter"),
    ]
