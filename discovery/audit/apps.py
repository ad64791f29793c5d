from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "discovery.audit"
    label = "audit"
