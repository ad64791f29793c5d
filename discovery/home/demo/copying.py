"""Rows by the hundred thousand, through COPY: the fastest door that PostgreSQL has."""

import itertools
import time
from contextlib import contextmanager

from django.db import connection, models, transaction

CHUNK = 50_000
HELPING_INDEXES = """
    SELECT relname, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = %s::regclass AND NOT indisunique AND NOT indisexclusion
    ORDER BY relname
"""


class Copier:
    """Copies rows into tables, in chunks, and tells how fast it goes."""

    def __init__(self, say):
        self.say = say

    def copy(self, model, names, rows, total):
        """Copy ``rows`` (tuples in the order of ``names``, names of fields) into a model's table.

        Every other column gets its default. Returns the id of the first row; the others follow.
        Rows that refer to each other come as a function of that first id.
        """
        given = [model._meta.get_field(name) for name in names]
        rest = {
            field.column: default_of(field)
            for field in model._meta.concrete_fields
            if field not in given and not field.primary_key
        }
        columns = [model._meta.pk.column, *(f.column for f in given), *rest]
        first = reserve_ids(model, total)
        rows = rows(first) if callable(rows) else rows
        filler = tuple(rest.values())
        whole = ((n, *row, *filler) for n, row in enumerate(rows, first))
        # One transaction: whatever happens, no index is missing afterwards.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            table = model._meta.db_table
            with without_triggers(cursor, table), without_indexes(cursor, table, total):
                self._copy_chunks(cursor, model, columns, whole, total)
        return first

    def _copy_chunks(self, cursor, model, columns, rows, total):
        started, done = time.monotonic(), 0
        quoted = ", ".join(f'"{column}"' for column in columns)
        sql = f'COPY "{model._meta.db_table}" ({quoted}) FROM STDIN'
        while chunk := list(itertools.islice(rows, CHUNK)):
            with cursor.copy(sql) as copy:
                for row in chunk:
                    copy.write_row(row)
            done += len(chunk)
            speed = done / (time.monotonic() - started)
            name = model._meta.verbose_name_plural
            self.say(f"  {name}: {done:,} of {total:,}, {speed:,.0f} rows/s")


@contextmanager
def without_indexes(cursor, table, total):
    """Drop what only helps to find rows, and build it again once they are in.

    Constraints stay, so whatever comes in has been checked. Few rows are not worth it.
    """
    dropped = []
    if total >= CHUNK:
        cursor.execute(HELPING_INDEXES, [table])
        dropped = cursor.fetchall()
    for name, _ in dropped:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, definition in dropped:
        cursor.execute(definition)


@contextmanager
def without_triggers(cursor, table):
    """Leave out what we keep in step by triggers: whoever copies writes it once, at the end."""
    cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def default_of(field):
    """What a column holds when nobody says anything, as COPY writes it."""
    value = None if field.null and not field.has_default() else field.get_default()
    if isinstance(field, models.JSONField):
        return "{}" if value == {} else "[]"
    return value


def reserve_ids(model, total):
    """Take ``total`` ids from the table's sequence and return the first."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        (first,) = cursor.fetchone()
        cursor.execute("SELECT setval(%s::regclass, %s)", [sequence, first + total - 1])
    return first
