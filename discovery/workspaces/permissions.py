"""Who may do what: permissions are an enum, roles are sets of them, and both are code."""

from enum import StrEnum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a member may do; views and templates name these, never roles."""

    WORKSPACE_VIEW = auto()  # the home screen, own profile, notifications, search
    WORKSPACE_MANAGE = auto()  # settings, members, roles, keys, retention, audit, mail
    RECRUITING_MANAGE = auto()  # triggers, prompts, opt-in pages, contact policy
    PANEL_MANAGE = auto()  # all personal data, import, export, merge, erase
    PANEL_VIEW = auto()  # the people of own team's interviews and segments
    PARTICIPANT_INVITE = auto()
    PARTICIPANT_NOMINATE = auto()
    INTERVIEW_MANAGE = auto()  # availability, booking pages, interviews, notes, guides
    SNAPSHOT_WRITE = auto()
    SNAPSHOT_VIEW = auto()  # published snapshots
    COMMENT_WRITE = auto()
    TREE_VIEW = auto()  # the published tree
    TREE_EDIT = auto()  # the trees of own teams; the operation checks
    TREE_EDIT_ALL = auto()  # the trees of every team


class Role(models.TextChoices):
    ADMIN = "admin", _("Admin")
    RESEARCHER = "researcher", _("Researcher")
    MEMBER = "member", _("Member")
    COLLEAGUE = "colleague", _("Colleague")
    STAKEHOLDER = "stakeholder", _("Stakeholder")


_MEMBER = {
    Permission.WORKSPACE_VIEW,
    Permission.PANEL_VIEW,
    Permission.PARTICIPANT_INVITE,
    Permission.PARTICIPANT_NOMINATE,
    Permission.INTERVIEW_MANAGE,
    Permission.SNAPSHOT_WRITE,
    Permission.SNAPSHOT_VIEW,
    Permission.COMMENT_WRITE,
    Permission.TREE_VIEW,
    Permission.TREE_EDIT,
}

GRANTS = {
    Role.ADMIN: set(Permission),
    Role.RESEARCHER: _MEMBER
    | {
        Permission.RECRUITING_MANAGE,
        Permission.PANEL_MANAGE,
        Permission.TREE_EDIT_ALL,
    },
    Role.MEMBER: _MEMBER,
    Role.COLLEAGUE: {Permission.WORKSPACE_VIEW, Permission.PARTICIPANT_NOMINATE},
    Role.STAKEHOLDER: {
        Permission.WORKSPACE_VIEW,
        Permission.SNAPSHOT_VIEW,
        Permission.COMMENT_WRITE,
        Permission.TREE_VIEW,
    },
}

# From the widest to the narrowest; nobody invites above their own place (trust.md A2.3).
ROLE_ORDER = list(Role)
