"""What is posted to a chat, in the shape that each tool understands. Pure: no Django.

The words come from people. Where a tool can be told that a text is only text, it is; where it
reads marks in every text, nothing in the words may ping somebody, link or format.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT = 600
# Turns the direction of what follows; nobody's story needs it, and it can disguise a text.
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
GAP = "\u200b"


@dataclass(frozen=True)
class ChatStory:
    """A published page in a few words, as the chat may hear it."""

    name: str
    url: str
    quote: str = ""
    title: str = ""
    team: str = ""


@dataclass(frozen=True)
class ChatMessage:
    """One post. ``event`` names it for good: the same occasion has the same."""

    event: str
    heading: str
    read_label: str
    stories: list[ChatStory] = field(default_factory=list)
    # Where the rest is, in words and as an address.
    more_label: str = ""
    more_url: str = ""


def clean(text: str) -> str:
    """``text`` on one line, of a length that chats take, without signs that nobody sees."""
    text = TURNS.sub("", text)
    seen = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text
    )
    line = " ".join(seen.split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + "…"


def quoted(text: str) -> str:
    return f"“{text}”" if text else ""


def for_slack(message: ChatMessage) -> dict[str, Any]:
    """Rich text, whose pieces are never read for marks; ``text`` is what notifications show."""
    blocks: list[dict[str, Any]] = [_slack_section([_bold(message.heading)])]
    for story in message.stories:
        lines = [_bold(clean(story.name))]
        if story.team:
            lines.append(_plain(f", {clean(story.team)}"))
        if story.title:
            lines.append(_plain(f"\n{clean(story.title)}"))
        link = {"type": "link", "url": story.url, "text": message.read_label}
        elements = [_slack_lines("rich_text_section", [*lines, _plain("\n"), link])]
        if story.quote:
            words = [_plain(quoted(clean(story.quote)))]
            elements.insert(0, _slack_lines("rich_text_quote", words))
        blocks.append({"type": "rich_text", "elements": elements})
    if message.more_url:
        link = {"type": "link", "url": message.more_url, "text": message.more_label}
        blocks.append(_slack_section([link]))
    return {
        "text": escape_slack(message.heading),
        "blocks": blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def escape_slack(text: str) -> str:
    """Where Slack does read marks: its three signs are all that begins one."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("@", f"@{GAP}")


def _plain(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _bold(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text, "style": {"bold": True}}


def _slack_lines(kind: str, elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": kind, "elements": elements}


def _slack_section(elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "rich_text",
        "elements": [_slack_lines("rich_text_section", elements)],
    }


def for_mattermost(message: ChatMessage) -> dict[str, Any]:
    lines = [f"#### {escape_markdown(message.heading)}"]
    for story in message.stories:
        if story.quote:
            lines.append(f"> {escape_markdown(quoted(story.quote))}")
        told = f"**{escape_markdown(story.name)}**"
        if story.team:
            told += f", {escape_markdown(story.team)}"
        title = f"\n{escape_markdown(story.title)}" if story.title else ""
        link = f"[{escape_markdown(message.read_label)}]({story.url})"
        lines.append(f"{told}{title}\n{link}")
    if message.more_url:
        lines.append(f"[{escape_markdown(message.more_label)}]({message.more_url})")
    return {"text": "\n\n".join(lines)}


def escape_markdown(text: str) -> str:
    """Words that Markdown leaves alone: no mark, no mention, no link, no channel, no emoji."""
    text = re.sub(r"([\\`*_{}\[\]()<>#+\-!|~^$])", r"\\\1", clean(text))
    text = re.sub(r"(?i)(www)\.", rf"\1{GAP}.", text)
    return re.sub(r"([@:~&])(?=[\w/])", rf"\1{GAP}", text)


def for_teams(message: ChatMessage) -> dict[str, Any]:
    """An adaptive card of runs of text, which know no marks, and of buttons for the links."""
    body = [_runs([(message.heading, {"weight": "Bolder", "size": "Medium"})])]
    for story in message.stories:
        if story.quote:
            body.append(_runs([(quoted(clean(story.quote)), {"italic": True})], True))
        told: list[tuple[str, dict[str, Any]]] = [
            (clean(story.name), {"weight": "Bolder"})
        ]
        rest = ", ".join(clean(part) for part in (story.team, story.title) if part)
        if rest:
            told.append((f", {rest}", {}))
        body.append(_runs(told, not story.quote))
        link = {"type": "Action.OpenUrl", "title": message.read_label, "url": story.url}
        body.append({"type": "ActionSet", "actions": [link]})
    if message.more_url:
        more = {"title": message.more_label, "url": message.more_url}
        body.append(
            {"type": "ActionSet", "actions": [{"type": "Action.OpenUrl", **more}]}
        )
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {
        "type": "message",
        "attachments": [{"contentType": kind, "contentUrl": None, "content": card}],
    }


def _runs(
    pieces: list[tuple[str, dict[str, Any]]], begins_story: bool = False
) -> dict[str, Any]:
    inlines = [{"type": "TextRun", "text": text, **style} for text, style in pieces]
    return {"type": "RichTextBlock", "inlines": inlines, "separator": begins_story}


def for_json(message: ChatMessage) -> dict[str, Any]:
    """Plain values, for a program of the reader's own."""
    stories = [
        {
            "name": clean(story.name),
            "quote": clean(story.quote),
            "title": clean(story.title),
            "team": clean(story.team),
            "url": story.url,
        }
        for story in message.stories
    ]
    return {
        "event": message.event,
        "heading": message.heading,
        "stories": stories,
        "url": message.more_url,
    }


PAYLOADS: dict[str, Callable[[ChatMessage], dict[str, Any]]] = {
    "slack": for_slack,
    "mattermost": for_mattermost,
    "teams": for_teams,
    "json": for_json,
}
