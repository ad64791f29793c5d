from django.apps import AppConfig

from discovery.live.channels import allow
from discovery.notifications.access import may_hear_membership


class NotificationsConfig(AppConfig):
    name = "discovery.notifications"
    label = "notifications"

    def ready(self):
        allow("membership", may_hear_membership)
