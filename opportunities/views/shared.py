"""What somebody without an account sees of a tree; every request checks anew (A4.2)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from opportunities.formats.drawing import draw
from opportunities.operations.sharing import count_opening
from opportunities.queries.outside import OutsideTree, load_tree_link
from opportunities.views.formats import kind_words
from snapshots.views.share_guard import share_door
from snapshots.visitors import is_reader

tree_view = share_door(load_tree_link, "shared_tree:tree")


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
    picture = draw(tree.title, tree.records, kind_words())
    return HttpResponse(picture, content_type="image/svg+xml")
