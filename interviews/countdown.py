"""How much time is left, in the words that a page shows before a script counts on."""

from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
# How long the trio has for its debrief, and how soon after the talk it should be (R41).
DEBRIEF_LENGTH = timedelta(minutes=15)
DEBRIEF_WITHIN = timedelta(hours=2)
# How long a talk that was ended by mistake can go on as if nothing had happened.
GOES_ON_WITHIN = timedelta(minutes=10)
# Who starts a talk longer than this before its time is asked whether that is meant.
EARLY = timedelta(hours=1)


def minutes_left(until: datetime, moment: datetime) -> int:
    """Whole minutes to come, the one that has begun included; 0 once it is over."""
    return max(-((moment - until) // MINUTE), 0)


def time_left(until: datetime, moment: datetime) -> str:
    """1 h 20 min, or 14 min; empty once it is over. The symbols are the same in all languages."""
    hours, minutes = divmod(minutes_left(until, moment), 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else ""
