import io

import pytest

from interviews.ranges import LONGEST_ANSWER, CannotSatisfy, Slice, wanted_range


@pytest.mark.parametrize(
    ("header", "size", "first", "last"),
    [
        ("bytes=0-0", 10, 0, 0),
        ("bytes=2-5", 10, 2, 5),
        ("bytes=2-", 10, 2, 9),
        ("bytes=-3", 10, 7, 9),
        ("bytes=-30", 10, 0, 9),
        ("bytes=5-500", 10, 5, 9),
        ("bytes=0-", 10**9, 0, LONGEST_ANSWER - 1),
    ],
)
def test_range_is_what_was_asked_for(header, size, first, last):
    found = wanted_range(header, size)

    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=-",
        "bytes=5-2",
        "bytes=0-1,4-5",
        "items=0-1",
        "bytes=a-b",
        "bytes=٣-٤",
    ],
)
def test_what_is_no_single_range_asks_for_the_whole(header):
    assert wanted_range(header, 10) is None


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-20", "bytes=-0"])
def test_range_beyond_the_end_cannot_be_satisfied(header):
    with pytest.raises(CannotSatisfy):
        wanted_range(header, 10)


def test_slice_ends_where_it_should():
    part = Slice(lambda: io.BytesIO(b"0123456789"), 4)

    assert (part.read(3), part.read(3), part.read(3)) == (b"012", b"3", b"")
