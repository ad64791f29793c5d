import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from discovery.accounts.portraits import draw_portrait


def test_the_same_seed_is_drawn_the_same_way():
    assert draw_portrait("participant:7") == draw_portrait("participant:7")


def test_a_hundred_people_look_different():
    faces = {draw_portrait(f"participant:{number}") for number in range(100)}

    assert len(faces) == 100


def test_a_portrait_without_a_name_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in draw_portrait("a")


def test_the_name_of_a_portrait_is_escaped():
    drawing = ET.fromstring(draw_portrait("a", label='Zoë "<script>" & Co'))

    assert drawing.attrib["aria-label"] == 'Zoë "<script>" & Co'
    assert drawing.attrib["role"] == "img"


@given(st.text())
def test_every_seed_gives_a_well_formed_drawing_without_inline_style(seed):
    drawing = ET.fromstring(draw_portrait(seed))

    assert drawing.attrib["viewBox"] == "0 0 100 100"
    assert [part for part in drawing.iter() if "style" in part.attrib] == []
