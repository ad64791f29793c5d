"""One person of the panel: facts, what they agreed to, and all that happened with them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from discovery.htmx import go_to, render_part, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from recruiting.access import get_participant, teams_of
from recruiting.forms import ConsentForm, InviteForm, ParticipantForm
from recruiting.models import Consent
from recruiting.operations import (
    AddressTaken,
    ContactRefused,
    erase_participant,
    invite_participant,
    record_consent,
    stop_contact,
    update_participant,
)
from recruiting.timeline import timeline_of


@require_GET
@workspace_view(Permission.PANEL_VIEW)
def participant(request, participant_id):
    """The person on a page of their own, or in the side sheet of the list."""
    person = get_participant(request, participant_id)
    context = about(request, person)
    return render_part(request, "recruiting/participant.html", "sheet", context)


def about(request, person):
    newest = person.consents.order_by("purpose", "-at", "-pk").distinct("purpose")
    return {
        "participant": person,
        "consents": newest,
        "answers": person.answers.order_by("-at"),
        "timeline": timeline_of(person),
        "may_erase": request.membership.may(Permission.PANEL_MANAGE),
    }


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.PANEL_VIEW)
def participant_facts(request, participant_id):
    """The facts about somebody, changed in place."""
    person = get_participant(request, participant_id)
    form = ParticipantForm(request.POST or None, instance=copy_of(person))
    if form.is_valid():
        try:
            update_participant(person, by=request.membership, **form.cleaned_data)
        except AddressTaken:
            form.add_error("email", _("Somebody else has this address."))
        else:
            return show_facts(request, person)
    context = {"participant": person, "form": form}
    status = 422 if form.errors else 200
    return render_part(
        request, "recruiting/participant_facts.html", "form", context, status
    )


def copy_of(person):
    """A second instance for a form to fill, so that the operation still sees what changes."""
    fields = {f.attname: getattr(person, f.attname) for f in person._meta.fields}
    return type(person)(**fields)


def show_facts(request, person):
    if wants_part(request):
        return render(
            request, "recruiting/_participant_facts.html", {"participant": person}
        )
    return redirect(person.path)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.PARTICIPANT_INVITE)
def invitation_new(request, participant_id):
    """Invite somebody; where the policy advises against it, ask why first."""
    person = get_participant(request, participant_id)
    form = InviteForm(
        request.POST or None,
        teams=teams_of(request.membership),
        refusal=person.contact_refusal,
        initial={"team": request.team},
    )
    if form.is_valid():
        try:
            invite_participant(
                person,
                team=form.cleaned_data["team"],
                by=request.membership,
                reason=form.cleaned_data.get("reason", ""),
            )
        except ContactRefused as refused:
            form.add_error(None, refused.refusal.label)
        else:
            messages.success(request, _("%(name)s is invited.") % {"name": person})
            return go_to(request, person.path)
    context = {"participant": person, "form": form, "refusal": person.contact_refusal}
    status = 422 if form.errors else 200
    return render_part(
        request, "recruiting/invitation_new.html", "form", context, status
    )


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.PANEL_VIEW)
def consent_new(request, participant_id):
    """Take down a yes that somebody said to a member."""
    person = get_participant(request, participant_id)
    form = ConsentForm(request.POST or None, purposes=Consent.Purpose.choices)
    if form.is_valid():
        record_consent(
            person,
            source=Consent.Source.IN_PERSON,
            by=request.membership,
            **form.cleaned_data,
        )
        return go_to(request, person.path)
    context = {"participant": person, "form": form}
    status = 422 if form.errors else 200
    return render_part(request, "recruiting/consent_new.html", "form", context, status)


@require_POST
@workspace_view(Permission.PANEL_VIEW)
def contact_stop(request, participant_id):
    """Take down that somebody does not want to be written to."""
    person = get_participant(request, participant_id)
    stop_contact(person, by=request.membership)
    messages.success(
        request, _("%(name)s will not be written to again.") % {"name": person}
    )
    return go_to(request, person.path)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.PANEL_MANAGE)
def erasure(request, participant_id):
    """Forget somebody for good, after one more question."""
    person = get_participant(request, participant_id)
    if request.method == "POST":
        erase_participant(person, by=request.membership)
        messages.success(request, _("%(name)s is erased.") % {"name": person.pseudonym})
        return go_to(request, "recruiting:participants", request.workspace.slug)
    return render_part(
        request, "recruiting/erasure.html", "form", {"participant": person}
    )
