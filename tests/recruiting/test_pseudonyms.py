import re

from hypothesis import given
from hypothesis import strategies as st

from recruiting.pseudonyms import draw_pseudonym

SHORT = [f"P-{number:03}" for number in range(1000)]


@given(taken=st.sets(st.sampled_from(SHORT), max_size=999))
def test_pseudonym_is_free_and_well_formed(taken):
    drawn = draw_pseudonym(lambda candidates: taken.intersection(candidates))

    assert drawn not in taken
    assert re.fullmatch(r"P-\d{3,9}", drawn)


def test_pseudonym_grows_when_all_short_ones_are_taken():
    drawn = draw_pseudonym(lambda candidates: set(SHORT).intersection(candidates))

    assert len(drawn) > len("P-000")


def test_pseudonyms_are_not_derived_from_anything():
    assert len({draw_pseudonym(lambda candidates: ()) for _draw in range(20)}) > 15
