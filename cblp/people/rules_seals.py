"""How the history of changes is sealed: the digest of an entry, the hash of a seal, and the letters by which people compare it.

An entry's digest covers everything in it but its label. Values that were written down can say who somebody is: they are in it as
a salted hash only. Where an erasure empties them the salt goes, too; nobody can guess them from what stays, and the digest stays
what it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from cblp.errors import UserError
from cblp.i18n import N_

BEGINNING: Final = bytes(32)
"""What the first seal goes on from."""
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U: nobody reads them as something else."""
LENGTH: Final = 12
_READ_AS: Final = str.maketrans("OIL", "011")


class BadCode(UserError):
    """Not the letters of a seal."""

    message = N_("The letters of a seal look like K7QM-2XRT-9FDA: 12 letters and digits. Check what you typed.")


def values(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of which a value was kept, not only the name."""
    return {name: value for name, value in changes.items() if value is not None}


def words(salt: bytes, changes: Mapping[str, Any]) -> bytes:
    """The salted hash of the values of an entry."""
    return hashlib.sha256(salt + _canonical(values(changes))).digest()


def digest(entry: Any, words: bytes | None) -> bytes:
    """The digest of an entry (AuditEntry, or a row with its columns): all but its label, values by ``words``."""
    return hashlib.sha256(_canonical([
        "entry 1", entry.association_id, entry.id, entry.at, entry.account_id, entry.behalf_of, entry.action, entry.entity,
        entry.subject_id, sorted(entry.changes), words,
    ])).digest()


def closed(entry: Any, salt: bytes) -> dict[str, bytes | None]:
    """What a new entry gets: its digest, and where it holds values their hash with ``salt`` (16 random bytes)."""
    said = words(salt, entry.changes) if values(entry.changes) else None
    return {"salt": salt if said else None, "words": said, "digest": digest(entry, said)}


def sound(entry: Any, erased_until: datetime | None) -> bool:
    """Whether an entry is as it was written, or emptied by an erasure, of which the last was ``erased_until`` (None: there was none)."""
    if not isinstance(entry.changes, dict) or entry.digest != digest(entry, entry.words):
        return False
    if entry.salt is not None:
        return bool(entry.words == words(entry.salt, entry.changes))
    if values(entry.changes):
        return False
    return entry.words is None or (erased_until is not None and bool(entry.at <= erased_until))


def hashed(seal: Any) -> bytes:
    """The hash of a seal (AuditSeal, or a row with its columns) from everything else in it."""
    return hashlib.sha256(_canonical([
        "seal 1", seal.association_id, seal.number, seal.sealed_at, seal.entries, seal.content, seal.previous,
    ])).digest()


def code(hashed: bytes) -> str:
    """A hash for people: its first 60 bits as ``K7QM-2XRT-9FDA``."""
    bits = int.from_bytes(hashed[:8], "big") >> 4
    letters = "".join(LETTERS[bits >> shift & 31] for shift in range(5 * LENGTH - 5, -1, -5))
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH, 4))


def read(typed: str) -> str:
    """The code that somebody copied from paper, as ``code`` writes it; raises BadCode."""
    letters = "".join(filter(str.isalnum, typed)).upper().translate(_READ_AS)
    if len(letters) != LENGTH or set(letters) - set(LETTERS):
        raise BadCode
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH, 4))


def _canonical(parts: Any) -> bytes:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return text.encode("utf-8", "surrogatepass")


def _plain(value: Any) -> str:
    if isinstance(value, datetime):  # as both engines keep it: to the second
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"not kept in the history of changes: {type(value).__name__}")
