from django.urls import path

from discovery.administration import views

app_name = "entry"

urlpatterns = [
    path("", views.root, name="root"),
    path("setup/<str:token>/", views.setup, name="setup"),
    path("join-workspace/<str:token>/", views.join, name="join"),
]
