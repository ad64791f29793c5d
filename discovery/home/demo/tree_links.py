"""Links to the first tree for people without an account: all of it, and a branch with a passcode."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from opportunities.operations.sharing import create_tree_link

# Who made it, for whom, its passcode, and how often it was opened.
LINKS = [
    ("mara", "Board meeting in November", "", 6),
    ("tomas", "Design agency", "ovens-at-six", 2),
]


def make_tree_links(cast):
    outcome = cast.workspace.outcomes.order_by("pk").first()
    branch = outcome.opportunities.standing().filter(is_target=True).first()
    for author, label, passcode, opened in LINKS:
        link, _token = create_tree_link(
            outcome=outcome,
            opportunity=branch if passcode else None,
            by=cast.members[author],
            label=label,
            passcode=passcode,
            shows_aim=True,
        )
        link.opened_count, link.last_opened_at = opened, now() - timedelta(days=2)
        link.created_at = now() - timedelta(days=9)
        link.save()
        # Each day half as often as the one before, back to when it was made.
        for ago in (2, 4, 7):
            count, opened = (opened + 1) // 2, opened // 2
            day = localdate() - timedelta(days=ago)
            if count:
                link.openings.create(workspace=link.workspace, day=day, count=count)
