"""Tags of the frame that every page stands in; builtin, so no template needs to load them.

{% icon "house" %}  {% icon "house" size="l" title="Home" %}
{% face participant %}  {% face membership size="xl" named=True %}  {% faces people most=3 %}
{% field form.name %}  {% form_errors form %}
"""

import logging
import re
from functools import lru_cache
from html import escape

from django import forms, template
from django.utils.safestring import mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discovery.accounts.portraits import draw_portrait
from discovery.local.vendor import library_file
from discovery.workspaces.permissions import Permission
from recruiting.thumbnails import SIZES

logger = logging.getLogger(__name__)
register = template.Library()


@register.simple_tag
def icon(name, size="", title="", css=""):
    """A Lucide icon, inline. Hidden from screen readers unless ``title`` gives it a name."""
    classes = " ".join(filter(None, ["icon", size and f"icon--{size}", css]))
    name_of_it = (
        f'role="img" aria-label="{escape(str(title))}"'
        if title
        else 'aria-hidden="true"'
    )
    # Only attributes that we write ourselves and the shapes of a file of ours.
    return mark_safe(
        f'<svg class="{escape(classes)}" viewBox="0 0 24 24" focusable="false" {name_of_it}>'
        f"{icon_shapes(name)}</svg>"
    )


@lru_cache(maxsize=512)
def icon_shapes(name):
    """What is drawn within an icon; a name that Lucide does not know draws nothing."""
    try:
        drawing = library_file(f"lucide-static/icons/{name}.svg").read_text()
    except OSError:
        logger.error("There is no icon named %s", name)
        return ""
    return re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)[1].strip()


@register.simple_tag(takes_context=True)
def face(context, person, size="m", named=False, photo=""):
    """A person's photo or drawn portrait. Beside the name it is decoration; alone, name it.

    ``photo`` is the address of a photo for pages that members do not see.
    """
    person = getattr(person, "user", person)
    label = str(person) if named and person else ""
    classes = f"face face--{escape(size)}"
    sources = (
        f'src="{escape(photo)}"' if photo else photo_sources(context, person, size)
    )
    if sources:
        return mark_safe(
            f'<img class="{classes}" {sources} alt="{escape(label)}" loading="lazy">'
        )
    drawing = draw_portrait(portrait_seed(person), label=label)
    return mark_safe(drawing.replace("face__drawing", classes, 1))


def portrait_seed(person):
    """What a portrait is drawn from: the person's own seed, else what kind of row and which."""
    if seed := getattr(person, "portrait_seed", ""):
        return seed
    if pk := getattr(person, "pk", None):
        # Not type(): request.user is a lazy stand-in for the same row.
        return f"{person.__class__.__name__}:{pk}"
    return str(person)


def photo_sources(context, person, size):
    """Where the photo comes from: small copies of it, unless it is shown large."""
    url = escape(photo_url(context, person))
    if not url or size == "xl":
        return f'src="{url}"' if url else ""
    plain, sharp = SIZES
    return f'src="{url}?size={plain}" srcset="{url}?size={sharp} 2x"'


def photo_url(context, person):
    """The address of the person's photo, for who may know them; others see a drawn portrait.

    A page about the person has an address of its own for it, which asks whether they agree.
    """
    request = context.get("request")
    workspace = getattr(request, "workspace", None)
    if not workspace or not request.membership.may(Permission.PANEL_VIEW):
        return ""
    if getattr(person, "workspace_id", None) != workspace.pk:
        return ""
    if not getattr(person, "photo_id", None):
        return ""
    # Known already; the address needs its slug, which would cost a query for each face.
    person.workspace = workspace
    return person.photo_url or ""


@register.inclusion_tag("components/faces.html", takes_context=True)
def faces(context, people, size="s", most=4):
    """Overlapping faces of several people, announced as one list of names."""
    people = [person for person in people or () if person]
    shown = people[:most]
    return {
        "request": context.get("request"),
        "shown": shown,
        "more": len(people) - len(shown),
        "size": size,
        "names": get_text_list([str(person) for person in people], _("and")),
    }


@register.inclusion_tag("components/field.html")
def field(bound, label="", help_text="", placeholder="", rows=None, autofocus=False):
    """A form's field with its label, help and error, tied together for screen readers."""
    attrs = {}
    if placeholder:
        attrs["placeholder"] = placeholder
    if rows:
        attrs["rows"] = rows
    if autofocus:
        attrs["autofocus"] = True
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attrs),
        "label": label or bound.label,
        "help": help_text or bound.help_text,
        "kind": kind_of(bound.field.widget),
        "is_optional": not bound.field.required,
    }


def kind_of(widget):
    """How a widget stands in its field: hidden, one check box, a group of choices, or a line."""
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "group" if widget.use_fieldset else "line"


@register.inclusion_tag("components/form_errors.html")
def form_errors(form):
    """What is wrong with a form, above it, with a link to each field."""
    errors = [
        (form[name], messages)
        for name, messages in form.errors.items()
        if name in form.fields
    ]
    return {"form": form, "field_errors": errors}


@register.inclusion_tag("components/weeks.html")
def weeks(states, label):
    """The habit as dots: ``states`` are "kept", "missed", "booked" or "now", oldest first."""
    return {"states": states, "label": label}


@register.inclusion_tag("components/meter.html")
def meter(label, value, most, words="", tone=""):
    """A bar that fills to ``value`` of ``most``; ``words`` say the same beside it."""
    share = min(max(value / most, 0), 1) if most else 0
    return {
        "label": label,
        "width": f"{share * 100:.1f}",
        "words": words
        or ngettext("%(value)s of %(most)s", "%(value)s of %(most)s", most)
        % {"value": value, "most": most},
        "tone": tone,
    }
