"""Several pages read as one: a story page, or stories that are told one after the other."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from recruiting.models import Consent
from snapshots.models import HeardOpportunity, Snapshot, StoryPassage
from snapshots.page import Page

MOST_LISTED = 100


@dataclass
class Told:
    """One story in its place: the page as this reader may see it, and what was said of it."""

    page: Page
    passage: StoryPassage | None = None
    why: str = ""
    # Why it is not shown here ("draft", "consent"), or nothing if it is.
    hidden: str = ""
    clip: object = None

    @property
    def snapshot(self):
        return self.page.snapshot


@dataclass
class Shared:
    """What several of the stories have in common: an opportunity, and who told of it."""

    opportunity_id: int
    outcome_id: int
    text: str
    told: list


class Gathering:
    """Stories in their order as one reader may see them, and what they have in common.

    ``told`` leaves out drafts and, outside the company, people who do not want to be shown;
    ``everybody`` says why. Every text around the stories is told under its people's pseudonyms.
    """

    def __init__(self, passages, *, is_outside=False, shows_name=False):
        passages = list(passages)
        snapshots = [passage.snapshot for passage in passages]
        pages = pages_of(snapshots, is_outside=is_outside, shows_name=shows_name)
        self.everybody = [Told(pages[p.snapshot_id], p) for p in passages]
        for one in self.everybody:
            one.hidden = why_hidden(one.page, is_outside)
            one.why = self.worded(one.passage.why)
        self.told = [one for one in self.everybody if not one.hidden]

    def __bool__(self):
        return bool(self.told)

    def __len__(self):
        return len(self.told)

    def worded(self, text):
        """``text`` as it may be told here, whoever of the people it names."""
        for one in self.everybody:
            text = one.page.worded(text)
        return text

    @property
    def kept_inside(self):
        """Stories that a share link would leave out, for whoever is about to share."""
        return [one for one in self.everybody if why_hidden(one.page, True)]

    @cached_property
    def in_common(self):
        """Opportunities of the tree that were heard in two or more of the stories."""
        told = {one.snapshot.pk: one for one in self.told}
        found, heard_by = {}, defaultdict(set)
        for pk, text, outcome, snapshot in _standing_opportunities(told):
            found[pk] = (outcome, text)
            heard_by[pk].add(snapshot)
        shared = [
            Shared(pk, outcome, self.worded(text), _in_order(self.told, heard_by[pk]))
            for pk, (outcome, text) in found.items()
            if len(heard_by[pk]) > 1
        ]
        return sorted(shared, key=lambda one: (-len(one.told), one.text))


def say_kept_inside(story_page):
    """Whose stories a share link leaves out, in a sentence for whoever is about to share."""
    kept = Gathering(passages_of(story_page)).kept_inside
    if not kept:
        return ""
    reasons = {
        "draft": _("%(name)s (still a draft)"),
        "consent": _("%(name)s (does not want to be shown outside)"),
    }
    people = [
        reasons[why_hidden(one.page, True)] % {"name": one.page.name} for one in kept
    ]
    return _("Left out: %(people)s.") % {"people": ", ".join(people)}


def gather(snapshots, **outside):
    """The same for snapshots that stand on no story page."""
    loose = [StoryPassage(snapshot=snapshot, position=0) for snapshot in snapshots]
    return Gathering(loose, **outside)


def passages_of(story_page):
    """The passages of a story page in their order, with all that is shown of each."""
    rows = story_page.passages.present().select_related(
        "highlight__transcript", "highlight__first__speaker"
    )
    rows = list(rows)
    ids = [row.snapshot_id for row in rows]
    found = {one.pk: one for one in with_parts(Snapshot.objects.filter(pk__in=ids))}
    for row in rows:
        row.snapshot = found[row.snapshot_id]
        row.story_page = story_page
    return rows


def with_parts(snapshots):
    """What ``Page`` reads of each snapshot, in a fixed number of queries however many."""
    return snapshots.for_reading().prefetch_related(
        "quick_facts", "moments", "heard_opportunities", "insights"
    )


def pages_of(snapshots, **outside):
    """Their pages by key; everybody's answers about consent are asked for in one query."""
    answers = defaultdict(dict)
    newest = Consent.objects.filter(
        participant__in=[s.participant_id for s in snapshots]
    )
    newest = newest.order_by("participant_id", "purpose", "-at", "-pk")
    rows = newest.distinct("participant_id", "purpose")
    for person, purpose, is_granted in rows.values_list(
        "participant_id", "purpose", "is_granted"
    ):
        answers[person][purpose] = is_granted
    pages = {}
    for snapshot in snapshots:
        pages[snapshot.pk] = Page(
            snapshot, consents=answers[snapshot.participant_id], **outside
        )
    return pages


def why_hidden(page, is_outside):
    """Why a story is not shown here ("draft" or "consent"), or nothing if it is."""
    if not page.snapshot.is_published:
        return "draft"
    return "consent" if is_outside and not page.may_leave_the_company else ""


def _standing_opportunities(snapshots):
    """Rows of what was heard in ``snapshots`` and stands on a tree now."""
    return HeardOpportunity.objects.filter(
        snapshot__in=snapshots,
        evidence__isnull=False,
        evidence__opportunity__deleted_at=None,
        evidence__opportunity__parked_at=None,
        evidence__opportunity__outcome__archived_at=None,
    ).values_list(
        "evidence__opportunity",
        "evidence__opportunity__text",
        "evidence__opportunity__outcome",
        "snapshot",
    )


def _in_order(told, keys):
    return [one for one in told if one.snapshot.pk in keys]


def with_faces(story_pages):
    """Story pages for a list, each with the pages of those who are on it as ``told``."""
    story_pages = list(
        story_pages.select_related("team", "created_by__user")[:MOST_LISTED]
    )
    passages = StoryPassage.objects.present().filter(
        story_page__in=story_pages, snapshot__published_at__isnull=False
    )
    people = "snapshot__participant__photo"
    rows = list(passages.select_related(people, "snapshot__workspace"))
    pages = pages_of([row.snapshot for row in rows])
    for story_page in story_pages:
        own = [row for row in rows if row.story_page_id == story_page.pk]
        story_page.told = [pages[row.snapshot_id] for row in own]
    return story_pages
