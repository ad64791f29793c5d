from opportunities.models import TreeLink
from snapshots.share_forms import LinkChangeForm, ShareLinkForm

SHOWN = ["shows_solutions", "shows_aim", "shows_quotes"]


class TreeLinkForm(ShareLinkForm):
    """A new link to a tree: for whom, until when, what it shows, and whether it has a passcode."""

    class Meta:
        model = TreeLink
        fields = ["label", *SHOWN]

    def __init__(self, *args, **kwargs):
        # Offered, while a link made without being asked keeps it back.
        super().__init__(*args, initial={"shows_aim": True}, **kwargs)


class TreeLinkChangeForm(LinkChangeForm):
    """The same for a link that people have already."""

    class Meta:
        model = TreeLink
        fields = ["label", *SHOWN]

    @property
    def shows_more(self):
        """Whether what was kept back until now would leave the company."""
        return any(self.cleaned_data[name] and not self.initial[name] for name in SHOWN)
