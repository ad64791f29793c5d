"""How a database that tests have really committed to is left as empty as it was found.

Django's own way, TRUNCATE of every table and then its ``post_migrate`` handlers, takes a third
of a second after each test and wants every table for itself: one late request closes a
deadlock with it. Here only the rows that are there are deleted, once nobody is at work.
"""

import time

from django.db import OperationalError, connection, transaction

# What migrations wrote and every test may count on.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
PATIENCE = 5
TRIES = 3


def empty_tables(case):
    """Stand in for ``TransactionTestCase._fixture_teardown``."""
    wait_for_others()
    for tries_left in reversed(range(TRIES)):
        try:
            delete_rows()
            return
        except OperationalError:  # a deadlock after all, or a lock that is still held
            if not tries_left:
                raise


def wait_for_others():
    """Wait until no other session is in the middle of something, but not forever."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                " AND state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)


@transaction.atomic
def delete_rows():
    names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    quoted = [connection.ops.quote_name(name) for name in sorted(names)]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in quoted
            )
        )
        filled = [name for (name,) in cursor.fetchall()]
        # The order does not matter so, and no trigger defends the sealed trail.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in filled:
            cursor.execute(f"DELETE FROM {name}")
