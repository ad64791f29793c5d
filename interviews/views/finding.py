"""Finding the person whom a talk is, or was, with."""

from django.shortcuts import get_object_or_404

from discovery.numbers import read_number

MOST_FOUND = 12


def find_person(request):
    """Whom the address names, else None; and what the search for somebody shows then."""
    people = request.workspace.participants.present().visible_to(request.membership)
    pk = read_number(request.GET.get("participant", ""))
    if pk is not None:
        return get_object_or_404(people, pk=pk), {}
    words = request.GET.get("q", "").strip()[:80]
    found = people.search(words) if words else people
    newest = found.order_by("-created_at", "-pk")[:MOST_FOUND]
    return None, {"words": words, "found": newest}
