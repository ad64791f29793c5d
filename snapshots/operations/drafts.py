from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from interviews.models import Interview
from snapshots.models import QuickFact, Snapshot
from snapshots.operations.errors import InterviewNotHeld
from snapshots.wording import shorten

MOST_FACTS_FROM_PANEL = 6


@transaction.atomic
def create_draft(*, interview, by):
    """Begin the page about an interview that was held; asking again returns the same one.

    Name, context line and quick facts come from what the panel knows of the person (R44), the
    story in a line from the debrief.
    """
    interview = Interview.objects.select_for_update(no_key=True, of=["self"]).get(
        pk=interview.pk
    )
    if existing := Snapshot.objects.filter(interview=interview).first():
        return existing
    if interview.state != Interview.State.HELD:
        raise InterviewNotHeld
    participant = interview.participant
    talked_on = localtime(interview.starts_at).date()
    debrief = getattr(interview, "debrief", None)
    who = ", ".join(filter(None, [participant.job_title, participant.company]))
    snapshot = Snapshot.objects.create(
        workspace=interview.workspace,
        team=interview.team,
        interview=interview,
        participant=participant,
        name=participant.name,
        context=shorten(who, 200),
        story_title=shorten(debrief.story, 160) if debrief else "",
        talked_on=talked_on,
        created_by=by,
    )
    QuickFact.objects.bulk_create(
        QuickFact(
            workspace=interview.workspace,
            snapshot=snapshot,
            position=position,
            label=label,
            text=text,
        )
        for position, (label, text) in enumerate(known_facts(participant))
    )
    record("snapshot_created", snapshot, by=by)
    return snapshot


def known_facts(participant, most=MOST_FACTS_FROM_PANEL):
    """Labels and texts of what the panel knows and the page may tell, as they fit there."""
    facts = [(_("Audience"), participant.get_audience_display())]
    for label, value in participant.attributes.items():
        if isinstance(value, str | int | float) and str(value).strip():
            words = str(label).replace("_", " ").strip()
            facts.append((words[:1].upper() + words[1:], str(value)))
    return [(shorten(label, 40), shorten(text, 120)) for label, text in facts[:most]]
