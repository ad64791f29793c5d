"""What a migration touches is drawn anew, alone where that is enough, and all of it where it is not."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader

from discovery.workspaces.migrating import LazyState, is_of_one_model

COLUMNS = """
SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
"""
NAMES = "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class"
FOREIGN_KEYS = """
SELECT conrelid::regclass::text, own.attname, confrelid::regclass::text, its.attname
FROM pg_constraint
JOIN pg_attribute AS own ON own.attrelid = conrelid AND own.attnum = conkey[1]
JOIN pg_attribute AS its ON its.attrelid = confrelid AND its.attnum = confkey[1]
WHERE contype = 'f' AND cardinality(conkey) = 1
"""
NEW_FIELD = ("outcome", "weight", models.IntegerField(null=True))
ADD = operations.AddField(*NEW_FIELD)
RENAME = operations.RenameModel("Outcome", "Goal")


@pytest.fixture(scope="module")
def loaded():
    return MigrationLoader(None).project_state()


@pytest.fixture
def state(loaded):
    state = loaded.clone()
    state.__class__ = LazyState
    return state


def apply(state, *steps):
    migration = Migration("9999_some", "opportunities")
    migration.operations = steps
    state.begin(migration)
    for step in steps:
        step.state_forwards("opportunities", state)


def model(state, name):
    return state.apps.get_model(name)


def test_a_new_column_draws_its_model_alone(state):
    before = model(state.clone(), "workspaces.Workspace")

    apply(state, operations.RunSQL("SELECT 1"))
    workspace = model(state, "workspaces.Workspace")
    apply(state, ADD)

    outcome = model(state, "opportunities.Outcome")
    assert outcome._meta.get_field("weight").null
    assert model(state, "workspaces.Workspace") is workspace is not before


def test_what_needs_its_relations_finds_all_drawn_afresh(state):
    apply(state, ADD)
    apply(state, RENAME)

    goal = model(state, "opportunities.Goal")
    pointing = {one.related_model for one in goal._meta.related_objects}
    assert model(state, "opportunities.Opportunity") in pointing
    assert goal._meta.get_field("weight").null


@pytest.mark.parametrize(
    ("field", "is_alone"),
    [
        (models.TextField(), True),
        (models.TextField(unique=True), False),
        (models.BigAutoField(primary_key=True), False),
        (models.ForeignKey("opportunities.Outcome", models.CASCADE), False),
    ],
)
def test_a_column_that_others_may_point_at_is_not_changed_alone(field, is_alone):
    assert is_of_one_model(operations.AlterField("outcome", "one", field)) == is_alone


def test_whatever_is_not_known_is_not_done_alone():
    assert not is_of_one_model(RENAME)
    assert not is_of_one_model(operations.SeparateDatabaseAndState())
    assert is_of_one_model(operations.RunSQL("SELECT 1"))
    assert not is_of_one_model(operations.RunSQL("SELECT 1", state_operations=[RENAME]))
    assert not is_of_one_model(type("Own", (operations.AddField,), {})(*NEW_FIELD))


@pytest.mark.django_db
def test_the_database_is_what_the_models_say():
    """What this process was given was migrated so; nothing else compares it with the models."""
    tables = apps.get_models(include_auto_created=True)
    wanted = {(m._meta.db_table, *column) for m in tables for column in columns_of(m)}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        found = set(cursor.fetchall())
        cursor.execute(NAMES)
        names = {name for (name,) in cursor.fetchall()}
        cursor.execute(FOREIGN_KEYS)
        keys = set(cursor.fetchall())

    assert wanted - found == set()
    assert {name for model in tables for name in names_of(model)} - names == set()
    assert {key for model in tables for key in keys_of(model)} - keys == set()


def columns_of(model):
    for field in model._meta.local_concrete_fields:
        # Django itself makes the keys of many-to-many tables larger than it says.
        if not field.auto_created:
            kind = field.db_type(connection).replace("varchar", "character varying")
            kind = "time without time zone" if kind == "time" else kind
            yield field.column, kind, not field.null


def names_of(model):
    return [one.name for one in (*model._meta.constraints, *model._meta.indexes)]


def keys_of(model):
    for field in model._meta.local_concrete_fields:
        if field.remote_field and field.db_constraint:
            target = field.target_field
            table = target.model._meta.db_table
            yield model._meta.db_table, field.column, table, target.column
