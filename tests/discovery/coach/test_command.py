"""bin/manage coach: a table in, a table with labels out."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from discovery.coach.tables import TableError, labelled, texts_of, written

ROOT = Path(__file__).resolve().parents[3]


def table(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "texts.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def run(subject, file):
    out = io.StringIO()
    call_command("coach", subject, file, stdout=out)
    return out.getvalue()


def test_labels_are_joined_in_one_order(tmp_path):
    path = table(tmp_path, "text\nDo you like it? Was it fast?\nWhat happened next?\n")

    assert run("questions", path) == (
        "text,labels\r\nDo you like it? Was it fast?,closed|multi\r\nWhat happened next?,good\r\n"
    )


@pytest.mark.parametrize(
    ("subject", "text", "labels"),
    [
        ("notes", "Rang four garages on Friday", "ok"),
        ("notes", "I love it", "praise"),
        ("opportunities", "I can't reach my doctor on a weekend", "good"),
        ("opportunities", "Add a dark mode", "solution"),
    ],
)
def test_each_subject_has_its_word_for_well(tmp_path, subject, text, labels):
    assert run(subject, table(tmp_path, f"text\n{text}\n")).endswith(
        f"{text},{labels}\r\n"
    )


def test_texts_come_out_as_they_went_in():
    texts = ['He said "no, never", and\nleft', "a;b", " spaced ", "", "ü 🙂", "x\r\ny"]
    source = io.StringIO(newline="")
    csv.writer(source).writerows([("id", "text"), *enumerate(texts)])

    lines = "".join(written(labelled(source.getvalue().encode(), "notes")))

    assert [row[0] for row in csv.reader(io.StringIO(lines, newline=""))][1:] == texts


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b"\xef\xbb\xbftext\nhello\n", ["hello"]),
        ("text\nhello\n".encode("utf-16"), ["hello"]),
        (b"id;Text;x\r\n1;a, b;2\r\n", ["a, b"]),
        (b"id,text\r\n1,one\r\n\r\n2\r\n", ["one", ""]),
        (b"text\n" + b"long " * 200_000, ["long " * 200_000]),
        (b"text\n", []),
    ],
)
def test_tables_of_spreadsheets_are_read(content, texts):
    assert list(texts_of(content)) == texts


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"question\nWhy?\n", "There is no column “text”; found: question."),
        (b"", "There is no column “text”; found: nothing."),
        (b"text\n\xff\xfe\xfa", "The file is not UTF-8: byte 5 cannot be read."),
    ],
)
def test_table_that_cannot_be_read_is_refused(content, said):
    with pytest.raises(TableError, match=said.replace("?", r"\?")):
        list(texts_of(content))


def test_missing_column_and_missing_file_end_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="There is no column “text”"):
        run("notes", table(tmp_path, "a,b\n1,2\n"))
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run("notes", str(tmp_path / "nowhere.csv"))


def test_command_needs_no_database_and_reads_what_is_piped_in():
    env = {
        "PATH": os.environ["PATH"],
        "DEBUG": "1",
        "DATABASE_URL": "postgres://nobody@nowhere/none",
    }
    command = [sys.executable, "-m", "discovery.local", "manage", "coach", "questions"]

    done = subprocess.run(
        [*command, "-"],
        input=b"text\nHow often do you fly?\n",
        cwd=ROOT,
        env=env,
        capture_output=True,
    )
    failed = subprocess.run(
        [*command, "-"], input=b"a\nb\n", cwd=ROOT, env=env, capture_output=True
    )

    assert done.stdout == b"text,labels\r\nHow often do you fly?,general\r\n"
    assert (done.returncode, failed.returncode, failed.stdout) == (0, 1, b"")
    assert "no column" in failed.stderr.decode()
