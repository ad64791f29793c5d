"""Words redacted in a talk leave the page about it, and the PDFs that were made of it."""

from django.db.models import F
from django.utils.timezone import now

from discovery.live.operations import publish
from interviews.transcripts.passages import blot_passages, find_passages
from snapshots.models import Rendering, Snapshot
from snapshots.operations.rendering import delete_pdfs

# The name comes from the panel and not from the talk.
_OWN = ("context", "quote", "story_title")
_PARTS = {
    "quick_facts": ("label", "text"),
    "moments": ("title", "text"),
    "heard_opportunities": ("text",),
    "insights": ("text",),
}


def blot_pages(sender, interview, words, **signal):
    """Overwrite the words on the page; a form that was opened before cannot be saved over it.

    A PDF shows how the page was at some time, so every one of it goes.
    """
    pages = Snapshot.objects.select_for_update(no_key=True)
    for snapshot in pages.filter(interview=interview):
        is_changed = _blot_own(snapshot, words)
        for related, columns in _PARTS.items():
            for part in getattr(snapshot, related).all():
                is_changed |= _blot_row(part, columns, words, version=F("version") + 1)
        for comment in snapshot.comments.all():
            is_changed |= _blot_row(comment, ("text",), words)
        delete_pdfs(Rendering.objects.filter(snapshot=snapshot))
        if is_changed:
            Snapshot.objects.filter(pk=snapshot.pk).update(
                version=F("version") + 1, updated_at=now()
            )
            publish(f"snapshot:{snapshot.pk}", "changed", part="redaction", by=0)


def count_on_pages(sender, interview, words, **signal):
    """In how many places of the page they stand."""
    texts = []
    for snapshot in Snapshot.objects.filter(interview=interview):
        texts += [getattr(snapshot, column) for column in _OWN]
        for related, columns in {**_PARTS, "comments": ("text",)}.items():
            for row in getattr(snapshot, related).values_list(*columns):
                texts.extend(row)
    return sum(len(find_passages(text, words)) for text in texts)


def _blot_own(snapshot, words):
    is_changed = False
    for column in _OWN:
        raised = {f"{column}_version": F(f"{column}_version") + 1}
        is_changed |= _blot_row(snapshot, (column,), words, **raised)
    return is_changed


def _blot_row(row, columns, words, **raised):
    """Whether the words stood in one of these columns."""
    before = {column: getattr(row, column) for column in columns}
    after = {column: blot_passages(text, words) for column, text in before.items()}
    if after == before:
        return False
    type(row).objects.filter(pk=row.pk).update(**after, **raised)
    return True
