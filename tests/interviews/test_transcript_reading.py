import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.transcripts import (
    LARGEST,
    Said,
    TranscriptUnreadable,
    arrange,
    read_transcript,
)
from interviews.transcripts.people import Guess, guess_people
from interviews.transcripts.times import read_clock, write_clock

ZOOM = """WEBVTT

1
00:00:03.120 --> 00:00:05.000
Anna Smith: Thanks for making the time, Priya.

2
00:00:05.400 --> 00:00:08.000
Anna Smith: Tell me about last Tuesday: what happened?

3
00:00:09.250 --> 00:00:12.500
Priya Nair: Well, I said: no way. Two people called in sick &amp; I was alone.
"""

TEAMS = """WEBVTT

8f2c/12-0
00:00:03.120 --> 00:00:05.000
<v Anna Smith>Thanks for making the time,
Priya.</v>

8f2c/13-0
00:00:09.250 --> 00:00:12.500
<v Nair, Priya (Guest)>Two people &lt;called&gt; in sick.

8f2c/14-0
00:00:13.000 --> 00:00:14.000
Nobody knows who said <i>this</i>.
"""

SRT = "1\r\n00:00:03,120 --> 00:00:05,000\r\nANNA: Thanks.\r\n\r\n2\r\n00:00:06,000 --> 00:00:07,000\r\nPRIYA: Not at all.\r\nIt was a Tuesday.\r\n"

SBV = "0:00:03.120,0:00:05.000\nAnna: Thanks.\n\n0:00:06.000,0:00:07.500\nPriya: Not at all.\n"

OTTER = """Anna Smith  0:03
Thanks for making the time.

Priya Nair  1:02:09
Two people called in sick.
I was alone.
"""

MEET = """Transcript

00:00:00

Anna Smith: Thanks for making the time.
Priya Nair: Two people called in sick.
It was a Tuesday.

00:05:00

Priya Nair: I counted on my fingers.
"""

BRACKETS = (
    "[00:01:02] Anna: Thanks.\n[00:01:05] Priya: Not at all.\n(1:09) Anna: Good.\n"
)


def said(data, name):
    data = data.encode() if isinstance(data, str) else data
    return [tuple(words) for words in read_transcript(data, name).said]


