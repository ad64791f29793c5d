"""The debrief after a talk: several write it at once, and each answer has its own version."""

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import Debrief, Interview
from interviews.models.debriefs import ANSWERS
from interviews.operations.notes import refuse_erased
from recruiting.models import Nomination
from recruiting.operations import nominate_participant


class NotHeld(Exception):
    """There is no talk to look back on."""


class StaleAnswer(Exception):
    """Somebody else has changed this very answer since it was shown."""


@transaction.atomic
def open_debrief(*, interview, by):
    """Begin the debrief of a talk; whoever looks first starts its quarter of an hour."""
    refuse_erased(interview.participant_id)
    if interview.state != Interview.State.HELD:
        raise NotHeld
    debrief, is_new = Debrief.objects.get_or_create(
        interview=interview,
        defaults={"workspace": interview.workspace, "changed_by": by},
    )
    if is_new:
        record("debrief_begun", debrief, by=by)
    return debrief


@transaction.atomic
def write_answer(*, debrief, answer, text, version, by):
    """Change one answer, unless somebody changed it since ``version``."""
    refuse_erased(debrief.interview.participant_id)
    fresh = Debrief.objects.get(pk=debrief.pk)
    if getattr(fresh, answer) == text:
        return fresh
    mine = Debrief.objects.filter(pk=debrief.pk, **{f"{answer}_version": version})
    if not mine.update(
        **{answer: text, f"{answer}_version": F(f"{answer}_version") + 1}
    ):
        raise StaleAnswer
    return _settle(debrief, answer, by)


@transaction.atomic
def mark_not_recalled(*, debrief, is_so, by):
    """Say that they could not recall a single instance: a finding of its own (R37)."""
    refuse_erased(debrief.interview.participant_id)
    Debrief.objects.filter(pk=debrief.pk).update(could_not_recall=is_so)
    return _settle(debrief, "could_not_recall", by)


@transaction.atomic
def finish_debrief(*, debrief, by):
    """Say that the trio has said what there was to say; it can still be added to."""
    refuse_erased(debrief.interview.participant_id)
    if Debrief.objects.filter(pk=debrief.pk, done_at=None).update(done_at=now()):
        record("debrief_done", debrief, by=by)
        return _settle(debrief, "done", by)
    return Debrief.objects.get(pk=debrief.pk)


@transaction.atomic
def name_somebody(*, interview, name, email, by):
    """Nominate whom the participant named; None if that person is not to be added again.

    The reason says when we heard the name and not from whom: it outlives an erasure.
    """
    refuse_erased(interview.participant_id)
    reason = _("Named in a talk of ours on %(day)s.") % {
        "day": f"{interview.starts_at:%Y-%m-%d}"
    }
    # Without an address nothing else tells a second press from a second person.
    known = Nomination.objects.filter(
        workspace=interview.workspace, nominated_by=by, reason=reason
    )
    if not email and (again := known.filter(participant__name=name).first()):
        return again
    return nominate_participant(
        by=by, name=name, email=email, reason=reason, team=interview.team
    )


@transaction.atomic
def wipe_debriefs(sender, participant, **signal):
    """Empty every word that was said of an erased participant (trust.md C5).

    The versions rise, so that an answer that is under way is refused.
    """
    rows = Debrief.objects.filter(interview__participant=participant)
    for debrief in rows:
        empty = dict.fromkeys(ANSWERS, "")
        raised = {f"{answer}_version": F(f"{answer}_version") + 1 for answer in ANSWERS}
        Debrief.objects.filter(pk=debrief.pk).update(
            **empty, **raised, version=F("version") + 1
        )
        publish(f"interview:{debrief.interview_id}", "debrief", part="erasure", by=0)


def _settle(debrief, part, by):
    """Count the change, remember whose it was, and tell all who look at the page."""
    Debrief.objects.filter(pk=debrief.pk).update(
        version=F("version") + 1, changed_at=now(), changed_by=by
    )
    publish(f"interview:{debrief.interview_id}", "debrief", part=part, by=by.pk)
    return Debrief.objects.get(pk=debrief.pk)
