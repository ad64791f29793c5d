"""Asking for people of the panel: the querysets of its list, its search and its policy."""

from datetime import timedelta

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Lower
from django.utils.timezone import now

from discovery.workspaces.permissions import Permission

# The contact policy until a workspace can set its own (trust.md C10).
COOLDOWN = timedelta(days=14)


def searched_text():
    """What a search looks through; the expression of the index ``recruiting_searched``."""
    return Lower(
        Concat(
            *("name", Value(" "), "company", Value(" "), "email"),
            output_field=models.TextField(),
        )
    )


class ParticipantQuerySet(models.QuerySet):
    def present(self):
        """Everybody who has not been erased."""
        return self.filter(erased_at=None)

    def for_list(self):
        """Newest first, with what a row shows, in one query."""
        return self.present().with_agreement().order_by("-created_at", "-pk")

    def with_agreement(self):
        """``has_agreed``: the newest answer to whether we may write, None if never asked."""
        consents = self.model._meta.get_field("consents").related_model.objects
        answers = consents.filter(participant=OuterRef("pk"), purpose="contact")
        newest = answers.order_by("-at", "-pk").values("is_granted")[:1]
        return self.annotate(has_agreed=Subquery(newest))

    def visible_to(self, membership):
        """Whom a member may know by name: all, or those of the member's own teams.

        docs/decisions/0010-who-sees-whom-in-the-panel.md says why.
        """
        if membership.may(Permission.PANEL_MANAGE):
            return self
        own = list(membership.teams.values_list("pk", flat=True))
        return self.filter(
            Q(team__in=own) | Q(pk__in=self._shared_with(membership, own))
        )

    def _shared_with(self, membership, teams):
        """The ids of other teams' people whom these teams invited or interviewed: a few.

        Asked for first, because with a list of ids the database can still choose between
        walking the newest and looking up the team's own, however large the panel is.
        """
        people = self.model.objects.filter(workspace_id=membership.workspace_id)
        people = people.filter(Q(team=None) | ~Q(team__in=teams)).values_list("pk")
        invited = people.filter(invitations__team__in=teams)
        heard = people.filter(interviews__team__in=teams)
        return [pk for (pk,) in invited.union(heard)]

    def search(self, words):
        """Those whose name, company or address holds every word."""
        found = self.alias(searched=searched_text())
        for word in words.lower().split()[:6]:
            # Fewer than three letters make no trigram within a word, only at its start.
            how = "contains" if len(word) > 2 else "startswith"
            found = found.filter(**{f"searched__{how}": word})
        return found

    def contactable(self):
        return self.with_agreement().filter(
            Q(last_contacted_at=None) | Q(last_contacted_at__lt=now() - COOLDOWN),
            ~Q(email=""),
            do_not_contact_at=None,
            has_agreed=True,
        )

    def not_contactable(self):
        return self.with_agreement().filter(
            Q(last_contacted_at__gte=now() - COOLDOWN)
            | Q(email="")
            | Q(do_not_contact_at__isnull=False)
            | Q(has_agreed=False)
            | Q(has_agreed=None)
        )

    def after(self, created_at, pk):
        """The rows that come after that one in ``for_list``."""
        return self.filter(
            Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=pk)
        )
