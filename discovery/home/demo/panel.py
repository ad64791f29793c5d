"""The panel: everybody the company talks to, with what they agreed to and how they came."""

from datetime import timedelta

from discovery.home.demo.company import CONSENT_TEXT
from discovery.home.demo.content import read
from recruiting.models import Answer, Consent, Nomination, OptInPage, Participant

SPOKEN_TEXT = "May we take notes, and quote you by your first name inside the company?"
RECORDING_TEXT = "May we record this talk for our notes? We delete it after 90 days."
ANSWERS = [
    "Last Tuesday, for the early shift. It took the whole morning.",
    "We do that nearly every week, mostly on Saturdays.",
    "In spring, when half of the team was ill at once.",
    "I can't remember the last time, my deputy does it.",
]


def make_panel(cast):
    rows = read("panel")["people"]
    people = [participant(cast, row, number) for number, row in enumerate(rows, 1)]
    Participant.objects.bulk_create(people)
    cast.people = {row["key"]: person for row, person in zip(rows, people, strict=True)}
    consents = [c for row in rows for c in consents_of(cast, row)]
    Consent.objects.bulk_create(consents)
    Answer.objects.bulk_create(answers(cast))
    Nomination.objects.bulk_create(
        Nomination(
            workspace=cast.workspace,
            participant=cast.people[row["key"]],
            nominated_by=cast.members[row["nominated_by"]],
            reason=row["about"],
            created_at=cast.moment - timedelta(hours=18)
            if row.get("fresh")
            else cast.people[row["key"]].created_at,
        )
        for row in rows
        if "nominated_by" in row
    )


def participant(cast, row, number):
    came_at = cast.moment - timedelta(
        days=180 - number * 4, hours=cast.rng.randint(1, 9)
    )
    return Participant(
        workspace=cast.workspace,
        team=cast.teams.get(row.get("team")),
        name=row["name"],
        email=f"{row['key']}@customers.example",
        company=row["company"],
        job_title=row["job"],
        audience=row["audience"],
        channel=row["channel"],
        pseudonym=f"P-{number:03}",
        time_zone=row.get("zone", "Europe/London"),
        language=row.get("language", "en"),
        attributes={"plan": row["plan"], "seats": row["seats"]},
        tags=row["tags"],
        notes=row.get("about", ""),
        nominated_by=cast.members.get(row.get("nominated_by")),
        created_at=min(came_at, cast.moment - timedelta(hours=20)),
        do_not_contact_at=cast.moment - timedelta(days=30)
        if row.get("do_not_contact")
        else None,
    )


def consents_of(cast, row):
    """A yes to being written to from all who came by themselves; one has taken it back."""
    person = cast.people[row["key"]]
    if row["channel"] in ("landing_page", "prompt", "advisory_board", "referral"):
        yield consent(person, "contact", CONSENT_TEXT, "page", person.created_at)
    if row.get("do_not_contact"):
        at = person.do_not_contact_at
        yield consent(person, "contact", CONSENT_TEXT, "page", person.created_at)
        yield consent(person, "contact", CONSENT_TEXT, "page", at, is_granted=False)


def consent(person, purpose, text, source, at, is_granted=True, by=None):
    return Consent(
        workspace=person.workspace,
        participant=person,
        purpose=purpose,
        is_granted=is_granted,
        text=text,
        language=person.language,
        source=source,
        recorded_by=by,
        at=at,
    )


def spoken_consents(cast, interview, lead):
    """What people agree to at the start of a talk; every third does not want to be recorded."""
    person, at = interview.participant, interview.started_at
    yes_to_recording = cast.rng.random() > 0.35
    return [
        consent(person, "session", SPOKEN_TEXT, "in_person", at, by=lead),
        consent(person, "quote", SPOKEN_TEXT, "in_person", at, by=lead),
        consent(
            person, "recording", RECORDING_TEXT, "in_person", at, yes_to_recording, lead
        ),
    ]


def answers(cast):
    """What those who came by a sign-up page wrote there."""
    pages = list(OptInPage.objects.filter(workspace=cast.workspace).order_by("pk"))
    came = [p for p in cast.people.values() if p.channel == "landing_page"]
    for number, person in enumerate(came):
        page = pages[number % len(pages)]
        yield Answer(
            workspace=cast.workspace,
            participant=person,
            page=page,
            question=page.question,
            text=ANSWERS[number % len(ANSWERS)],
            at=person.created_at,
        )
