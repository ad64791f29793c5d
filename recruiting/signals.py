"""The one signal of the project: an erasure reaches every app, in one transaction (C5)."""

from django.dispatch import Signal

# Sent with ``participant`` before its own row is emptied.
participant_erased = Signal()
