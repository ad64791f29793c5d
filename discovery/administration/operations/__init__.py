from discovery.administration.operations.joining import (
    AlreadyMember,
    RoleAboveOwn,
    TooManyInvitations,
    WrongPerson,
    accept_invitation,
    invite_to_join,
    join_as_new_person,
    revoke_invitation,
)
from discovery.administration.operations.members import (
    LastAdmin,
    change_member,
    remove_member,
)
from discovery.administration.operations.setup import (
    SetupIsOver,
    make_setup_link,
    set_up,
)
from discovery.administration.operations.teams import (
    change_team,
    choose_team,
    create_team,
)
from discovery.administration.operations.workspace import change_workspace

__all__ = [
    "AlreadyMember",
    "LastAdmin",
    "RoleAboveOwn",
    "SetupIsOver",
    "TooManyInvitations",
    "WrongPerson",
    "accept_invitation",
    "change_member",
    "change_team",
    "change_workspace",
    "choose_team",
    "create_team",
    "invite_to_join",
    "join_as_new_person",
    "make_setup_link",
    "remove_member",
    "revoke_invitation",
    "set_up",
]
