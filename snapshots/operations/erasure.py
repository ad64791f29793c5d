from django.db.models import F
from django.utils.timezone import now

from discovery.live.operations import publish
from discovery.notifications.models import Notification
from recruiting.names import hide_names, names_in
from snapshots.models import ShareLink, Snapshot
from snapshots.operations.rendering import delete_pdfs_of
from snapshots.page_words import change_words, rows_around


def erase_from_snapshots(*, participant):
    """Take a person out of every page about them, in the erasure's own transaction (C5).

    The story keeps what was learned: moments, opportunities and insights stay under the
    pseudonym. Name, quote, context and facts go, with the page's history; share links close,
    PDFs are deleted.
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
        delete_pdfs_of(snapshot)
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
    snapshot.changes.all().delete()
    for row, columns in rows_around(snapshot):
        change_words(row, columns, lambda text: hide_names(text, names, pseudonym))
