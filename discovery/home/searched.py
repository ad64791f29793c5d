"""What the search over everything reads: which rows of which table, for whom, and what they show."""

from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.searching.finding import Scope
from discovery.workspaces.permissions import Permission
from interviews.models import Interview, Note, Transcript, Utterance
from recruiting.models import Consent
from snapshots.models import HeardOpportunity, Insight, Moment, Snapshot

# No page shows more of one text, so no more of it is read for marking.
LONGEST_READ = 20_000
# Of so many talks of one's own the rows are read in order, before the index is asked.
NEWEST_OWN = 200
# A quote that was taken back is among the words of the row, but not among those of the page.
STILL_SAID = "found.page_words @@ (SELECT words FROM wanted)"


@dataclass(frozen=True)
class Drawn:
    """Somebody by a drawn portrait: readers of a page see a photo only where that was agreed to."""

    portrait_seed: str


@dataclass
class Hit:
    """One place where the words stand."""

    pk: int
    url: str
    name: str
    person: object
    when: object
    text: str
    note: str = ""
    is_quote: bool = False
    # Whether words that were looked for may stand in what is not shown any more.
    is_withheld: bool = False
    pieces: list = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """A table of words: who may read it, which rows of it, and what a row shows."""

    label: str
    icon: str
    permission: Permission
    model: type
    scope: object
    rows: object
    hit: object


class Reader:
    """Somebody who searches, with what they may know of, asked for once."""

    def __init__(self, membership):
        self.membership = membership
        self.reads_all_talks = membership.may(Permission.PANEL_MANAGE)
        self.reads_drafts = membership.may(Permission.SNAPSHOT_WRITE)

    @cached_property
    def talks(self):
        """The ids of the interviews that the member may know of, oldest first.

        The same as ``visible_to`` for who does not keep the panel, but by two indexes: its
        OR reads every interview there is.
        """
        of_teams = Interview.objects.filter(team__in=self._teams).values_list("pk")
        attended = self.membership.attendances.values_list("interview")
        return [pk for (pk,) in of_teams.union(attended.order_by()).order_by("id")]

    @cached_property
    def transcripts(self):
        """The ids of the transcripts of these interviews."""
        rows = Transcript.objects.order_by().values_list("pk")
        of_teams = rows.filter(interview__team__in=self._teams)
        attended = rows.filter(interview__attendances__membership=self.membership)
        return [pk for (pk,) in of_teams.union(attended).order_by("id")]

    @property
    def _teams(self):
        return self.membership.teams.order_by().values("pk")


def _notes_scope(reader):
    if reader.reads_all_talks:
        return Scope("found.deleted_at IS NULL")
    return _among(reader.talks, "found.interview_id", also="found.deleted_at IS NULL")


def _utterances_scope(reader):
    if reader.reads_all_talks:
        return Scope()
    return _among(reader.transcripts, "found.transcript_id")


def _among(ids, column, also="TRUE"):
    """Rows that belong to one of ``ids``; in order are read those of the newest few."""
    return Scope(
        f"{column} = ANY(%(own)s) AND {also}",
        (("own", ids), ("newest_own", ids[-NEWEST_OWN:])),
        newest=f"{column} = ANY(%(newest_own)s)",
    )


def _snapshots_scope(reader):
    if reader.reads_drafts:
        return Scope(STILL_SAID)
    return Scope(f"found.published_at IS NOT NULL AND {STILL_SAID}")


def _parts_scope(reader):
    if reader.reads_drafts:
        return Scope()
    return Scope(
        "EXISTS (SELECT 1 FROM snapshots_snapshot AS page"
        " WHERE page.id = found.snapshot_id AND page.published_at IS NOT NULL)"
    )


def _note_rows(rows):
    return rows.select_related("interview__participant__photo", "author__user")


def _note_hit(note, workspace):
    talk = note.interview
    is_quote = note.kind == Note.Kind.QUOTE
    return Hit(
        pk=note.pk,
        url=f"{reverse('interviews:room', args=[workspace.slug, talk.pk])}#note-{note.pk}",
        name=str(talk.participant),
        person=talk.participant,
        when=talk.starts_at,
        text=(note.spoken if is_quote else note.text)[:LONGEST_READ],
        note=_("%(minute)s, noted by %(name)s")
        % {"minute": note.minute, "name": note.author.user.first_name},
        is_quote=is_quote,
    )


