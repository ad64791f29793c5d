"""What somebody asked the wall for: read from the address, and kept in it."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from discovery.numbers import read_number
from discovery.searching.words import LONGEST_QUERY, read_query
from interviews.models import Attendance
from recruiting.models import Participant
from snapshots.models import HeardOpportunity, Reading, Snapshot
from snapshots.wall_days import read_days
from snapshots.wall_words import among, called

# Up to so many pages that were heard of an outcome are named one by one.
MOST_HEARD = 10_000
SELDOM = ("opportunity", "moment", "by", "name", "person")
NAMES = (
    "q",
    "team",
    "audience",
    "outcome",
    "when",
    "since",
    "until",
    "unread",
    *SELDOM,
)


class WallFilters:
    """The filters of one request; every id is looked up in its workspace, a stranger's is 404."""

    def __init__(self, asked, membership):
        self.membership = membership
        self.workspace = membership.workspace
        self.asked = {
            name: asked[name].replace("\0", " ").strip()[:LONGEST_QUERY]
            for name in NAMES
            if asked.get(name, "").strip(" \0")
        }
        self.wants_more = "more" in asked

    @property
    def shows_more(self):
        """Whether the filters that are asked for now and then are open, too."""
        return self.wants_more or bool(set(self.asked) & set(SELDOM))

    @property
    def has_filters(self):
        return bool(set(self.asked) - {"q"})

    @property
    def q(self):
        return self.asked.get("q", "")

    @cached_property
    def query(self):
        return read_query(self.q)

    @property
    def kept(self):
        """What is asked for besides the words, repeated by the form of the search."""
        return self.others("q")

    @property
    def url_without_filters(self):
        return f"?{urlencode({'q': self.q})}"

    @property
    def unread_url(self):
        """The address with this filter turned over."""
        others = self.others("unread")
        return f"?{urlencode(others if 'unread' in self.asked else others | {'unread': 1})}"

    @property
    def more_url(self):
        return f"?{urlencode(self.others() | {'more': 1})}"

    @property
    def is_narrowed(self):
        """Whether something other than a team is asked for."""
        return bool(set(self.asked) - {"team"})

    @cached_property
    def team(self):
        return self._find("team", self.workspace.teams)

    @cached_property
    def outcome(self):
        return self._find("outcome", self.workspace.outcomes)

    @cached_property
    def opportunity(self):
        return self._find(
            "opportunity", self.workspace.opportunities.filter(deleted_at=None)
        )

    @cached_property
    def author(self):
        people = self.workspace.memberships.select_related("user")
        return self._find("by", people)

    @cached_property
    def person(self):
        """Somebody of whom there is a page that the member may see."""
        seen = self._seen.values("participant")
        return self._find("person", self.workspace.participants.filter(pk__in=seen))

    @property
    def person_name(self):
        """As the newest of their pages calls them: what the panel knows is not for all readers."""
        pages = self._seen.filter(participant=self.person)
        return pages.order_by("-talked_on", "-pk").values_list("name", flat=True)[0]

    @property
    def _seen(self):
        return self.workspace.snapshots.visible_to(self.membership)

    @cached_property
    def days(self):
        """From which day to which, each None if it does not matter."""
        return read_days(*(self.asked.get(n, "") for n in ("since", "until", "when")))

    def _find(self, name, rows):
        if name not in self.asked:
            return None
        number = read_number(self.asked[name])
        if number is None:
            raise Http404
        return get_object_or_404(rows, pk=number)

    def narrow(self, pages):
        """Only what is asked for; the words of ``q`` and of ``common`` are left to the wall."""
        if self.team:
            pages = pages.filter(team=self.team)
        if self.person:
            pages = pages.filter(participant=self.person)
        if self.asked.get("audience") in Participant.Audience.values:
            pages = pages.filter(participant__audience=self.asked["audience"])
        if self.outcome or self.opportunity:
            pages = pages.filter(self._heard_on())
        since, until = self.days
        if since:
            pages = pages.filter(talked_on__gte=since)
        if until:
            pages = pages.filter(talked_on__lte=until)
        if self.author:
            pages = pages.filter(self._told_by())
        if "unread" in self.asked:
            pages = pages.exclude(Exists(self._readings()))
        for words in self._called:
            if words.ids is not None:
                pages = pages.filter(among(words.ids))
        return pages

    @property
    def common(self):
        """The words that the titles of moments, or the names, of too many pages have."""
        return [words for words in self._called if words.ids is None]

    @cached_property
    def _called(self):
        asked = {n: read_query(self.asked.get(n, "")) for n in ("moment", "name")}
        return [called(n, query, self.workspace) for n, query in asked.items() if query]

    def _heard_on(self):
        """The condition for pages with such an opportunity; they are named if that is quicker."""
        ids = self._heard().values_list("snapshot", flat=True)
        few = set(ids[: MOST_HEARD + 1])
        return among(list(few)) if len(few) <= MOST_HEARD else Q(pk__in=ids)

    def _heard(self):
        """The opportunities of pages that are evidence for what is asked for on the tree."""
        heard = HeardOpportunity.objects.filter(workspace=self.workspace)
        if self.outcome:
            heard = heard.filter(
                evidence__opportunity__outcome=self.outcome,
                evidence__opportunity__deleted_at=None,
            )
        if self.opportunity:
            branch = self._branch()
            heard = heard.filter(evidence__opportunity__in=branch)
        return heard

    def _branch(self):
        """The ids of the opportunity and of all that stand under it."""
        rows = self.workspace.opportunities.filter(
            outcome=self.opportunity.outcome_id, deleted_at=None
        )
        return ids_under(self.opportunity.pk, rows.values_list("pk", "parent_id"))

    def _told_by(self):
        """Talks that this member held, and pages that this member began or published."""
        held = Attendance.objects.filter(membership=self.author).exclude(
            part=Attendance.Part.OBSERVER
        )
        pages = Snapshot.objects.filter(workspace=self.workspace).order_by()
        ids = pages.filter(interview__in=held.values("interview")).values_list("pk")
        wrote = pages.filter(created_by=self.author).values_list("pk")
        published = pages.filter(published_by=self.author).values_list("pk")
        return among([pk for (pk,) in ids.union(wrote, published)])

    def _readings(self):
        return Reading.objects.filter(
            membership=self.membership, snapshot=OuterRef("pk")
        )

    def others(self, *names):
        """What else is asked for, in the order of the chips."""
        others = {
            name: self.asked[name]
            for name in NAMES
            if name in self.asked and name not in names
        }
        return others | ({"more": 1} if self.wants_more else {})


def ids_under(top, rows):
    """``top`` and every id below it, of pairs of an id and its parent's."""
    children = {}
    for pk, parent in rows:
        children.setdefault(parent, []).append(pk)
    found = [top]
    for pk in found:
        found += children.get(pk, [])
    return found
