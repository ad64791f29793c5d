from django.urls import path

from discovery.local import styleguide

app_name = "local"

urlpatterns = [
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
