from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "discovery.notifications"
    label = "notifications"
