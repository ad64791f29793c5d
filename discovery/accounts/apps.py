from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "discovery.accounts"
    label = "accounts"
