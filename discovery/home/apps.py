from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "discovery.home"
    label = "home"
