from django.db.models import F
from django.utils.timezone import now

from discovery.live.operations import publish
from discovery.notifications.models import Notification
from recruiting.names import hide_names, names_in
from snapshots.models import Rendering, ShareLink, Snapshot
from snapshots.operations.rendering import delete_pdfs


def erase_from_snapshots(*, participant):
    """Take a person out of every page about them, in the erasure's own transaction (C5).

    The story keeps what was learned: moments, opportunities and insights stay under the
    pseudonym. Name, quote, context and facts go, share links close, PDFs are deleted.
    """
    names = [*names_in(participant.name, participant.email)]
    if participant.company:
        names.append(participant.company)
    rows = Snapshot.objects.select_for_update(no_key=True).filter(
        participant=participant
    )
    for snapshot in rows.order_by("pk"):
        hidden = sorted({*names, *names_in(snapshot.name)}, key=len, reverse=True)
        _erase_page(snapshot, hidden, participant.pseudonym)
        delete_pdfs(Rendering.objects.filter(snapshot=snapshot))
        ShareLink.objects.filter(snapshot=snapshot, revoked_at=None).update(
            revoked_at=now()
        )
        Notification.objects.filter(key=f"snapshot-published:{snapshot.pk}").delete()
        publish(f"snapshot:{snapshot.pk}", "changed", part="erasure", by=0)


def _erase_page(snapshot, names, pseudonym):
    Snapshot.objects.filter(pk=snapshot.pk).update(
        name=pseudonym,
        name_version=F("name_version") + 1,
        context="",
        context_version=F("context_version") + 1,
        quote="",
        quote_version=F("quote_version") + 1,
        story_title=hide_names(snapshot.story_title, names, pseudonym),
        story_title_version=F("story_title_version") + 1,
        version=F("version") + 1,
        updated_at=now(),
    )
    snapshot.quick_facts.all().delete()
    for related, columns in (
        (snapshot.moments, ("title", "text")),
        (snapshot.heard_opportunities, ("text",)),
        (snapshot.insights, ("text",)),
        (snapshot.comments, ("text",)),
    ):
        for part in related.all():
            _hide(part, columns, names, pseudonym)


def _hide(part, columns, names, pseudonym):
    """Replace the names in one row, if any stand there."""
    before = {column: getattr(part, column) for column in columns}
    after = {c: hide_names(text, names, pseudonym) for c, text in before.items()}
    if after != before:
        type(part).objects.filter(pk=part.pk).update(**after)
