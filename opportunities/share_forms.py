from opportunities.models import TreeLink
from snapshots.share_forms import ShareLinkForm


class TreeLinkForm(ShareLinkForm):
    """A new link to a tree: for whom, until when, and whether it has a passcode."""

    class Meta:
        model = TreeLink
        fields = ["label"]
