"""Trees in files: what comes out can be read in again, and what is unsound is made sound and told."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.branches import DEEPEST, LONGEST_DESCRIPTION, LONGEST_TEXT
from opportunities.formats import reading, records, writing
from opportunities.formats.records import DEEP, NotReadable, Record
from opportunities.formats.soundness import sound
from snapshots.wording import one_line

TREE = [
    Record("1", "", "opportunity", "I plan the week alone"),
    Record("2", "1", "opportunity", "Somebody is ill", "On a Tuesday", ""),
    Record("3", "2", "solution", "Ask all at once", "", "idea"),
    Record("4", "3", "assumption", "They read it in time", "", ""),
    Record("5", "", "opportunity", "My hours are paid late"),
]


def shape(found):
    """Each title with the title of its parent."""
    titles = {record.id: record.title for record in found} | {"": ""}
    return [(record.title, titles[record.parent_id]) for record in found]


def remarks(found):
    return [(remark.title, remark.text) for remark in found.remarks]


@pytest.mark.parametrize("form", ["csv", "json", "opml"])
def test_what_is_written_reads_as_the_same_tree(form):
    text = getattr(writing, f"write_{form}")("Fewer empty shifts", TREE)
    found = getattr(reading, f"read_{form}")(text.encode())
    assert found.outcome == "Fewer empty shifts"
    assert shape(found.records) == shape(TREE)
    told = [(one.type, one.description, one.status) for one in TREE]
    assert [(one.type, one.description, one.status) for one in found.records] == told
    assert found.remarks == []


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0'"), max_size=30)


@settings(max_examples=40)
@given(WORDS.filter(one_line), WORDS)
def test_any_words_survive_csv_and_json(title, description):
    title, description = one_line(title), description.strip()
    tree = [Record("1", "", "opportunity", title, description)]
    as_csv = reading.read_csv(writing.write_csv("Outcome", tree).encode())
    as_json = reading.read_json(writing.write_json("Outcome", tree).encode())
    for found in (*as_csv.records, *as_json.records):
        assert found.title == title
        assert found.description == description


def test_formulas_are_text_in_and_out():
    tree = [Record("1", "", "opportunity", '=HYPERLINK("http://evil")')]
    text = writing.write_csv("Outcome", tree)
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[2][3].startswith("'=")
    assert reading.read_csv(text.encode()).records[0].title == tree[0].title


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_spreadsheets_of_all_kinds_are_read(delimiter, encoding):
    lines = ["ID;Parent;Kind;Name", "a;;need;Größe fehlt", "b;a;idea;Prüfen"]
    data = "\r\n".join(lines).replace(";", delimiter).encode(encoding)
    found = reading.read_csv(data)
    assert shape(found.records) == [("Größe fehlt", ""), ("Prüfen", "Größe fehlt")]
    assert [one.type for one in found.records] == ["opportunity", "solution"]


def test_nested_json_is_read_without_ids():
    told = [{"title": "A", "children": [{"title": "B", "children": []}]}, {"name": "C"}]
    found = reading.read_json(json.dumps(told).encode())
    assert shape(found.records) == [("A", ""), ("B", "A"), ("C", "")]


def test_a_circle_is_opened_at_one_place():
    found = sound(
        [
            Record("1", "3", "opportunity", "A"),
            Record("2", "1", "opportunity", "B"),
            Record("3", "2", "opportunity", "C"),
            Record("4", "4", "opportunity", "D"),
        ]
    )
    assert shape(found.records) == [("A", ""), ("B", "A"), ("C", "B"), ("D", "")]
    assert remarks(found) == [("A", records.CIRCLE), ("D", records.CIRCLE)]


def test_a_missing_parent_and_a_second_id_are_told():
    found = sound(
        [
            Record("1", "9", "opportunity", "A"),
            Record("1", "", "opportunity", "B"),
            Record("2", "1", "opportunity", "C"),
        ]
    )
    assert shape(found.records) == [("A", ""), ("C", "A"), ("B", "")]
    assert remarks(found) == [("B", records.TWICE), ("A", records.NO_PARENT)]


def test_each_hangs_on_what_may_carry_it():
    found = sound(
        [
            Record("1", "", "solution", "S at the top"),
            Record("2", "", "opportunity", "O"),
            Record("3", "2", "solution", "S"),
            Record("4", "3", "opportunity", "O under a solution"),
            Record("5", "2", "assumption", "A without a solution"),
            Record("6", "3", "assumption", "A"),
            Record("7", "6", "assumption", "A under A"),
        ]
    )
    assert [
        (one.type, *pair)
        for one, pair in zip(found.records, shape(found.records), strict=True)
    ] == [
        ("opportunity", "S at the top", ""),
        ("opportunity", "O", ""),
        ("solution", "S", "O"),
        ("opportunity", "O under a solution", "O"),
        ("assumption", "A", "S"),
        ("assumption", "A under A", "S"),
    ]
    assert remarks(found) == [
        ("S at the top", records.MADE),
        ("O under a solution", records.LIFTED),
        ("A under A", records.LIFTED),
        ("A without a solution", records.LEFT_OUT),
    ]


def test_long_titles_are_kept_whole_in_the_description():
    found = sound([Record("1", "", "opportunity", "a" * 10_000)])
    (record,) = found.records
    assert len(record.title) == LONGEST_TEXT
    assert len(record.description) == LONGEST_DESCRIPTION
    assert [text for _title, text in remarks(found)] == [records.CUT, records.SHORTENED]


def test_too_many_nodes_are_refused():
    rows = [Record(str(n), "", "opportunity", "x") for n in range(5_001)]
    with pytest.raises(NotReadable):
        sound(rows)


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (reading.read_csv, b""),
        (reading.read_csv, b"\x89PNG\0\0\0"),
        (reading.read_csv, b"a,b\n1,2\n"),
        (reading.read_json, b"[1, 2]"),
        (reading.read_json, b"{"),
        (reading.read_json, b"[" * 100_000),
        (reading.read_json, b'[{"title": "A", "children": 7}]'),
        (reading.read_opml, b"<html/>"),
        (reading.read_opml, b"<opml"),
        (
            reading.read_opml,
            b'<!DOCTYPE x [<!ENTITY a "aaaa">]><opml><body><outline text="&a;"/></body></opml>',
        ),
        (reading.read_json, b" " * (reading.LARGEST_FILE + 1)),
    ],
)
def test_what_is_no_tree_is_refused_with_a_sentence(read, data):
    with pytest.raises(NotReadable) as refused:
        read(data)
    assert str(refused.value)


def test_mermaid_holds_no_words_that_could_end_it():
    text = writing.write_mermaid(
        'An "outcome"', [Record("1", "", "opportunity", '"]<b>')]
    )
    assert 'n1("#quot;]#lt;b#gt;")' in text
    assert "outcome --> n1" in text


def test_a_chain_of_two_thousand_is_written_and_read_as_a_tree_to_look_at():
    chain = [
        Record(str(n), str(n - 1) if n else "", "opportunity", f"N{n}")
        for n in range(2000)
    ]
    for form in ("opml", "json", "csv", "markdown", "text", "mermaid"):
        text = getattr(writing, f"write_{form}")("Outcome", chain)
        if reader := getattr(reading, f"read_{form}", None):
            read = reader(text.encode())
            assert len(read.records) == 2000
            assert (
                max(level for _record, level in writing.levels(read.records)) < DEEPEST
            )
            assert {remark.text for remark in read.remarks} == {DEEP}


def test_json_nested_beyond_reading_says_how_else():
    deep = '{"title":"n","children":[' * 3000 + "]}" * 3000
    with pytest.raises(NotReadable, match="parent_id"):
        reading.read_json(deep.encode())


def test_an_id_of_the_file_is_never_taken_for_one_of_ours():
    nodes = [
        {"title": "A", "children": [{"title": "under A"}]},
        {"id": " #1", "title": "B", "children": [{"title": "under B"}]},
    ]
    read = reading.read_json(json.dumps(nodes).encode())
    assert read.remarks == []
    assert ("under A", "A") in shape(read.records)
    assert ("under B", "B") in shape(read.records)


def test_what_nobody_sees_is_no_title_and_turns_no_words_around():
    rows = "title\n\u200b\ufeff \na\x07b\u202ec\n" + "d" * 200_000
    read = reading.read_csv(rows.encode())
    assert [record.title for record in read.records] == ["abc", "d" * 239 + "…"]


def test_what_stands_on_an_assumption_that_is_left_out_hangs_on_something():
    found = sound(
        [Record("1", "", "assumption", "They read"), Record("2", "1", "", "Ill")]
    )
    assert shape(found.records) == [("Ill", "")]


def test_json_brings_nothing_that_no_database_holds():
    found = reading.read_json(b'[{"title": "Ask \\u0000all\\ud800", "id": "\\u0000"}]')
    assert [one.title for one in found.records] == ["Ask all"]


def test_what_has_no_id_stays_where_it_was_seen_when_it_is_read_again():
    found = reading.read_csv(b"id,parent_id,title\n,,A\n0,,B\n2,0,C\nrow 3,,D\n,,E\n")
    again = reading.read_json(writing.write_json("", found.records).encode())
    assert shape(again.records) == shape(found.records)
    assert ("C", "B") in shape(again.records)


def test_signs_that_xml_cannot_hold_break_no_file():
    text = writing.write_opml(
        "Fewer\uffff", [Record("1", "", "opportunity", "I\ufffe\x02ll")]
    )
    assert shape(reading.read_opml(text.encode()).records) == [("Ill", "")]
