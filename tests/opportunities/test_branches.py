import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.branches import (
    LONGEST_TEXT,
    MOST_NODES,
    NewNode,
    TooManyNodes,
    count_nodes,
    fit,
    read_branches,
    write_branches,
)


def shape(nodes):
    return [
        (node.text, shape(node.children)) if node.children else node.text
        for node in nodes
    ]


def read(text, under="outcome"):
    return shape(read_branches(text, under))


@pytest.mark.parametrize(
    "text",
    [
        "a\n\tb\n\t\tc\n\td\ne",
        "a\n  b\n    c\n  d\ne",
        "- a\n  - b\n    - c\n  - d\n- e",
        "* a\n\t* b\n\t\t1. c\n\t* d\n* e",
        "\n   a\n     b\n\n       c\n     d\n   e\n",
        "# a\n## b\n- c\n## d\n# e",
        "• a\r\n   ◦ b\r\n        ▪ c\r\n   ◦ d\r\n• e",
        "- [ ] a\n  - [x] b\n    - [ ] c\n  - d\n- e",
    ],
)
def test_lists_of_all_kinds_are_read_alike(text):
    assert read(text) == [("a", [("b", ["c"]), "d"]), "e"]


def test_bad_indentation_loses_no_line():
    assert read("      a\n   b\n  c\n \t d\na") == ["a", "b", ("c", ["d"]), "a"]


def test_bullets_stand_under_the_line_that_announces_them():
    assert read("Cover\n- a\n- b\nPay\n- c") == [("Cover", ["a", "b"]), ("Pay", ["c"])]


def test_solutions_and_assumptions_are_marked():
    nodes = read_branches("a\n\tSolution: b\n\t\tc\n\t\t\td\n\tLösung: e", "outcome")

    board, other = nodes[0].children
    assert (board.kind, board.text, other.kind) == ("solution", "b", "solution")
    assert [(n.kind, n.text) for n in board.children] == [
        ("assumption", "c"),
        ("assumption", "d"),
    ]


def test_marks_where_they_may_not_stand_are_words():
    assert read("Solution: a") == ["Solution: a"]


def test_what_goes_under_a_solution_is_an_assumption():
    assert [node.kind for node in read_branches("a\nb", "solution")] == [
        "assumption",
        "assumption",
    ]


def test_long_titles_go_on_in_the_description():
    words = "word " * 2_000

    (node,) = read_branches(words, "outcome")

    assert len(node.text) <= LONGEST_TEXT
    assert node.text.endswith("…")
    assert node.description == " ".join(words.split())[:2_000]
    assert fit("short") == ("short", "")


def test_there_is_a_most():
    assert count_nodes(read_branches("a\n" * MOST_NODES, "outcome")) == MOST_NODES
    with pytest.raises(TooManyNodes):
        read_branches("a\n" * (MOST_NODES + 1), "outcome")


def test_very_deep_lines_lose_nothing():
    nodes = read_branches(
        "\n".join("\t" * level + "a" for level in range(400)), "outcome"
    )

    assert count_nodes(nodes) == 400


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
some_nodes = st.recursive(
    st.builds(NewNode, st.just("opportunity"), words),
    lambda below: st.builds(
        NewNode,
        st.just("opportunity"),
        words,
        children=st.lists(
            below
            | st.builds(
                NewNode,
                st.just("solution"),
                words,
                children=st.lists(
                    st.builds(NewNode, st.just("assumption"), words), max_size=2
                ),
            ),
            max_size=3,
        ),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=50)
@given(st.lists(some_nodes, max_size=4))
def test_what_is_written_is_read_again(nodes):
    assert read_branches(write_branches(nodes), "outcome") == nodes


@settings(deadline=None, max_examples=50)
@given(st.text(st.sampled_from("ab-*1.# \t\n:[]x"), max_size=60))
def test_any_text_is_read(text):
    nodes = read_branches(text, "outcome")

    assert count_nodes(nodes) <= len(text.splitlines())
