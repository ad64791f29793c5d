"""Whole numbers in what comes from outside: addresses, forms, headers and signed links."""

# Of a key, or of a count of bytes, in the database.
LARGEST = 2**63 - 1


def read_number(text: str) -> int | None:
    """The number from 0 to ``LARGEST`` that ``text`` is, or None if it is anything else.

    Digits of other scripts are none, nor are numbers of thousands of digits: ``int`` raises for
    some of the first and all of the second.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if number <= LARGEST else None
