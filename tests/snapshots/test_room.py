from dataclasses import replace

from snapshots.room import SCALES, Lengths, room_used, step_that_fits

# A page as on the drawing.
STORY = Lengths(
    context=90,
    facts=[20] * 6,
    quote=115,
    story_title=40,
    moments=[(15, 45)] * 5,
    opportunities=[45] * 3,
    insights=[80] * 3,
)


def test_a_story_as_on_the_drawing_fits_in_ordinary_type():
    assert step_that_fits(STORY) == 0
    assert room_used(STORY) < 70


def test_a_longer_page_is_set_smaller():
    longer = replace(STORY, insights=[240] * 6, opportunities=[160] * 6)

    assert 0 < step_that_fits(longer) < len(SCALES)
    assert room_used(STORY) < room_used(longer) <= 100


def test_more_than_a_page_is_said():
    full = replace(STORY, insights=[300] * 6, moments=[(60, 200)] * 7, quote=400)

    assert room_used(full) > 100
    assert step_that_fits(full) == len(SCALES) - 1


def test_an_empty_page_is_nearly_empty():
    assert room_used(Lengths(0, [], 0, 0, [], [], [])) < 20
