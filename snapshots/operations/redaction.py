"""Words redacted in a talk leave the page about it, and the PDFs that were made of it."""

from django.db.models import F
from django.utils.timezone import now

from discovery.live.operations import publish
from interviews.transcripts.passages import blot_passages, find_passages
from snapshots.models import Snapshot
from snapshots.operations.rendering import delete_pdfs_of
from snapshots.page_words import OWN_WORDS, change_words, rows_around


def blot_pages(sender, interview, words, **signal):
    """Overwrite the words on the page, and let go of what tells how it used to be."""

    def blot(text):
        return blot_passages(text, words)

    pages = Snapshot.objects.select_for_update(no_key=True)
    for snapshot in pages.filter(interview=interview):
        is_changed = change_words(snapshot, OWN_WORDS, blot)
        for row, columns in rows_around(snapshot):
            is_changed |= change_words(row, columns, blot)
        snapshot.changes.all().delete()
        delete_pdfs_of(snapshot)
        if is_changed:
            Snapshot.objects.filter(pk=snapshot.pk).update(
                version=F("version") + 1, updated_at=now()
            )
            publish(f"snapshot:{snapshot.pk}", "changed", part="redaction", by=0)


def count_on_pages(sender, interview, words, **signal):
    """In how many places of the page they stand."""
    texts = []
    for snapshot in Snapshot.objects.filter(interview=interview):
        for row, columns in [(snapshot, OWN_WORDS), *rows_around(snapshot)]:
            texts += [getattr(row, column) for column in columns]
    return sum(len(find_passages(text, words)) for text in texts)
