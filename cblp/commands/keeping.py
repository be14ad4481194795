"""Commands that keep the database sound: migrate, back up, restore, verify, plan the sharding."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cblp import erased
from cblp.bootstrap import METADATA, migrate
from cblp.commands import Desk
from cblp.db import backup, shard
from cblp.i18n import _, ngettext


def register(commands: Any) -> None:
    """Add the commands to the parser."""
    commands.add("migrate", run_migrate, _("bring the database to today's schema"), ready=False)
    made = commands.add("backup", run_backup, _("write a checked copy of the database"))
    made.add_argument("--to", type=Path, metavar="FOLDER", help=_("folder for the copy (default: backups in the data folder)"))
    made = commands.add("restore", run_restore, _("put a copy in the place of the database (stop the server first)"), ready=False)
    made.add_argument("copy", type=Path, metavar="FILE")
    made.add_argument(
        "--erased", type=Path, metavar="FILE", action="append", default=[],
        help=_("a further list of erased people (always read: the one beside the copy, and the one beside the backups)"),
    )
    made = commands.add("erase-again", run_erase_again, _("erase again whom a copy put back by another tool brought back"))
    made.add_argument("--erased", type=Path, metavar="FILE", action="append", default=[],
                      help=_("a further list of erased people (always read: the one beside the backups)"))
    made = commands.add("shard", run_shard, _("spread the tables over several machines (Citus)"), ready=False)
    made.add_argument("--dry-run", action="store_true", help=_("only check the schema and print the plan"))


def run_migrate(desk: Desk, _arguments: argparse.Namespace) -> None:
    """Migrate and load the reference data."""
    desk.say(_("The database is at revision {revision}.", revision=migrate(desk.app.settings)))


def run_backup(desk: Desk, arguments: argparse.Namespace) -> None:
    """Back up and thin out older copies."""
    folder = arguments.to or desk.app.settings.data_dir / "backups"
    copy = backup.backup(desk.app.database, folder, desk.app.clock(), owner=desk.app.settings.migration_url)
    backup.prune(folder)
    erased.remember(desk.app, folder)
    desk.say(_("Copy written and checked: {path} ({size} KB).", path=copy, size=max(1, copy.stat().st_size // 1024)))


def run_restore(desk: Desk, arguments: argparse.Namespace) -> None:
    """Restore a copy; the replaced database is set aside, and who was erased since is erased again."""
    listed = erased.known(desk.app, arguments.copy.parent / erased.NAME, *_given(arguments.erased))
    aside = backup.restore(desk.app.database, arguments.copy, owner=desk.app.settings.migration_url)
    migrate(desk.app.settings)
    count = erased.again(desk.app, listed)
    erased.remember(desk.app)
    desk.say(_("The database is what {name} holds.", name=arguments.copy.name))
    if count:
        desk.say(_again(count))
    if aside:
        desk.say(_("The database of before is kept as {path}.", path=aside))


def run_erase_again(desk: Desk, arguments: argparse.Namespace) -> None:
    """Erase again whom the list beside the backups knows and the database brought back: after a restore that was not ours."""
    listed = erased.known(desk.app, *_given(arguments.erased))
    count = erased.again(desk.app, listed)
    erased.remember(desk.app)
    desk.say(_again(count) if count else _("Nobody who was erased is here again."))


def _given(lists: list[Path]) -> list[Path]:
    """The lists that somebody named, all of which must be there."""
    for path in lists:
        if not path.is_file():
            raise erased.BadList(name=path, file=erased.NAME)
    return lists


def _again(count: int) -> str:
    return ngettext("{count} person who was erased since then is erased again.",
                    "{count} people who were erased since then are erased again.", count)


def run_shard(desk: Desk, arguments: argparse.Namespace) -> int:
    """Lint the schema; with a sharding PostgreSQL, run the plan."""
    found = shard.problems(METADATA)
    for problem in found:
        desk.say(problem)
    if found:
        return 1
    plan = shard.plan(METADATA)
    if arguments.dry_run:
        desk.say(*[f"{step};" for step in plan], _("The schema can be sharded by association: {count} steps.", count=len(plan)))
        return 0
    if desk.app.database.sqlite:
        desk.say(_("Sharding needs PostgreSQL with Citus; this database is SQLite."))
        return 1
    with desk.app.database.engine.begin() as connection:
        for step in plan:
            if not step.startswith("--"):
                connection.exec_driver_sql(step)
    migrate(desk.app.settings)
    return 0
