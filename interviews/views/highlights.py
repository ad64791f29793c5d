"""Quotes kept from a transcript and words taken out of it: by selecting, or by a plain form."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.transcripts import (
    LONGEST_REASON,
    RangeForm,
    WordsForm,
    say_reason,
)
from interviews.operations.highlights import (
    LONGEST_QUOTE,
    QuoteTooLong,
    RangeInvalid,
    keep_quote,
    remove_quote,
)
from interviews.operations.notes import ParticipantErased
from interviews.operations.redactions import count_elsewhere, redact_words
from interviews.transcript_page import quotes_of, recording_of, turns_of
from interviews.transcripts.times import write_short
from interviews.views.transcripts import find_transcript


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def highlights(request, transcript_id):
    """Keep the selected words as a quote; the answer is the paragraphs with their new mark."""
    transcript = find_transcript(request, transcript_id)
    selection = _selection(transcript, request.POST)
    if selection is None:
        return refuse(_("There are no words there any more. Please select them again."))
    kept, trouble = _kept(selection, request.membership)
    if trouble:
        return refuse(trouble)
    if not wants_part(request):
        return go_to(request, "interviews:highlight", request.workspace.slug, kept.pk)
    response = _paragraphs(request, transcript, selection, status=201)
    response["Location"] = _url(request, "highlight", kept.pk)
    return response


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def redactions(request, transcript_id):
    """Take the selected words out for good; the answer is the paragraphs as they are now.

    Asked for beforehand, it says in how many other places the words would go.
    """
    transcript = find_transcript(request, transcript_id)
    is_asked = request.method == "GET"
    selection = _selection(transcript, request.GET if is_asked else request.POST)
    try:
        if selection is None:
            raise RangeInvalid
        if is_asked:
            sentence = _say_elsewhere(count_elsewhere(**selection))
            return HttpResponse(sentence, content_type="text/plain; charset=utf-8")
        reason = request.POST.get("reason", "")[:LONGEST_REASON]
        made = redact_words(by=request.membership, reason=reason, **selection)
    except RangeInvalid:
        return refuse(_("There are no words there any more. Please select them again."))
    if not wants_part(request):
        return _back_to(request, transcript, selection["first"].position)
    return _paragraphs(request, transcript, selection, redactions=made)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def transcript_words(request, transcript_id, position):
    """One utterance by itself: keep words of it as a quote, or redact them, without script."""
    transcript = find_transcript(request, transcript_id)
    rows = transcript.utterances.select_related("speaker", "transcript__interview")
    utterance = get_object_or_404(rows, position=position)
    form = WordsForm(request.POST or None, initial={"words": utterance.text})
    if request.method == "POST" and form.is_valid():
        answer = _act_on_words(request, transcript, utterance, form)
        if answer:
            return answer
    context = {
        "transcript": transcript,
        "interview": transcript.interview,
        "utterance": utterance,
        "clock": utterance.starts_ms is not None and write_short(utterance.starts_ms),
        "form": form,
        "recording": recording_of(transcript),
    }
    status = 422 if form.errors else 200
    return render(request, "interviews/transcript_words.html", context, status=status)


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def highlight(request, highlight_id):
    """A quote by itself: the words, who said them, and how they sounded."""
    highlight = _find_highlight(request, highlight_id)
    context = {
        "highlight": highlight,
        "transcript": highlight.transcript,
        "interview": highlight.interview,
        "lines": highlight.text.split("\n"),
        "clock": highlight.clock,
        "recording": highlight.starts_ms is not None
        and recording_of(highlight.transcript),
    }
    return render(request, "interviews/highlight.html", context)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def highlight_removal(request, highlight_id):
    """Take a quote away again; the transcript stays as it is."""
    highlight = _find_highlight(request, highlight_id)
    transcript, first = highlight.transcript, highlight.first
    selection = {"first": first, "last": highlight.last}
    remove_quote(highlight=highlight, by=request.membership)
    if wants_part(request):
        return _paragraphs(request, transcript, selection)
    messages.success(request, _("The quote is taken away."))
    return _back_to(request, transcript, first.position)


def refuse(sentence):
    return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")


def _act_on_words(request, transcript, utterance, form):
    """What to answer, or None with the reason on the form."""
    words = " ".join(form.cleaned_data["words"].split())
    starts_at = utterance.text.find(words)
    if starts_at < 0:
        form.add_error("words", _("These words do not stand in the line above."))
        return None
    selection = {
        "first": utterance,
        "starts_at": starts_at,
        "last": utterance,
        "ends_at": starts_at + len(words),
    }
    if request.POST.get("do") == "redact":
        places = count_elsewhere(**selection)
        if places and request.POST.get("told") != f"{places} {words}":
            # Without a dialog, the second press is the answer.
            form.told = f"{places} {words}"
            again = _("Press “Redact for good” once more if that is right.")
            form.add_error(None, f"{_say_elsewhere(places)} {again}")
            return None
        redact_words(
            by=request.membership, reason=form.cleaned_data["reason"], **selection
        )
        return _back_to(request, transcript, utterance.position)
    kept, trouble = _kept(selection, request.membership)
    if trouble:
        form.add_error("words", trouble)
        return None
    return go_to(request, "interviews:highlight", request.workspace.slug, kept.pk)


def _say_elsewhere(places):
    if not places:
        return _(
            "They stand nowhere else in this talk, its notes, its snapshot and its tree."
        )
    return ngettext(
        "They stand in %(n)s other place of this talk, its notes, its snapshot or its"
        " tree, and are blotted out there as well.",
        "They stand in %(n)s other places of this talk, its notes, its snapshot or its"
        " tree, and are blotted out there as well.",
        places,
    ) % {"n": places}


def _kept(selection, by):
    """The quote, or None and why not."""
    try:
        return keep_quote(by=by, **selection), ""
    except RangeInvalid:
        return None, _("There are no words there any more. Please select them again.")
    except QuoteTooLong:
        sentence = _("A quote has at most %(most)s characters. Select fewer words.")
        return None, sentence % {"most": f"{LONGEST_QUOTE:,}"}
    except ParticipantErased:
        return None, say_reason("erased")


def _selection(transcript, posted):
    """The utterances and characters of a posted selection, or None."""
    form = RangeForm(posted)
    if not form.is_valid():
        return None
    selection = form.cleaned_data
    ends = {selection["first"], selection["last"]}
    rows = transcript.utterances.select_related("transcript__interview__participant")
    found = {row.position: row for row in rows.filter(position__in=ends)}
    if set(found) != ends:
        return None
    return {
        **selection,
        "first": found[selection["first"]],
        "last": found[selection["last"]],
    }


def _paragraphs(request, transcript, selection, status=200, redactions=()):
    """The lines of a selection and of redactions as they are now, and the list of quotes."""
    quotes = list(quotes_of(transcript))
    between = transcript.utterances.between(selection["first"], selection["last"])
    elsewhere = [redaction.utterance_id for redaction in redactions]
    between |= transcript.utterances.filter(pk__in=elsewhere)
    context = {
        "transcript": transcript,
        "interview": transcript.interview,
        "turns": turns_of(between, quotes, {}),
        "quotes": quotes,
    }
    return render(request, "interviews/_transcript_change.html", context, status=status)


def _find_highlight(request, highlight_id):
    rows = request.workspace.highlights.select_related(
        "transcript",
        "interview__participant",
        "first__speaker",
        "last",
        "note",
        "made_by__user",
    )
    interviews = request.workspace.interviews.visible_to(request.membership)
    return get_object_or_404(rows.filter(interview__in=interviews), pk=highlight_id)


def _back_to(request, transcript, position):
    return go_to(
        request,
        f"{_url(request, 'transcript', transcript.pk)}?at={position}#u{position}",
    )


def _url(request, name, pk):
    return reverse(f"interviews:{name}", args=[request.workspace.slug, pk])
