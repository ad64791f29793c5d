"""One object of every kind that an address may name, in a given workspace."""

from discovery.workspaces.models import Membership
from tests.factories import interviews, opportunities, recruiting, snapshots
from tests.factories.workspaces import MembershipFactory


def _participant(workspace):
    return workspace.participants.first() or recruiting.ParticipantFactory(
        workspace=workspace
    )


def _team(workspace):
    return workspace.teams.first()


def _membership(workspace):
    return workspace.memberships.filter(
        user__name="Somebody else"
    ).first() or MembershipFactory(
        workspace=workspace, user__name="Somebody else", craft=Membership.Craft.OTHER
    )


def _interview(workspace):
    return workspace.interviews.first() or interviews.InterviewFactory(
        team=_team(workspace), participant=_participant(workspace), held=True
    )


def _guide(workspace):
    return workspace.guides.first() or interviews.GuideFactory(team=_team(workspace))


def _snapshot(workspace):
    return workspace.snapshots.first() or snapshots.SnapshotFactory(
        interview=_interview(workspace),
        published_at=_interview(workspace).created_at,
        published_by=_membership(workspace),
    )


def _heard(workspace):
    return workspace.heard_opportunities.first() or snapshots.HeardOpportunityFactory(
        snapshot=_snapshot(workspace)
    )


def _outcome(workspace):
    return workspace.outcomes.first() or opportunities.OutcomeFactory(
        team=_team(workspace)
    )


def _opportunity(workspace):
    return workspace.opportunities.first() or opportunities.OpportunityFactory(
        outcome=_outcome(workspace)
    )


MAKERS = {
    "participant_id": lambda w: _participant(w).pk,
    "team_id": lambda w: _team(w).pk,
    "membership_id": lambda w: _membership(w).pk,
    "interview_id": lambda w: _interview(w).pk,
    "guide_id": lambda w: _guide(w).pk,
    "question_id": lambda w: interviews.QuestionFactory(guide=_guide(w)).pk,
    "note_id": lambda w: (
        interviews.NoteFactory(interview=_interview(w), author=_membership(w)).pk
    ),
    "snapshot_id": lambda w: _snapshot(w).pk,
    "moment_id": lambda w: snapshots.MomentFactory(snapshot=_snapshot(w)).pk,
    "heard_id": lambda w: _heard(w).pk,
    "outcome_id": lambda w: _outcome(w).pk,
    "opportunity_id": lambda w: _opportunity(w).pk,
}
