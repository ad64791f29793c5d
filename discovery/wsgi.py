"""Django's WSGI handler; discovery/asgi.py hands everything but events to it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discovery.settings")

application = get_wsgi_application()
