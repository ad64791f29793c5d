"""What readers say about one page, as one member sees it: nothing is asked before it is shown."""

from urllib.parse import urlencode
from uuid import uuid4

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from discovery.workspaces.permissions import Permission
from snapshots.models import Comment, Reaction
from snapshots.part_names import parts_in_words
from snapshots.talk_marks import Mark, Toggle

# A screenful; the others are a press away.
MOST_THREADS = 30
MOST_ANSWERS = 10
MOST_ANSWERS_ALONE = 100
MOST_NAMES = 12


class Talk:
    """The comments and reactions of a page, or of its part, for one member.

    ``part`` None is everything that was said; ``thread`` shows one comment with all its
    answers. ``before`` continues a list. ``is_beside`` is drawn at the part itself.
    """

    def __init__(  # noqa: PLR0913 (what its address says)
        self,
        page,
        membership,
        *,
        part=None,
        thread=None,
        before=None,
        since=None,
        is_beside=False,
    ):
        self.page, self.snapshot = page, page.snapshot
        self.membership = membership
        self.part, self.thread, self.before = part, thread, before
        self.is_beside = is_beside
        self._since = since
        # What somebody typed that could not be kept: {"where": form, "text": ..., "problem": ...}.
        self.refused = {}
        self.status = 200
        self.new_comment_id = uuid4()

    @property
    def prefix(self):
        """Before ids: the same comment may stand at the foot and beside its part."""
        return "beside-" if self.is_beside else ""

    @property
    def region(self):
        return "part-comments" if self.is_beside else "comments"

    @property
    def may_answer(self):
        return self.membership.may(Permission.SNAPSHOT_WRITE)

    def query(self, **other):
        """What stands after the ``?`` of this very list, for drawing it anew."""
        asked = {"part": self.part, "thread": self.thread, "before": self.before}
        asked |= {"beside": 1 if self.is_beside else None} | other
        return urlencode({k: v for k, v in asked.items() if v is not None})

    @property
    def live_query(self):
        """The same with the moment from which changes are news: this visit does not end them."""
        return self.query(since=self.since and self.since.isoformat())

    @cached_property
    def words(self):
        """What the parts that can be seen are called."""
        return parts_in_words(self.page)

    def words_of(self, part):
        if not part:
            return _("the whole page")
        return self.words.get(part, _("a part that was removed"))

    @property
    def part_words(self):
        return self.words_of(self.part or "")

    @property
    def is_part_gone(self):
        return bool(self.part) and self.part not in self.words

    @cached_property
    def _comments(self):
        comments = self.snapshot.comments.all()
        return comments if self.part is None else comments.filter(part=self.part)

    @cached_property
    def count(self):
        return self._comments.standing().count()

    @cached_property
    def threads(self):
        """Open questions first, then the newest of the others, oldest above."""
        threads = self._comments.threads().for_list()
        if self.thread:
            found = list(threads.filter(pk=self.thread))
            return self._with_answers(found, MOST_ANSWERS_ALONE)
        is_open = Q(is_question=True, answered_at=None, deleted_at=None)
        asked = list(threads.filter(is_open).order_by("pk")[:MOST_THREADS])
        # Of very many open questions the later ones stand where they were asked.
        others = threads.exclude(pk__in=[one.pk for one in asked])
        if self.before:
            others = others.filter(pk__lt=self.before)
        newest = list(others.order_by("-pk")[: MOST_THREADS + 1])
        shown = newest[:MOST_THREADS][::-1]
        self._goes_on_before = shown[0].pk if len(newest) > MOST_THREADS else None
        if not self.before:
            shown = [*asked, *shown]
        return self._with_answers(shown, MOST_ANSWERS)

    @property
    def earlier_query(self):
        """Where the list goes on towards its beginning."""
        if not self.threads or self.thread or not self._goes_on_before:
            return ""
        return self.query(before=self._goes_on_before)

    def _with_answers(self, threads, most):
        """Each thread with its newest answers and how many there are."""
        found = {thread.pk: thread for thread in threads}
        of_thread = {"partition_by": F("parent")}
        answers = Comment.objects.standing().filter(parent__in=found)
        if self.thread and self.before:
            answers = answers.filter(pk__lt=self.before)
        answers = answers.annotate(
            from_end=Window(RowNumber(), order_by="-pk", **of_thread),
            together=Window(Count("pk"), **of_thread),
        ).filter(from_end__lte=most)
        for thread in threads:
            thread.shown_answers, thread.more_answers = [], 0
            thread.part_words = self.words_of(thread.part)
            thread.is_part_here = thread.part in self.words
            thread.answer_id = uuid4()
        for answer in answers.for_list().order_by("pk") if found else ():
            thread = found[answer.parent_id]
            thread.shown_answers.append(answer)
            thread.more_answers = answer.together - len(thread.shown_answers)
        for thread in threads:
            first = thread.shown_answers[0].pk if thread.more_answers else None
            before = first if self.thread else None
            thread.own_query = self.query(thread=thread.pk, part=None, before=before)
        return threads

    @cached_property
    def toggles(self):
        """The kinds of reaction to this part (or the whole page), with who reacted."""
        part = self.part or ""
        toggles = {kind.value: Toggle(kind.value, kind.label) for kind in Reaction.Kind}
        for row in self._reactions:
            if row["part"] == part and row["kind"] in toggles:
                toggles[row["kind"]].count = row["count"]
                toggles[row["kind"]].is_mine = bool(row["mine"])
        reactions = self.snapshot.reactions.filter(part=part)
        numbered = reactions.annotate(
            number=Window(RowNumber(), partition_by=F("kind"), order_by="pk")
        )
        if any(toggle.count for toggle in toggles.values()):
            people = numbered.filter(number__lte=MOST_NAMES).order_by("pk")
            for reaction in people.select_related("membership__user"):
                toggles[reaction.kind].names.append(str(reaction.membership))
        return list(toggles.values())

    @cached_property
    def _reactions(self):
        mine = Count("pk", filter=Q(membership=self.membership))
        counted = self.snapshot.reactions.order_by().values("part", "kind")
        return list(counted.annotate(count=Count("pk"), mine=mine))

    @cached_property
    def marks(self):
        """What is to be said of each part, beside it."""
        marks = {part: Mark(part, words) for part, words in self.words.items()}
        asked = Q(is_question=True, answered_at=None)
        said = self.snapshot.comments.standing().order_by().values("part")
        for row in said.annotate(
            count=Count("pk"), questions=Count("pk", filter=asked)
        ):
            if mark := marks.get(row["part"]):
                mark.comments, mark.questions = row["count"], row["questions"]
        for row in self._reactions:
            if mark := marks.get(row["part"]):
                mark.reactions += row["count"]
        for part in self.changed_parts & marks.keys():
            marks[part].is_new = True
        return list(marks.values())

    @cached_property
    def since(self):
        """When this member last read the page, before this visit."""
        if self._since:
            return self._since
        reading = self.snapshot.readings.filter(membership=self.membership)
        return reading.values_list("last_at", flat=True).first()

    @cached_property
    def changed_parts(self):
        """What others have changed since then."""
        if self.since is None:
            return set()
        changes = self.snapshot.changes.filter(at__gt=self.since)
        others = changes.exclude(by=self.membership).order_by()
        return set(others.values_list("part", flat=True).distinct()[:100])
