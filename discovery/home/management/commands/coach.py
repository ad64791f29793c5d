"""manage.py coach: what the coach says of each text in a table (issue 3, point 2)."""

import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from discovery.coach.packs import PackError
from discovery.coach.tables import READERS, TableError, labelled, written


class Command(BaseCommand):
    help = (
        "Read the column “text” of a CSV file and write CSV with the columns text and labels; "
        "labels are joined by “|”. Needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("subject", choices=sorted(READERS))
        parser.add_argument("file", help="a CSV file, or - for what is piped in")
        parser.add_argument("--text-language", default="en", metavar="CODE")

    def handle(self, subject, file, text_language, **options):
        rows = labelled(_read(file), subject, text_language)
        try:
            for line in written(rows):
                self.stdout.write(line, ending="")
        except (TableError, PackError) as error:
            raise CommandError(f"{file}: {error}") from error
        except BrokenPipeError:
            # Whoever read it has seen enough; nothing may complain at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _read(file):
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
