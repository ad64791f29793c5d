"""The words of a DOCX file, read with the standard library alone.

A .docx is a ZIP with XML in it. Both can be made to explode: the archive is read up to a limit
whatever its directory promises, and a document type (the only place for entities) is refused.
"""

import io
import zipfile
import zlib
from xml.parsers import expat

from interviews.transcripts.words import TranscriptUnreadable

MOST_BYTES = 40_000_000
MOST_MEMBERS = 2_000
# Word writes no other ones, and those ask for as much memory as they like.
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
DOCUMENT = "word/document.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t"}


def is_zip(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def read_document(data: bytes) -> str:
    """The text of a Word document, a line to each paragraph."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.namelist()) > MOST_MEMBERS:
                raise TranscriptUnreadable("broken")
            if archive.getinfo(DOCUMENT).compress_type not in METHODS:
                raise TranscriptUnreadable("broken")
            with archive.open(DOCUMENT) as member:
                xml = member.read(MOST_BYTES + 1)
    except KeyError as error:
        raise TranscriptUnreadable("kind") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,  # encrypted
        NotImplementedError,
    ) as error:
        raise TranscriptUnreadable("broken") from error
    if len(xml) > MOST_BYTES:
        raise TranscriptUnreadable("too_large")
    return _Paragraphs().read(xml)


class _Paragraphs:
    """Collects the text of runs; deleted words and field codes are left out."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.is_text = False

    def read(self, xml: bytes) -> str:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise TranscriptUnreadable("broken") from error
        return "".join(self.parts)

    def _refuse(self, *declaration: object) -> None:
        raise TranscriptUnreadable("markup")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "t":
            self.is_text = True
        elif local in BREAKS:
            self.parts.append(BREAKS[local])

    def _end(self, name: str) -> None:
        local = _local(name)
        if local == "t":
            self.is_text = False
        elif local == "p":
            self.parts.append("\n")

    def _characters(self, text: str) -> None:
        if self.is_text:
            self.parts.append(text)


def _local(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return local if space in (_WORD, _STRICT) else ""
