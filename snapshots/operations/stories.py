"""What is written on a story page: its texts, and which snapshots stand on it and why."""

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.live.operations import publish
from snapshots.models import StoryPage, StoryPassage
from snapshots.models.stories import MOST_PASSAGES
from snapshots.operations.errors import PartRefused, StaleEdit


@transaction.atomic
def create_story_page(*, team, question, by, snapshots=()):
    """Begin a page around a question, with ``snapshots`` on it in their order."""
    _check_room(len(snapshots))
    story_page = StoryPage.objects.create(
        workspace=team.workspace, team=team, question=question, created_by=by
    )
    StoryPassage.objects.bulk_create(
        StoryPassage(
            workspace=team.workspace,
            story_page=story_page,
            snapshot=snapshot,
            position=position,
        )
        for position, snapshot in enumerate(snapshots)
    )
    record("story_page_created", story_page, by=by)
    return story_page


@transaction.atomic
def write_story_text(*, story_page, field, text, version, by):
    """Change the question or the introduction, unless somebody did since ``version``."""
    fresh = StoryPage.objects.get(pk=story_page.pk)
    if getattr(fresh, field) == text:
        return
    mine = StoryPage.objects.filter(pk=story_page.pk, **{f"{field}_version": version})
    if not mine.update(**{field: text, f"{field}_version": F(f"{field}_version") + 1}):
        raise StaleEdit
    _settle(story_page, field, by)


@transaction.atomic
def add_passages(*, story_page, snapshots, by):
    """Put snapshots at the end; those that stand there already stay where they are."""
    _lock(story_page)
    present = list(story_page.passages.present().values_list("snapshot_id", flat=True))
    missing = [one for one in snapshots if one.pk not in present]
    if not missing:
        return
    _check_room(len(present) + len(missing))
    positions = story_page.passages.present().values_list("position", flat=True)
    first = max(positions, default=-1) + 1
    for position, snapshot in enumerate(missing, first):
        StoryPassage.objects.update_or_create(
            story_page=story_page,
            snapshot=snapshot,
            defaults={"position": position, "removed_at": None},
            create_defaults={
                "workspace": story_page.workspace,
                "position": position,
            },
        )
    _settle(story_page, "passages", by)


@transaction.atomic
def write_why(*, passage, why, version, by):
    """Say why a story is here, unless somebody said so since ``version``.

    Of one that was taken off meanwhile as well: the words come back with it.
    """
    fresh = StoryPassage.objects.get(pk=passage.pk)
    if fresh.why == why:
        return
    mine = StoryPassage.objects.filter(pk=passage.pk, version=version)
    if not mine.update(why=why, version=F("version") + 1):
        raise StaleEdit
    _settle(passage.story_page, f"why-{passage.pk}", by)


@transaction.atomic
def choose_clip(*, passage, highlight, by):
    """Let the person be heard in a quote of their talk, or (``None``) no longer."""
    if passage.highlight_id == (highlight.pk if highlight else None):
        return
    passage.highlight = highlight
    passage.save(update_fields=["highlight"])
    _settle(passage.story_page, f"clip-{passage.pk}", by)


@transaction.atomic
def move_passage(*, passage, by, steps=0, to=None):
    """Move a story by so many places, or to the place ``to`` (0 is the first), if there is room.

    One that somebody has taken off meanwhile stays where it stood.
    """
    _lock(passage.story_page)
    ordered = list(passage.story_page.passages.present())
    if passage not in ordered:
        return
    before = ordered.index(passage)
    to = before + steps if to is None else to
    after = min(max(to, 0), len(ordered) - 1)
    if before == after:
        return
    ordered.insert(after, ordered.pop(before))
    for position, moved in enumerate(ordered):
        moved.position = position
    StoryPassage.objects.bulk_update(ordered, ["position"])
    _settle(passage.story_page, "passages", by)


@transaction.atomic
def remove_passage(*, passage, by):
    """Take a story off the page; the snapshot stays as it is."""
    if passage.removed_at is None:
        passage.removed_at = now()
        passage.save(update_fields=["removed_at"])
        _settle(passage.story_page, "passages", by)


@transaction.atomic
def restore_passage(*, passage, by):
    """Put a story back where it stood, with what was said of it."""
    _lock(passage.story_page)
    if passage.removed_at is not None:
        _check_room(passage.story_page.passages.present().count() + 1)
        passage.removed_at = None
        passage.save(update_fields=["removed_at"])
        _settle(passage.story_page, "passages", by)


def _check_room(count):
    if count > MOST_PASSAGES:
        raise PartRefused(
            _(
                "A story page holds at most %(most)s stories, so that people read it to its end."
            )
            % {"most": MOST_PASSAGES}
        )


def _lock(story_page):
    StoryPage.objects.select_for_update(no_key=True).get(pk=story_page.pk)


def _settle(story_page, name, by):
    """Note when it was written, write the audit line, and tell all who look at it."""
    StoryPage.objects.filter(pk=story_page.pk).update(updated_at=now())
    record("story_page_edited", story_page, by=by, fields=[name])
    publish(f"story:{story_page.pk}", "changed", part=name, by=by.pk)
