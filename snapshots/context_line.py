"""The line about the person as it may leave the company: no gaps, nobody of ours. Pure."""

import re

# Where ``Person.hide`` took a company out, with what may be left of its legal form.
_GAP = r"(?:the )?…(?:,? (?:AG|BV|Co|GmbH|Inc|KG|LLC|LLP|Limited|Ltd|PLC|SA|SE)\b\.?)?"
_BEFORE = r"(?:(?:at|of|for|from|with|in|bei|von|der|@) )?"
_ENDS = r"(?:\s*(?=[,;.)])|(?=[\s:·|]|$))"
_IN_BRACKETS = re.compile(rf"\s*\(\s*{_BEFORE}{_GAP}\s*\)")
_IN_FRONT = re.compile(rf"^{_BEFORE}{_GAP}{_ENDS}[\s,;:·|–—-]*")
_AMONG_OTHERS = re.compile(rf"(?:\s*[,;:·|]\s*|\s+(?:[–—-]\s+)?){_BEFORE}{_GAP}{_ENDS}")
_DATE = r"(?:\d{1,2}\.? \w+|\w+\.? \d{1,2},) \d{4}"
# As drafts were begun until November 2026; a long line was cut at its end.
_TALKED = re.compile(rf"\s*Talked on (?:{_DATE}(?: with [^.…]*)?[.…]?|[^.…]*…$)")


def without_gaps(text: str) -> str:
    """``text`` without the "…" that stands for a hidden company, and without its commas."""
    for gap in (_IN_BRACKETS, _IN_FRONT, _AMONG_OTHERS):
        text = gap.sub("", text)
    text = text.strip()
    return "" if set(text) <= set(".,;… ") else text


def without_our_people(text: str) -> str:
    """``text`` without the sentence that says when and with whom of us they talked."""
    return _TALKED.sub("", text).strip()
