"""One run migrates once: each of its processes copies the database that the first has made."""

import fcntl
import os

from django.conf import settings
from django.db import connection

# Where whoever else wants a migrated database finds the name of one.
TEMPLATE = "EARSHOT_TEST_TEMPLATE"


def copy_template(folder):
    """Make this process's test database; ``folder`` belongs to all processes of the run."""
    own = connection.settings_dict["TEST"]["NAME"]
    template = own.rpartition("_")[0] + "_template"
    made = folder / "template-made"
    with open(folder / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _migrate(template)
            made.touch()
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    os.environ[TEMPLATE] = template


def _migrate(name):
    """Make a database of this name and leave it, since nobody may copy one that is in use."""
    before, own = (
        connection.settings_dict["NAME"],
        connection.settings_dict["TEST"]["NAME"],
    )
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(
            verbosity=0, autoclobber=True, serialize=False
        )
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["TEST"]["NAME"] = own
        connection.settings_dict["NAME"] = before
        settings.DATABASES[connection.alias]["NAME"] = before
