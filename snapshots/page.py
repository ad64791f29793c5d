"""A snapshot's page as one reader may see it."""

import hashlib
import json

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from recruiting.disclosure import Person
from recruiting.models import Consent
from snapshots.context_line import without_gaps, without_our_people
from snapshots.experience_map import draw_map
from snapshots.room import fit
from snapshots.sheet import words_of

# Raise it when the printed page changes its look, so that old PDFs are made anew.
LAYOUT = 4


class Page:
    """Everything that stands on one snapshot's page, as one reader may see it.

    ``is_outside`` is a share link: under a pseudonym and without the photo, unless the person
    has agreed to their story being shown outside and ``shows_name`` asks for the name.
    What the person has withdrawn is gone at the next look, without anybody editing.
    """

    def __init__(
        self, snapshot, *, is_outside=False, shows_name=False, consents=None, paper=None
    ):
        self.snapshot = snapshot
        self.paper = paper or snapshot.workspace.paper
        self.participant = snapshot.participant
        self.is_outside = is_outside
        if consents is not None:
            # Asked for already, for many people at once: snapshots/gathering.py.
            self.consents = consents
        self.is_pseudonymous = self.participant.is_erased or (
            is_outside and not (shows_name and self.may(Consent.Purpose.SHARING))
        )

    @cached_property
    def consents(self):
        """The newest answer for each purpose that was ever asked about."""
        newest = self.participant.consents.order_by("purpose", "-at", "-pk")
        answers = newest.distinct("purpose").values_list("purpose", "is_granted")
        return dict(answers)

    def may(self, purpose):
        return self.consents.get(purpose) is True

    def has_withdrawn(self, purpose):
        return self.consents.get(purpose) is False

    @property
    def may_leave_the_company(self):
        """Whether a share link shows anything at all."""
        withdrawn = self.has_withdrawn(Consent.Purpose.SHARING)
        return not withdrawn and not self.participant.is_erased

    @property
    def may_be_named_outside(self):
        """Only after a yes; until then the name is for colleagues."""
        return self.may(Consent.Purpose.SHARING) and self.may_leave_the_company

    @property
    def photo(self):
        may_show = self.may(Consent.Purpose.PHOTO) and not self.is_pseudonymous
        return self.participant.photo if may_show else None

    @property
    def portrait_seed(self):
        return self.participant.portrait_seed

    @property
    def name(self):
        if self.is_pseudonymous:
            return self.participant.pseudonym
        return self.snapshot.name

    @property
    def photo_alt(self):
        if self.photo:
            return self.photo.alt or _("Photo of %(name)s") % {"name": self.name}
        return _("Drawn portrait")

    @property
    def context(self):
        text = self.snapshot.context
        if self.is_outside or self.is_pseudonymous:
            text = without_our_people(text)
        return without_gaps(self.worded(text)) if self.is_pseudonymous else text

    @property
    def tells_day(self):
        """Whether the line about the person says already when the talk was."""
        day = self.snapshot.talked_on
        return date_format(day, "DATE_FORMAT") in self.context

    @property
    def day_in_words(self):
        """When the talk was: to the day inside, to the month for anybody else."""
        day = self.snapshot.talked_on
        if self.is_outside:
            return _("Talked in %(month)s") % {
                "month": date_format(day, "YEAR_MONTH_FORMAT")
            }
        return _("Talked on %(day)s") % {"day": date_format(day, "DATE_FORMAT")}

    @property
    def day_among_us(self):
        """The same for colleagues only, unless they have read it in the line about the person."""
        is_told = self.is_outside or self.is_pseudonymous or self.tells_day
        return "" if is_told else self.day_in_words

    @property
    def is_quote_removed(self):
        withdrawn = self.has_withdrawn(Consent.Purpose.QUOTE)
        return self.participant.is_erased or withdrawn

    @property
    def may_be_quoted(self):
        """Inside until somebody says no; outside only after a yes."""
        if self.is_outside:
            return self.may(Consent.Purpose.QUOTE) and not self.is_quote_removed
        return not self.is_quote_removed

    @property
    def quote_waits_for_a_yes(self):
        """Whether there is a quote that may stand here and not yet outside."""
        agreed = self.may(Consent.Purpose.QUOTE)
        return bool(self.snapshot.quote) and not agreed and not self.is_quote_removed

    @property
    def quote(self):
        return self.worded(self.snapshot.quote) if self.may_be_quoted else ""

    @property
    def story_title(self):
        return self.worded(self.snapshot.story_title)

    @cached_property
    def facts(self):
        return self._worded(self.snapshot.quick_facts.all())

    @cached_property
    def moments(self):
        """The story's moments in order, each with its point on the drawing and what is pinned there."""
        moments = self._worded(self.snapshot.moments.all())
        drawing = draw_map([moment.feeling for moment in moments])
        for moment, point in zip(moments, drawing.points, strict=True):
            moment.point = point
            moment.pins = []
        at = {moment.pk: moment for moment in moments}
        for number, opportunity in enumerate(self._heard, 1):
            if opportunity.moment_id in at:
                at[opportunity.moment_id].pins.append(number)
        self.drawing = drawing
        return moments

    @property
    def experience_map(self):
        return self.moments and self.drawing

    @property
    def feelings_in_words(self):
        """What the drawing shows, for whoever cannot see it."""
        steps = [f"{m.title}: {m.get_feeling_display()}" for m in self.moments]
        return _("How each moment felt. %(moments)s.") % {"moments": "; ".join(steps)}

    @cached_property
    def opportunities(self):
        found = self._worded(self._heard)
        titles = {moment.pk: moment.title for moment in self.moments}
        for opportunity in found:
            opportunity.moment_title = titles.get(opportunity.moment_id, "")
        return found

    @cached_property
    def insights(self):
        return self._worded(self.snapshot.insights.all())

    @cached_property
    def person(self):
        """Whom the page does not give away under a pseudonym."""
        participant = self.participant
        return Person(
            names=tuple(dict.fromkeys([self.snapshot.name, participant.name])),
            pseudonym=participant.pseudonym,
            email=participant.email,
            phone=participant.phone,
            company=participant.company,
        )

    def worded(self, text):
        """``text`` without what tells the person apart, where the page goes by a pseudonym."""
        return self.person.hide(text) if self.is_pseudonymous else text

    @cached_property
    def _heard(self):
        return list(self.snapshot.heard_opportunities.all())

    def _worded(self, parts):
        parts = list(parts)
        for part in parts:
            for column in part.TEXTS:
                setattr(part, column, self.worded(getattr(part, column)))
        return parts

    @property
    def content_hash(self):
        """Of everything that is on the page: the same page has the same hash (A9.5)."""
        content = {
            "layout": LAYOUT,
            "language": self.snapshot.workspace.language,
            "face": self.photo.pk if self.photo else self.portrait_seed,
            "texts": [self.name, self.context, self.quote, self.story_title],
            "is_quote_removed": self.is_quote_removed,
            "facts": [[f.label, f.text] for f in self.facts],
            "moments": [
                [m.title, m.text, m.tried, m.hurt, m.feeling] for m in self.moments
            ],
            "opportunities": [[o.text, o.moment_title] for o in self.opportunities],
            # Two moments may be called alike.
            "pins": [m.pins for m in self.moments],
            "insights": [i.text for i in self.insights],
        }
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    @cached_property
    def fit(self):
        """How full the one page is, and in which type it is set: reckoned, not measured."""
        return fit(words_of(self), self.paper)

    @property
    def room_used(self):
        return self.fit.used

    @property
    def print_step(self):
        """How many steps smaller the type is set, on screen as in print."""
        return self.fit.step
