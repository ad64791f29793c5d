"""Links for people without an account, and how often they were opened."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from snapshots.models import ShareOpening
from snapshots.operations.sharing import create_share_link

# Person, who made the link, for whom, its passcode, and how often it was opened how many days ago.
LINKS = [
    ("sarah", "mara", "Board meeting in November", "", {9: 2, 8: 7, 7: 3, 4: 1, 1: 2}),
    ("sarah", "tomas", "Design agency", "ovens-at-six", {3: 1, 2: 1}),
    ("harriet", "mara", "Investors", "", {}),
]


def make_share_links(cast):
    for person, author, label, passcode, opened in LINKS:
        page = cast.people[person].snapshots.published().latest("talked_on")
        link, _token = create_share_link(
            target=page, by=cast.members[author], label=label, passcode=passcode
        )
        ShareOpening.objects.bulk_create(
            ShareOpening(
                workspace=cast.workspace,
                link=link,
                day=localdate() - timedelta(days=ago),
                count=count,
            )
            for ago, count in opened.items()
        )
        link.opened_count = sum(opened.values())
        link.last_opened_at = now() - timedelta(days=min(opened)) if opened else None
        link.created_at = now() - timedelta(days=10)
        link.save()
