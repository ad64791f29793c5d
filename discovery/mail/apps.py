from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "discovery.mail"
    label = "mail"
