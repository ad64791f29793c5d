from django.apps import AppConfig


class LocalConfig(AppConfig):
    name = "discovery.local"
    label = "local"
