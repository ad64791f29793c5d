from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "discovery.live"
    label = "live"
