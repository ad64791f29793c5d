from django.contrib import messages
from django.db.models import OuterRef, Prefetch, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.digests.forms import HookForm
from discovery.digests.models import ChatPost
from discovery.digests.operations import hooks as operations
from discovery.htmx import go_to
from discovery.workspaces.access import workspace_view
from discovery.workspaces.limits import hit
from discovery.workspaces.permissions import Permission

MOST_TRIALS_AN_HOUR = 20
SHOWN_POSTS = 10


@require_safe
@workspace_view(Permission.WORKSPACE_MANAGE)
def hooks(request):
    """The chats that the workspace posts to, each with how its last post ended."""
    context = {"hooks": with_last_post(request.workspace.chat_hooks.all())}
    return render(request, "digests/hooks.html", context)


def with_last_post(found):
    """Hooks, each with its newest post in ``last_posts`` if it has one."""
    newest = ChatPost.objects.filter(hook=OuterRef("hook"))
    newest = newest.order_by("-created_at", "-pk").values("pk")[:1]
    last = ChatPost.objects.filter(pk=Subquery(newest))
    return found.prefetch_related(Prefetch("posts", last, to_attr="last_posts"))


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def hook_new(request):
    """Add a chat."""
    form = HookForm(request.POST or None, workspace=request.workspace)
    if form.is_valid():
        added = operations.add_hook(
            request.workspace, by=request.membership, **form.cleaned_data
        )
        messages.success(request, _("Added. Try it out before you rely on it."))
        return redirect("digests:hook", request.workspace.slug, added.pk)
    status = 422 if form.errors else 200
    return render(request, "digests/hook.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def hook(request, hook_id):
    """One chat: what is posted there, and what became of the last posts."""
    known = _find(request, hook_id)
    form = HookForm(
        request.POST or None,
        instance=_find(request, hook_id),
        workspace=request.workspace,
    )
    if form.is_valid():
        operations.change_hook(
            form.instance,
            address=form.cleaned_data["address"],
            by=request.membership,
            fields=[name for name in form.changed_data if name != "address"],
        )
        messages.success(request, _("Saved."))
        return redirect("digests:hook", request.workspace.slug, known.pk)
    context = {"form": form, "hook": known, "posts": _last_posts(known)}
    status = 422 if form.errors else 200
    return render(request, "digests/hook.html", context, status=status)


@require_POST
@workspace_view(Permission.WORKSPACE_MANAGE)
def hook_trial(request, hook_id):
    """Post a sentence to the chat; the page shows how it ended."""
    known = _find(request, hook_id)
    if hit(f"chat-trial:{request.workspace.pk}", MOST_TRIALS_AN_HOUR, 3600):
        operations.try_out(known, by=request.membership)
    else:
        messages.error(request, _("That were many tests for an hour. Try again later."))
    return redirect("digests:hook", request.workspace.slug, known.pk)


@require_safe
@workspace_view(Permission.WORKSPACE_MANAGE)
def hook_result(request, hook_id):
    """How the last posts ended; fetched again while one is under way."""
    known = _find(request, hook_id)
    context = {"hook": known, "posts": _last_posts(known)}
    return render(request, "digests/_posts.html", context)


@require_POST
@workspace_view(Permission.WORKSPACE_MANAGE)
def hook_key(request, hook_id):
    """Make a new key for signing posts, and show it once."""
    known = _find(request, hook_id)
    key = operations.renew_key(known, by=request.membership)
    return render(request, "digests/hook_key.html", {"hook": known, "key": key})


@require_POST
@workspace_view(Permission.WORKSPACE_MANAGE)
def hook_removal(request, hook_id):
    """Forget a chat and its address."""
    operations.remove_hook(_find(request, hook_id), by=request.membership)
    messages.success(request, _("Removed. Nothing is posted there any more."))
    return go_to(request, "digests:hooks", request.workspace.slug)


def _find(request, hook_id):
    return get_object_or_404(request.workspace.chat_hooks, pk=hook_id)


def _last_posts(known):
    return list(known.posts.order_by("-created_at", "-pk")[:SHOWN_POSTS])
