"""What becomes of somebody's part in tests when they are erased (C5)."""

from opportunities.models import TestParticipant


def leave_tests(participant):
    """Take somebody off the tests in which nobody saw them; what was seen stays as a count."""
    own = TestParticipant.objects.filter(participant=participant)
    own.filter(did_it=None).delete()
    own.update(note="")
