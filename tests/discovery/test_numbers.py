import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery.numbers import LARGEST, read_number


@given(st.integers(min_value=0, max_value=LARGEST))
def test_number_is_read(number):
    assert read_number(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", " 1", "1.0", "1_0", "²", "٣", str(LARGEST + 1), "9" * 5000]
)
def test_anything_else_is_none(text):
    assert read_number(text) is None
