"""Which talk about a page an address asks for."""

from datetime import datetime

from django.utils.timezone import is_aware

from discovery.numbers import read_number
from snapshots.part_names import is_part_name
from snapshots.talk import Talk


def read_talk(request, page):
    """The talk that an address asks for."""
    asked = request.GET
    part = asked.get("part")
    return Talk(
        page,
        request.membership,
        part=part if part is not None and is_part_name(part) else None,
        thread=read_number(asked.get("thread", "")),
        before=read_number(asked.get("before", "")),
        since=_read_moment(asked.get("since", "")),
        is_beside="beside" in asked,
    )


def _read_moment(text):
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return moment if is_aware(moment) else None
