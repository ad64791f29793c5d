"""What other apps hear of a participant, each within the transaction in which it happens (C5)."""

from django.dispatch import Signal

# Sent with ``participant`` before its own row is emptied.
participant_erased = Signal()

# Sent with ``participant`` and ``purpose`` when a yes is taken back (C1).
consent_withdrawn = Signal()
