"""Signed links for people without an account, and the guard of the pages behind them."""

import hashlib
import hmac
import secrets
from functools import wraps

from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.utils.crypto import salted_hmac

from discovery.numbers import read_number

MAC_LENGTH = 32  # hexadecimal digits: 128 bits (trust.md A4.1)


def sign_link(purpose, pk, version=0):
    """Return the token ``<pk>-<version>-<mac>``; raising the row's version voids older ones."""
    return f"{pk}-{version}-{_mac(purpose, pk, version)}"


def read_link(purpose, token):
    """Return ``(pk, version)`` of a token that we signed for ``purpose``, else None."""
    parts = token.split("-")
    if len(parts) != 3:
        return None
    pk, version = read_number(parts[0]), read_number(parts[1])
    if pk is None or version is None:
        return None
    if not hmac.compare_digest(parts[2].encode(), _mac(purpose, pk, version).encode()):
        return None
    return pk, version


def _mac(purpose, pk, version):
    salted = salted_hmac(
        f"earshot.link.{purpose}", f"{pk}-{version}", algorithm="sha256"
    )
    return salted.hexdigest()[:MAC_LENGTH]


def new_token():
    """Return a random token and the hash under which it is stored."""
    token = secrets.token_urlsafe(24)
    return token, hash_token(token)


def hash_token(token):
    return hashlib.sha256(token.encode()).hexdigest()


def absolute_url(path):
    return f"{settings.SITE_URL}{path}"


def public_view(load, *, referrer="same-origin"):
    """Let anybody with a valid token into a view whose URL carries ``<token>``.

    ``load(token)`` returns the object that the token stands for or None; the view gets it
    as its second argument. An unknown, revoked or expired token gets a page that says
    so in plain words, with status 404, and never tells which of the three it was. Nothing
    behind such a link is cached, indexed or told to another site by a referrer (trust.md
    A4.5). A page whose forms carry a CSRF token cannot send "no-referrer": browsers
    then say that the form's origin is "null".
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, token, **kwargs):
            found = load(token)
            if found is None:
                response = render(request, "link_invalid.html", status=404)
            else:
                response = view(request, found, **kwargs)
            return keep_private(response, referrer)

        guarded.is_public = True
        guarded.permission = None
        return guarded

    return decorate


def open_view(view):
    """Mark a view that everybody may see; tests/test_architecture.py lists them."""
    view.is_public = True
    return view


def keep_private(response, referrer="no-referrer"):
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = referrer
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def speak(request, language):
    """Answer a participant in their language, unless they picked another one (?lang=de).

    What they picked is kept in a cookie: LanguageChoiceMiddleware.
    """
    wanted = request.GET.get("lang") or request.COOKIES.get(
        settings.LANGUAGE_COOKIE_NAME
    )
    language = wanted if wanted in dict(settings.LANGUAGES) else language
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = language
