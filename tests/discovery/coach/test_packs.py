"""A language pack is data: what is wrong in it is said with its place."""

import shutil
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.coach import (
    guess_kind,
    read_message,
    read_note,
    read_opportunity,
    read_pasted_question,
    read_question,
)
from discovery.coach.packs import FOLDER, PackError, Table, knows, language_of, load

READERS = [
    read_question,
    read_note,
    read_opportunity,
    read_message,
    guess_kind,
    read_pasted_question,
]
# What makes a careless expression slow: the beginning of a match, again and again.
HARD = [
    "a ",
    "would ",
    "and what ",
    "very ",
    "our new ",
    "wants a ",
    "- ",
    "{{",
    "people ",
    "? ",
    "x",
    "more ",
    "is too ",
    "if we ",
]
# The slowest is a few milliseconds; on a busy machine it takes some times that.
LONGEST = 1.0


@pytest.mark.parametrize("reader", READERS)
def test_no_text_makes_it_slow(reader):
    reader("So?")
    for one in HARD:
        text = (one * 20_000)[:20_000]
        started_at = time.process_time()
        reader(text)
        assert time.process_time() - started_at < LONGEST, one


@pytest.mark.parametrize("reader", READERS)
@given(text=st.text(max_size=300))
@settings(max_examples=40)
def test_any_text_can_be_read(reader, text):
    reader(text)


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("xx", "en"), ("", "en")]
    + [("../en", "en"), ("packs", "en")],
)
def test_unknown_language_is_read_as_english(wanted, language):
    assert language_of(wanted, "notes") == language


def test_reader_that_a_pack_lacks_is_left_to_english(tmp_path):
    shutil.copytree(FOLDER / "en", tmp_path / "de")
    (tmp_path / "de" / "notes.toml").unlink()

    assert language_of("de-AT", "questions", tmp_path) == "de"
    assert language_of("de-AT", "notes", tmp_path) == "en"


def test_what_falls_back_is_not_known():
    assert knows("en-GB", "messages")
    assert not knows("xx", "messages")


def table(**values):
    return Table(
        "en/notes.toml", values, {"deed": "(?:do|make)", "a": "<b>", "b": "<a>"}
    )


def test_name_stands_for_any_word_of_its_list():
    matcher = table(find=[r"^i <deed> it", r"\bnever\b"]).matcher("find")

    assert matcher.finds("i make it")
    assert matcher.finds("it is never done")
    assert not matcher.finds("you make it")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"find": ["<unheard>"]},
            "en/notes.toml: find names the unknown list <unheard>",
        ),
        ({"find": ["(open"]}, "en/notes.toml: find holds a broken pattern: '(open'"),
        ({"find": ["<a>"]}, "en/notes.toml: find names lists that name each other"),
        ({"find": "usually"}, "en/notes.toml: find is not a list of texts"),
        ({"find": [1]}, "en/notes.toml: find is not a list of texts"),
    ],
)
def test_pattern_that_cannot_be_used_is_named(values, said):
    with pytest.raises(PackError) as error:
        table(**values).matcher("find")

    assert said in str(error.value)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda t: t.allow("find"), "en/notes.toml: typo is unknown"),
        (lambda t: t.text("typo"), "en/notes.toml: typo is missing or not a text"),
        (lambda t: t.number("typo", 4), "en/notes.toml: typo is not a whole number"),
        (lambda t: t.table("typo"), "en/notes.toml: typo is missing or not a table"),
        (lambda t: t.tables("typo"), "en/notes.toml: typo is missing or not a list"),
    ],
)
def test_wrong_key_is_named(ask, said):
    with pytest.raises(PackError) as error:
        ask(table(typo=["x"]))

    assert said in str(error.value)


def test_file_that_cannot_be_read_is_named(tmp_path):
    shutil.copytree(FOLDER / "en", tmp_path / "en")
    (tmp_path / "en" / "notes.toml").write_text("find = [")
    (tmp_path / "en" / "plans.toml").unlink()

    with pytest.raises(PackError, match="en/notes.toml is not TOML"):
        load("en", "notes", tmp_path)
    with pytest.raises(PackError, match="en/plans.toml cannot be read"):
        load("en", "plans", tmp_path)
