"""Everything that changes the panel; every write with consequences is in this list."""

from recruiting.operations.consents import (
    record_consent,
    resume_contact,
    stop_contact,
    withdraw_consent,
)
from recruiting.operations.erasure import erase_participant
from recruiting.operations.invitations import ContactRefused, invite_participant
from recruiting.operations.opt_in import opt_in
from recruiting.operations.pages import create_opt_in_page, update_opt_in_page
from recruiting.operations.participants import (
    AddressSuppressed,
    AddressTaken,
    add_participant,
    nominate_participant,
    update_participant,
)

__all__ = [
    "AddressSuppressed",
    "AddressTaken",
    "ContactRefused",
    "add_participant",
    "create_opt_in_page",
    "erase_participant",
    "invite_participant",
    "nominate_participant",
    "opt_in",
    "record_consent",
    "resume_contact",
    "stop_contact",
    "update_opt_in_page",
    "update_participant",
    "withdraw_consent",
]
