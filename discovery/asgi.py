"""What the web server runs: events here, everything else in threads by Django's WSGI handler."""

import gc
import os
from importlib import import_module

# It sets Django up, without which nothing below can be imported.
from discovery.wsgi import application as django_application

# isort: split
from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest

from discovery import coach
from discovery.live.channels import may_listen
from discovery.live.events import PATH, Events
from discovery.live.hub import Hub
from discovery.live.threads import Threads
from discovery.workspaces.models import Membership

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


def find_listener(session_key, workspace_slug, channels):
    """Return the key of the signed-in person's membership, if it may hear every channel."""
    request = HttpRequest()
    request.session = SessionStore(session_key)
    try:
        user = get_user(request)
        if not user.is_authenticated:
            return None
        membership = (
            Membership.objects.active()
            .select_related("workspace", "user")
            .filter(user=user, workspace__slug=workspace_slug)
            .first()
        )
        if membership and all(may_listen(membership, name) for name in channels):
            return membership.pk
        return None
    finally:
        close_old_connections()


# Before the first request: the room's coach must answer the first note as fast as any other.
coach.warm_up()

hub = Hub(settings.REDIS_URL)
# Pages are work of the processor. With four threads to take turns, all of them were late: what one
# changes on a tree came to the screens of nineteen others after 340 ms (p95) instead of 280.
threads = Threads(django_application, int(os.environ.get("WEB_THREADS", "2")))
events = Events(hub, threads.run, find_listener, settings.SESSION_COOKIE_NAME)


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        return await _live(receive, send)
    if PATH.match(scope["path"]):
        return await events(scope, receive, send)
    return await threads(scope, receive, send)


async def _live(receive, send):
    """Answer the server's start and stop; at the stop, browsers are told to come back."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            # What lives as long as the process is not searched for garbage again and again.
            gc.freeze()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            hub.close_all()
            await send({"type": "lifespan.shutdown.complete"})
            return
