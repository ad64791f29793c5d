"""Who is asking, and in which language and time zone they read."""

import hashlib
import time
import zoneinfo

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect


class SignInMiddleware:
    """Let only signed-in people into views that are not marked as public.

    A view is public when it, or the wrapper that guards it, carries ``is_public = True``;
    the views of allauth decide for themselves.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated or is_public(view):
            return None
        url = resolve_url(settings.LOGIN_URL)
        if request.htmx:
            back = request.htmx.current_url_abs_path or "/"
            return HttpResponseClientRedirect(f"{url}?next={back}")
        return redirect_to_login(request.get_full_path(), url)


def is_public(view):
    """Whether a view may be seen without signing in."""
    return getattr(view, "is_public", False) or view.__module__.startswith(
        ("allauth.", "django.views.static", "django.contrib.staticfiles")
    )


class LanguageChoiceMiddleware:
    """Take the language that a visitor picks by ``?lang=``, and remember it on the next pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.GET.get("lang")
        if language not in dict(settings.LANGUAGES):
            return self.get_response(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        return response


def activity_key(request):
    """Which session from which browser and address, in 16 bytes however long its headers are."""
    parts = (
        request.session.session_key,
        request.META.get("HTTP_USER_AGENT", ""),
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
    )
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).digest()


class SessionActivityMiddleware:
    """Note when and from where a session was last used, each few minutes and not each time.

    allauth's own middleware reads and writes a row with every request, which cost a third of
    the time of a note. A change of the browser or the address is noted at once.
    """

    EVERY = 300  # seconds
    MOST = 10_000  # sessions that one process remembers

    def __init__(self, get_response):
        self.get_response = get_response
        self._noted = {}

    def __call__(self, request):
        is_followed = settings.USERSESSIONS_TRACK_ACTIVITY
        if (
            is_followed
            and request.session.session_key
            and request.user.is_authenticated
        ):
            self._note(request)
        return self.get_response(request)

    def _note(self, request):
        key = activity_key(request)
        moment = time.monotonic()
        if moment - self._noted.get(key, -self.EVERY) < self.EVERY:
            return
        if len(self._noted) >= self.MOST:
            self._noted.clear()
        self._noted[key] = moment
        UserSession.objects.create_from_request(request)


class PreferencesMiddleware:
    """Speak a signed-in person's language and tell times in their zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        request.LANGUAGE_CODE = user.language
        with (
            translation.override(user.language),
            timezone.override(zoneinfo.ZoneInfo(user.time_zone)),
        ):
            return self.get_response(request)
