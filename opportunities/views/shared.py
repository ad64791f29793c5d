"""What somebody without an account sees of a tree; every request checks anew (A4.2)."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from opportunities.formats.drawing import draw
from opportunities.queries.outside import OutsideTree, load_tree_link, stands
from opportunities.views.formats import kind_words
from snapshots.operations.sharing import count_opening
from snapshots.views.share_guard import share_door
from snapshots.visitors import is_reader


def tree_view(view):
    """The door of a tree's link; of a branch that is off the tree it says only that.

    Whoever holds a link that still works may know so much: they got it from us, and a token
    cannot be guessed. Why it is off the tree, and what it was called, stays inside.
    """

    @wraps(view)
    def on_the_tree(request, link, token):
        if not stands(link):
            page = "opportunities/sharing/resting.html"
            return render(request, page, {"workspace": link.workspace}, status=404)
        return view(request, link, token)

    return share_door(load_tree_link, "shared_tree:tree")(on_the_tree)


@require_http_methods(["GET", "HEAD", "POST"])
@tree_view
def shared_tree(request, link, token):
    """The tree as an outline, with a picture of it; without an account and without script."""
    if request.method == "POST":
        # The passcode, sent by somebody who is let in already.
        return redirect("shared_tree:tree", token)
    if is_reader(request):
        count_opening(link=link)
    context = {
        "tree": OutsideTree(link),
        "link": link,
        "token": token,
        "workspace": link.workspace,
    }
    return render(request, "opportunities/sharing/shared.html", context)


@require_safe
@tree_view
def shared_picture(request, link, token):
    """The same tree as a picture."""
    tree = OutsideTree(link)
    picture = draw(tree.headline, tree.records, kind_words())
    return HttpResponse(picture, content_type="image/svg+xml")
