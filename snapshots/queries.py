"""What stands beside a page: the talk it is about and who held it."""

from django.db.models import Q

from discovery.searching.words import read_query
from discovery.workspaces.permissions import Permission
from interviews.models import Interview
from snapshots.wall import Wall, load_cards

FEW_TO_ADD = 6


def knows_talk(snapshot, membership):
    """Whether a member may know what was noted in the talk, and not only what was made of it."""
    talks = Interview.objects.filter(workspace=membership.workspace_id)
    return talks.visible_to(membership).filter(pk=snapshot.interview_id).exists()


def takes_notes(snapshot, membership):
    """Whether what a member takes along has the notes of the talk in it, and their authors."""
    may_know = membership.may(Permission.INTERVIEW_MANAGE)
    return may_know and knows_talk(snapshot, membership)


def notes_of(snapshot):
    """The notes of the interview in the room's order, with their authors."""
    return snapshot.interview.notes.for_room()


def hosts_of(snapshot):
    """Those who held the interview."""
    attendances = snapshot.interview.attendances.select_related("membership__user")
    return [attendance.membership for attendance in attendances]


def stories_to_add(membership, story_page, words):
    """The newest snapshots with ``words`` that do not stand on a story page yet.

    Published ones, and drafts of the member's own teams.
    """
    own = Q(team__in=membership.teams.values("pk"))
    on_it = story_page.passages.present().values("snapshot")
    pages = membership.workspace.snapshots.exclude(pk__in=on_it)
    wall = Wall(pages.filter(own | Q(published_at__isnull=False)), read_query(words))
    return load_cards(wall.first_ids(FEW_TO_ADD), membership)
