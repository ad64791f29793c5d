"""What is done to the words of a page: made one line, shortened.

Pure and typed; the words come from people, so nothing here ever returns HTML.
"""

import unicodedata


def one_line(text: str) -> str:
    """``text`` on one line, without the control characters that no page can show."""
    seen = "".join(
        " "
        if character.isspace()
        else ""
        if unicodedata.category(character) in ("Cc", "Cs")
        else character
        for character in text
    )
    return " ".join(seen.split())


def shorten(text: str, most: int) -> str:
    """``text`` cut at a word's end so that it is at most ``most`` characters long."""
    text = one_line(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word, _, rest = cut.rpartition(" ")
    kept = at_word if at_word and len(rest) < most // 2 else cut
    return kept.rstrip(" ,;:.") + "…"
