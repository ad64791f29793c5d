"""How long a test may wait for the wall clock on a machine that others use as well."""

import os


def crowding():
    """How many want each core now: 1 on a quiet machine, where a limit holds as it is written."""
    return max(1.0, os.getloadavg()[0] / os.cpu_count())
