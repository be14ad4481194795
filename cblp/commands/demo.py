"""The command that builds the example association, and the first start that asks for it."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from cblp.bootstrap import build, migrate
from cblp.commands import Desk
from cblp.errors import UserError
from cblp.i18n import N_, _
from cblp.people.models import AssociationDirectory
from cblp.people.reports.access import HOME_ZONE
from cblp.settings import Settings


class NotEmpty(UserError):
    """The example never shares a database with anything else."""

    message = N_("This database already holds an association. The example needs a database of its own.")


def register(commands: Any) -> None:
    """Add the command to the parser."""
    made = commands.add("demo", run_demo, _("build the example association in a database of its own"), ready=False)
    made.add_argument("--fresh", action="store_true", help=_("build it again, up to yesterday"))


def run_demo(desk: Desk, arguments: argparse.Namespace) -> None:
    """Build the example in ``var/demo.sqlite``, or in the database that was named."""
    settings = desk.app.settings
    if settings.database_url:
        migrate(settings)
        with desk.app.globally() as session:
            if session.scalar(select(func.count()).select_from(AssociationDirectory)):
                raise NotEmpty
        _fill(desk, settings)
    else:
        target = demo_path(settings)
        if arguments.fresh:
            _remove(target)
        if not target.exists():
            _build_file(desk, settings, target)
    desk.say(_("The example association is ready. Look at it with: make run"))


def ensure_demo(desk: Desk, settings: Settings) -> None:
    """On the very first start, or where the example was asked for, build it; else do nothing."""
    target = demo_path(settings)
    own = settings.data_dir / "cblp.sqlite"
    if settings.database_url or not settings.loopback or target.exists() or (own.exists() and not settings.demo):
        return
    desk.say(_("First start: building the example association. This takes about a minute, once."))
    _build_file(desk, settings, target)


def demo_path(settings: Settings) -> Path:
    """Where the example association lives."""
    return settings.data_dir / "demo.sqlite"


def _build_file(desk: Desk, settings: Settings, target: Path) -> None:
    draft = target.with_name("demo.building.sqlite")
    _remove(draft)
    making = replace(settings, database_url=f"sqlite:///{draft}")
    migrate(making)
    _fill(desk, making)
    os.replace(draft, target)
    _remove(draft)


def _fill(desk: Desk, settings: Settings) -> None:
    from cblp.demo.build import build as tell
    from cblp.routine import seal_changes

    app = build(settings)
    if app.database.sqlite:
        # A build that is interrupted is thrown away whole, so nothing has to survive a power cut on the way.
        app.database.relax()
    shown = sys.stderr.isatty()

    def progress(done: int, total: int, what: str) -> None:
        if shown:
            print(f"\r{done * 100 // total:3d}%  {what[:60]:<60}", end="", file=desk.err, flush=True)
        elif done % 50 == 0 or done == total:
            print(f"{done * 100 // total:3d}%", file=desk.err, flush=True)

    try:
        today = app.clock().astimezone(ZoneInfo(HOME_ZONE.key)).date()
        tell(app, end=today - timedelta(days=1), progress=progress)
        if shown:
            print(file=desk.err)
        seal_changes(app)
        app.database.settle()
    finally:
        app.database.dispose()


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".lock"):
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").unlink()
