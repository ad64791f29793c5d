from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    name = "discovery.workspaces"
    label = "workspaces"
