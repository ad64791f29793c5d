"""Story time: one story after the other, on the big screen (F227)."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_story_page
from snapshots.gathering import Gathering, gather, passages_of, with_parts
from snapshots.story_forms import chosen_ids

MOST_STORIES = 30
LATELY = timedelta(days=7)


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def presentation(request):
    """Published stories to be told: the chosen ones, those of a story page, or those of the last days."""
    if story_page_id := read_number(request.GET.get("story", "")):
        context = of_story_page(request, story_page_id)
    elif "ids" in request.GET:
        context = chosen(request)
    else:
        context = of_last_days(request)
    return render(request, "snapshots/presentation.html", context)


def of_story_page(request, story_page_id):
    story_page = find_story_page(request, story_page_id)
    gathering = Gathering(passages_of(story_page))
    where = [request.workspace.slug, story_page.pk]
    return {
        "gathering": gathering,
        "title": gathering.worded(story_page.question),
        "introduction": gathering.worded(story_page.introduction),
        "back_url": reverse("snapshots:story", args=where),
    }


def chosen(request):
    ids = chosen_ids(request.GET)[:MOST_STORIES]
    published = request.workspace.snapshots.published().filter(pk__in=ids)
    found = {snapshot.pk: snapshot for snapshot in with_parts(published)}
    gathering = gather([found[pk] for pk in ids if pk in found])
    return {"gathering": gathering, "title": "", "back_url": library_url(request)}


def of_last_days(request):
    """What was published lately, in the order in which the talks took place, as one would tell them."""
    recent = request.workspace.snapshots.published().filter(
        published_at__gt=now() - LATELY
    )
    newest = list(with_parts(recent.order_by("-talked_on", "-pk"))[:MOST_STORIES])
    return {
        "gathering": gather(newest[::-1]),
        "title": _("Stories of the last seven days"),
        "back_url": library_url(request),
    }


def library_url(request):
    return reverse("snapshots:library", args=[request.workspace.slug])
