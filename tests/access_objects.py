"""One object of every kind that an address may name, in a given workspace."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.timezone import now

from discovery.mail.models import OutgoingEmail, Suppression
from discovery.workspaces.links import new_token
from discovery.workspaces.models import JoinInvitation, Membership
from interviews.models import BankQuestion, BusyTime, RecordingUpload, Transcript
from interviews.operations.guide_versions import keep_version
from interviews.operations.highlights import keep_quote
from interviews.operations.transcripts import fill_transcript
from opportunities.models import (
    AssumptionTest,
    Evidence,
    IdeaRound,
    InsightEvidence,
    LintSetAside,
    OtherEvidence,
    Solution,
)
from recruiting.models import Photo
from snapshots.models import (
    Booklet,
    Comment,
    PageChange,
    ShareLink,
    StoryPage,
    StoryPassage,
)
from tests.factories import (
    interviews,
    opportunities,
    recordings,
    recruiting,
    snapshots,
    solving,
)
from tests.factories.digests import ChatHookFactory
from tests.factories.notifications import NotificationFactory
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


def _guide_version(workspace):
    return keep_version(_guide(workspace), _membership(workspace))


def _bank_question(workspace):
    return workspace.bank_questions.first() or BankQuestion.objects.create(
        workspace=workspace,
        step="opener",
        text="Tell me about the last time.",
        added_by=_membership(workspace),
    )


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


def _part(workspace):
    """A moment: what ``kind`` below says an address is about."""
    return snapshots.MomentFactory(snapshot=_snapshot(workspace))


def _booklet(workspace):
    booklet = Booklet.objects.create(
        workspace=workspace,
        title="1 customer story",
        asked_by=_membership(workspace),
        content_hash="x",
    )
    booklet.pages.create(workspace=workspace, snapshot=_snapshot(workspace), position=0)
    return booklet


def _share_link(workspace):
    _, token_hash = new_token()
    return ShareLink.objects.create(
        workspace=workspace,
        snapshot=_snapshot(workspace),
        token_hash=token_hash,
        created_by=_membership(workspace),
        expires_at=now() + timedelta(days=1),
    )


def _story_page(workspace):
    return StoryPage.objects.create(
        workspace=workspace,
        team=_team(workspace),
        question="What happens on a Friday?",
        created_by=_membership(workspace),
    )


def _passage(workspace):
    """A snapshot on a page of its own, as each is on a page but once."""
    return StoryPassage.objects.create(
        workspace=workspace,
        story_page=workspace.story_pages.last() or _story_page(workspace),
        snapshot=_snapshot(workspace),
        position=0,
    )


def _page_change(workspace):
    return PageChange.objects.create(
        workspace=workspace,
        snapshot=_snapshot(workspace),
        part="quote",
        kind=PageChange.Kind.WRITTEN,
        before={"quote": "Before"},
        after={"quote": "After"},
        by=_membership(workspace),
    )


def _comment(workspace):
    return Comment.objects.create(
        workspace=workspace,
        snapshot=_snapshot(workspace),
        author=_membership(workspace),
        text="Who else has this?",
    )


def _photo(workspace):
    return Photo.objects.create(
        workspace=workspace,
        participant=_participant(workspace),
        file=default_storage.save(f"photos/{workspace.pk}.jpg", ContentFile(b"x")),
        width=1,
        height=1,
        uploaded_by=_membership(workspace),
    )


def _join_invitation(workspace):
    _, token_hash = new_token()
    return JoinInvitation.objects.create(
        workspace=workspace,
        email="new@example.com",
        role="member",
        token_hash=token_hash,
        invited_by=_membership(workspace),
        expires_at=now() + timedelta(days=1),
    )


def _busy_time(workspace):
    return BusyTime.objects.create(
        workspace=workspace,
        membership=_membership(workspace),
        during=interviews.hours_from_now(1, 2),
    )


def _solution(workspace):
    return workspace.solutions.first() or Solution.objects.create(
        workspace=workspace,
        outcome=_outcome(workspace),
        opportunity=_opportunity(workspace),
        position="a0",
        text="People mark when they may be called",
    )


def _evidence(workspace):
    return Evidence.objects.create(
        workspace=workspace,
        opportunity=_opportunity(workspace),
        heard=_heard(workspace),
        placed_by=_membership(workspace),
    )


def _other_evidence(workspace):
    return OtherEvidence.objects.create(
        workspace=workspace,
        opportunity=_opportunity(workspace),
        source="support",
        basis="said",
        text="40 tickets about empty shifts",
        added_by=_membership(workspace),
        client_id=uuid4(),
    )


def _map_moment(workspace):
    outcome = _opportunity(workspace).outcome
    return outcome.map_moments.first() or outcome.map_moments.create(
        workspace=workspace, position="V", title="Somebody is ill"
    )


def _lint_aside(workspace):
    node = _opportunity(workspace)
    row, _made = LintSetAside.objects.get_or_create(
        workspace=workspace,
        outcome=node.outcome,
        rule="vague",
        opportunity=node,
        defaults={"about": "x", "reason": "Theirs", "by": _membership(workspace)},
    )
    return row


def _decision(workspace):
    return opportunities.DecisionFactory(
        opportunity=_opportunity(workspace), owner=_membership(workspace)
    )


def _insight(workspace):
    return workspace.key_insights.first() or opportunities.KeyInsightFactory(
        team=_team(workspace), owner=_membership(workspace)
    )


def _insight_evidence(workspace):
    evidence, _is_new = InsightEvidence.objects.get_or_create(
        workspace=workspace,
        insight=_insight(workspace),
        snapshot=_snapshot(workspace),
        defaults={"added_by": _membership(workspace)},
    )
    return evidence


def _email(workspace):
    return OutgoingEmail.objects.create(
        workspace=workspace, key="sweep", template="invitation", to="a@example.com"
    )


def _suppression(workspace):
    return Suppression.objects.create(
        workspace=workspace, email="gone@example.com", reason="bounced"
    )


def _recording(workspace):
    return workspace.recordings.first() or recordings.RecordingFactory(
        interview=_interview(workspace), uploaded_by=_membership(workspace)
    )


def _upload(workspace):
    return RecordingUpload.objects.create(
        workspace=workspace,
        interview=_interview(workspace),
        uploaded_by=_membership(workspace),
        name="talk.mp4",
        size=10,
    )


def _transcript(workspace):
    if known := workspace.transcripts.first():
        return known
    interview = _interview(workspace)
    transcript = Transcript.objects.create(
        workspace=workspace,
        interview=interview,
        name="zoom.vtt",
        source="vtt",
        added_by=_membership(workspace),
    )
    return fill_transcript(
        transcript=transcript,
        segments=[{"start_ms": 0, "end_ms": 900, "text": "I counted on my fingers."}],
    )


def _highlight(workspace):
    line = _transcript(workspace).utterances.first()
    return keep_quote(
        first=line, starts_at=0, last=line, ends_at=9, by=_membership(workspace)
    )


def _hook(workspace):
    return workspace.chat_hooks.first() or ChatHookFactory(
        workspace=workspace, created_by=_membership(workspace)
    )


def _assumption(workspace):
    return solving.AssumptionFactory(solution=_solution(workspace))


def _test(workspace):
    known = AssumptionTest.objects.filter(workspace=workspace).first()
    return known or solving.AssumptionTestFactory(
        assumption=_assumption(workspace), created_by=_membership(workspace)
    )


def _node_comment(workspace):
    outcome = _outcome(workspace)
    return outcome.comments.create(
        workspace=workspace,
        author=_membership(workspace),
        text="Who has seen this?",
        client_id=uuid4(),
    )


def _ticket(workspace):
    node = _opportunity(workspace)
    return node.tickets.first() or node.tickets.create(
        workspace=workspace,
        outcome=node.outcome,
        title="ROTA-12",
        url="https://tickets.example/ROTA-12",
        added_by=_membership(workspace),
    )


def _idea_round(workspace):
    rounds = IdeaRound.objects.filter(workspace=workspace)
    return rounds.first() or solving.IdeaRoundFactory(
        opportunity=_opportunity(workspace), started_by=_membership(workspace)
    )


MAKERS = {
    "participant_id": lambda w: _participant(w).pk,
    "photo_id": lambda w: _photo(w).pk,
    "page_id": lambda w: recruiting.OptInPageFactory(team=_team(w)).pk,
    "team_id": lambda w: _team(w).pk,
    "membership_id": lambda w: _membership(w).pk,
    "notification_id": lambda w: NotificationFactory(membership=_membership(w)).pk,
    "join_invitation_id": lambda w: _join_invitation(w).pk,
    "email_id": lambda w: _email(w).pk,
    "suppression_id": lambda w: _suppression(w).pk,
    "interview_id": lambda w: _interview(w).pk,
    "busy_id": lambda w: _busy_time(w).pk,
    "guide_id": lambda w: _guide(w).pk,
    "version_id": lambda w: _guide_version(w).pk,
    "bank_question_id": lambda w: _bank_question(w).pk,
    "question_id": lambda w: interviews.QuestionFactory(guide=_guide(w)).pk,
    "note_id": lambda w: (
        interviews.NoteFactory(interview=_interview(w), author=_membership(w)).pk
    ),
    "nudge_id": lambda w: interviews.NudgeFactory(interview=_interview(w)).pk,
    "recording_id": lambda w: _recording(w).pk,
    "upload_id": lambda w: _upload(w).pk,
    "booklet_id": lambda w: _booklet(w).pk,
    "snapshot_id": lambda w: _snapshot(w).pk,
    "part_id": lambda w: _part(w).pk,
    "story_page_id": lambda w: _story_page(w).pk,
    "passage_id": lambda w: _passage(w).pk,
    "link_id": lambda w: _share_link(w).pk,
    "tree_link_id": lambda w: (
        opportunities.TreeLinkFactory(outcome=_outcome(w), created_by=_membership(w)).pk
    ),
    "comment_id": lambda w: _comment(w).pk,
    "change_id": lambda w: _page_change(w).pk,
    "heard_id": lambda w: _heard(w).pk,
    "outcome_id": lambda w: _outcome(w).pk,
    "opportunity_id": lambda w: _opportunity(w).pk,
    "solution_id": lambda w: _solution(w).pk,
    "assumption_id": lambda w: _assumption(w).pk,
    "story_step_id": lambda w: solving.StoryStepFactory(solution=_solution(w)).pk,
    "test_id": lambda w: _test(w).pk,
    "test_participant_id": lambda w: (
        solving.TestParticipantFactory(
            test=_test(w), participant=_participant(w), invited_by=_membership(w)
        ).pk
    ),
    "idea_round_id": lambda w: _idea_round(w).pk,
    "idea_id": lambda w: (
        solving.IdeaFactory(round=_idea_round(w), author=_membership(w)).pk
    ),
    "decision_id": lambda w: _decision(w).pk,
    "insight_id": lambda w: _insight(w).pk,
    "insight_evidence_id": lambda w: _insight_evidence(w).pk,
    "evidence_id": lambda w: _evidence(w).pk,
    "ending": lambda w: "csv",
    "map_moment_id": lambda w: _map_moment(w).pk,
    "node_comment_id": lambda w: _node_comment(w).pk,
    "ticket_id": lambda w: _ticket(w).pk,
    "aside_id": lambda w: _lint_aside(w).pk,
    "other_id": lambda w: _other_evidence(w).pk,
    "transcript_id": lambda w: _transcript(w).pk,
    "highlight_id": lambda w: _highlight(w).pk,
    "hook_id": lambda w: _hook(w).pk,
    # Not ids: which line, which region of the room, which text and which kind of part.
    "position": lambda w: 0,
    "part": lambda w: "guide",
    "point": lambda w: "incentive",
    "answer": lambda w: "story",
    "field": lambda w: "quote",
    "story_text": lambda w: "question",
    "kind": lambda w: "moments",
}
