"""What gives a person away: what is hidden, and what is pointed out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruiting.disclosure import Clue, Person

SARAH = Person(
    names=("Sarah Whitcombe",),
    pseudonym="P-017",
    email="sarah.w@whitcombe-bakery.example",
    phone="+44 1904 555 017",
    company="Northwind Bakery Ltd",
)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Sarah's week", "P-017's week"),
        ("Sarahs Woche", "P-017 Woche"),
        ("SARAH, Sárah and Sarah\u0301", "P-017, P-017 and P-017"),
        ("whitcombe, sarah", "P-017, P-017"),
        ("see sarah_whitcombe.jpg", "see P-017.jpg"),
        ("SarahWhitcombe.pdf", "P-017.pdf"),
        ("ring 01904/555-017 now", "ring … now"),
        ("(+44) 1904 555017", "…"),
        ("at Northwind Bakery", "at …"),
        ("at NORTHWIND-BAKERY LTD", "at … LTD"),
        ("mail sarah.w@whitcombe-bakery.example!", "mail P-017!"),
        ("sarahbeth and the anagram harass", "sarahbeth and the anagram harass"),
        ("on 2026-11-22 for 1904555 crowns", "on 2026-11-22 for 1904555 crowns"),
    ],
)
def test_what_is_theirs_is_hidden(text, hidden):
    assert SARAH.hide(text) == hidden


@pytest.mark.parametrize(
    ("name", "text", "hidden"),
    [
        ("Jürgen Groß", "Juergen, Jurgen und GROSS", "P-1, P-1 und P-1"),
        ("Zoë Łukasz", "Zoe und Lukasz", "P-1 und P-1"),
        (
            "Will May",
            "Will says he will, he may. May!",
            "P-1 says he will, he may. P-1!",
        ),
        ("Bo Li", "Bo went to bo", "P-1 went to bo"),
        ("Jan van der Berg", "Van der Berg und der Rest", "Van der P-1 und der Rest"),
        ("Nadia Haddad", "نادية Nadia", "نادية P-1"),
    ],
)
def test_names_are_known_however_they_are_written(name, text, hidden):
    assert Person(names=(name,), pseudonym="P-1").hide(text) == hidden


@pytest.mark.parametrize(
    ("text", "clues"),
    [
        ("Sally came late", [(Clue.NAME, "Sally")]),
        ("Sara said", [(Clue.NAME, "Sara")]),
        ("Mrs Whitcomb", [(Clue.NAME, "Whitcomb")]),
        ("find me: @bakerwhitcombe82", [(Clue.NAME, "bakerwhitcombe")]),
        ("Northwind closes on Sunday", [(Clue.COMPANY, "Northwind")]),
        ("write to boss@else.example", [(Clue.CONTACT, "boss@else.example")]),
        ("ring 0049 30 1234567", [(Clue.CONTACT, "0049 30 1234567")]),
        ("the bakery sells 10 000 000 rolls since 2026-11-22", []),
        ("Sarah Whitcombe of Northwind Bakery", []),
        ("She sat by the oven. Sarcasm helps.", []),
    ],
)
def test_what_only_looks_like_them_is_pointed_out(text, clues):
    assert list(SARAH.clues(text)) == clues


@settings(max_examples=50)
@given(st.text(max_size=80), st.text(max_size=30), st.text(max_size=80))
def test_any_text_can_be_read(text, name, more):
    person = Person(names=(name,), pseudonym="P-1", email=more, company=more)

    person.hide(text + name)
    list(person.clues(text + name))
