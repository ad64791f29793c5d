"""What the frame around every page shows."""

from discovery.home.navigation import navigation_of


def frame(request):
    """The rail's contents for a member; nothing for pages outside a workspace.

    It is lazy: a fragment that shows no rail costs no query, a page two.
    """
    if getattr(request, "membership", None) is None:
        return {}
    return {"frame": navigation_of(request)}
