"""Trees in the formats of other tools, in and out. Pure functions without Django."""
