"""Time zones as a person looks for them: by continent, then by city."""

import zoneinfo
from functools import lru_cache

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@lru_cache(maxsize=1)
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a select, grouped; names of the pinned tzdata package only."""
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in sorted(zoneinfo.available_timezones()):
        region, _, city = name.partition("/")
        if region in groups and city:
            words = city.replace("_", " ").replace("/", ", ")
            groups[region].append((name, words))
    return [("UTC", [("UTC", "UTC")]), *groups.items()]
