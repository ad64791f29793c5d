"""From bytes to text, whatever wrote them (trust.md A7.9)."""

import codecs
import re

from interviews.transcripts.words import TranscriptUnreadable, Warned

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# What files begin with that are no text, even where their bytes would pass as such.
SIGNATURES = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"OggS", b"ID3", b"fLaC",
    b"\x1a\x45\xdf\xa3", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"MZ\x90", b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0", b"{\\rtf",
)  # fmt: skip
MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|svg|head|body|script)\b", re.I)
SAMPLE = 65_536
# Everything below the blank that no text holds: not tab, line feed, form feed, return, escape.
CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
NUL_OR_SURROGATE = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes) -> tuple[str, str, list[Warned]]:
    """The text with ``\\n`` as the only line end, the name of its encoding, and warnings."""
    if data.startswith(SIGNATURES) or data[4:8] == b"ftyp":
        raise TranscriptUnreadable("binary")
    text, encoding = _decode(data)
    warnings = []
    if "\x00" in text:
        if text.count("\x00", 0, SAMPLE) * 10 > min(len(text), SAMPLE):
            raise TranscriptUnreadable("binary")
        warnings.append(Warned("nul", text.count("\x00")))
        text = text.replace("\x00", "")
    if "\ufffd" in text:
        warnings.append(Warned("unreadable_letters", text.count("\ufffd")))
    _refuse_what_is_no_text(text)
    return _with_one_line_end(text), encoding, warnings


def storable(text: str) -> str:
    """Without what no database keeps: NUL, and halves of characters."""
    return NUL_OR_SURROGATE.sub("", text)


def _decode(data: bytes) -> tuple[str, str]:
    for mark, codec, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), name
    if codec := _wide_codec(data):
        return data.decode(codec, "replace"), "UTF-16"
    try:
        return data.decode(), "UTF-8"
    except UnicodeDecodeError as error:
        # A file that was cut in the middle of its last letter is still UTF-8.
        if error.start > len(data) - 4 and error.start > 0:
            return data[: error.start].decode(), "UTF-8"
    return data.decode("cp1252", "replace"), "Windows-1252"


def _wide_codec(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte is zero, on one side."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd * 10 > half * 6 and even * 10 < half:
        return "utf-16-le"
    if even * 10 > half * 6 and odd * 10 < half:
        return "utf-16-be"
    return ""


def _refuse_what_is_no_text(text: str) -> None:
    sample = text[:SAMPLE]
    strange = len(CONTROLS.findall(sample)) + sample.count("\ufffd")
    if strange * 20 > len(sample):
        raise TranscriptUnreadable("binary")
    if MARKUP.match(sample):
        raise TranscriptUnreadable("markup")


def _with_one_line_end(text: str) -> str:
    for end in ("\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"):
        if end in text:
            text = text.replace(end, "\n")
    return text.removeprefix("\ufeff")
