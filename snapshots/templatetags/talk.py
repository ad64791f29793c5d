"""{% load talk %}  {{ comment|as_said }}  {{ comment|as_typed }}  {% first_visit %}"""

from django import template
from django.template.defaultfilters import linebreaksbr

from discovery.workspaces.permissions import Permission
from snapshots.mentions import as_markup, with_names
from snapshots.models import Reading

register = template.Library()


@register.filter
def as_said(comment):
    """A comment's words to be read: escaped, the names of members set apart."""
    return linebreaksbr(as_markup(comment))


@register.filter
def as_typed(comment):
    """A comment's words as their author typed them, to be edited."""
    return with_names(comment)


@register.inclusion_tag("snapshots/_first_visit.html", takes_context=True)
def first_visit(context):
    """What a snapshot is, for whoever reads but does not write and has read none yet."""
    membership = context["request"].membership
    is_reader = not membership.may(Permission.SNAPSHOT_WRITE)
    is_first = is_reader and not Reading.objects.filter(membership=membership).exists()
    return {"is_first": is_first}
