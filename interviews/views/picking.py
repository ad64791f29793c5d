"""What the pages share on which a participant picks a time."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from interviews.operations.booking import SlotTaken
from interviews.operations.letters import manage_path
from interviews.operations.turns import TooBusyError
from interviews.picker import Picker, read_zone, zone_choices


def picker_page(request, template, search, page, participant, context, status=200):
    """Render a page with the week of free times, in the zone that the visitor reads."""
    query = request.GET
    zone = read_zone(
        request.POST.get("zone") or query.get("zone", ""),
        participant.time_zone,
        participant.workspace.time_zone,
    )
    picker = Picker(search.slots if search else [], zone, query)
    first = picker.chosen_slot or (picker.slots[0] if picker.slots else None)
    context = {
        "workspace": participant.workspace,
        "page": page,
        "picker": picker,
        "people": search.people(first) if first else [],
        "zones": zone_choices(now()),
        "is_zone_known": "zone" in query or request.method == "POST",
        **context,
    }
    if start := context.get("taken"):
        context |= just_taken(search, picker, start)
    return render(request, template, context, status=status)


def refusal(error):
    """What to say when a time could not be had."""
    if isinstance(error, SlotTaken):
        return {"taken": error.start}
    if isinstance(error, TooBusyError):
        return {"problem": _("Many people are booking just now. Please press again.")}
    return {
        "problem": _(
            "Your device and we disagree about the clock in that time zone. "
            "Please look at the times once more."
        )
    }


def just_taken(search, picker, start):
    """What to say to who lost a race for ``start``, and the three next free times."""
    nearest = search.nearest(start) if search else []
    if nearest:
        text = _("That time was just taken. The next free ones are below.")
    else:
        text = _("That time was just taken, and it was the last one.")
    return {"problem": text, "nearest": picker.moments(nearest)}


def too_many():
    return {
        "problem": _(
            "There were too many tries in a short time. Please wait an hour, "
            "or answer our e-mail."
        )
    }


def manage_url(request, interview):
    """The interview's own page, in the language that the address asks for."""
    lang = request.GET.get("lang")
    query = f"?{urlencode({'lang': lang})}" if lang else ""
    return f"{manage_path(interview)}{query}"
