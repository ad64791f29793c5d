from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from opportunities.models.tree import Opportunity, Outcome
from snapshots.models import Moment


class MapMoment(models.Model):
    """A moment of all customers' experience; the tree's top level grows from these (R48, R59)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="map_moments")
    position = models.CharField(max_length=64, db_collation="C")
    title = models.CharField(_("moment"), max_length=60)
    # The top-level opportunity that it has become on the tree (F171).
    opportunity = models.ForeignKey(
        Opportunity, models.SET_NULL, null=True, blank=True, related_name="map_moments"
    )
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "outcome",
                "position",
                condition=Q(deleted_at=None),
                name="opportunities_map_order",
            ),
        ]

    def __str__(self):
        return self.title


class MomentPlacement(models.Model):
    """That a moment of one story belongs to a moment of the map: by hand, or a suggestion kept (F170)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="+")
    # Nothing: somebody has said that it belongs nowhere on this map.
    map_moment = models.ForeignKey(
        MapMoment, models.CASCADE, null=True, blank=True, related_name="placements"
    )
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="+")
    placed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "outcome", "moment", name="opportunities_moment_placed_once"
            ),
        ]

    def __str__(self):
        return f"{self.moment_id} in {self.map_moment_id}"
