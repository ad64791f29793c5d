"""Whether we are alive and ready; said to anybody who asks, and nothing more than that."""

import sys
from datetime import timedelta

import redis
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from discovery.heartbeat import has_worker, redis_client
from discovery.mail.models import OutgoingEmail, SenderStop

# Immediate mail is handed over within seconds; this long means that something stands still.
LONGEST_MAIL_DELAY = timedelta(minutes=5)


@never_cache
@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """Every part that we stand on, as ok or not; ``?only=database`` asks about one.

    Pages work without broker and worker, so a load balancer asks for the database only;
    a monitor asks for everything.
    """
    wanted = request.GET.get("only")
    asked = [wanted] if wanted in CHECKS else list(CHECKS)
    answers = {name: CHECKS[name]() for name in asked}
    is_ready = all(answer == "ok" for answer in answers.values())
    return JsonResponse(answers, status=200 if is_ready else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _broker():
    try:
        redis_client().ping()
    except redis.RedisError:
        return "down"
    return "ok"


def _worker():
    return "ok" if has_worker() else "down"


def _mail():
    late = OutgoingEmail.objects.due().filter(due_at__lt=now() - LONGEST_MAIL_DELAY)
    try:
        if SenderStop.objects.of_this_sender().exists():
            return "stopped"
        return "late" if late.exists() else "ok"
    except DatabaseError:
        return "down"


class HealthMiddleware:
    """Answer before anything else is asked: sessions, the host's name, a redirect to https.

    Load balancers ask by number and over plain HTTP, and the database may be what is down.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        view = {"/healthz": healthz, "/readyz": readyz}.get(request.path_info)
        return view(request) if view else self.get_response(request)


def server_error(request):
    """Something failed: 503 and "come back" if the database is away, otherwise 500."""
    error = sys.exc_info()[1]
    if isinstance(error, (OperationalError, InterfaceError)):
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": "10"})
    return defaults.server_error(request)


CHECKS = {"database": _database, "broker": _broker, "worker": _worker, "mail": _mail}

healthz.is_public = readyz.is_public = True
