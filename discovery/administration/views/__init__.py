from discovery.administration.views.entry import join, root, setup
from discovery.administration.views.members import (
    invitation_revocation,
    member,
    member_removal,
    members,
)
from discovery.administration.views.settings import workspace_settings
from discovery.administration.views.teams import (
    current_team,
    team,
    team_new,
    teams,
)

__all__ = [
    "current_team",
    "invitation_revocation",
    "join",
    "member",
    "member_removal",
    "members",
    "root",
    "setup",
    "team",
    "team_new",
    "teams",
    "workspace_settings",
]
