"""What the frame around every page shows."""

from discovery.home.navigation import Navigation


def frame(request):
    """The rail's contents for a member; nothing for pages outside a workspace.

    It is lazy: a fragment that shows no rail costs no query, a page two.
    """
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    return {"frame": Navigation(request, membership)}
