"""{% load snapshots %}  {% portrait page.portrait_seed size="xl" %}  {% marked card.quote %}
{% part "moments" moment.pk %}"""

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from discovery.accounts.portraits import draw_portrait
from discovery.coach import read_opportunity
from snapshots.wording import shorten

register = template.Library()


@register.simple_tag
def portrait(seed, size="xl"):
    """The drawn portrait of somebody whose photo may not or need not be shown."""
    drawing = draw_portrait(seed)
    return mark_safe(drawing.replace("face__drawing", f"face face--{escape(size)}", 1))


@register.simple_tag(takes_context=True)
def part(context, kind, pk=None):
    """The name by which comments, presence and the meter find a part of the page.

    Several pages in one (``is_one_of_many``) have no ids of their own, nor has a PDF.
    """
    name = f"{kind}-{pk}" if pk else kind
    if context.get("is_pdf"):
        return ""
    if context.get("is_one_of_many"):
        return format_html('data-part="{}"', name)
    return format_html('id="part-{0}" data-part="{0}"', name)


@register.filter
def shortened(text, most):
    """A text of at most so many characters, cut at a word's end."""
    return shorten(text, most)


@register.simple_tag
def marked(pieces):
    """A text that comes in pieces, with those that were searched for marked."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if is_match else piece,)
            for piece, is_match in pieces
        ),
    )


@register.simple_tag
def opportunity_hint(text):
    """What the coach says of an opportunity's wording, translated, or nothing."""
    hints = read_opportunity(text)
    if not hints:
        return None
    return {
        "label": hints[0].label,
        "why": gettext(hints[0].why),
        "ask": gettext(hints[0].ask),
    }
