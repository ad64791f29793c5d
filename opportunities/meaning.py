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
import time
from array import array
from collections import OrderedDict
from operator import mul
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

# A person waits for it; what it has not answered by then it answers for the next one.
PATIENCE = 2
LONGEST_WAIT = 30
# After a failure the model is left alone for so many seconds.
REST = 60
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
    own, *rest = _vectors([text, *others[: MOST_AT_ONCE - 1]])
    if own is None:
        return []
    nearness = (0 if one is None else _cosine(own, one) for one in rest)
    return [round(100 * max(0, near - FAR) / (1 - FAR)) for near in nearness]


_kept = OrderedDict()
_lock = threading.Lock()
# One question at a time, and none for a while after one that failed: by address.
_asking = threading.Lock()
_rests_until = {}


def _vectors(texts):
    """Vectors in the order of the texts, None for what is not known; this process keeps them."""
    keys = [_key(text) for text in texts]
    missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in _kept}
    if missing and time.monotonic() > _rests_until.get(settings.EMBEDDING_URL, 0):
        _learn(missing)
    with _lock:
        return [_kept.get(key) for key in keys]


def _learn(missing):
    """Ask for these, and wait no longer than a person does: what comes later is there next time."""
    if not _asking.acquire(blocking=False):
        return
    thread = threading.Thread(target=_ask_and_keep, args=[missing], daemon=True)
    thread.start()
    thread.join(PATIENCE)


def _ask_and_keep(missing):
    try:
        vectors = _ask(list(missing.values()))
        with _lock:
            _kept.update(zip(missing, vectors, strict=True))
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    except MeaningUnknown as unknown:
        _rests_until[settings.EMBEDDING_URL] = time.monotonic() + REST
        logger.warning("No meaning of texts: %s", unknown)
    finally:
        _asking.release()


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
        return _read(_whole(response), len(texts))
    except (OSError, http.client.HTTPException) as error:
        raise MeaningUnknown(type(error).__name__) from error
    finally:
        connection.close()


def _whole(response):
    """The answer, unless it is too long or comes in drops."""
    until, answer = time.monotonic() + LONGEST_WAIT, bytearray()
    while part := response.read1(1 << 16):
        answer += part
        if len(answer) > LONGEST_ANSWER or time.monotonic() > until:
            raise MeaningUnknown("too long")
    return answer


def _connection(url):
    if url.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            url.hostname, url.port, timeout=LONGEST_WAIT, context=context
        )
    return http.client.HTTPConnection(url.hostname, url.port, timeout=LONGEST_WAIT)


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
