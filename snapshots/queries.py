"""What stands beside a page: the talk it is about and who held it."""

from interviews.models import Interview


def knows_talk(snapshot, membership):
    """Whether a member may know what was noted in the talk, and not only what was made of it."""
    talks = Interview.objects.filter(workspace=membership.workspace_id)
    return talks.visible_to(membership).filter(pk=snapshot.interview_id).exists()


def notes_of(snapshot):
    """The notes of the interview in the room's order, with their authors."""
    return snapshot.interview.notes.for_room()


def hosts_of(snapshot):
    """Those who held the interview."""
    attendances = snapshot.interview.attendances.select_related("membership__user")
    return [attendance.membership for attendance in attendances]
