"""Words drawn as people use them, a few very often and most hardly ever, and texts made of them."""

import itertools
import random
import re

from django.db import connection

from discovery.home.demo.content import read_stories

FRAGMENTS = 4_000
INVENTED = 20_000


def read_vocabulary():
    """Words from the often to the seldom: those of the demo's stories, then invented ones."""
    told = " ".join(str(story) for story in read_stories())
    real = dict.fromkeys(re.findall(r"[a-zé]{2,}", told.lower()))
    counts = {word: told.lower().count(word) for word in real}
    often = sorted(real, key=lambda word: -counts[word])
    rng = random.Random(11)  # noqa: S311
    invented = dict.fromkeys(
        "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(4))
        for _ in range(INVENTED)
    )
    return [*often, *invented]


def write_fragments(vocabulary):
    rng = random.Random(7)  # noqa: S311
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    cumulative = list(itertools.accumulate(weights))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE fragment (n bigint PRIMARY KEY, text text)")
        with cursor.copy("COPY fragment FROM STDIN") as copy:
            for number in range(FRAGMENTS):
                words = rng.choices(
                    vocabulary, cum_weights=cumulative, k=rng.randint(6, 12)
                )
                copy.write_row((number, " ".join(words)))
        cursor.execute("ANALYZE fragment")
