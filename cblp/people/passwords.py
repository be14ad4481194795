"""Passwords and PINs as Argon2id hashes; at most two are computed at once, because each takes memory and a core."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from typing import Final

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from cblp.people import rules

PASSWORD, PIN = "password", "pin"

_hasher: Final = PasswordHash((Argon2Hasher(),))
_turn: Final = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Sealed:
    """A checked password or PIN, already hashed: all that a service ever sees of it."""

    kind: str
    hash: str


@dataclass(frozen=True)
class NewPin:
    """A fresh PIN: its text, to be printed once, and its seal, to be kept."""

    text: str
    sealed: Sealed

    def __repr__(self) -> str:
        return "NewPin('******')"


def seal(text: str, kind: str, *, name: str = "") -> Sealed:
    """Check a secret against the rules of its kind and hash it (about 0.1 s: never inside a transaction)."""
    checked = rules.check_pin(text) if kind == PIN else rules.check_password(text, name)
    return Sealed(kind, _hash(checked))


def fresh_pin() -> NewPin:
    """A new random PIN (about 0.1 s: never inside a transaction)."""
    pin = rules.new_pin()
    return NewPin(pin, Sealed(PIN, _hash(pin)))


def matches(text: str, hashed: str | None) -> bool:
    """Whether a typed secret is the right one. Without a hash it takes as long, and is never right."""
    if len(text) > rules.LONGEST_SECRET:
        return False
    expected = hashed or _nobody()
    with _turn:
        right = _hasher.verify(text.strip() if rules.PIN.fullmatch(text.strip()) else text, expected)
    return right and hashed is not None


@cache
def _nobody() -> str:
    return _hash("nobody has this secret")


def _hash(text: str) -> str:
    with _turn:
        return _hasher.hash(text)
