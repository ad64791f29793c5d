"""The page behind the help link, which stands in the same place on every screen (trust.md D8)."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from discovery.home.navigation import navigation_of
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission, Role

# What each place of the rail answers, by its path.
QUESTIONS = {
    "": _("What should we do next? Your next interview, what waits, and the habit."),
    "interviews/": _(
        "Whom do we talk to, and when? Book, prepare, take notes together."
    ),
    "participants/": _("Whom could we talk to, and who has agreed to be written to?"),
    "recruiting/": _("How do people come to us? The sign-up page and nominations."),
    "snapshots/": _("What did they tell us? One customer, one story, one page."),
    "tree/": _(
        "What do we know, and what do we bet on? Opportunities with their stories."
    ),
    "insights/": _("What did we decide, because of whom, and when do we look again?"),
}


@require_safe
@workspace_view(Permission.WORKSPACE_VIEW)
def help_page(request):
    """What each screen is for, which keys there are, and whom to ask."""
    admins = request.workspace.memberships.active().filter(role=Role.ADMIN)
    places = navigation_of(request).places
    return render(
        request,
        "home/help.html",
        {
            "admins": admins.select_related("user").order_by("user__name", "pk"),
            "places": [(place, QUESTIONS[place.path]) for place in places],
        },
    )
