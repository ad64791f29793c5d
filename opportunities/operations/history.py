"""Names for revisions of a tree, and the weekly look at it by its team."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from opportunities.models import TreeReview, TreeVersion
from opportunities.operations.journal import lock_tree
from opportunities.operations.refusals import TreeRefusal


class NameTaken(TreeRefusal):
    """Another version of the tree has this name."""

    def __init__(self):
        super().__init__(_("A version of this tree has that name. Choose another."))


@transaction.atomic
def name_version(outcome, *, name, by):
    """Give the tree as it stands a name, so that later ones can be compared with it (F195)."""
    locked = lock_tree(outcome, by)
    try:
        with transaction.atomic():
            version = TreeVersion.objects.create(
                workspace_id=locked.workspace_id,
                outcome=locked,
                revision=locked.revision,
                name=name,
                by=by,
            )
    except IntegrityError as error:
        raise NameTaken from error
    record("tree_version_named", version, by=by)
    return version


@transaction.atomic
def finish_review(outcome, *, note, by):
    """Write down that the team has looked at its tree, where it stood, and what it takes from it (F196)."""
    locked = lock_tree(outcome, by)
    latest = locked.reviews.first()
    # A second press of the button, or two people at once, make one review.
    if latest and latest.revision == locked.revision and latest.note == note:
        return latest
    review = TreeReview.objects.create(
        workspace_id=locked.workspace_id,
        outcome=locked,
        revision=locked.revision,
        note=note,
        started_by=by,
    )
    record("tree_reviewed", review, by=by)
    return review
