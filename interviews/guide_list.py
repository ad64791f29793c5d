"""What the list of guides shows: each kind with its guides, how often and when last used."""

from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from interviews.models import Interview, Question
from interviews.starting_guides import KINDS

MOST_OF_OTHERS = 30


def guides_context(team):
    """What ``guides.html`` takes, in two queries."""
    guides = list(with_use(team.guides.order_by("-is_current", "-pk")))
    active = [guide for guide in guides if guide.archived_at is None]
    others = team.workspace.guides.filter(archived_at=None).exclude(team=team)
    return {
        "groups": [
            {
                "kind": kind,
                "guides": [guide for guide in active if guide.kind == kind.value],
            }
            for kind in KINDS.values()
        ],
        "archived": [guide for guide in guides if guide.archived_at],
        "of_others": others.select_related("team").order_by("team__name", "-pk")[
            :MOST_OF_OTHERS
        ],
    }


def with_use(guides):
    """Guides with ``times_used``, ``last_used_at`` and ``prompt_count``."""
    begun = Interview.objects.filter(guide=OuterRef("pk"), started_at__isnull=False)
    begun = begun.order_by().values("guide")
    prompts = Question.objects.filter(
        guide=OuterRef("pk"), removed_at=None, interview=None
    )
    prompts = prompts.order_by().values("guide")
    return guides.annotate(
        times_used=Coalesce(Subquery(begun.annotate(n=Count("pk")).values("n")), 0),
        last_used_at=Subquery(begun.annotate(at=Max("started_at")).values("at")),
        prompt_count=Coalesce(Subquery(prompts.annotate(n=Count("pk")).values("n")), 0),
    )
