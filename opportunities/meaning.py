"""How near texts are in what they mean, by a language model that the operator runs; off without one.

The address is named by the environment, as that of the transcription is, and nobody else can
change it. What it answers is bounded in size and time and read as numbers. A model that is away or
talks nonsense is as good as none: suggestions then come from words and letters alone.
"""

import hashlib
import http.client
import json
import logging
import math
import ssl
import threading
from array import array
from collections import OrderedDict
from operator import mul
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

# A person waits for it; what it has not answered by then it answers for the next one.
PATIENCE = 2
MOST_AT_ONCE = 400
MOST_KEPT = 6_000
LONGEST_ANSWER = 32 * 1024 * 1024
# Below that two sentences have nothing to do with each other, whatever the model.
FAR = 0.4


class MeaningUnknown(Exception):
    """The model gave no vectors."""


def is_possible():
    return bool(settings.EMBEDDING_URL)


def shares_by_meaning(text, others):
    """For each of ``others`` how much of 100 it means the same as ``text``; empty without a model."""
    if not is_possible() or not others:
        return []
    try:
        own, *rest = _vectors([text, *others[: MOST_AT_ONCE - 1]])
    except MeaningUnknown as unknown:
        logger.warning("No meaning of texts: %s", unknown)
        return []
    return [round(100 * max(0, _cosine(own, one) - FAR) / (1 - FAR)) for one in rest]


_kept = OrderedDict()
_lock = threading.Lock()


def _vectors(texts):
    """Vectors in the order of the texts; those asked for before are kept in this process."""
    keys = [_key(text) for text in texts]
    with _lock:
        found = {key: _kept[key] for key in keys if key in _kept}
    missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in found}
    if missing:
        found |= zip(missing, _ask(list(missing.values())), strict=True)
    with _lock:
        for key in missing:
            _kept[key] = found[key]
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return [found[key] for key in keys]


def _key(text):
    """No text stays in memory because of us, only what stands for it."""
    said = f"{settings.EMBEDDING_URL}\0{settings.EMBEDDING_MODEL}\0{text}"
    return hashlib.blake2b(said.encode(), digest_size=16).digest()


def _ask(texts):
    """``POST <url>/embeddings`` as OpenAI and its many likenesses have it; no redirect is followed."""
    url = urlsplit(settings.EMBEDDING_URL)
    headers = {"Content-Type": "application/json"}
    if settings.EMBEDDING_KEY:
        headers["Authorization"] = f"Bearer {settings.EMBEDDING_KEY}"
    body = json.dumps({"model": settings.EMBEDDING_MODEL, "input": texts})
    connection = _connection(url)
    try:
        connection.request("POST", f"{url.path}/embeddings", body, headers)
        response = connection.getresponse()
        if response.status != 200:
            raise MeaningUnknown(f"status {response.status}")
        return _read(response.read(LONGEST_ANSWER), len(texts))
    except (OSError, http.client.HTTPException) as error:
        raise MeaningUnknown(type(error).__name__) from error
    finally:
        connection.close()


def _connection(url):
    if url.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            url.hostname, url.port, timeout=PATIENCE, context=context
        )
    return http.client.HTTPConnection(url.hostname, url.port, timeout=PATIENCE)


def _read(answer, count):
    """As many vectors of one length as were asked for."""
    try:
        rows = sorted(json.loads(answer)["data"], key=lambda row: row["index"])
        vectors = [array("f", row["embedding"]) for row in rows]
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise MeaningUnknown("unreadable") from error
    if len(vectors) != count or len({len(one) for one in vectors}) != 1:
        raise MeaningUnknown("not what was asked for")
    return vectors


def _cosine(one, other):
    if len(one) != len(other):
        return 0
    size = math.sqrt(_product(one, one) * _product(other, other))
    near = _product(one, other) / size if size else 0
    return near if math.isfinite(near) else 0


def _product(one, other):
    return sum(map(mul, one, other))
