"""The list of changes of a tree: one lock, one revision, one inverse for each (B4.2, B4.3, 17)."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from discovery.live.operations import publish
from opportunities.access import check_may_edit
from opportunities.models import Outcome, TreeChange
from opportunities.operations.steps import apply_step


def lock_tree(outcome, by):
    """The outcome afresh, while nobody else changes its tree; refuses who may not change it.

    A page that was read before the tree was put away changes it no more.
    """
    locked = lock_outcome(outcome, by)
    if locked.archived_at:
        raise PermissionDenied(
            _("This tree is put away. Bring it back first to change it.")
        )
    return locked


def lock_outcome(outcome, by):
    """The same of a tree that may be put away.

    The row of the outcome is the lock of its whole tree. Row locks on the nodes alone would let
    two disjoint moves close a circle (trust.md X3).
    """
    locked = Outcome.objects.select_for_update(no_key=True).get(pk=outcome.pk)
    check_may_edit(locked, by)
    return locked


class Journal:
    """A change in the making, inside the caller's transaction, while nobody else changes the tree.

    ``done`` is the change that an earlier request with the same ``client_id`` has made: the
    caller returns it instead of changing anything twice.
    """

    def __init__(self, outcome, *, by, client_id):
        self.outcome = lock_tree(outcome, by)
        self.by = by
        self.client_id = client_id
        self.done = self.outcome.changes.filter(client_id=client_id).first()
        self.steps = []
        self.inverse = []

    def do(self, **step):
        """Apply one step now, and keep what would take it back."""
        inverse = apply_step(self.outcome, step)
        self.steps.append(step)
        self.inverse.insert(0, inverse)
        return inverse

    def start_again(self):
        """Forget the steps that the database has just rolled back."""
        self.steps, self.inverse = [], []
        self.outcome.refresh_from_db()

    def write(self, kind, node, title, **more):
        """Close the change under the next revision and tell everybody who looks at the tree."""
        self.outcome.revision += 1
        self.outcome.save(update_fields=["revision"])
        change = TreeChange.objects.create(
            workspace_id=self.outcome.workspace_id,
            outcome=self.outcome,
            revision=self.outcome.revision,
            client_id=self.client_id,
            kind=kind,
            change={"node": node, "title": title, "steps": self.steps, **more},
            inverse={"steps": self.inverse},
            by=self.by,
        )
        publish(
            f"tree:{self.outcome.pk}",
            "changed",
            revision=change.revision,
            by=self.by.pk,
        )
        return change
