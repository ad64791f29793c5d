"""Story pages: several snapshots around one question, one for everybody and one in writing."""

from datetime import timedelta

from interviews.models import Highlight
from snapshots.models import Snapshot, StoryPage, StoryPassage

SICK = {
    "question": "What happens when somebody calls in sick?",
    "introduction": (
        "Everybody we talk to tells of that hour. We put three of them side by side, because "
        "each stands somewhere else in it: the one who looks for help, the one whose whole "
        "kitchen keeps silent, and the one who would have come.\n\n"
        "Read them in this order. The third is the one that surprised us."
    ),
    "passages": [
        ("sarah", "The hour as the manager lives it: she starts with whom she likes to ask."),
        ("siobhan", "The same hour with nobody answering. Read what nine blue ticks do to her."),
        ("zoe", "And across the street sits somebody who wanted the shift. Nobody asked."),
    ],
}  # fmt: skip
WEEKENDS = {
    "question": "Who gets the weekend off, and who believes that it is fair?",
    "introduction": "",
    "passages": [
        ("juergen", "Fairness that lives in one person’s little book."),
        ("tunde", ""),
    ],
}
HEARD = ("sarah", "Eleven messages")


def make_story_pages(cast):
    """One that was published last week, and one that the planning team is writing."""
    published = _make(cast, SICK, "checkout", by="mara", days_ago=6)
    published.published_at = published.updated_at
    published.published_by = published.created_by
    published.save()
    _make(cast, WEEKENDS, "planning", by="grace", days_ago=1)
    person, words = HEARD
    clip = Highlight.objects.get(
        interview__participant=cast.people[person], text__startswith=words
    )
    heard = published.passages.filter(snapshot__participant=cast.people[person])
    heard.update(highlight=clip)


def _make(cast, content, team, *, by, days_ago):
    at = cast.moment - timedelta(days=days_ago)
    page = StoryPage.objects.create(
        workspace=cast.workspace,
        team=cast.teams[team],
        question=content["question"],
        introduction=content["introduction"],
        created_by=cast.members[by],
        created_at=at,
        updated_at=at,
    )
    StoryPassage.objects.bulk_create(
        StoryPassage(
            workspace=cast.workspace,
            story_page=page,
            snapshot=Snapshot.objects.get(interview=cast.interviews[team, person]),
            position=position,
            why=why,
        )
        for position, (person, why) in enumerate(content["passages"])
    )
    return page
