"""The one door to everything behind a share link, and the passcode that may stand before it."""

from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from discovery.workspaces.links import public_view
from snapshots.access import load_share_link
from snapshots.limits import may_try_passcode
from snapshots.page import Page
from snapshots.share_forms import PasscodeForm

REMEMBERED = timedelta(days=30)


def share_door(load, entrance):
    """Return the decorator of the pages behind one kind of share link.

    ``load(token)`` gives the live link, or None if nothing may be shown; ``entrance`` is the
    name of the page that the link leads to, on which a passcode is asked for.
    """

    def share_view(view):
        return _guard(view, load, entrance)

    return share_view


def _guard(view, load, entrance):
    """Let whoever holds a live link, and knows its passcode, into ``view(request, link, token)``.

    Every request checks anew that the link still opens and that the person agrees (A4.2).

    The token in the address is the authority, and a passcode opens what its holder may read
    anyway: no cookie lets a browser change anything, so there is nothing to forge and no CSRF
    token. There could be none: these pages send no referrer, without which a browser says
    that a form's origin is "null".
    """

    def load_with_token(token):
        link = load(token)
        return link and (link, token)

    @csrf_exempt
    @public_view(load_with_token, referrer="no-referrer")
    @wraps(view)
    def guarded(request, found, **kwargs):
        link, token = found
        if link.has_passcode and not has_been_let_in(request, link):
            return ask_for_passcode(request, link, reverse(entrance, args=[token]))
        try:
            return view(request, link, token, **kwargs)
        except Http404:
            return render(request, "link_invalid.html", status=404)

    return guarded


def load_shared(token):
    """The live link of a token to a snapshot or story page, or None if nothing may be shown."""
    link = load_share_link(token)
    if link is None or (link.snapshot and not page_of(link).may_leave_the_company):
        return None
    return link


share_view = share_door(load_shared, "shared:snapshot")


def page_of(link):
    """The link's snapshot as it may be shown outside."""
    return Page(link.snapshot, is_outside=True, shows_name=link.shows_name)


def ask_for_passcode(request, link, entrance):
    """The passcode page; it tells nothing of what is behind it, not even who is in it."""
    if request.path != entrance:
        return redirect(entrance)
    is_blocked = request.method == "POST" and not may_try_passcode(request, link)
    # A try too many is not even compared: its answer would tell a right one from a wrong one.
    form = PasscodeForm(None if is_blocked else request.POST or None, link=link)
    if form.is_valid():
        response = redirect(entrance)
        response.status_code = 303
        return remember(response, link, entrance)
    return render(
        request,
        "snapshots/shared_passcode.html",
        {"form": form, "is_blocked": is_blocked, "entrance": entrance},
        status=429 if is_blocked else 422 if request.method == "POST" else 200,
    )


def has_been_let_in(request, link):
    seen = request.get_signed_cookie(
        cookie_name(link), "", salt=salt_of(link), max_age=REMEMBERED
    )
    return seen == "open"


def remember(response, link, entrance):
    """Let this browser in from now on: for this link only, and until its passcode changes."""
    response.set_signed_cookie(
        cookie_name(link),
        "open",
        salt=salt_of(link),
        max_age=REMEMBERED,
        path=entrance,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def cookie_name(link):
    return f"{link._meta.model_name}-{link.pk}"


def salt_of(link):
    return f"{link._meta.label_lower}.{link.pk}.{link.passcode_hash}"