def _utterance_rows(rows):
    return rows.select_related("speaker", "transcript__interview__participant__photo")


def _utterance_hit(said, workspace):
    talk = said.transcript.interview
    url = _transcript_url(workspace, said.transcript)
    seconds = None if said.starts_ms is None else said.starts_ms // 1000
    minute = "" if seconds is None else f"{seconds // 60:02d}:{seconds % 60:02d}"
    speaker = said.speaker.name if said.speaker else ""
    # Whose talk it is stands there already.
    speaker = "" if speaker == str(talk.participant) else speaker
    return Hit(
        pk=said.pk,
        url=f"{url}#u{said.position}",
        name=str(talk.participant),
        person=talk.participant,
        when=talk.starts_at,
        text=said.text[:LONGEST_READ],
        note=", ".join(filter(None, [minute, speaker])),
        is_quote=True,
    )


def _transcript_url(workspace, transcript):
    """The reading page, or the interview's where that part of the house does not stand."""
    try:
        return reverse("interviews:transcript", args=[workspace.slug, transcript.pk])
    except NoReverseMatch:
        return reverse(
            "interviews:plan", args=[workspace.slug, transcript.interview_id]
        )


def _snapshot_rows(rows):
    newest = Consent.objects.filter(
        participant=OuterRef("participant"), purpose=Consent.Purpose.QUOTE
    ).order_by("-at", "-pk")
    return rows.select_related("participant__photo").annotate(
        quote_answer=Subquery(newest.values("is_granted")[:1])
    )


def _snapshot_hit(page, workspace):
    # Who has taken back that they may be quoted is quoted no more, from the next look on.
    quote = "" if page.quote_answer is False else page.quote
    texts = [f"“{quote}”" if quote else "", page.story_title, page.context]
    hit = _page_hit(page, page.pk, workspace, " · ".join(filter(None, texts)))
    hit.is_withheld = page.quote_answer is False
    return hit


def _part_rows(rows):
    return rows.select_related("snapshot__participant__photo")


def _moment_hit(moment, workspace):
    text = ": ".join(filter(None, [moment.title, moment.text]))
    return _part_hit(moment, "moments", workspace, text)


def _heard_hit(heard, workspace):
    return _part_hit(heard, "opportunities", workspace, heard.text)


def _insight_hit(insight, workspace):
    return _part_hit(insight, "insights", workspace, insight.text)


def _part_hit(part, kind, workspace, text):
    return _page_hit(part.snapshot, part.pk, workspace, text, f"#part-{kind}-{part.pk}")


def _page_hit(page, pk, workspace, text, place=""):
    return Hit(
        pk=pk,
        url=reverse("snapshots:snapshot", args=[workspace.slug, page.pk]) + place,
        name=page.name,
        person=Drawn(page.participant.portrait_seed),
        when=page.talked_on,
        text=text,
    )


KINDS = {
    "notes": Kind(
        gettext_lazy("Notes"), "notebook-pen", Permission.INTERVIEW_MANAGE, Note,
        _notes_scope, _note_rows, _note_hit,
    ),
    "transcripts": Kind(
        gettext_lazy("Transcripts"), "captions", Permission.INTERVIEW_MANAGE, Utterance,
        _utterances_scope, _utterance_rows, _utterance_hit,
    ),
    "snapshots": Kind(
        gettext_lazy("Snapshots"), "gallery-vertical-end", Permission.SNAPSHOT_VIEW, Snapshot,
        _snapshots_scope, _snapshot_rows, _snapshot_hit,
    ),
    "moments": Kind(
        gettext_lazy("Moments"), "route", Permission.SNAPSHOT_VIEW, Moment,
        _parts_scope, _part_rows, _moment_hit,
    ),
    "opportunities": Kind(
        gettext_lazy("Opportunities"), "sprout", Permission.SNAPSHOT_VIEW, HeardOpportunity,
        _parts_scope, _part_rows, _heard_hit,
    ),
    "insights": Kind(
        gettext_lazy("Insights"), "lightbulb", Permission.SNAPSHOT_VIEW, Insight,
        _parts_scope, _part_rows, _insight_hit,
    ),
}  # fmt: skip
