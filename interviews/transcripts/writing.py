"""A transcript written down again, to be taken elsewhere."""

from collections.abc import Iterable, Iterator
from html import escape

from interviews.transcripts.times import write_clock, write_short
from interviews.transcripts.words import Said


def write_vtt(said: Iterable[Said]) -> Iterator[str]:
    """WebVTT with voices; what has no time stands where the one before it ended."""
    yield "WEBVTT\n"
    latest = 0
    for words in said:
        starts = latest if words.starts_ms is None else words.starts_ms
        ends = max(starts if words.ends_ms is None else words.ends_ms, starts)
        latest = ends
        voice = f"<v {escape(words.speaker, quote=False)}>" if words.speaker else ""
        text = escape(" ".join(words.text.split()), quote=False)
        yield f"\n{write_clock(starts)} --> {write_clock(ends)}\n{voice}{text}{'</v>' if voice else ''}\n"


def write_text(said: Iterable[Said]) -> Iterator[str]:
    """Blocks as Otter writes them: name, time, words."""
    for words in said:
        time = "" if words.starts_ms is None else write_short(words.starts_ms)
        head = "  ".join(filter(None, [words.speaker, time]))
        yield f"{head}\n{words.text}\n\n" if head else f"{words.text}\n\n"


def write_markdown(said: Iterable[Said], title: str) -> Iterator[str]:
    """A heading, and a paragraph for each utterance with its speaker in bold."""
    yield f"# {_plain(title)}\n"
    for words in said:
        time = "" if words.starts_ms is None else f" ({write_short(words.starts_ms)})"
        head = f"**{_plain(words.speaker)}**{time}: " if words.speaker else time.strip()
        yield f"\n{head}{' ' if head and not words.speaker else ''}{_plain(words.text)}\n"


def _plain(text: str) -> str:
    """Without what Markdown or HTML within it would take for its own."""
    for character in "\\`*_[]<>#":
        text = text.replace(character, f"\\{character}")
    return text
