"""What a migration touches is drawn anew, alone where that is enough, and all of it where it is not."""

import pytest
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader

from discovery.workspaces.migrating import LazyState, is_of_one_model

ADD = operations.AddField("outcome", "weight", models.IntegerField(null=True))
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
