"""The only cached reads: an answer is kept per association, scope and data version, so that it can never be another's."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar, cast

from cblp.ui import runtime, visitor

T = TypeVar("T")

MOST: Final = 2000
"""So many answers are kept; the one that was asked for longest ago makes room."""

_kept: OrderedDict[Hashable, bytes] = OrderedDict()
_asking: Final = tuple(Lock() for _ in range(64))
"""Whoever asks the same while it is being answered waits for that answer instead of reading it all again."""


def ask(report: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """What ``report`` says for whoever is signed in now, as a copy of one's own.

    Arguments must be plain values; the answer holds no translated text.
    """
    now = visitor.known()
    actor = now.actor
    # Members and mentors have rows of their own besides their businesses' (a mentor's profile, what a mentor is asked).
    own = None if actor.sees_all else actor.account
    scope = (actor.association, actor.role, own, frozenset(actor.businesses))
    asked = pickle.dumps((args, sorted(kwargs.items())))  # equal arguments that pickle otherwise are only read once more
    key = (report.__module__, report.__qualname__, scope, now.data_version, asked)
    if (answer := _found(key)) is None:
        with _asking[hash(key) % len(_asking)]:
            if (answer := _found(key)) is None:
                answer = _keep(key, pickle.dumps(runtime.app().read(actor, report, *args, **kwargs)))
    return cast(T, pickle.loads(answer))  # our own, never from outside


def _found(key: Hashable) -> bytes | None:
    try:
        _kept.move_to_end(key)
        return _kept[key]
    except KeyError:  # never asked, or just thrown away by somebody else
        return None


def _keep(key: Hashable, answer: bytes) -> bytes:
    _kept[key] = answer
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return answer


def forget_all() -> None:
    """Ask everything anew: another database stands behind the same ids now."""
    _kept.clear()
