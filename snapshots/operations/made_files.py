"""Files that a worker made: kept whole or not at all, and let go with their rows."""

import errno
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string

from snapshots.drawing import PdfFailed

FULL_DISK = (errno.ENOSPC, errno.EDQUOT)


def keep_file(workspace_id, suffix, content):
    """Store a file under a name that nobody guesses; a full disk leaves nothing half done."""
    name = f"workspaces/{workspace_id}/pdfs/{get_random_string(32)}.{suffix}"
    try:
        return default_storage.save(name, ContentFile(content))
    except OSError as error:
        with suppress(OSError):
            default_storage.delete(name)
        is_full = error.errno in FULL_DISK
        raise PdfFailed("no_space" if is_full else "broken", str(error)) from error


@transaction.atomic(savepoint=False)
def delete_made(made):
    """Let rows go at once and their files when that has committed.

    Locked, so that no worker fills one of them meanwhile and its file outlives it.
    """
    rows = list(made.order_by("pk").select_for_update())
    delete_files_of(rows)
    made.model.objects.filter(pk__in=[row.pk for row in rows]).delete()


def delete_files_of(rows):
    names = [row.file.name for row in rows if row.file]
    transaction.on_commit(lambda: [default_storage.delete(name) for name in names])
