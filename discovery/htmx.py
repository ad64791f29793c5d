"""Page or part: the few things that a view must know about htmx."""

from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


def wants_part(request):
    """Whether the browser asked for a region; boosted and history-restoring requests want the page."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_part(request, template, partial, context=None, status=200):
    """Render ``template``, or only its ``{% partialdef partial %}`` for htmx."""
    name = f"{template}#{partial}" if wants_part(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def go_to(request, to, *args, **kwargs):
    """Redirect the whole page; an ordinary redirect would be swapped into a fragment by htmx."""
    url = resolve_url(to, *args, **kwargs)
    if request.htmx:
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
