"""Language packs: what the coach knows of a language, as data in ``packs/<language>/*.toml``.

A pack is a folder of tables. ``words.toml`` holds word lists; the other files hold patterns, one
file per reader. A pattern is a regular expression over text as ``hints.folded`` leaves it: lower
case, on one line, with straight quotation marks. ``<name>`` in it stands for any word of that
list. A pattern that starts with "^" is tried at the start only, which is cheapest.

A pack is read once per process and checked as it is read: a missing or unknown key, a wrong
type, an unknown list and a broken expression each end in a ``PackError`` that says where.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "packs"
FALLBACK: Final = "en"
DEEPEST_LIST: Final = 8

_NAME: Final = re.compile(r"(?<!\?P)<(\w+)>")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


class PackError(ValueError):
    """A language pack cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Several patterns asked at once: those of the start, and those of anywhere."""

    at_start: re.Pattern[str] | None
    anywhere: re.Pattern[str] | None

    def finds(self, text: str) -> bool:
        return bool(
            (self.at_start and self.at_start.match(text))
            or (self.anywhere and self.anywhere.search(text))
        )

    def start_of(self, text: str) -> int:
        """How many characters the patterns of the start take."""
        match = self.at_start and self.at_start.match(text)
        return match.end() if match else 0


NOTHING: Final = Matcher(None, None)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a pack: its patterns compiled, its other values as they are."""

    where: str
    values: Mapping[str, object]
    words: Mapping[str, str] = field(repr=False)

    def matcher(self, key: str) -> Matcher:
        patterns = [
            expanded(one, self.words, self.place(key)) for one in self.texts(key)
        ]
        starting = [one for one in patterns if one.startswith("^")]
        others = [one for one in patterns if not one.startswith("^")]
        return Matcher(self._compiled(key, starting), self._compiled(key, others))

    def texts(self, key: str) -> list[str]:
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(
            isinstance(one, str) for one in found
        ):
            raise PackError(f"{self.place(key)} is not a list of texts")
        return found

    def text(self, key: str) -> str:
        found = self.values.get(key)
        if not isinstance(found, str) or not found.strip():
            raise PackError(f"{self.place(key)} is missing or not a text")
        return found

    def number(self, key: str, otherwise: int) -> int:
        found = self.values.get(key, otherwise)
        if not isinstance(found, int) or isinstance(found, bool):
            raise PackError(f"{self.place(key)} is not a whole number")
        return found

    def table(self, key: str) -> "Table":
        found = self.values.get(key)
        if not isinstance(found, dict):
            raise PackError(f"{self.place(key)} is missing or not a table")
        return Table(self.place(key), found, self.words)

    def tables(self, key: str) -> list["Table"]:
        found = self.values.get(key)
        if not isinstance(found, list) or not all(
            isinstance(one, dict) for one in found
        ):
            raise PackError(f"{self.place(key)} is missing or not a list of tables")
        return [
            Table(f"{self.place(key)}[{number}]", one, self.words)
            for number, one in enumerate(found)
        ]

    def allow(self, *keys: str) -> "Table":
        """This table, once it holds no other keys than these."""
        unknown = sorted(set(self.values) - set(keys))
        if unknown:
            raise PackError(f"{self.place(unknown[0])} is unknown")
        return self

    def place(self, key: str) -> str:
        return (
            f"{self.where}: {key}"
            if self.where.endswith(".toml")
            else f"{self.where}.{key}"
        )

    def _compiled(self, key: str, patterns: list[str]) -> re.Pattern[str] | None:
        # Those that begin at a word share one test for it: most places in a text are none.
        at_words = [
            one.removeprefix(r"\b") for one in patterns if one.startswith(r"\b")
        ]
        parts = [f"(?:{one})" for one in patterns if not one.startswith(r"\b")]
        if at_words:
            parts.append(r"\b(?:" + "|".join(f"(?:{one})" for one in at_words) + ")")
        try:
            return re.compile("|".join(parts)) if parts else None
        except re.error:
            self._refuse_broken(key, patterns)
            raise

    def _refuse_broken(self, key: str, patterns: list[str]) -> None:
        """Say which of the patterns is the broken one."""
        for one in patterns:
            try:
                re.compile(one)
            except re.error as error:
                where = self.place(key)
                raise PackError(
                    f"{where} holds a broken pattern: {one!r} ({error})"
                ) from error


def expanded(pattern: str, words: Mapping[str, str], where: str) -> str:
    """The pattern with the lists in place of their names, those inside of lists too."""
    for _ in range(DEEPEST_LIST):
        names = _NAME.findall(pattern)
        if not names:
            return pattern
        unknown = sorted(set(names) - set(words))
        if unknown:
            raise PackError(f"{where} names the unknown list <{unknown[0]}>")
        pattern = _NAME.sub(lambda name: words[name[1]], pattern)
    raise PackError(f"{where} names lists that name each other")


@lru_cache(maxsize=256)
def language_of(wanted: str, name: str, folder: Path = FOLDER) -> str:
    """The language whose pack has this file for it: "de-AT" by "de", an unknown one by English."""
    main = main_language(wanted)
    return main if has(main, name, folder) else FALLBACK


def main_language(wanted: str) -> str:
    """ "de" of "de-AT" or "de_AT"; nothing of what is no language."""
    main = wanted.lower().replace("_", "-").split("-")[0]
    return main if _LANGUAGE.fullmatch(main) else ""


def knows(wanted: str, name: str, folder: Path = FOLDER) -> bool:
    """Whether there is a pack for this very language that has this file; nothing falls back."""
    return has(main_language(wanted), name, folder)


@lru_cache(maxsize=64)
def load(language: str, name: str, folder: Path = FOLDER) -> Table:
    """One file of a language's pack, with its word lists at hand."""
    words = {
        key: "(?:" + "|".join(_texts(found, f"{language}/words.toml: {key}")) + ")"
        for key, found in _read(folder, language, "words").items()
    }
    for key in words:
        expanded(f"<{key}>", words, f"{language}/words.toml: {key}")
    return Table(f"{language}/{name}.toml", _read(folder, language, name), words)


def has(language: str, name: str, folder: Path = FOLDER) -> bool:
    """Whether the language's pack has this file; a pack may leave some readers to English."""
    return bool(language) and (folder / language / f"{name}.toml").is_file()


def _texts(found: object, where: str) -> list[str]:
    if (
        not isinstance(found, list)
        or not found
        or not all(isinstance(one, str) for one in found)
    ):
        raise PackError(f"{where} is not a list of texts")
    return found


def _read(folder: Path, language: str, name: str) -> dict[str, object]:
    path = folder / language / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PackError(
            f"{language}/{name}.toml cannot be read: {error.strerror}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{language}/{name}.toml is not TOML: {error}") from error
