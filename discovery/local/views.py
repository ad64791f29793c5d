from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from discovery.local.mailbox import find_mail, latest_mails

# A mail may hold anything: it is shown without scripts, without requests, and as nobody.
# Its links open in a tab of their own.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
LINKS_OPEN_OUTSIDE = '<base target="_blank">'


def only_locally(view):
    """Answer 404 anywhere but in the one-command mode, where anybody at the machine may look."""

    def guarded(request, **kwargs):
        if not settings.LOCAL_MODE:
            raise Http404
        return view(request, **kwargs)

    guarded.is_public = True
    return require_safe(guarded)


@only_locally
def mails(request):
    """Every mail that Earshot has sent on this machine, newest first."""
    query = request.GET.get("q", "")
    context = {"mails": latest_mails(settings.LOCAL_MAILS, query), "query": query}
    return render(request, "local/mails.html", context)


@only_locally
def mail(request, name):
    """One mail: its text, its HTML, its attachments."""
    return render(request, "local/mail.html", {"mail": _mail_or_404(name)})


@only_locally
def mail_html(request, name):
    """The HTML of a mail, for the frame that shows it."""
    before, head, rest = _mail_or_404(name).html.rpartition("<head>")
    # Never before a doctype: the browser would lay the mail out as it did in the nineties.
    response = HttpResponse(before + head + LINKS_OPEN_OUTSIDE + rest)
    response._csp_exempt = True
    response["Content-Security-Policy"] = MAIL_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@only_locally
def mail_attachment(request, name, filename):
    """An attachment of a mail, to download."""
    content = _mail_or_404(name).attachments.get(filename)
    if content is None:
        raise Http404
    kind = "text/calendar" if filename.endswith(".ics") else "application/octet-stream"
    disposition = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)


def _mail_or_404(name):
    found = find_mail(settings.LOCAL_MAILS, name)
    if found is None:
        raise Http404
    return found
