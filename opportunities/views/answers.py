"""How a change of the tree is answered: as JSON to the scripts of the tree, as the fresh panel to
htmx, and as a redirect with a message to a plain form."""

import json
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.htmx import wants_part
from opportunities.operations import NothingChanged, StaleEdit, TreeRefusal, WouldCircle
from opportunities.wording import sentence


def first_error(form):
    """The first sentence of what is wrong with a form."""
    return next(iter(form.errors.values()))[0]


def wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")


def doing(operation, *about, form, request):
    """What to attempt: the operation on these, with what the form says, by the member."""
    return lambda: operation(*about, **form.cleaned_data, by=request.membership)


def answer_change(request, form, attempt, *, show, close=False, leads_to=None):
    """Validate, run the operation, and answer.

    ``attempt`` returns the TreeChange; ``show(status=…, form=…, refusal=…)`` renders the page or
    panel that the form stands on. ``close`` empties the panel, when its node is gone, and
    leads from a page of its own to the tree; ``leads_to`` is another place where such a page goes on.
    """
    if _is_somebody_else(request):
        return JsonResponse({"error": _("Somebody else is signed in.")}, status=401)
    if not form.is_valid():
        return _answer_invalid(request, form, show)
    try:
        change = attempt()
    except NothingChanged:
        return JsonResponse({}) if wants_json(request) else show()
    except TreeRefusal as refusal:
        return _answer_refusal(request, refusal, show)
    said = sentence(change)
    if wants_json(request):
        return JsonResponse(
            {"revision": change.revision, "node": change.node, "said": said}
        )
    to = tree_url(request, change.outcome_id, change.node)
    if wants_part(request):
        goes_on = leads_to or (close and to)
        if goes_on and not _is_beside_tree(request, change.outcome_id):
            messages.success(request, said)
            return HttpResponse(headers={"HX-Redirect": goes_on})
        response = HttpResponse() if close else show()
        told = {"revision": change.revision, "node": change.node, "said": said}
        response["HX-Trigger"] = json.dumps({"tree:changed": told})
        return response
    messages.success(request, said)
    return redirect(to)


def _is_somebody_else(request):
    """Whether the change has waited on a device for somebody else than who is signed in now."""
    author = request.headers.get("Change-Author")
    return bool(author) and author != str(request.membership.pk)


def _is_beside_tree(request, outcome_id):
    """Whether the form stands in the panel of its tree, which tells what was done itself."""
    shown = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return shown in ("", tree_url(request, outcome_id))


def tree_url(request, outcome_id, node=""):
    """The tree, at one of its nodes."""
    url = reverse("opportunities:tree", args=[request.workspace.slug, outcome_id])
    return f"{url}#{node.replace(':', '-')}" if node else url


def _answer_invalid(request, form, show):
    if wants_json(request):
        first = first_error(form)
        return JsonResponse({"error": first, "errors": form.errors}, status=422)
    return show(status=422, form=form)


def _answer_refusal(request, refusal, show):
    status = 422 if isinstance(refusal, WouldCircle) else 409
    if not wants_json(request):
        return show(status=status, refusal=refusal)
    told = {"error": str(refusal)}
    if isinstance(refusal, StaleEdit):
        told["conflict"] = {
            "field": refusal.field,
            "theirs": str(refusal.theirs),
            "mine": str(refusal.mine),
        }
    return JsonResponse(told, status=status)


def show_on_tree(request, outcome):
    """For changes without a form of their own: what went wrong, as a message on the tree."""

    def show(status=200, form=None, refusal=None):
        said = refusal or (form and first_error(form)) or ""
        if status == 200:
            return HttpResponse()
        context = {"outcome": outcome, "said": said or _("That did not work.")}
        return render(request, "opportunities/refused.html", context, status=status)

    return show
