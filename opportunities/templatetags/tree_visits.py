"""{% load tree_visits %}  {% first_tree_visit %}"""

from django import template

from discovery.workspaces.permissions import Permission

register = template.Library()


@register.inclusion_tag("opportunities/_first_visit.html", takes_context=True)
def first_tree_visit(context):
    """What a tree is, for whoever only reads, on the first tree that they open in this session."""
    request = context["request"]
    is_reader = not request.membership.may(Permission.TREE_EDIT)
    is_first = is_reader and not request.session.get("has_seen_tree")
    if is_first:
        request.session["has_seen_tree"] = True
    return {"is_first": is_first}
