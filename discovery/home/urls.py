from django.urls import path

from discovery.home import help

app_name = "home"

urlpatterns = [
    path("help/", help.help_page, name="help"),
]
