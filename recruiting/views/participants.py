"""The panel: whom could we talk to?"""

from datetime import datetime
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from discovery.filters import Filter
from discovery.htmx import go_to, render_part, wants_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from recruiting.access import teams_of
from recruiting.forms import NewParticipantForm
from recruiting.models import Channel, Participant
from recruiting.operations import AddressSuppressed, AddressTaken, add_participant

PAGE_SIZE = 50
# Beyond this nobody counts, and the database need not either.
MOST_COUNTED = 1000

CONTACTABLE = [("yes", _("can be written to")), ("no", _("cannot be written to"))]


@require_GET
@workspace_view(Permission.PANEL_VIEW)
def participants(request):
    """A table of people with filters, newest first, page after page."""
    filters = filters_of(request)
    people = matching(request, filters)
    rows = list(after(people, request.GET.get("after", ""))[: PAGE_SIZE + 1])
    page, more = rows[:PAGE_SIZE], rows[PAGE_SIZE:]
    context = {
        "people": page,
        "filters": filters,
        "words": request.GET.get("q", ""),
        "more": more_url(request, page[-1]) if more else "",
        "is_filtered": any(chosen_of(request).values()),
    }
    if wants_part(request) and "after" in request.GET:
        return render(request, "recruiting/participants.html#rows", context)
    # One page or less is counted already.
    capped = people.order_by().values("pk")[: MOST_COUNTED + 1]
    is_all = not more and "after" not in request.GET
    context["count"] = len(page) if is_all else capped.count()
    context["most_counted"] = MOST_COUNTED
    return render_part(request, "recruiting/participants.html", "panel", context)


def chosen_of(request):
    """What is asked for, with unknown values left out."""
    known = {
        "q": None,
        "audience": Participant.Audience.values,
        "channel": Channel.values,
        "contactable": ["yes", "no"],
    }
    asked = {name: request.GET.get(name, "").strip()[:80] for name in known}
    return {
        name: value if known[name] is None or value in known[name] else ""
        for name, value in asked.items()
    }


def filters_of(request):
    chosen = chosen_of(request)
    offered = [
        ("audience", _("Audience"), Participant.Audience.choices),
        ("channel", _("Came by"), Channel.choices),
        ("contactable", _("Contact"), CONTACTABLE),
    ]
    filters = []
    for name, label, choices in offered:
        others = {n: v for n, v in chosen.items() if v and n != name}
        filters.append(Filter(name, label, choices, chosen[name], others))
    return filters


def matching(request, filters):
    people = request.workspace.participants.for_list().visible_to(request.membership)
    chosen = chosen_of(request)
    for name in ("audience", "channel"):
        if chosen[name]:
            people = people.filter(**{name: chosen[name]})
    if chosen["contactable"]:
        is_yes = chosen["contactable"] == "yes"
        people = people.contactable() if is_yes else people.not_contactable()
    return people.search(chosen["q"].replace("\0", "")) if chosen["q"] else people


def after(people, mark):
    """The rows after the last one of the page before; a mark that makes no sense is ignored."""
    moment, _separator, key = mark.rpartition("_")
    try:
        created_at = parse_datetime(moment)
    except ValueError:
        return people
    if not isinstance(created_at, datetime) or not is_aware(created_at):
        return people
    pk = read_number(key)
    return people if pk is None else people.after(created_at, pk)


def more_url(request, last):
    chosen = {name: value for name, value in chosen_of(request).items() if value}
    mark = f"{last.created_at.isoformat()}_{last.pk}"
    return f"?{urlencode({**chosen, 'after': mark})}"


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.PARTICIPANT_INVITE)
def participant_new(request):
    """Add somebody whom we know by hand."""
    form = NewParticipantForm(
        request.POST or None,
        teams=teams_of(request.membership),
        initial={"team": request.team, "language": request.workspace.language},
    )
    if form.is_valid() and (person := add(request, form)):
        return go_to(
            request, "recruiting:participant", request.workspace.slug, person.pk
        )
    status = 422 if form.errors else 200
    return render_part(
        request, "recruiting/participant_new.html", "form", {"form": form}, status
    )


def add(request, form):
    """Add the person of a valid form, or put beside its field why not."""
    fields = form.cleaned_data
    teams = teams_of(request.membership)
    fields["team"] = fields["team"] or request.team or teams.first()
    if fields["team"] is None and not request.membership.may(Permission.PANEL_MANAGE):
        form.add_error("team", _("You belong to no team yet; ask an admin to add you."))
        return None
    try:
        return add_participant(
            workspace=request.workspace,
            by=request.membership,
            time_zone=request.workspace.time_zone,
            **fields,
        )
    except AddressTaken:
        form.add_error("email", _("Somebody with this address is there already."))
    except AddressSuppressed:
        form.add_error(
            "email", _("This person had themselves erased and is not added again.")
        )
    return None
