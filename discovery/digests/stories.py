"""What there is to tell of a stretch of time, as it may be told at this very moment."""

from dataclasses import dataclass, field

from django.urls import reverse

from discovery.workspaces.links import absolute_url
from opportunities.models import Evidence
from recruiting.models import Consent
from snapshots.gathering import pages_of
from snapshots.page import Page

# One mail or message stays short; the rest is a link.
MOST_STORIES = 10
MOST_HEARD = 2


@dataclass
class Story:
    """One published page in a few lines."""

    page: Page
    url: str
    outcome: str = ""
    is_unread: bool = False

    @property
    def snapshot(self):
        return self.page.snapshot

    @property
    def team(self):
        return self.snapshot.team

    @property
    def heard(self):
        return [one.text for one in self.page.opportunities if one.text][:MOST_HEARD]


@dataclass
class Group:
    """Stories of one team on their way to the same outcome; "" are those on no tree yet."""

    team: str
    outcome: str
    stories: list[Story] = field(default_factory=list)


def published_between(workspace, reach, since, until):
    """Pages that were published after ``since`` and not after ``until``, newest first."""
    told = workspace.snapshots.published().filter(
        published_at__gt=since, published_at__lte=until, participant__erased_at=None
    )
    return reach.within(told).order_by("-published_at", "-pk")


def tell(snapshots, workspace, *, is_outside=False, shows_name=False):
    """Stories of those snapshots whose people let them be told, in a fixed number of queries.

    What was sent cannot be taken back: whoever has withdrawn the yes to being quoted is
    left out altogether.
    """
    rows = snapshots.select_related("team", "participant")
    rows = list(rows.prefetch_related("moments", "heard_opportunities"))
    pages = pages_of(rows, is_outside=is_outside, shows_name=shows_name)
    outcomes = outcomes_of(rows)
    return [
        Story(
            page,
            url_of(page.snapshot.pk, workspace),
            outcomes.get(page.snapshot.pk, ""),
        )
        for page in pages.values()
        if may_be_told(page, is_outside)
    ]


def may_be_told(page, is_outside=False):
    if page.is_quote_removed or page.has_withdrawn(Consent.Purpose.SESSION):
        return False
    return page.may_leave_the_company or not is_outside


def url_of(snapshot_id, workspace):
    path = reverse("snapshots:snapshot", args=[workspace.slug, snapshot_id])
    return absolute_url(path)


def outcomes_of(snapshots):
    """The title of the outcome that each snapshot is evidence for, of the first if of several."""
    placed = Evidence.objects.filter(
        heard__snapshot__in=[one.pk for one in snapshots],
        opportunity__deleted_at=None,
        opportunity__outcome__archived_at=None,
    )
    rows = placed.order_by("-pk").values_list(
        "heard__snapshot", "opportunity__outcome__title"
    )
    return dict(rows)


def group(stories):
    """By team and outcome, in alphabetical order; what is on no tree yet comes last."""
    groups = {}
    for story in stories:
        key = (story.team.name, story.outcome)
        groups.setdefault(key, Group(*key)).stories.append(story)
    return sorted(groups.values(), key=lambda g: (g.team, not g.outcome, g.outcome))
