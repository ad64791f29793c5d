from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from discovery.digests.models import DigestChoice
from discovery.digests.operations.choosing import stop_digest
from discovery.workspaces.links import public_view, read_link, speak
from discovery.workspaces.models import Membership


def find_reader(token):
    """The reader of an unsubscribing link, which works as long as they are a member."""
    if (link := read_link("digest", token)) is None:
        return None
    people = Membership.objects.active().select_related(
        "workspace", "user", "digest_choice"
    )
    return people.filter(pk=link[0]).first()


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public_view(find_reader)
def unsubscription(request, membership):
    """Stop the digest. A mailbox's button posts without cookie, login or question (RFC 8058)."""
    speak(request, membership.user.language)
    is_stopped = not DigestChoice.of(membership).is_on
    if request.method == "POST":
        stop_digest(membership)
        is_stopped = True
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return HttpResponse(_("You will get no more digests."), "text/plain")
    context = {
        "membership": membership,
        "workspace": membership.workspace,
        "is_stopped": is_stopped,
    }
    return render(request, "digests/unsubscription.html", context)
