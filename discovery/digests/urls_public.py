from django.urls import path

from discovery.digests import views

app_name = "digest"

urlpatterns = [
    path("digest/<slug:token>/", views.unsubscription, name="unsubscription"),
]
