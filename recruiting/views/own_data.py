"""The pages of a participant: what we hold about them, what they agreed to, and the way out."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from discovery.workspaces.links import (
    open_view,
    public_view,
    read_link,
    sign_link,
    speak,
)
from recruiting.forms import OwnSettingsForm
from recruiting.models import Consent, Participant
from recruiting.operations import (
    erase_participant,
    resume_contact,
    stop_contact,
    update_participant,
    withdraw_consent,
)


def find_self(token):
    """The participant whose own link this is, unless it was made void."""
    if (link := read_link("participant", token)) is None:
        return None
    pk, version = link
    people = Participant.objects.present().select_related("workspace", "photo")
    return people.filter(pk=pk, link_version=version).first()


def find_unsubscriber(token):
    """The participant of an unsubscribing link, which stays valid even after an erasure."""
    if (link := read_link("unsubscribe", token)) is None:
        return None
    people = Participant.objects.select_related("workspace")
    return people.filter(pk=link[0]).first()


@require_http_methods(["GET", "POST"])
@public_view(find_self)
def you(request, participant):
    """All that we hold about somebody; they change how we write to them."""
    speak(request, participant.language)
    form = OwnSettingsForm(request.POST or None, instance=copy_of(participant))
    if form.is_valid():
        update_participant(participant, **form.cleaned_data)
        return redirect(own_path(participant))
    context = {
        "participant": participant,
        "workspace": participant.workspace,
        "token": own_token(participant),
        "form": form,
        "consents": newest_consents(participant),
        "answers": participant.answers.order_by("-at"),
        "interviews": participant.interviews.select_related("team").order_by("-during"),
    }
    status = 422 if form.errors else 200
    return render(request, "recruiting/you.html", context, status=status)


def copy_of(participant):
    """A second instance for a form to fill, so that the operation still sees what changes."""
    return Participant(
        **{f.attname: getattr(participant, f.attname) for f in participant._meta.fields}
    )


def newest_consents(participant):
    """The newest answer for each purpose, in the order of the purposes."""
    answers = participant.consents.order_by("purpose", "-at", "-pk").distinct("purpose")
    order = list(Consent.Purpose)
    return sorted(answers, key=lambda consent: order.index(consent.purpose))


def own_token(participant):
    return sign_link("participant", participant.pk, participant.link_version)


def own_path(participant):
    return reverse("join:you", args=[own_token(participant)])


@require_POST
@public_view(find_self)
def consent_withdrawal(request, participant, purpose):
    """Take back one yes, at once."""
    if purpose in Consent.Purpose.values:
        withdraw_consent(participant, purpose=purpose)
    return redirect(own_path(participant))


@require_POST
@public_view(find_self)
def contact_stop(request, participant):
    """Do not write to me any more."""
    stop_contact(participant)
    return redirect(own_path(participant))


@require_POST
@public_view(find_self)
def contact_start(request, participant):
    """You may write to me again: a word that only the person can give."""
    resume_contact(participant)
    return redirect(own_path(participant))


@require_http_methods(["GET", "POST"])
@public_view(find_self)
def own_erasure(request, participant):
    """Ask once more, and then forget the person."""
    speak(request, participant.language)
    if request.method == "POST":
        erase_participant(participant, reason=_("At the person's own request"))
        return redirect("join:erased")
    context = {
        "participant": participant,
        "workspace": participant.workspace,
        "token": own_token(participant),
    }
    return render(request, "recruiting/you_erasure.html", context)


@require_GET
@open_view
def erased(request):
    """That it is done; names nobody."""
    return render(request, "recruiting/you_erased.html")


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public_view(find_unsubscriber)
def unsubscription(request, participant):
    """Stop all mail. A mailbox's button posts without cookie, login or question (RFC 8058)."""
    speak(request, participant.language)
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if request.method == "POST" and not participant.is_erased:
        stop_contact(participant)
    if is_one_click:
        return HttpResponse(_("You will get no more mail from us."), "text/plain")
    context = {
        "participant": participant,
        "workspace": participant.workspace,
        "is_stopped": participant.is_erased or participant.do_not_contact_at,
    }
    return render(request, "recruiting/unsubscription.html", context)
