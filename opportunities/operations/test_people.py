"""Who takes part in a test: people of the governed panel, invited by its policy (F216)."""

from django.db import transaction
from django.utils.translation import gettext as _

from discovery.live.operations import publish
from opportunities.access import check_may_edit
from opportunities.models import AssumptionTest, TestParticipant
from opportunities.operations.refusals import Gone
from recruiting.operations import ContactRefused, invite_participant


def invite_to_test(test, people, *, reason, by):
    """Invite people to a test; returns those whom the contact policy refuses, with why.

    Each is invited for themselves: whoever may not be written to holds up nobody else.
    """
    check_may_edit(test.outcome, by)
    refused = []
    for person in people:
        try:
            _invite(test, person, reason=reason, by=by)
        except ContactRefused as no:
            refused.append((person, no.refusal))
    _tell(test)
    return refused


@transaction.atomic
def _invite(test, person, *, reason, by):
    _running(test)
    _row, is_new = TestParticipant.objects.get_or_create(
        test=test,
        participant=person,
        defaults={"workspace_id": test.workspace_id, "invited_by": by},
    )
    if is_new:
        # Raises ContactRefused, and with it goes the row.
        team = test.outcome.team
        invite_participant(person, team=team, by=by, reason=reason, is_for_test=True)


@transaction.atomic
def note_result(row, *, did_it, note, by):
    """Take down whether somebody did what the criterion asks for; None: not seen yet."""
    check_may_edit(row.test.outcome, by)
    if not _running(row.test).started_at:
        raise Gone(
            _("Begin the test first: what it is to show comes before what you see.")
        )
    row.did_it, row.note = did_it, note
    row.save(update_fields=["did_it", "note"])
    _tell(row.test)
    return row


@transaction.atomic
def leave_out(row, *, by):
    """Take somebody off a test whom nobody has seen in it yet."""
    check_may_edit(row.test.outcome, by)
    _running(row.test)
    TestParticipant.objects.filter(pk=row.pk, did_it=None).delete()
    _tell(row.test)


def _running(test):
    fresh = AssumptionTest.objects.select_for_update(no_key=True).get(pk=test.pk)
    if fresh.deleted_at or fresh.finished_at:
        raise Gone(_("This test is over. Plan a new one."))
    return fresh


def _tell(test):
    publish(f"tree:{test.outcome_id}", "tests", test=test.pk)
