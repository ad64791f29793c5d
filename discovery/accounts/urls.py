from django.urls import path

from discovery.accounts import views

app_name = "profile"

urlpatterns = [
    path("", views.profile, name="profile"),
    path("theme/", views.theme, name="theme"),
]
