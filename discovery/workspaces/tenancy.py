"""Foreign keys that cannot cross from one workspace into another (trust.md A3.4).

Row-level rules and forms can be forgotten; a composite foreign key cannot. Use in a migration:
``operations = same_workspace("interviews_note", interview="interviews_interview")``.
"""

from django.db import migrations


def same_workspace(table, **parents):
    """Return operations that tie ``(workspace_id, <column>_id)`` to the parent's pair.

    Nulls pass, as with any foreign key. The parent gets the unique pair that PostgreSQL
    asks for, once.
    """
    operations = []
    for column, parent in parents.items():
        name = f"{table}_{column}_same_ws"[:60]
        operations += [
            migrations.RunSQL(_unique_pair(parent), migrations.RunSQL.noop),
            migrations.RunSQL(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" '
                f'FOREIGN KEY (workspace_id, "{column}_id") '
                f'REFERENCES "{parent}" (workspace_id, id) '
                "DEFERRABLE INITIALLY DEFERRED",
                f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"',
            ),
        ]
    return operations


def _unique_pair(parent):
    return (
        f'CREATE UNIQUE INDEX IF NOT EXISTS "{parent[:50]}_ws_pair" '
        f'ON "{parent}" (workspace_id, id)'
    )
