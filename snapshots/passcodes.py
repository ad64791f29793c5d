"""The passcode of a share link: how one is suggested, kept and compared."""

import secrets
import unicodedata

from django.contrib.auth.hashers import check_password, make_password

SHORTEST_PASSCODE = 8
# Without letters and digits that are mistaken for one another when read out.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def suggest_passcode():
    """Three groups of four, some 59 bits, that can be read out on the telephone."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)]
    return "-".join(groups)


def hash_passcode(passcode):
    return make_password(_as_meant(passcode))


def is_passcode(passcode, passcode_hash):
    return check_password(_as_meant(passcode), passcode_hash)


def _as_meant(passcode):
    """A telephone begins with a capital, a mail adds a blank: neither is another passcode."""
    return unicodedata.normalize("NFKC", passcode).strip().casefold()
