"""Time-ordered identifiers made by the client (UUID version 7, RFC 9562; Python 3.11 has none)."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A new id; ids of one process sort in the order in which they were made."""
    global _last
    with _lock:
        # 48 bits of milliseconds and 12 bits of sub-millisecond: counted on when the clock stands still.
        ticks = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
        _last = ticks
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    milliseconds, fraction = divmod(ticks, 4096)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random)
