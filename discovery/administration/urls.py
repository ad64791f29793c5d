from django.urls import path

from discovery.administration import views

app_name = "workspaces"

urlpatterns = [
    path("", views.workspace_settings, name="settings"),
    path("members/", views.members, name="members"),
    path("members/<int:membership_id>/", views.member, name="member"),
    path(
        "members/<int:membership_id>/removal/",
        views.member_removal,
        name="member_removal",
    ),
    path(
        "invitations/<int:join_invitation_id>/revocation/",
        views.invitation_revocation,
        name="invitation_revocation",
    ),
    path("teams/", views.teams, name="teams"),
    path("teams/new/", views.team_new, name="team_new"),
    path("teams/<int:team_id>/", views.team, name="team"),
    path("current-team/", views.current_team, name="current_team"),
]
