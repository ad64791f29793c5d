"""The versions of a guide with what changed in each, and in how many talks it was followed."""

from bisect import bisect_left

from interviews.guide_changes import Change, GuideState, compare
from interviews.models import Question
from interviews.operations.guide_versions import state_of

MOST_VERSIONS = 100


def history_of(guide):
    """The newest versions, the newest first, with ``changes`` and ``times_used``; three queries."""
    rows = guide.versions.select_related("saved_by__user")
    versions = list(rows.order_by("-number")[: MOST_VERSIONS + 1])
    begun = sorted(
        guide.interviews.filter(started_at__isnull=False).values_list(
            "started_at", flat=True
        )
    )
    followed_until = len(begun)
    for version, older in zip(versions, [*versions[1:], None], strict=False):
        # A talk follows what the guide read like when it began.
        since = bisect_left(begun, version.saved_at) if version.number > 1 else 0
        version.times_used = followed_until - since
        followed_until = since
        version.changes = changes_between(older, version) if older else []
    return versions[:MOST_VERSIONS]


def changes_between(before, after):
    """What changed between two versions, with the names of phases as they are shown."""
    changes = compare(_as_state(before), _as_state(after))
    return [
        Change(change.what, Question.Phase(change.before).label, change.after)
        if change.what == "prompt_phase"
        else change
        for change in changes
    ]


def current_state(guide):
    """A guide as it reads now, to be compared with a version."""
    return GuideState(**state_of(guide))


def _as_state(version):
    if isinstance(version, GuideState):
        return version
    return GuideState(
        title=version.title,
        learning_goal=version.learning_goal,
        research_questions=version.research_questions,
        prompts=version.prompts,
    )
