"""What of a page leaves the company by a link: said in a sentence, and read before it does."""

import hashlib
import re
from dataclasses import dataclass, field

from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from recruiting.disclosure import Clue
from recruiting.models import Consent
from snapshots.gathering import Gathering, passages_of
from snapshots.models.parts import KINDS
from snapshots.page import Page
from snapshots.part_names import parts_in_words

KNOWN = "known"
MOST_ASKED = 5000  # names in one query
LONGEST_NAME = 4  # words
EDGES = ".,;:!?…\"'“”‘’«»‹›()[]{}<>–—-/\\|*_#"


def what_they_see(page):
    """One sentence: what a reader of this page finds on it, and what not."""
    snapshot, participant = page.snapshot, page.participant
    seen = [page.name, _("the photo") if page.photo else _("a drawn portrait")]
    unseen = []
    if page.is_pseudonymous:
        unseen.append(_("the name"))
    if participant.photo and not page.photo:
        unseen.append(_("the photo"))
    if snapshot.quote:
        (seen if page.quote else unseen).append(_("the quote"))
    seen.append(_("the story"))
    told = {
        "seen": get_text_list(seen, _("and")),
        "unseen": get_text_list(unseen, _("or")),
    }
    if unseen:
        return _("They will see %(seen)s; not %(unseen)s.") % told
    return _("They will see %(seen)s.") % told


@dataclass
class Place:
    """A text that may give somebody away: where it stands, and by which words."""

    part: str
    label: str
    text: str
    url: str
    page: Page | None = None
    clues: list = field(default_factory=list)

    @property
    def key(self):
        return [self.part, self.url, *sorted({f"{c}:{w}" for c, w in self.clues})]

    @property
    def words(self):
        return list(dict.fromkeys(word for _clue, word in self.clues))


def find_revealing(target, *, shows_name):
    """The texts of a page, or of a story page, that may still give somebody away (C11).

    Under a pseudonym, as everybody is who has not agreed to be shown by name, whatever looks
    like the person themselves; always the full name of somebody else in the panel, and
    anybody's address or number.
    """
    places = list(places_of(target))
    known = names_known(target.workspace, places)
    pages = {place.page.snapshot.pk: place.page for place in places if place.page}
    for place in places:
        # What stands around several pages may name any of their people.
        around = [place.page] if place.page else list(pages.values())
        place.clues.extend(_clues_of(place.text, around, shows_name))
        own = {page.participant.pk for page in around}
        for phrase in phrases_in(place.text):
            if known.get(phrase.lower()) not in {None, *own}:
                place.clues.append((KNOWN, phrase))
    return [place for place in places if place.clues]


def _clues_of(text, pages, shows_name):
    """What looks like one of the people; of who is shown by name only an address or a number."""
    found = []
    for page in pages:
        by_name = shows_name and page.may(Consent.Purpose.SHARING)
        clues = page.person.clues(text)
        found += [c for c in clues if c[0] == Clue.CONTACT or not by_name]
    return dict.fromkeys(found)


def digest_of(places):
    """Stands for exactly these words in these places: another word has to be read again."""
    keys = repr(sorted(place.key for place in places))
    return hashlib.sha256(keys.encode()).hexdigest()[:32]


def places_of(target):
    """Every text that a link to ``target`` shows."""
    if hasattr(target, "participant"):
        yield from _places_of_snapshot(target)
        return
    url = reverse("snapshots:story", args=[target.workspace.slug, target.pk])
    yield Place("question", _("Question"), target.question, url)
    yield Place("introduction", _("Introduction"), target.introduction, url)
    passages = target.passages.present().filter(snapshot__published_at__isnull=False)
    for passage in passages.select_related(
        "highlight", "snapshot__workspace", "snapshot__participant__photo"
    ):
        yield Place("why", _("Why it is here"), passage.why, url)
        if passage.highlight:
            page = Page(passage.snapshot)
            yield Place("clip", _("Clip"), passage.highlight.text, url, page)
        yield from _places_of_snapshot(passage.snapshot)
    for shared in Gathering(passages_of(target)).in_common:
        yield Place("common", _("What they have in common"), shared.text, url)


def _places_of_snapshot(snapshot):
    page = Page(snapshot)
    labels = parts_in_words(page)
    url = reverse("snapshots:snapshot", args=[snapshot.workspace.slug, snapshot.pk])
    texts = {
        "context": page.context,
        "quote": page.quote,
        "story_title": page.story_title,
        "photo": page.photo.alt if page.photo else "",
    }
    for kind in KINDS:
        for row in getattr(page, kind):
            words = [getattr(row, column) for column in row.TEXTS]
            texts[f"{kind}-{row.pk}"] = " | ".join(filter(None, words))
    for part, text in texts.items():
        if text:
            yield Place(part, labels[part], text, f"{url}#part-{part}", page)


def names_known(workspace, places):
    """Folded full name -> participant, for each of the workspace's people named in a text."""
    phrases = {p.lower() for place in places for p in phrases_in(place.text)}
    people = workspace.participants.present().annotate(folded=Lower("name"))
    known, asked = {}, sorted(phrases)
    for start in range(0, len(asked), MOST_ASKED):
        found = people.filter(folded__in=asked[start : start + MOST_ASKED])
        known.update(found.values_list("folded", "pk"))
    return known


def phrases_in(text):
    """Two to four words in a row, as a full name would stand there, also in the genitive."""
    words = [word.strip(EDGES) for word in text.split()]
    found = []
    for start in range(len(words)):
        for end in range(start + 2, min(start + LONGEST_NAME, len(words)) + 1):
            inside = words[start:end]
            if not all(inside):
                break
            phrase = " ".join(inside)
            found.append(phrase)
            if (bare := re.sub(r"(?:['’]s|s)$", "", phrase)) != phrase:
                found.append(bare)
    return found
