"""The interviews of half a year: when, with whom, who led, and what was noted down."""

import zoneinfo
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from discovery.home.demo.cast import FREE_AFTERWARDS, LENGTH
from discovery.home.demo.content import read, read_stories
from discovery.home.demo.panel import spoken_consents
from interviews.models import Attendance, Guide, Interview, Note
from recruiting.models import Consent, Invitation, Participant

STILL_OPEN = ["yusuf", "ines", "delphine"]


def make_talks(cast):
    guides = {
        guide.team_id: guide for guide in Guide.objects.filter(workspace=cast.workspace)
    }
    rows = [{"state": "held", **story} for story in read_stories()]
    rows += [
        {"state": "booked", "kind": "exploratory", **t} for t in read("talks")["talks"]
    ]
    for row in rows:
        row["state"] = "held" if row.get("just") else row["state"]
        row["starts_at"] = start_of(cast, row)
    talks = [interview(cast, row, guides) for row in rows]
    Interview.objects.bulk_create(talks)
    pairs = list(zip(rows, talks, strict=True))
    cast.interviews = {(row["team"], row["person"]): talk for row, talk in pairs}
    Attendance.objects.bulk_create(
        part
        for number, pair in enumerate(pairs)
        for part in attendances(cast, number, *pair)
    )
    Note.objects.bulk_create(note for pair in pairs for note in notes(cast, *pair))
    remember_contacts(cast, pairs)


def start_of(cast, row):
    if row.get("soon"):
        return cast.soon()
    return (
        cast.just() if row.get("just") else cast.at(row["week"], row["day"], row["at"])
    )


def interview(cast, row, guides):
    person, team = cast.people[row["person"]], cast.teams[row["team"]]
    start = row["starts_at"]
    was_held = row["state"] == "held"
    booked_at = min(start - timedelta(days=cast.rng.randint(2, 9)), cast.moment)
    return Interview(
        workspace=cast.workspace,
        team=team,
        participant=person,
        guide=guides[team.pk],
        kind=row["kind"],
        state=row["state"],
        during=DateTimeTZRange(start, start + LENGTH),
        time_zone=person.time_zone,
        wall_time=f"{start.astimezone(zone_of(person)):%Y-%m-%dT%H:%M}",
        learning_goal=row.get("goal", team.booking_page.learning_goal),
        would_change_our_mind=row.get(
            "change", team.booking_page.would_change_our_mind
        ),
        meeting_url=team.booking_page.meeting_url,
        calendar_uid=f"{cast.new_uuid()}@lumen.example",
        started_at=start + timedelta(minutes=1) if was_held else None,
        ended_at=start + timedelta(minutes=24) if was_held else None,
        cancelled_at=start - timedelta(hours=20)
        if row["state"] == "cancelled"
        else None,
        cancellation_reason=row.get("reason", ""),
        created_at=booked_at,
    )


def zone_of(person):
    return zoneinfo.ZoneInfo(person.time_zone)


def attendances(cast, number, row, talk):
    """The trio, with the lead going round; now and then the researcher listens instead of one."""
    others = [key for key in cast.trios[row["team"]] if key != row["lead"]]
    if row["team"] == "checkout" and number % 5 == 4:
        others[1] = "noor"
    parts = [(row["lead"], "lead"), (others[0], "note_taker"), (others[1], "observer")]
    for key, part in parts:
        member = cast.members[key]
        yield Attendance(
            workspace=cast.workspace,
            interview=talk,
            membership=member,
            user=member.user,
            part=part,
            during=DateTimeTZRange(
                talk.during.lower, talk.during.upper + FREE_AFTERWARDS
            ),
            is_blocking=row["state"] in ("booked", "held"),
        )


def notes(cast, row, talk):
    """As they were typed in the room: what happened, what was felt, and what did not fit."""
    lines = row.get("notes") or list(lines_of(cast, row))
    steps = {text for _, text, _ in row.get("moments", ())}
    for kind, author, second, text in lines:
        at = talk.started_at + timedelta(seconds=second)
        yield Note(
            workspace=cast.workspace,
            interview=talk,
            author=cast.members[author],
            client_id=cast.new_uuid(),
            kind=kind,
            text=text,
            second=second,
            is_story_step=text in steps,
            created_at=at,
            updated_at=at,
        )


def lines_of(cast, row):
    if "moments" not in row:
        return
    authors = [key for key in cast.trios[row["team"]] if key != row["lead"]]
    second = cast.rng.randint(150, 320)
    lowest = min(range(len(row["moments"])), key=lambda i: row["moments"][i][2])
    for number, (_, text, _) in enumerate(row["moments"]):
        yield "fact", authors[number % 2], second, text
        if number == lowest:
            yield "quote", authors[0], second + 25, row["quote"]
            yield "feeling", authors[1], second + 41, row["felt"]
        second += cast.rng.randint(95, 190)
    for label, text in row["facts"][:2]:
        yield "fact", authors[1], second, f"{label}: {text}"
        second += cast.rng.randint(20, 60)
    if row["gap"]:
        yield "gap", row["lead"], second, row["gap"]


def remember_contacts(cast, pairs):
    """Consents, invitations, and on each person when they were last written to and heard."""
    agreed, invited = [], []
    for row, talk in sorted(pairs, key=lambda pair: pair[1].during.lower):
        person, lead = talk.participant, cast.members[row["lead"]]
        person.last_contacted_at = talk.created_at
        person.team = talk.team
        if talk.state == "held":
            person.last_talked_at = talk.during.lower
            agreed += spoken_consents(cast, talk, lead)
        invited.append(
            invitation(talk.team, person, lead, talk.created_at, is_booked=True)
        )
    for days, key in enumerate(STILL_OPEN, 1):
        person = cast.people[key]
        person.last_contacted_at = cast.moment - timedelta(days=days)
        team, lead = cast.teams["checkout"], cast.members["mara"]
        invited.append(invitation(team, person, lead, person.last_contacted_at))
    Consent.objects.bulk_create(agreed)
    Invitation.objects.bulk_create(invited)
    Participant.objects.bulk_update(
        cast.people.values(), ["last_contacted_at", "last_talked_at", "team"]
    )


def invitation(team, person, by, at, is_booked=False):
    asked_at = at - timedelta(days=1) if is_booked else at
    return Invitation(
        workspace=team.workspace,
        team=team,
        participant=person,
        invited_by=by,
        created_at=asked_at,
        opened_at=at if is_booked else None,
        booked_at=at if is_booked else None,
        expires_at=asked_at + timedelta(days=30),
    )
