"""What the parts of the demo share while it is made: who is who, and when is now."""

import random
import uuid
import zoneinfo
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from discovery.workspaces.models import Membership, Team, Workspace
from interviews.models import Interview
from recruiting.models import Participant

LENGTH = timedelta(minutes=30)
FREE_AFTERWARDS = timedelta(minutes=15)


@dataclass
class Cast:
    """Everybody by the key that the content files use; the same seed gives the same company."""

    rng: random.Random
    moment: datetime
    workspace: Workspace
    teams: dict[str, Team] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    trios: dict[str, list[str]] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    interviews: dict[tuple[str, str], Interview] = field(default_factory=dict)

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.workspace.time_zone)

    def at(self, week, day, clock):
        """The moment of ``clock`` on a weekday (Monday is 0), ``week`` weeks from this one."""
        today = self.moment.astimezone(self.zone).date()
        monday = today - timedelta(days=today.weekday())
        date = monday + timedelta(weeks=week, days=day)
        return datetime.combine(date, time.fromisoformat(clock), self.zone)

    def soon(self):
        """In about two hours if people are awake then, else tomorrow at two."""
        start = rounded(self.moment.astimezone(self.zone) + timedelta(hours=2))
        if 9 <= start.hour <= 18:
            return start
        tomorrow = self.moment.astimezone(self.zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, time(14), self.zone)

    def just(self):
        """Under two hours ago if people were awake then, else yesterday at four."""
        start = rounded(self.moment.astimezone(self.zone) - timedelta(hours=2))
        if 8 <= start.hour <= 18:
            return start
        yesterday = self.moment.astimezone(self.zone).date() - timedelta(days=1)
        return datetime.combine(yesterday, time(16), self.zone)

    def new_uuid(self):
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)


def rounded(moment):
    """The next full half hour."""
    late = timedelta(minutes=moment.minute % 30, seconds=moment.second)
    start = moment.replace(microsecond=0) - late
    return start + timedelta(minutes=30) if late else start
