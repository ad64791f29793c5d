import re
from datetime import datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from discovery.accounts.zones import RENAMED, current_name, known_zones

TZDATA = files("tzdata") / "zoneinfo"
# Half a year apart, in summer and in winter.
MOMENTS = [datetime(2020, 1, 15) + timedelta(days=182) * n for n in range(20)]


def links():
    """The links of tzdata.zi: ``{old name: name}``."""
    lines = (TZDATA / "tzdata.zi").read_text().splitlines()
    return {line.split()[2]: line.split()[1] for line in lines if line[:2] == "L "}


def cities():
    """The names that tzdata keeps for the places of today."""
    return set(
        re.findall(r"^[^#\t]+\t\S+\t(\S+)", (TZDATA / "zone.tab").read_text(), re.M)
    )


@pytest.mark.parametrize(
    ("reported", "name"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("America/Montreal", "America/Montreal"),
        ("UTC", "UTC"),
        ("Mars/Olympus", "Mars/Olympus"),
        ("", ""),
    ],
)
def test_renamed_cities_and_no_others_get_their_name_of_today(reported, name):
    assert current_name(reported) == name


@pytest.mark.parametrize("old", RENAMED)
def test_tzdata_agrees_that_it_is_another_name_of_the_same_place(old):
    known, new = links(), RENAMED[old]

    assert old in known
    assert old not in cities()
    assert new in cities()
    assert known[old] == known.get(new, new)
    for moment in MOMENTS:
        there = [moment.replace(tzinfo=ZoneInfo(zone)) for zone in (old, new)]
        assert there[0].utcoffset() == there[1].utcoffset()


def test_every_name_is_known():
    assert {*RENAMED, *RENAMED.values(), "UTC", "Europe/London"} <= known_zones()
