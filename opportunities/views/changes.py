from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome, find_revision
from opportunities.drawing import draw_alone
from opportunities.queries.cards import faces_on
from opportunities.queries.changes import load_changes
from opportunities.queries.kept import Kept

_answers = Kept(128)


@require_safe
@workspace_view(Permission.TREE_VIEW)
def changes(request, outcome_id):
    """The cards that have changed since a revision, for a page that shows the tree as it was then."""
    revision, may_edit = find_revision(request, outcome_id)
    since = read_number(request.GET.get("since", ""))
    if since is None:
        return HttpResponse(status=422)
    if since == revision:
        return JsonResponse({"revision": revision, "cards": []})
    # Nothing of who asks is in it but the language and whether they edit.
    key = (outcome_id, revision, since, get_language(), may_edit)
    content = _answers.get(key, lambda: _answer(request, outcome_id, since).content)
    return HttpResponse(content, content_type="application/json")


def _answer(request, outcome_id, since):
    outcome = find_outcome(request, outcome_id)
    change = load_changes(outcome, since)
    if change.cards is None:
        return JsonResponse({"revision": outcome.revision, "is_full": True})
    tree = change.tree
    base = request.path.removesuffix("changes/")
    part = {"outcome": outcome, "tree": tree, "base": base, "is_shared": True}
    told = {
        "revision": outcome.revision,
        "cards": [_card(tree, card, base) for card in change.cards],
        "gone": change.gone,
        "by": change.by,
        "faces": faces_on(change.cards),
        "parked": _draw("_parked", part) if tree.parked else "",
        "waiting": tree.waiting if outcome.may_edit else 0,
    }
    if change.has_outcome:
        told["outcome"] = _draw("_outcome", part)
    return JsonResponse(told)


def _draw(name, part):
    """Without the request, since others get it as well."""
    return render_to_string(f"opportunities/canvas/{name}.html", part)


def _card(tree, card, base):
    """A card with its place, and how many stand under it, by which the browser checks itself."""
    before = [None, *tree.lists[card.parent_id]]
    return {
        "id": card.id,
        "parent": card.parent_id,
        "after": before[card.position - 1],
        "beneath": len(tree.lists.get(card.id, ())),
        "is_folded": card.is_folded,
        "html": draw_alone(tree, base, card),
    }
