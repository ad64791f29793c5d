"""The panel: whom a workspace could talk to, what they agreed to, and how they were asked."""

from recruiting.models.consents import Consent, SuppressedAddress
from recruiting.models.invitations import (
    LIFETIME,
    Answer,
    Invitation,
    Nomination,
    OptInPage,
)
from recruiting.models.panel import COOLDOWN
from recruiting.models.participants import Channel, Participant, Refusal
from recruiting.models.photos import Photo

__all__ = [
    "COOLDOWN",
    "LIFETIME",
    "Answer",
    "Channel",
    "Consent",
    "Invitation",
    "Nomination",
    "OptInPage",
    "Participant",
    "Photo",
    "Refusal",
    "SuppressedAddress",
]
