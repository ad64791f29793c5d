"""What the screens of recruiting ask beyond one object."""

from discovery.workspaces.permissions import Permission


def what_booking_lacks(team):
    """Why nobody can pick a time with a team: "page", "opening", "hours", or nothing.

    Interviews stand to the right of recruiting, so they are asked through reverse relations.
    """
    page = getattr(team, "booking_page", None)
    if page is None:
        return "page"
    if not page.is_open:
        return "opening"
    able = team.memberships.active().with_permission(Permission.INTERVIEW_MANAGE)
    return "" if able.filter(availabilities__isnull=False).exists() else "hours"
