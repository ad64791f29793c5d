"""Every address of Earshot. Public pages stand apart from those of a workspace."""

from django.conf import settings
from django.urls import include, path

workspace_patterns = [
    path("", include("discovery.home.urls")),
    path("settings/", include("discovery.administration.urls")),
    path("settings/", include("discovery.audit.urls")),
    path("settings/", include("discovery.mail.urls")),
    path("notifications/", include("discovery.notifications.urls")),
    path("", include("recruiting.urls")),
    path("", include("interviews.urls")),
    path("", include("snapshots.urls")),
    path("", include("opportunities.urls")),
    path("", include("discovery.digests.urls")),
]

urlpatterns = [
    path("", include("discovery.administration.urls_entry")),
    path("", include("discovery.health_urls")),
    path("accounts/", include("allauth.urls")),
    path("profile/", include("discovery.accounts.urls")),
    path("w/<slug:workspace_slug>/", include(workspace_patterns)),
    path("", include("recruiting.urls_public")),
    path("", include("interviews.urls_public")),
    path("", include("snapshots.urls_public")),
    path("", include("opportunities.urls_public")),
    path("", include("discovery.digests.urls_public")),
]

handler500 = "discovery.health.server_error"

if settings.LOCAL_MODE:
    urlpatterns.append(path("", include("discovery.local.urls")))
