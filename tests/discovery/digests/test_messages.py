"""What people said is only text in every chat: it pings nobody, links nowhere, formats nothing."""

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from discovery.digests.messages import (
    LONGEST_TEXT,
    PAYLOADS,
    ChatMessage,
    ChatStory,
    clean,
    escape_markdown,
    escape_slack,
)

HOSTILE = [
    "<!channel> <!here> <@U012AB3CD> <https://evil.example|your bank>",
    "@channel @all @here @mara",
    "[click](https://evil.example) https://evil.example www.evil.example",
    "*bold* _it_ `code` ~strike~ ~town-square #tag :tada: ![](x)",
    "\u202egnp.exe \u2066x\u2069 a\u2028b\x00c\ud800",
    "</at><at>mara</at> &lt;!channel&gt;",
    "> quote\n# heading\n* item\n1. one",
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=900))


def message(**words):
    story = {"name": "P-017", "url": "https://earshot.example/w/x/snapshots/7/"} | words
    return ChatMessage(
        event="earshot-each-7",
        heading="One new story",
        read_label="Read the page",
        stories=[ChatStory(**story)],
        more_label="All snapshots",
        more_url="https://earshot.example/w/x/snapshots/",
    )


def pieces(value, key=""):
    """Every string of a payload with the name it stands under."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from pieces(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from pieces(inner, key)
    elif isinstance(value, str):
        yield key, value


@pytest.mark.parametrize("kind", list(PAYLOADS))
@given(quote=TEXTS, name=TEXTS, title=TEXTS)
@settings(max_examples=30)
def test_every_address_in_a_post_is_ours(kind, quote, name, title):
    payload = PAYLOADS[kind](message(quote=quote, name=name, title=title))

    assert json.loads(json.dumps(payload)) == payload
    for key, text in pieces(payload):
        if key == "url":
            assert text.startswith("https://earshot.example/")


@given(text=TEXTS)
@example("<!channel>")
@settings(max_examples=50)
def test_slack_reads_no_mark_in_peoples_words(text):
    payload = PAYLOADS["slack"](message(quote=text, name=text, title=text))

    for block in payload["blocks"]:
        assert block["type"] == "rich_text"
        for part in block["elements"]:
            kinds = {element["type"] for element in part["elements"]}
            assert kinds <= {"text", "link"}
    assert "mrkdwn" not in json.dumps(payload)
    escaped = escape_slack(text)
    assert not re.search(r"[<>]", escaped)
    assert not re.search(r"@\w", escaped)


@given(text=TEXTS)
@example("@channel")
@example(r"\@channel \\[a](b)")
@settings(max_examples=50)
def test_markdown_says_nothing_but_the_words(text):
    escaped = escape_markdown(text)

    assert not re.search(r"@\w", escaped)
    assert "://" not in escaped
    assert not re.search(r"(?i)www\.", escaped)
    # Each sign that Markdown knows has a backslash of its own before it.
    unescaped = re.sub(r"\\[\\`*_{}\[\]()<>#+\-!|~^$]", "", escaped)
    assert not re.search(r"[`*_{}\[\]()<>#\\|]", unescaped)
    assert "\n" not in escaped


@given(text=TEXTS)
@settings(max_examples=50)
def test_teams_shows_runs_of_text(text):
    payload = PAYLOADS["teams"](message(quote=text, name=text, title=text))

    (attachment,) = payload["attachments"]
    card = attachment["content"]
    assert {part["type"] for part in card["body"]} <= {"RichTextBlock", "ActionSet"}
    assert "msteams" not in card
    assert "entities" not in json.dumps(payload)


@given(text=TEXTS)
@settings(max_examples=50)
def test_text_is_one_short_line_without_hidden_signs(text):
    cleaned = clean(text)

    assert len(cleaned) <= LONGEST_TEXT
    assert not re.search(
        "[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]", cleaned
    )
    cleaned.encode()


def test_words_arrive_as_they_were_said():
    said = "I’d *never* seen it & left"

    slack = dict(pieces(PAYLOADS["slack"](message(quote=said))["blocks"][1]))
    assert f"“{said}”" in [t for _, t in pieces(PAYLOADS["slack"](message(quote=said)))]
    assert slack["url"].endswith("/snapshots/7/")
    assert f"“{said}”" in [t for _, t in pieces(PAYLOADS["teams"](message(quote=said)))]
    told = PAYLOADS["json"](message(quote=said))
    assert told["stories"][0]["quote"] == said
    assert told["event"] == "earshot-each-7"
