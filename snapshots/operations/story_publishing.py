"""A story page goes out to its readers, comes back, is deleted and restored."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from discovery.audit.operations import record
from discovery.live.operations import publish
from snapshots.models import StoryPage
from snapshots.operations.errors import NotPublishable
from snapshots.operations.telling import tell_readers

# As long can a deletion be taken back.
KEPT_AFTER_DELETION = timedelta(days=30)


@transaction.atomic
def publish_story_page(*, story_page, by):
    """Show the page to everybody who reads snapshots here, and tell them once."""
    story_page = _locked(story_page)
    if story_page.is_published:
        return story_page
    if not story_page.question:
        raise NotPublishable(
            _("Before others read it, the page needs the question that it answers.")
        )
    stories = story_page.passages.present()
    if not stories.exclude(snapshot__published_at=None).exists():
        raise NotPublishable(
            _("Before others read it, the page needs one published story at least.")
        )
    _set(story_page, "published", by, published_at=now(), published_by=by)
    tell_readers(
        gettext_noop("%(member)s published a page of several stories."),
        key=f"story-page-published:{story_page.pk}",
        kind="story_page_published",
        url=reverse("snapshots:story", args=[story_page.workspace.slug, story_page.pk]),
        by=by,
    )
    return story_page


@transaction.atomic
def withdraw_story_page(*, story_page, by):
    """Make the page a draft again; its share links show nothing until it is published anew."""
    story_page = _locked(story_page)
    if story_page.is_published:
        _set(story_page, "withdrawn", by, published_at=None, published_by=None)
    return story_page


@transaction.atomic
def delete_story_page(*, story_page, by):
    """Take the page away; its snapshots stay, and for a while it can be brought back."""
    story_page = _locked(story_page)
    if story_page.deleted_at is None:
        _set(story_page, "deleted", by, deleted_at=now())
    return story_page


@transaction.atomic
def restore_story_page(*, story_page, by):
    """Bring a deleted page back as it was."""
    story_page = _locked(story_page)
    if story_page.deleted_at is not None:
        _set(story_page, "restored", by, deleted_at=None)
    return story_page


def drop_deleted_story_pages():
    """Let go for good of what was deleted long ago; return how many pages that were."""
    old = StoryPage.objects.filter(deleted_at__lt=now() - KEPT_AFTER_DELETION)
    pages = old.count()
    old.delete()
    return pages


def _locked(story_page):
    rows = StoryPage.objects.select_for_update(no_key=True, of=["self"])
    return rows.select_related("workspace").get(pk=story_page.pk)


def _set(story_page, done, by, **fields):
    for name, value in fields.items():
        setattr(story_page, name, value)
    story_page.save(update_fields=list(fields))
    record(f"story_page_{done}", story_page, by=by)
    publish(f"story:{story_page.pk}", "changed", part=done, by=by.pk)
