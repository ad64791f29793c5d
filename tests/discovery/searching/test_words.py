import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.searching.finding import words_standing
from discovery.searching.words import Query, excerpt, fold, mark, read_query


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("coat", Query((), (), "coat")),
        ("coat ", Query(("coat",), ())),
        ("my coat", Query(("my",), (), "coat")),
        ("José’s", Query((), (), "jose's")),
        ("a b", Query(("a", "b"), ())),
        ("“No Problem” today", Query((), ("no problem",), "today")),
        ('"put my coat', Query((), ("put my coat",))),
        ("", Query((), ())),
        (" ?! “” ", Query((), ())),
    ],
)
def test_query_is_read(typed, expected):
    assert read_query(typed) == expected


def test_marked_is_what_was_meant_whatever_its_accents():
    assert mark("In the Café, twice. Decaf!", {"cafe"}) == [
        ("In the ", False),
        ("Café", True),
        (", twice. Decaf!", False),
    ]


def test_excerpt_is_cut_around_the_first_match():
    text = (
        "It rained and rained. " * 40
        + "Then the coat. "
        + "And so on, and so on. " * 40
    )

    pieces = excerpt(mark(text, {"coat"}), most=120)

    shown = "".join(piece for piece, _ in pieces)
    assert ("coat", True) in pieces
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= 124


@given(st.text(max_size=400), st.sets(st.text(min_size=1, max_size=4), max_size=3))
@settings(max_examples=50, deadline=None)
def test_marking_loses_nothing(text, found):
    assert "".join(piece for piece, _ in mark(text, found)) == text
    assert len(fold(text)) == len(text)
    assert excerpt(mark(text, found))[0:] or not text


def test_database_folds_the_same_letters(db):
    letters = "".join(chr(code) for code in range(32, 0x250)) + "’ß中🌱"

    with connection.cursor() as cursor:
        cursor.execute("SELECT earshot_fold(%s)", [letters])
        assert cursor.fetchone() == (fold(letters),)


@pytest.mark.django_db
def test_other_forms_of_a_word_stand_for_it():
    texts = ["Dying, he ties the Cafés’", "skies: shift, SHIFTS; the shed"]

    found = words_standing(texts, read_query("die tie cafe sky shifts the"))

    assert found == {"dying", "ties", "cafes", "skies", "shift", "shifts", "the"}
    assert words_standing(texts, read_query("zebra")) == frozenset()
