"""Time zones as a person looks for them: by continent, then by city, under today's names.

Pure: no Django.
"""

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

# Old names that browsers still report, and what the place is called now. Kept by hand,
# because the links of tzdata.zi also lead from one city to another that keeps the same
# time (Stockholm to Berlin, Montreal to Toronto): nobody wants to read their neighbour's name.
RENAMED = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Catamarca": "America/Argentina/Catamarca",
    "America/Coral_Harbour": "America/Atikokan",
    "America/Cordoba": "America/Argentina/Cordoba",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "America/Jujuy": "America/Argentina/Jujuy",
    "America/Knox_IN": "America/Indiana/Knox",
    "America/Louisville": "America/Kentucky/Louisville",
    "America/Mendoza": "America/Argentina/Mendoza",
    "America/Virgin": "America/St_Thomas",
    "Asia/Ashkhabad": "Asia/Ashgabat",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Dacca": "Asia/Dhaka",
    "Asia/Istanbul": "Europe/Istanbul",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Macao": "Asia/Macau",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Asia/Thimbu": "Asia/Thimphu",
    "Asia/Ujung_Pandang": "Asia/Makassar",
    "Asia/Ulan_Bator": "Asia/Ulaanbaatar",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
    "Europe/Nicosia": "Asia/Nicosia",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Samoa": "Pacific/Pago_Pago",
    "Pacific/Truk": "Pacific/Chuuk",
}


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """The names that tzdata knows; asked once, as it means opening 600 files."""
    return frozenset(zoneinfo.available_timezones())


def current_name(name: str) -> str:
    """What a zone is called today; any other name stays as it is, known or not."""
    return RENAMED.get(name, name)


@lru_cache(maxsize=1)
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a select, grouped; names of the pinned tzdata package only."""
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in sorted(known_zones()):
        region, _, city = name.partition("/")
        if region in groups and city:
            words = city.replace("_", " ").replace("/", ", ")
            groups[region].append((name, words))
    return [("UTC", [("UTC", "UTC")]), *groups.items()]
