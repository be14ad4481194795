"""The server's log: one line a record, without a secret of ours or of a visitor in it."""

from __future__ import annotations

import logging
import re
import sys
from dataclasses import fields
from typing import Final

from cblp.settings import Secret, Settings

HIDDEN: Final = "***"
_VISITORS: Final = re.compile(r"((?:cblp_sid|cblp_csrf|_streamlit_user\w*)=|/(?:unduh|kertas-pin)/)[^\s;,\"'&?]+")
_ADDRESSES: Final = re.compile(r"(://[^:/@\s]+:)[^@\s]+(?=@)")


class NoSecrets(logging.Formatter):
    """Formats a record, traceback included, and takes every secret out of the whole text."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The text of the record with ``***`` where a secret stood."""
        text = super().format(record)
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return _ADDRESSES.sub(rf"\g<1>{HIDDEN}", _VISITORS.sub(rf"\g<1>{HIDDEN}", text))


def configure(settings: Settings, *more: str) -> None:
    """Log to the terminal at the level of the settings; ``more`` are secrets that the settings do not hold."""
    known = [getattr(settings, one.name) for one in fields(settings)]
    secrets = tuple(str.__str__(value) for value in (*known, *map(Secret, more)) if isinstance(value, Secret) and len(value) > 3)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(NoSecrets(secrets))
    root = logging.getLogger("cblp")
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    root.propagate = False
