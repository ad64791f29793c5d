"""The hash chain over a workspace's audit events: pure, so that anybody can check it elsewhere.

Each link's digest covers the one before it and every field of its event, written as JSON with
sorted keys. Whoever alters, removes or reorders an event breaks every link after it.
"""

import hashlib
import json
from collections.abc import Mapping


def digest_of(previous: str, event: Mapping[str, object]) -> str:
    """The hexadecimal SHA-256 of one link; ``event`` holds what JSON can say."""
    written = json.dumps(
        event, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(f"{previous}\n{written}".encode()).hexdigest()
