"""Migrations without needless work: what touches one model draws no other anew.

Before each operation Django draws anew all models that are related to the one it touches. Nearly
all of ours belong to a workspace, so a new column drew the whole project, some hundred times
over: half a minute before the first start. Most operations need the model itself and what it
points at, as it is. A migration that does anything else, and code that a migration runs, finds
everything drawn afresh (docs/decisions/0106).
"""

from django.contrib.postgres.operations import CreateExtension
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

OF_ONE_MODEL = (
    operations.CreateModel,
    operations.AddField,
    operations.RemoveField,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.AlterModelOptions,
    # It asks for a state in which nothing is delayed.
    operations.RunPython,
)


def is_of_one_model(operation):
    """Whether an operation leaves alone what points at its model; of kinds not known, it does not."""
    if isinstance(operation, CreateExtension):
        return True
    if type(operation) is operations.RunSQL:
        return not operation.state_operations
    if type(operation) is operations.AlterField:
        # Foreign keys can only point at what is unique.
        return not (operation.field.is_relation or operation.field.unique)
    return type(operation) in OF_ONE_MODEL


class LazyState(ProjectState):
    """What a project looks like; for a while, only what is touched is drawn anew."""

    is_lazy = False

    def reload_model(self, app_label, model_name, delay=False):
        if not self.is_lazy:
            super().reload_model(app_label, model_name, delay)
        elif "apps" in self.__dict__:
            self.is_delayed = True
            self._reload({(app_label, model_name)})

    def begin(self, migration):
        """Get ready for the operations of a migration."""
        self.is_lazy = all(map(is_of_one_model, migration.operations))
        if self.is_delayed and not self.is_lazy:
            self.clear_delayed_apps_cache()
            self.is_delayed = False
        # Drawn once here, or every operation would draw it for itself.
        self.apps  # noqa: B018


class LazyExecutor(MigrationExecutor):
    def apply_migration(self, state, migration, fake=False, fake_initial=False):
        # Django makes states in several places and has no setting for their class.
        state.__class__ = LazyState
        state.begin(migration)
        return super().apply_migration(state, migration, fake, fake_initial)
