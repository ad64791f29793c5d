"""The picture of a tree: every card has its place, and no words can break out of it."""

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.formats.drawing import CARD, draw
from opportunities.formats.records import Record

WORDS = {
    name: name.title() for name in ("outcome", "opportunity", "solution", "assumption")
}
SVG = "{http://www.w3.org/2000/svg}"


def cards(picture):
    root = ElementTree.fromstring(picture)
    found = [rect for rect in root.iter(f"{SVG}rect") if rect.get("rx") == "10"]
    return root, [
        [float(rect.get(name)) for name in ("x", "y", "width", "height")]
        for rect in found
    ]


@st.composite
def trees(draw_from):
    nodes = []
    for at in range(draw_from(st.integers(0, 25))):
        parent = draw_from(st.sampled_from([""] + [node.id for node in nodes]))
        nodes.append((str(at), parent))
        nodes[-1] = Record(
            str(at), parent, "opportunity", draw_from(st.text(max_size=80))
        )
    # In reading order, as writers get them.
    below = {}
    for node in nodes:
        below.setdefault(node.parent_id, []).append(node)
    ordered, waiting = [], below.get("", [])[::-1]
    while waiting:
        ordered.append(waiting.pop())
        waiting += below.get(ordered[-1].id, [])[::-1]
    return ordered


@settings(max_examples=30)
@given(trees())
def test_no_two_cards_overlap_and_all_are_within_the_picture(tree):
    root, found = cards(draw("Outcome", tree, WORDS))
    assert len(found) == len(tree) + 1
    width, height = float(root.get("width")), float(root.get("height"))
    for x, y, wide, high in found:
        assert x >= 0 and y >= 0 and x + wide <= width + 1 and y + high <= height + 1
    for at, (x, y, _wide, high) in enumerate(found):
        for other_x, other_y, _other_wide, other_high in found[at + 1 :]:
            is_beside = abs(x - other_x) >= CARD
            assert is_beside or y + high <= other_y or other_y + other_high <= y


def test_words_stay_words():
    tree = [Record("1", "", "solution", "<script>alert(1)</script> & more\x08")]
    root, _cards = cards(draw("</title><b>", tree, WORDS))
    said = "".join(root.itertext())
    assert "<script>alert(1)" in said
    assert root.find(f".//{SVG}script") is None
