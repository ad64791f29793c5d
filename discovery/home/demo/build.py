"""Makes Lumen Rota, whole or not at all."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from discovery.audit.models import AuditEvent
from discovery.home.demo.cast import Cast
from discovery.home.demo.choosing import make_choosing
from discovery.home.demo.company import make_company, make_workspace
from discovery.home.demo.digests import make_digests
from discovery.home.demo.earlier_talks import make_earlier_talks
from discovery.home.demo.editing import make_history
from discovery.home.demo.gatherings import make_story_pages
from discovery.home.demo.guides import make_guides
from discovery.home.demo.key_insights import make_key_insights
from discovery.home.demo.logins import DEMO_WORKSPACE
from discovery.home.demo.other_evidence import make_other_evidence
from discovery.home.demo.panel import make_panel
from discovery.home.demo.preparing import make_preparations
from discovery.home.demo.readers import make_readers
from discovery.home.demo.recordings import make_recordings
from discovery.home.demo.sharing import make_share_links
from discovery.home.demo.skills import make_skills
from discovery.home.demo.solving import make_solving
from discovery.home.demo.talks import make_talks
from discovery.home.demo.transcripts import make_transcripts
from discovery.home.demo.tree_history import make_tree_history
from discovery.home.demo.tree_links import make_tree_links
from discovery.home.demo.tree_talk import make_tree_talk
from discovery.home.demo.trees import make_trees
from discovery.home.demo.writing import make_snapshots
from discovery.notifications.models import Notification
from discovery.workspaces.models import Workspace


class DemoExists(Exception):
    """There is a workspace of that name already; a demo is made once."""


@transaction.atomic
def build_demo(*, seed=7, moment=None):
    """Make the whole company around ``moment`` and return its workspace."""
    if Workspace.objects.filter(slug=DEMO_WORKSPACE).exists():
        raise DemoExists
    moment = moment or now()
    cast = Cast(random.Random(seed), moment, make_workspace(moment))  # noqa: S311
    make_company(cast)
    make_panel(cast)
    make_talks(cast)
    make_guides(cast)
    make_preparations(cast)
    make_transcripts(cast)
    make_recordings(cast)
    make_skills(cast)
    make_trees(cast, make_snapshots(cast))
    make_choosing(cast)
    make_solving(cast)
    make_other_evidence(cast)
    make_tree_talk(cast)
    make_tree_history(cast)
    make_history(cast)
    make_readers(cast)
    make_story_pages(cast)
    make_share_links(cast)
    make_tree_links(cast)
    make_digests(cast)
    make_key_insights(cast)
    make_earlier_talks(cast)
    make_trail(cast)
    return cast.workspace


def make_trail(cast):
    """What an admin finds in the audit trail, and what waits for Mara."""
    made_at = cast.workspace.created_at
    grace = cast.members["grace"]
    rows = [(made_at, "workspace_created", cast.workspace, grace)]
    rows += [
        (made_at + timedelta(hours=1), "team_created", t, grace)
        for t in cast.teams.values()
    ]
    rows += [
        (made_at + timedelta(hours=2, minutes=n), "member_joined", member, member)
        for n, member in enumerate(cast.members.values())
    ]
    AuditEvent.objects.bulk_create(
        AuditEvent(
            workspace=cast.workspace,
            at=at,
            actor_id=by.pk,
            actor=str(by),
            action=action,
            object_type=obj._meta.label_lower,
            object_id=obj.pk,
        )
        for at, action, obj, by in rows
    )
    mara, colm = cast.members["mara"], cast.people["colm"]
    Notification.objects.create(
        workspace=cast.workspace,
        membership=mara,
        key=f"nominated:{colm.pk}",
        kind="nomination",
        text=f"Ola Nowak nominated {colm}.",
        url=f"/w/{cast.workspace.slug}/participants/{colm.pk}/",
        created_at=cast.moment - timedelta(hours=18),
    )
