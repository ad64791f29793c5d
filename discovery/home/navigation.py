"""Where a member can go from anywhere: the rail, the bottom bar and the team switcher."""

from dataclasses import dataclass, field

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from discovery.workspaces.models import Membership, Team, TeamMembership
from discovery.workspaces.permissions import Permission
from interviews.models import Interview
from opportunities.models import Evidence, HeardSetAside
from snapshots.models import HeardOpportunity

# What fits beside the drawer at the foot of a phone.
CORE = 4


@dataclass
class Place:
    """One entry of the rail: the first step of a path under ``/w/<workspace>/``."""

    path: str
    label: str
    icon: str
    permission: Permission
    # Other first steps that belong to it.
    also: tuple = ()
    # Whether the bottom bar of a phone has room for it.
    is_core: bool = False
    url: str = ""
    is_current: bool = False
    count: int = 0
    count_label: str = field(default="")


def places():
    return [
        Place("", _("Home"), "house", Permission.WORKSPACE_VIEW, is_core=True),
        Place(
            "interviews/",
            _("Interviews"),
            "messages-square",
            Permission.INTERVIEW_MANAGE,
            also=("availability/", "guides/", "transcripts/", "highlights/", "skills/"),
            is_core=True,
        ),
        Place("participants/", _("Participants"), "users", Permission.PANEL_VIEW),
        Place(
            "recruiting/", _("Recruiting"), "megaphone", Permission.PARTICIPANT_NOMINATE
        ),
        Place(
            "snapshots/",
            _("Snapshots"),
            "gallery-vertical-end",
            Permission.SNAPSHOT_VIEW,
            is_core=True,
        ),
        Place(
            "tree/",
            _("Tree"),
            "network",
            Permission.TREE_VIEW,
            also=("trees/",),
            is_core=True,
        ),
        Place("insights/", _("Insights"), "lightbulb", Permission.TREE_VIEW),
    ]


class Navigation:
    """What the rail shows to one member; teams with their counts and workspaces: two queries."""

    def __init__(self, request, membership):
        self.path = request.path
        self.membership = membership
        self.workspace = membership.workspace
        self.team = membership.current_team
        self.base = f"/w/{self.workspace.slug}/"

    @cached_property
    def teams(self):
        """The member's teams with the counts of each; all teams for who belongs to none."""
        mine = TeamMembership.objects.filter(
            team=OuterRef("pk"), membership=self.membership
        )
        to_place = HeardOpportunity.objects.filter(
            ~Exists(Evidence.objects.filter(heard=OuterRef("pk"))),
            ~Exists(HeardSetAside.objects.filter(heard=OuterRef("pk"))),
            snapshot__published_at__isnull=False,
        ).exclude(text="")
        teams = Team.objects.filter(workspace=self.workspace).annotate(
            is_own=Exists(mine),
            upcoming_count=self._counted(Interview.objects.upcoming(), "team"),
            to_place_count=self._counted(to_place, "snapshot__team"),
        )
        own = [team for team in teams if team.is_own]
        return own or list(teams)

    def _counted(self, queryset, team_field):
        """The count of each team that the rail shows; counting every team's rows took seconds."""
        shown = Q(pk=self.team.pk) if self.team is not None else Q(is_own=True)
        return Case(When(shown, then=count_of(queryset, team_field)), default=0)

    @cached_property
    def workspaces(self):
        """The other workspaces that the person belongs to."""
        others = (
            Membership.objects.active()
            .filter(user=self.membership.user_id)
            .exclude(pk=self.membership.pk)
            .select_related("workspace")
            .order_by("workspace__name", "pk")
        )
        return [other.workspace for other in others]

    @cached_property
    def places(self):
        """The entries that the member's role may open."""
        shown = [p for p in places() if p.permission in self.membership.permissions]
        for place in shown:
            place.url = self.base + place.path
            place.is_current = self._is_current(place)
        self._count(shown)
        return shown

    @property
    def core_places(self):
        """At most four for the foot of a phone: the core ones, and others where there is room."""
        first = sorted(self.places, key=lambda place: not place.is_core)[:CORE]
        return [place for place in self.places if place in first]

    @property
    def settings_url(self):
        return f"{self.base}settings/"

    @property
    def is_settings_current(self):
        """For whoever manages the workspace, its open links are a tab of the settings."""
        places = [self.settings_url]
        if Permission.WORKSPACE_MANAGE in self.membership.permissions:
            places.append(f"{self.base}snapshots/links/")
        return self.path.startswith(tuple(places))

    @property
    def help_url(self):
        return f"{self.base}help/"

    @property
    def may_manage(self):
        return self.membership.may(Permission.WORKSPACE_MANAGE)

    def _is_current(self, place):
        if self.is_settings_current:
            return False
        if not place.path:
            return self.path == self.base
        steps = (place.path, *place.also)
        return self.path.startswith(tuple(self.base + step for step in steps))

    def _count(self, shown):
        teams = [t for t in self.teams if self.team is None or t.pk == self.team.pk]
        upcoming = sum(team.upcoming_count for team in teams)
        to_place = sum(team.to_place_count for team in teams)
        for place in shown:
            if place.path == "interviews/":
                place.count = upcoming
                place.count_label = ngettext(
                    "%(count)s upcoming", "%(count)s upcoming", upcoming
                ) % {"count": upcoming}
            elif place.path == "tree/":
                place.count = to_place
                place.count_label = ngettext(
                    "%(count)s to place", "%(count)s to place", to_place
                ) % {"count": to_place}


def navigation_of(request):
    """The member's navigation, one for each request."""
    if not hasattr(request, "navigation"):
        request.navigation = Navigation(request, request.membership)
    return request.navigation


def count_of(queryset, team_field):
    """A subquery: how many rows of ``queryset`` belong to the team of the outer query."""
    rows = queryset.filter(**{team_field: OuterRef("pk")}).order_by()
    counts = rows.values(team_field).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)
