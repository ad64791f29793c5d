"""Draws cards as HTML, many at once: templates/opportunities/canvas/cards.jinja."""

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _


def draw_cards(tree, workspace_slug, cards=None):
    """The HTML of a tree's cards, nested; of some of them, each by itself."""
    template = get_template("opportunities/canvas/cards.jinja", using="jinja2")
    context = {
        "cards": tree.cards if cards is None else cards,
        "alone": cards is not None,
        "base": reverse("opportunities:tree", args=[workspace_slug, tree.outcome.pk]),
        "more": _("More for “%(text)s”") % {"text": "{text}"},
        "riskiest": tree.words["riskiest"],
    }
    # Jinja2 has escaped every word in it.
    return mark_safe(template.render(context))