A, P = "Anna Smith", "Priya Nair"
EXPECTED = {
    "zoom.vtt": (
        ZOOM,
        [
            (
                A,
                3120,
                8000,
                "Thanks for making the time, Priya. Tell me about last Tuesday: what happened?",
            ),
            (
                P,
                9250,
                12500,
                "Well, I said: no way. Two people called in sick & I was alone.",
            ),
        ],
    ),
    "teams.vtt": (
        TEAMS,
        [
            (A, 3120, 5000, "Thanks for making the time, Priya."),
            ("Nair, Priya (Guest)", 9250, 12500, "Two people <called> in sick."),
            ("", 13000, 14000, "Nobody knows who said this."),
        ],
    ),
    "a.srt": (
        SRT,
        [
            ("ANNA", 3120, 5000, "Thanks."),
            ("PRIYA", 6000, 7000, "Not at all. It was a Tuesday."),
        ],
    ),
    "meet.sbv": (
        SBV,
        [("Anna", 3120, 5000, "Thanks."), ("Priya", 6000, 7500, "Not at all.")],
    ),
    "otter.txt": (
        OTTER,
        [
            (A, 3000, None, "Thanks for making the time."),
            (P, 3729000, None, "Two people called in sick. I was alone."),
        ],
    ),
    "meet.txt": (
        MEET,
        [
            (A, 0, None, "Thanks for making the time."),
            (P, None, None, "Two people called in sick. It was a Tuesday."),
            (P, 300000, None, "I counted on my fingers."),
        ],
    ),
    "brackets.txt": (
        BRACKETS,
        [
            ("Anna", 62000, None, "Thanks."),
            ("Priya", 65000, None, "Not at all."),
            ("Anna", 69000, None, "Good."),
        ],
    ),
    "zoom captions.txt": (
        "[Anna Smith] 14:03:12\nThanks.\n\n[Priya Nair] 14:03:20\nNot at all.\n",
        [(A, 0, None, "Thanks."), (P, 8000, None, "Not at all.")],
    ),
    "meet with frame.txt": (
        "Weekly (2026-05-21 10:00 GMT+2) - Transcript\nAttendees\nAnna Smith, Priya Nair\n"
        "Transcript\n00:00:00\n\nAnna Smith: Thanks.\nPriya Nair: Not at all.\n\n"
        "Transcription ended after 00:24:10\nThis was computer generated: mind it.\n",
        [(A, 0, None, "Thanks."), (P, None, None, "Not at all.")],
    ),
    "otter signed.txt": (
        "Anna Smith  0:03\nThanks.\n\nPriya Nair  0:09\nAt 9:30 I left.\n\n"
        "Transcribed by https://otter.ai\n",
        [(A, 3000, None, "Thanks."), (P, 9000, None, "At 9:30 I left.")],
    ),
    "plain.txt": (
        "Anna: Hello there.\nPriya: Hi. At 9:30 I left: alone.\n\nAnna: And then?\n",
        [
            ("Anna", None, None, "Hello there."),
            ("Priya", None, None, "Hi. At 9:30 I left: alone."),
            ("Anna", None, None, "And then?"),
        ],
    ),
    "prose.txt": (
        "It was a Tuesday and I was late.\n\nNobody had called.",
        [("", None, None, "It was a Tuesday and I was late. Nobody had called.")],
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_text_kind_keeps_words_speakers_and_times(name):
    text, expected = EXPECTED[name]

    assert said(text, name) == expected


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_recognised(encoding, end):
    text = ZOOM.replace("Anna Smith", "Änne Größe").replace("\n", end)

    reading = read_transcript(text.encode(encoding), "zoom.vtt")

    assert reading.speakers == ["Änne Größe", "Priya Nair"]
    assert reading.encoding in ("UTF-8", "UTF-16", "Windows-1252")


def docx(*paragraphs, body=None, head="", method=zipfile.ZIP_DEFLATED):
    body = body or "".join(
        "<w:p><w:r><w:t>"
        + p.replace("\n", "</w:t><w:br/><w:t>").replace("\t", "</w:t><w:tab/><w:t>")
        + "</w:t></w:r></w:p>"
        for p in paragraphs
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("word/document.xml", xml)
    return file.getvalue()


@pytest.mark.parametrize(
    "paragraphs",
    [
        (f"{A}   0:03\nThanks, Priya.", f"{P}   0:09\nTwo were sick."),
        (
            "00:00:03.000 --> 00:00:05.000",
            A,
            "Thanks, Priya.",
            "0:0:9.0 --> 0:0:12.5",
            P,
            "Two were sick.",
        ),
        (f"{A}\t0:03", "Thanks, Priya.", "", f"{P}\t0:09", "Two were sick."),
    ],
)
def test_word_files_are_read(paragraphs):
    reading = read_transcript(docx(*paragraphs), "teams.docx")

    assert [(s.speaker, s.starts_ms, s.text) for s in reading.said] == [
        (A, 3000, "Thanks, Priya."),
        (P, 9000, "Two were sick."),
    ]


TWO = [("Anna", 3000, 5000, "Thanks."), ("Priya", 9000, 12500, "Two were sick.")]
NUMBERED = [("Speaker 1", *TWO[0][1:]), ("Speaker 2", *TWO[1][1:])]
RECORDS = {
    "simple": (
        [
            {"speaker": "Anna", "start": 3, "end": 5.0, "text": "Thanks."},
            {
                "speaker": "Priya",
                "start": "0:09",
                "end": 12.5,
                "text": "Two were sick.",
            },
        ],
        TWO,
    ),
    "assemblyai": (
        {
            "text": "Thanks. Two were sick.",
            "words": [{"text": "Thanks.", "start": 3000, "end": 5000, "speaker": "A"}],
            "utterances": [
                {"speaker": "Anna", "start": 3000, "end": 5000, "text": "Thanks."},
                {
                    "speaker": "Priya",
                    "start": 9000,
                    "end": 12500,
                    "text": "Two were sick.",
                },
            ],
        },
        TWO,
    ),
    "deepgram": (
        {
            "results": {
                "channels": [
                    {"alternatives": [{"transcript": "Thanks. Two were sick."}]}
                ],
                "utterances": [
                    {"start": 3.0, "end": 5.0, "transcript": "Thanks.", "speaker": 0},
                    {
                        "start": 9.0,
                        "end": 12.5,
                        "transcript": "Two were sick.",
                        "speaker": 1,
                    },
                ],
            }
        },
        NUMBERED,
    ),
    "deepgram words": (
        {
            "words": [
                {"word": "Thanks.", "start": 3.0, "end": 5.0, "speaker": 0},
                {"word": "Two", "start": 9.0, "end": 10, "speaker": 1},
                {"word": "were", "start": 10, "end": 11, "speaker": 1},
                {"word": "sick.", "start": 11, "end": 12.5, "speaker": 1},
            ]
        },
        NUMBERED,
    ),
    "otter": (
        {
            "speakers": [
                {"id": 7, "speaker_name": "Anna"},
                {"id": 8, "speaker_name": "Priya"},
            ],
            "transcripts": [
                {
                    "speaker_id": 7,
                    "start_offset": 48000,
                    "end_offset": 80000,
                    "transcript": "Thanks.",
                },
                {
                    "speaker_id": 8,
                    "start_offset": 144000,
                    "end_offset": 200000,
                    "transcript": "Two were sick.",
                },
            ],
        },
        TWO,
    ),
    "whisper": (
        {
            "language": "en",
            "text": "Thanks. Two were sick.",
            "segments": [{"id": 0, "start": 3.0, "end": 5.0, "text": " Thanks."}],
        },
        [("", 3000, 5000, "Thanks.")],
    ),
}


@pytest.mark.parametrize("kind", RECORDS)
def test_json_of_each_maker_is_understood(kind):
    records, expected = RECORDS[kind]

    assert said(json.dumps(records), "a.json") == expected


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.vtt", "empty"),
        (b" \n ", "a.txt", "empty"),
        (b"WEBVTT\n\n", "a.vtt", "no_words"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.txt", "binary"),
        (bytes(range(256)) * 40, "a.vtt", "binary"),
        (b"<html><body>Hello</body></html>", "a.txt", "markup"),
        (b"PK\x03\x04rubbish", "a.docx", "broken"),
        (docx("a", method=zipfile.ZIP_LZMA), "a.docx", "broken"),
        (b"PK\x03\x04rubbish", "a.txt", "kind"),
        (b"Hello", "a.exe", "kind"),
        (b"{not json", "a.json", "broken"),
        (b"[" * 100_000, "a.json", "broken"),
        (b"[1, 2]", "a.json", "no_words"),
        (b"a" * (LARGEST + 1), "a.txt", "too_large"),
        (
            docx("&a;", head='<!DOCTYPE d [<!ENTITY a "b">]>'),
            "a.docx",
            "markup",
        ),
        (docx(body="<w:t>" + " " * 61_000_000 + "</w:t>"), "bomb.docx", "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_why(data, name, reason):
    with pytest.raises(TranscriptUnreadable) as unreadable:
        read_transcript(data, name)

    assert unreadable.value.reason == reason


def cue(starts, ends, words):
    return f"{starts} --> {ends}\n{words}\n\n"


def test_broken_times_are_dropped_and_their_words_stay():
    text = "WEBVTT\n\n" + "".join(
        [
            cue("00:01.000", "00:02.000", "A: one"),
            cue("what", "00:03.000", "B: two"),
            cue("00:00:04.000", "00:00:03.000", "A: three"),
            cue("00:00:05.000", "00:00:06.000", "B: four"),
            cue("09:00:00.000", "09:00:01.000", "A: five"),
            cue("00:00:08.000", "00:00:09.000", "B: six"),
            cue("00:00:07.500", "00:00:07.900", "A: seven"),
            "99:99:99.000 -->\nB: eight\n\n",
        ]
    )

    reading = read_transcript(text.encode(), "a.vtt")

    assert [(s.text, s.starts_ms) for s in reading.said] == [
        ("one", 1000),
        ("two", None),
        ("three", 4000),
        ("four", 5000),
        ("five", None),
        ("seven", 7500),
        ("eight", None),
        ("six", 8000),
    ]
    assert {w.what: w.times for w in reading.warnings} == {
        "no_time": 2,
        "ends_before_it_begins": 1,
        "time_out_of_order": 1,
        "sorted_by_time": 1,
    }


def test_two_hundred_speakers_and_no_blank_lines_between_cues():
    text = "\n".join(
        f"{n}\n00:00:{n % 60:02d},000 --> 00:00:{n % 60:02d},900\nPerson {n}: word {n}"
        for n in range(200)
    )

    reading = read_transcript(text.encode(), "a.srt")

    assert len(reading.speakers) == 200
    assert sorted(int(s.text.split()[1]) for s in reading.said) == list(range(200))


def test_consecutive_pieces_of_one_speaker_become_utterances_of_readable_length():
    pieces = [
        ("A", n * 1000, n * 1000 + 900, "Some words that end here.") for n in range(60)
    ]

    joined, warnings = arrange(pieces)

    assert warnings == []
    assert all(len(words.text) < 300 for words in joined)
    assert joined[0] == Said("A", 0, joined[0].ends_ms, joined[0].text)
    assert " ".join(w.text for w in joined) == " ".join(p[3] for p in pieces)


@settings(max_examples=50, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=300).map(str.encode),
        st.text(alphabet='WEBVT\n0123:.->,[]{}"<v >/ ab', max_size=300).map(str.encode),
    ),
    st.sampled_from(["vtt", "srt", "sbv", "txt", "json", "docx"]),
)
def test_any_bytes_are_read_or_refused(data, kind):
    for content in (data, b"WEBVTT\n\n" + data):
        try:
            reading = read_transcript(content, f"a.{kind}")
        except TranscriptUnreadable as unreadable:
            assert unreadable.reason in TranscriptUnreadable.REASONS
        else:
            assert all(words.text for words in reading.said)
            for words in reading.said:
                words.text.encode()
                assert "\x00" not in words.text + words.speaker
                assert words.ends_ms is None or words.ends_ms >= words.starts_ms


WORD = st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=8)
TURN = st.tuples(
    st.sampled_from(["Anna Smith", "Priya", "Dr. Li", "王芳"]),
    st.lists(WORD, min_size=1, max_size=8),
    st.integers(0, 5_000),
    st.integers(1, 9_000),
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(TURN, min_size=2, max_size=20), st.sampled_from(["zoom", "teams", "srt"])
)
def test_round_trip_keeps_every_word_speaker_and_time(turns, kind):
    clock, cues, spans = 0, [], []
    for number, (name, words, pause, length) in enumerate(turns):
        starts, ends = clock + pause, clock + pause + length
        clock = ends
        spans.append((name, starts, ends))
        line = " ".join(words)
        line = f"<v {name}>{line}</v>" if kind == "teams" else f"{name}: {line}"
        mark = "," if kind == "srt" else "."
        cues.append(
            f"{number + 1}\n{write_clock(starts, mark)} --> {write_clock(ends, mark)}\n{line}\n"
        )
    head = "" if kind == "srt" else "WEBVTT\n\n"

    reading = read_transcript(
        (head + "\n".join(cues)).encode(), f"a.{kind[:3] if kind == 'srt' else 'vtt'}"
    )

    heard = [(s.speaker, word) for s in reading.said for word in s.text.split()]
    assert heard == [(name, word) for name, words, *_ in turns for word in words]
    assert {(s.speaker, s.starts_ms) for s in reading.said} <= {s[:2] for s in spans}
    assert {(s.speaker, s.ends_ms) for s in reading.said} <= {
        (s[0], s[2]) for s in spans
    }
    assert reading.said[0].starts_ms == spans[0][1]
    assert reading.said[-1].ends_ms == spans[-1][2]


def test_clocks():
    assert [
        read_clock(t) for t in ("1:02", "01:02:03", "1:02:03,5", "00:61", "x", "1")
    ] == [62_000, 3_723_000, 3_723_500, None, None, None]


def test_people_are_guessed_from_names():
    members = {1: "Anna Smith", 2: "Tomás Vrba"}

    guesses = guess_people(
        ["anna smith", "Tomás (Lumen)", "P. Nair", "Karl"], members, "Priya Nair"
    )

    assert list(guesses.values()) == [
        Guess("team", 1),
        Guess("team", 2),
        Guess("participant"),
        Guess("unknown"),
    ]
    assert guess_people(["Speaker 1", "Anna"], members, "Priya Nair") == {
        "Speaker 1": Guess("participant"),
        "Anna": Guess("team", 1),
    }
