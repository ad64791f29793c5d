"""What other apps hear of a talk, each within the transaction in which it happens."""

from django.dispatch import Signal

# Sent with ``interview`` and ``words``, a list of passages (interviews.transcripts.passages), when
# words were taken out of its transcript for good: every copy of them is to be blotted out.
words_redacted = Signal()

# Sent with the same before that: the receivers return in how many places they would.
words_sought = Signal()
