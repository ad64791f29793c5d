"""Calling upon a member by name: "@Ida Holm" is typed, ``@{12}`` is kept.

So whoever changes their name is called by the new one, and a name is never markup.
"""

import re
from typing import NamedTuple

from django.db.models import Q
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from discovery.numbers import read_number
from discovery.workspaces.permissions import Permission

MOST = 20
# The word after an @ that follows no letter: an e-mail address calls nobody.
CALL = re.compile(r"(?<![\w@])@(?=(\w[^\s@]{0,60}))")
KEPT = re.compile(r"@\{(\d{1,18})\}")


class Called(NamedTuple):
    """A text as it is kept, and the members whom it calls upon."""

    text: str
    members: list


def members_who_read(workspace):
    """Everybody here who may read a published page; who has left may not."""
    return workspace.memberships.active().with_permission(Permission.SNAPSHOT_VIEW)


def call_members(text, *, workspace, chosen=()):
    """Put the keys of members in place of their names.

    ``chosen`` are the keys that were picked from the list, for two members of one name.
    """
    words = [found.group(1) for found in CALL.finditer(text)][:MOST]
    if not words:
        return Called(text, [])
    chosen = [pk for pk in chosen if read_number(str(pk)) is not None][:MOST]
    called = Q(pk__in=chosen)
    for word in {word.rstrip(".,;:!?)”\"'") for word in words} - {""}:
        called |= Q(user__name__istartswith=word) | Q(user__email__istartswith=word)
    found = members_who_read(workspace).filter(called).select_related("user")[:500]
    # The longest name first; of one name who was picked first, before who was not picked.
    picked = {str(pk): place for place, pk in reversed(list(enumerate(chosen)))}
    by_length = sorted(
        found, key=lambda m: (-len(str(m)), picked.get(str(m.pk), MOST), m.pk)
    )
    return _put_keys(text, by_length)


def _put_keys(text, members):
    kept, members_called, end = [], {}, 0
    for at in (found.start() for found in CALL.finditer(text)):
        if at < end:
            continue
        member = next((m for m in members if _is_called(m, text, at + 1)), None)
        if member is None or len(members_called | {member.pk: member}) > MOST:
            continue
        kept += [text[end:at], f"@{{{member.pk}}}"]
        members_called[member.pk] = member
        end = at + 1 + len(str(member))
    return Called("".join([*kept, text[end:]]), list(members_called.values()))


def _is_called(member, text, at):
    name = str(member)
    after = text[at + len(name) : at + len(name) + 1]
    same = text[at : at + len(name)].casefold() == name.casefold()
    return same and not (after.isalnum() or after == "_")


def with_names(comment):
    """The comment's text as it was typed, to edit it."""
    names = _names(comment)
    return KEPT.sub(lambda key: names.get(key[1], key[0]), comment.text)


def as_markup(comment):
    """The comment's text to be shown: escaped, with its members' names set apart."""
    return mark_up(comment.text, _names(comment))


def mark_up(text, names):
    """A kept text to be shown; ``names`` are those of members by their keys, as text."""
    marked = {
        pk: format_html('<b class="mention">{}</b>', name) for pk, name in names.items()
    }
    return mark_safe(
        KEPT.sub(lambda key: marked.get(key[1], key[0]), str(escape(text)))
    )


def _names(comment):
    return {
        str(mention.membership_id): f"@{mention.membership}"
        for mention in comment.mentions.all()
    }


def suggest_members(workspace, typed, *, most=8):
    """Who might be meant by what stands after an @; first those whose name begins so."""
    typed = " ".join(typed.split())[:60]
    members = members_who_read(workspace).select_related("user")
    begins = Q(user__name__istartswith=typed)
    inside = Q(user__name__icontains=f" {typed}") | Q(user__email__istartswith=typed)
    first = list(members.filter(begins).order_by("user__name", "pk")[:most])
    if not typed or len(first) == most:
        return first
    others = members.filter(inside).exclude(begins).order_by("user__name", "pk")
    return [*first, *others[: most - len(first)]]
