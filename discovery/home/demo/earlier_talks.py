"""Two earlier talks with Sarah, so that her pages side by side show what changed in a year."""

from datetime import timedelta

from interviews.models import Attendance, Interview
from opportunities.models import Evidence
from recruiting.models import Participant
from snapshots.models import HeardOpportunity, Moment, QuickFact, Snapshot

FREE_AFTERWARDS = timedelta(minutes=15)
LENGTH = timedelta(minutes=30)
PERSON = "Sarah Whitcombe"
# Weeks ago, quote, title, facts, moments, and what was heard with where it stands on the tree.
EARLIER = [
    (
        -31,
        "I have a list on the fridge and a list in my head. They never agree.",
        "The list on the fridge",
        [("Team", "11 people, one shop"), ("Plans the rota", "Sundays, on paper")],
        [("Sunday night", "The kettle, the pencil, last week’s sheet.", -1),
         ("She asks around", "Three texts, two answers.", 0),
         ("Monday at six", "Nobody had told Ben.", -2)],
        [("I can't tell who could come in right now",) * 2,
         ("My lists do not agree with each other", "I only notice gaps when it is too late")],
    ),
    (
        -15,
        "Now everybody can see the rota. Nobody looks.",
        "The rota that nobody opened",
        [("Team", "16 people, two shops"), ("Plans the rota", "3 hours, Sundays")],
        [("It is shared", "She puts the sheet where all can see it.", 2),
         ("Silence", "Two of sixteen open it.", -1),
         ("She rings them", "One by one, in the car.", -2),
         ("They come", "All but one.", 1)],
        [("I reach nobody at once when it matters", "I can't reach everybody who is free at once"),
         ("Nobody looks at what I send",
          "I can't tell whether nobody saw my message or nobody wants the shift")],
    ),
]  # fmt: skip


def make_earlier_talks(cast):
    sarah = Participant.objects.get(workspace=cast.workspace, name=PERSON)
    latest = sarah.snapshots.select_related("interview", "published_by").get()
    for week, *told in EARLIER:
        talk = earlier_talk(cast, latest.interview, cast.at(week, 2, "10:30"))
        earlier_page(cast, latest, talk, *told)


def earlier_talk(cast, latest, start):
    talk = Interview.objects.create(
        workspace=cast.workspace,
        team=latest.team,
        participant=latest.participant,
        state=Interview.State.HELD,
        during=(start, start + LENGTH),
        time_zone=latest.time_zone,
        wall_time=f"{start:%Y-%m-%dT%H:%M}",
        learning_goal=latest.learning_goal,
        calendar_uid=f"{cast.new_uuid()}@lumen.example",
        started_at=start,
        ended_at=start + LENGTH,
        created_at=start - timedelta(days=4),
    )
    talk.refresh_from_db()
    lead = cast.members["mara"]
    Attendance.objects.create(
        workspace=cast.workspace,
        interview=talk,
        membership=lead,
        user=lead.user,
        part=Attendance.Part.LEAD,
        during=(start, start + LENGTH + FREE_AFTERWARDS),
    )
    return talk


def earlier_page(cast, latest, talk, quote, title, facts, moments, heard):
    page = Snapshot.objects.create(
        workspace=cast.workspace,
        team=talk.team,
        interview=talk,
        participant=talk.participant,
        name=talk.participant.name,
        context=latest.context,
        quote=quote,
        story_title=title,
        talked_on=talk.started_at.astimezone(cast.zone).date(),
        published_at=talk.ended_at + timedelta(hours=1),
        published_by=cast.members["mara"],
        created_by=cast.members["mara"],
        created_at=talk.ended_at,
        updated_at=talk.ended_at + timedelta(hours=1),
    )
    here = {"workspace": cast.workspace, "snapshot": page}
    for place, (label, text) in enumerate(facts):
        QuickFact.objects.create(**here, position=place, label=label, text=text)
    for place, (name, text, feeling) in enumerate(moments):
        Moment.objects.create(
            **here, position=place, title=name, text=text, feeling=feeling
        )
    nodes = cast.workspace.opportunities.order_by("pk")
    for place, (text, stands_at) in enumerate(heard):
        one = HeardOpportunity.objects.create(**here, position=place, text=text)
        Evidence.objects.create(
            workspace=cast.workspace,
            opportunity=nodes.filter(text=stands_at)[0],
            heard=one,
            placed_by=page.published_by,
            placed_at=page.published_at,
        )
