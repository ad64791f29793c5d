"""Times of day in a talk: ``1:02``, ``01:02:03``, ``01:02:03,456``, ``62.5``, ``PT1M2S``."""

import re

CLOCK = r"(?:\d{1,4}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,9})?"
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?", re.ASCII)


def read_clock(time: str) -> int | None:
    """Milliseconds of ``[hours:]minutes:seconds[.fraction]``, or None."""
    match = _CLOCK.fullmatch(time.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    if int(seconds) > 59 or hours is not None and int(minutes) > 59:
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0")[:3])


def write_clock(ms: int, separator: str = ".") -> str:
    """``HH:MM:SS.mmm``, as WebVTT wants it."""
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{separator}{ms:03d}"


def write_short(ms: int) -> str:
    """``2:05`` or ``1:02:05``, as people write it."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return (
        f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    )
