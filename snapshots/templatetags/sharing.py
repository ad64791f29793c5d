"""{% load sharing %}  {% openings link %}"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext

register = template.Library()

BAR, GAP, HEIGHT = 4, 2, 24


@register.simple_tag
def openings(link):
    """A small picture of how often a link was opened on each of the last thirty days."""
    days = link.openings_by_day
    total, most = sum(count for _day, count in days), max(count for _day, count in days)
    if not total:
        return ""
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" class="openings__{}"/>',
        (
            (
                place * (BAR + GAP),
                HEIGHT - height,
                BAR,
                height,
                "day" if count else "none",
            )
            for place, (_day, count) in enumerate(days)
            for height in [max(2 if count else 1, round(HEIGHT * count / most))]
        ),
    )
    words = ngettext(
        "Opened once in the last 30 days.",
        "Opened %(count)d times in the last 30 days, at most %(most)d on one day.",
        total,
    ) % {"count": total, "most": most}
    return format_html(
        '<svg class="openings" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" '
        'aria-label="{2}"><title>{2}</title>{3}</svg>',
        len(days) * (BAR + GAP) - GAP,
        HEIGHT,
        words,
        bars,
    )
