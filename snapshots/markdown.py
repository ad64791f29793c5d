"""A page, and what was noted in its talk, as Markdown to be taken elsewhere.

Pure but for the words that are translated. Whatever people wrote stays words: nothing of it
becomes a heading, a link, an image or HTML in whatever shows the text.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

_MARKS = re.compile(r"([\\`*_\[\]<>#!|~&@$])")
_ADDRESS = re.compile(r"(:)(//)|(www)(\.)", re.IGNORECASE)
# What would begin a list at the beginning of a line.
_LIST = re.compile(r"^(\d+)([.)])|^([-+=])")


def plain(text: str) -> str:
    """``text`` on one line, without what Markdown would take for its own."""
    text = _MARKS.sub(r"\\\1", " ".join(text.split()))
    text = _ADDRESS.sub(
        lambda m: rf"{m[1]}\/\/" if m[1] else rf"{m[3]}\{m[4]}",
        text,
    )
    return _LIST.sub(lambda m: rf"{m[1]}\{m[2]}" if m[1] else rf"\{m[3]}", text)


def write_page(page, address: str = "") -> Iterator[str]:
    """The page in the order in which it is read; ``address`` leads back to it."""
    yield f"# {plain(page.name)}\n"
    if page.context:
        yield f"\n{plain(page.context)}\n"
    if not page.tells_day:
        yield f"\n{plain(page.day_in_words)}\n"
    if address:
        yield f"\n[{_('Read it in Earshot')}]({address})\n"
    if page.is_quote_removed:
        yield f"\n> *{plain(_('[removed at the participant’s request]'))}*\n"
    elif page.quote:
        yield f"\n> “{plain(page.quote)}”\n"
    if page.facts:
        yield "\n"
        yield from (f"- **{plain(f.label)}**: {plain(f.text)}\n" for f in page.facts)
    if page.story_title or page.moments:
        yield f"\n## {plain(page.story_title or _('The story'))}\n\n"
        for number, moment in enumerate(page.moments, start=1):
            yield f"{number}. {_moment(moment)}\n"
    yield from _list(_("Opportunities"), map(_opportunity, page.opportunities))
    yield from _list(_("Also learned"), (plain(i.text) for i in page.insights))


def write_notes(said: Iterable) -> Iterator[str]:
    """What was noted in the talk and kept of its transcripts, each with its minute and author."""
    lines = [
        " ".join(
            filter(
                None,
                [one.clock and f"**{one.clock}**", plain(one.text), _by(one.by)],
            )
        )
        for one in said
    ]
    yield from _list(_("Notes from the talk"), lines)


def _moment(moment) -> str:
    told = [f"**{plain(moment.title)}** ({moment.get_feeling_display()})"]
    if moment.text:
        told.append(plain(moment.text))
    if moment.tried:
        told.append(_("Tried: %s") % plain(moment.tried))
    if moment.hurt:
        told.append(_("Where it hurt: %s") % plain(moment.hurt))
    return ". ".join(part.rstrip(".") for part in told) + "."


def _by(author: str) -> str:
    return author and f"({plain(author)})"


def _opportunity(opportunity) -> str:
    text = plain(opportunity.text)
    if not opportunity.moment_title:
        return text
    at = _("at “%(moment)s”") % {"moment": plain(opportunity.moment_title)}
    return f"{text} ({at})"


def _list(heading: str, lines: Iterable[str]) -> Iterator[str]:
    lines = list(lines)
    if lines:
        yield f"\n## {heading}\n\n"
        yield from (f"- {line}\n" for line in lines)
