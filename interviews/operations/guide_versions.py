"""The versions of a guide: each change is kept, can be looked at and taken back."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import Guide, GuideVersion, Interview, Question

# Changes that one person makes in one go are one version.
ONE_SITTING = timedelta(minutes=5)


class Stale(Exception):
    """Somebody changed it meanwhile; ``fresh`` is what it is now."""

    def __init__(self, fresh):
        self.fresh = fresh


@contextmanager
def kept(guide, by, *, is_own=False):
    """Keep what a guide reads like after a change, and before its first one.

    ``is_own`` asks for a version of its own, whoever changed the guide just before. Runs within
    the caller's transaction and makes others who change the same guide wait.
    """
    stored = Guide.objects.select_for_update(no_key=True).get(pk=guide.pk)
    if by and not stored.versions.exists():
        _add_version(stored, 1, state_of(stored), by, stored.created_at)
    yield
    stored.refresh_from_db()
    if by:
        keep_version(stored, by, is_own=is_own)
    for pk in stored.interviews.filter(state=Interview.State.RUNNING).values_list("pk"):
        publish(f"interview:{pk[0]}", "guide")


def keep_version(guide, by, *, is_own=False):
    """Add a version if the guide no longer reads like its newest one."""
    state, newest = state_of(guide), guide.versions.first()
    if newest is None:
        return _add_version(guide, 1, state, by, now())
    if all(getattr(newest, name) == value for name, value in state.items()):
        return newest
    if is_own or not _is_same_sitting(newest, by):
        return _add_version(guide, newest.number + 1, state, by, now())
    for name, value in {**state, "saved_at": now()}.items():
        setattr(newest, name, value)
    newest.save()
    return newest


@transaction.atomic
def restore_version(*, version, by):
    """Let a guide read as it once did; that makes a new version, so nothing is lost."""
    guide = version.guide
    with kept(guide, by, is_own=True):
        Guide.objects.filter(pk=guide.pk).update(
            title=version.title,
            learning_goal=version.learning_goal,
            research_questions=version.research_questions,
            version=F("version") + 1,
        )
        _restore_prompts(guide, version.prompts)
    guide.refresh_from_db()
    record("guide_version_restored", guide, by=by)
    return guide


def state_of(guide):
    """A guide as a version keeps it."""
    return {
        "title": guide.title,
        "learning_goal": guide.learning_goal,
        "research_questions": list(guide.research_questions),
        "prompts": [
            {
                "id": prompt.pk,
                "phase": prompt.phase,
                "text": prompt.text,
                "probes": list(prompt.probes),
                "is_scary": prompt.is_scary,
            }
            for prompt in guide.questions.standing()
        ],
    }


def write_over(row, version, **fields):
    """Save over ``version``, or raise Stale with what stands there now."""
    rows = type(row).objects.filter(pk=row.pk, version=version)
    if not rows.update(version=F("version") + 1, **fields):
        row.refresh_from_db()
        if any(getattr(row, name) != value for name, value in fields.items()):
            raise Stale(row)
    row.refresh_from_db()


def _is_same_sitting(newest, by):
    """Whether a change belongs to the newest version: same person, just now, not used yet."""
    if newest.number == 1 or newest.saved_by_id != by.pk:
        return False
    if now() - newest.saved_at > ONE_SITTING:
        return False
    begun = newest.guide.interviews.filter(started_at__gte=newest.saved_at)
    return not begun.exists()


def _add_version(guide, number, state, by, at):
    return GuideVersion.objects.create(
        workspace=guide.workspace,
        guide=guide,
        number=number,
        saved_by=by,
        saved_at=at,
        **state,
    )


def _restore_prompts(guide, prompts):
    """Bring back the rows that the version names, and take off those it does not know."""
    rows = {row.pk: row for row in guide.questions.filter(interview=None)}
    guide.questions.filter(interview=None).update(is_scary=False)
    for position, prompt in enumerate(prompts):
        row = rows.pop(prompt["id"], None) or Question(
            workspace=guide.workspace, guide=guide, version=0
        )
        for name in ("phase", "text", "probes", "is_scary"):
            setattr(row, name, prompt[name])
        row.position, row.removed_at = position, None
        row.version += 1
        row.save()
    gone = [pk for pk, row in rows.items() if row.removed_at is None]
    guide.questions.filter(pk__in=gone).update(removed_at=now())
