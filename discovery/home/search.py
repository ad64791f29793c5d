"""What the palette and the search page find: people, stories, opportunities and things to do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from discovery.searching.words import read_query
from discovery.workspaces.permissions import Permission
from opportunities.models import Opportunity
from snapshots.wall import Wall, load_cards

MOST_OF_A_KIND = 5
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Result:
    """One line of the list."""

    url: str
    title: str
    note: str = ""
    icon: str = ""
    person: object = None
    # The address of their photo where it may be shown to whoever reads the page.
    photo: str = ""


def actions(membership):
    """What a member may do from anywhere: permission, words, icon, address."""
    rows = [
        (Permission.INTERVIEW_MANAGE, _("New interview"), "plus", "interviews:new"),
        (Permission.PANEL_MANAGE, _("Add a participant"), "user-plus", "recruiting:participant_new"),
        (Permission.PARTICIPANT_NOMINATE, _("Nominate a customer"), "hand-heart", "recruiting:nominations"),
        (Permission.INTERVIEW_MANAGE, _("Change my hours"), "calendar-clock", "interviews:availability"),
        (Permission.INTERVIEW_MANAGE, _("Booking page"), "calendar-plus", "interviews:booking_page"),
        (Permission.INTERVIEW_MANAGE, _("Guides"), "list-checks", "interviews:guides"),
        (Permission.WORKSPACE_VIEW, _("Home"), "house", "home:home"),
        (Permission.INTERVIEW_MANAGE, _("Interviews"), "messages-square", "interviews:list"),
        (Permission.PANEL_VIEW, _("Participants"), "users", "recruiting:participants"),
        (Permission.SNAPSHOT_VIEW, _("Snapshots"), "gallery-vertical-end", "snapshots:library"),
        (Permission.SNAPSHOT_VIEW, _("Story pages"), "book-open", "snapshots:stories"),
        (Permission.SNAPSHOT_VIEW, _("Story time: stories of the last seven days"), "presentation", "snapshots:presentation"),
        (Permission.SNAPSHOT_VIEW, _("Your weekly digest"), "newspaper", "digests:choice"),
        (Permission.TREE_VIEW, _("Tree"), "network", "opportunities:current_tree"),
        (Permission.TREE_VIEW, _("Insights"), "lightbulb", "opportunities:insights"),
        (Permission.WORKSPACE_MANAGE, _("Invite a colleague"), "send", "workspaces:members"),
        (Permission.WORKSPACE_MANAGE, _("Settings"), "settings", "workspaces:settings"),
        (Permission.WORKSPACE_MANAGE, _("Chats to post stories to"), "message-square-share", "digests:hooks"),
        (Permission.WORKSPACE_MANAGE, _("Audit trail"), "scroll-text", "audit:audit"),
        (Permission.WORKSPACE_VIEW, _("Notifications"), "bell", "notifications:list"),
    ]  # fmt: skip
    slug = membership.workspace.slug
    return [
        Result(url=reverse(name, args=[slug]), title=str(words), icon=icon)
        for permission, words, icon, name in rows
        if membership.may(permission)
    ]


def search(membership, query):
    """Groups of results as ``(heading, results)``; without a query only what one may do."""
    words = " ".join(query.replace("\0", " ").split())[:LONGEST_QUERY]
    doable = [
        action
        for action in actions(membership)
        if words.casefold() in action.title.casefold()
    ]
    if not words:
        return [(_("Do or go to"), doable)]
    groups = [
        (_("People"), _people(membership, words)),
        (_("Snapshots"), _snapshots(membership, words)),
        (_("Story pages"), _story_pages(membership, words)),
        (_("Opportunities"), _opportunities(membership, words)),
        (_("Do or go to"), doable),
    ]
    return [(heading, found) for heading, found in groups if found]


def _people(membership, words):
    if not membership.may(Permission.PANEL_VIEW):
        return []
    people = membership.workspace.participants.present().visible_to(membership)
    found = people.search(words).select_related("photo")[:MOST_OF_A_KIND]
    slug = membership.workspace.slug
    return [
        Result(
            url=reverse("recruiting:participant", args=[slug, person.pk]),
            title=person.name,
            note=", ".join(filter(None, [person.job_title, person.company])),
            person=person,
        )
        for person in found
    ]


def _snapshots(membership, words):
    if not membership.may(Permission.SNAPSHOT_VIEW):
        return []
    wall = Wall(membership.workspace.snapshots.published(), read_query(words))
    found = load_cards(wall.first_ids(MOST_OF_A_KIND), membership)
    slug = membership.workspace.slug
    return [
        Result(
            url=reverse("snapshots:snapshot", args=[slug, card.snapshot.pk]),
            title=card.title,
            note=card.snapshot.name,
            person=card,
            photo=_photo_of(card, slug),
        )
        for card in found
    ]


def _photo_of(card, slug):
    if card.photo is None:
        return ""
    return reverse("snapshots:photo", args=[slug, card.snapshot.pk]) + "?size=96"


def _story_pages(membership, words):
    if not membership.may(Permission.SNAPSHOT_VIEW):
        return []
    pages = membership.workspace.story_pages.visible_to(membership)
    found = pages.filter(question__icontains=words).select_related("team")
    slug = membership.workspace.slug
    return [
        Result(
            url=reverse("snapshots:story", args=[slug, page.pk]),
            title=page.question,
            note=str(page.team),
            icon="book-open",
        )
        for page in found[:MOST_OF_A_KIND]
    ]


def _opportunities(membership, words):
    if not membership.may(Permission.TREE_VIEW):
        return []
    rows = Opportunity.objects.standing().filter(
        workspace=membership.workspace,
        outcome__archived_at=None,
        text__icontains=words,
    )
    slug = membership.workspace.slug
    return [
        Result(
            url=reverse("opportunities:tree", args=[slug, node.outcome_id])
            + f"?node=opportunity:{node.pk}",
            title=node.text,
            note=node.outcome.title,
            icon="sprout",
        )
        for node in rows.select_related("outcome").order_by("pk")[:MOST_OF_A_KIND]
    ]


def way_to_everything(membership, query):
    """The line that leads on to the search over all that was written down and said."""
    words = " ".join(query.split())[:LONGEST_QUERY]
    if not words or not membership.may(Permission.SNAPSHOT_VIEW):
        return None
    url = reverse("home:everything", args=[membership.workspace.slug])
    title = _("Search everything for “%(words)s”") % {"words": words}
    return Result(f"{url}?{urlencode({'q': words})}", title, icon="text-search")
