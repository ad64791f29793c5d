"""What stands around the talks: points ticked for the next one, and debriefs of those held."""

from datetime import timedelta

from discovery.home.demo.content import read, read_stories
from interviews.models import ChecklistTick, Debrief

# What somebody has seen to already, and who, before the next talk.
TICKED = [("place", "tomas"), ("incentive", "mara")]
BEGUN_AGO = timedelta(minutes=4)


def make_preparations(cast):
    soon = next(row for row in read("talks")["talks"] if row.get("soon"))
    talk = cast.interviews[soon["team"], soon["person"]]
    ChecklistTick.objects.bulk_create(
        ChecklistTick(
            workspace=cast.workspace,
            interview=talk,
            point=point,
            ticked_by=cast.members[by],
            ticked_at=cast.moment - timedelta(hours=3),
        )
        for point, by in TICKED
    )
    Debrief.objects.bulk_create([begun(cast), *(done(cast, s) for s in read_stories())])


def begun(cast):
    """The trio sits together over the talk that has just ended."""
    row = next(row for row in read("talks")["talks"] if row.get("just"))
    at = cast.moment - BEGUN_AGO
    return Debrief(
        workspace=cast.workspace,
        interview=cast.interviews[row["team"], row["person"]],
        started_at=at,
        changed_at=at + timedelta(minutes=2),
        changed_by=cast.members[row["lead"]],
        **row["debrief"],
    )


def done(cast, story):
    talk = cast.interviews[story["team"], story["person"]]
    at = talk.ended_at + timedelta(minutes=3)
    return Debrief(
        workspace=cast.workspace,
        interview=talk,
        surprises="\n".join(story["insights"][:1]),
        story=story["title"],
        contradictions=story["gap"],
        started_at=at,
        changed_at=at + timedelta(minutes=12),
        changed_by=cast.members[story["lead"]],
        done_at=at + timedelta(minutes=14),
    )
