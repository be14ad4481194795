"""Copies of the database that can be trusted: made while people work, checked before they count, restored in one step."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from cblp.db.engine import Database
from cblp.errors import UserError
from cblp.i18n import N_

KEEP = {"daily": 7, "weekly": 4, "monthly": 12}


class NoTool(UserError):
    """pg_dump or pg_restore is not installed here."""

    message = N_("{tool} was not found. Install the PostgreSQL client programs.")


class BadBackup(UserError):
    """The file is not a sound copy of a database."""

    message = N_("{name} is not a sound backup: {reason}. The database was not touched.")


def backup(database: Database, folder: Path, now: datetime) -> Path:
    """Write a checked copy into ``folder``; returns its path. Nobody has to stop working for it."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"cblp-{now:%Y%m%d-%H%M%S}{'.sqlite' if database.sqlite else '.dump'}"
    draft = target.with_suffix(".part")
    if database.sqlite:
        # A plain file copy without the write-ahead log passes every check and is silently behind; this is the database's own.
        with closing(sqlite3.connect(database.url.database or "")) as source, closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)
        _check_sqlite(draft)
    else:
        _run("pg_dump", "--format=custom", f"--file={draft}", _plain(database.url))
    os.replace(draft, target)
    return target


def restore(database: Database, copy: Path) -> Path | None:
    """Put a copy in the place of the database; returns where the replaced one was set aside (SQLite). Stop the server first."""
    if not copy.is_file():
        raise BadBackup(name=copy.name, reason="no such file")
    if not database.sqlite:
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={_plain(database.url)}", str(copy))
        return None
    _check_sqlite(copy)
    database.dispose()
    place = Path(database.url.database or "")
    aside = place.with_suffix(f".before-{copy.stem}.sqlite")
    if place.exists():
        with closing(sqlite3.connect(place)) as current, closing(sqlite3.connect(aside)) as kept:
            current.backup(kept)
    draft = place.with_suffix(".part")
    shutil.copyfile(copy, draft)
    for suffix in ("-wal", "-shm"):
        Path(f"{place}{suffix}").unlink(missing_ok=True)
    os.replace(draft, place)
    return aside if aside.exists() else None


def prune(folder: Path) -> list[Path]:
    """Keep the newest copies: of 7 days, 4 weeks and 12 months; returns what was removed."""
    copies = sorted(folder.glob("cblp-*"), reverse=True)
    kept: set[Path] = set()
    for form, amount in (("%Y%m%d", KEEP["daily"]), ("%G%V", KEEP["weekly"]), ("%Y%m", KEEP["monthly"])):
        newest: dict[str, Path] = {}
        for path in copies:
            newest.setdefault(datetime.strptime(path.stem[5:13], "%Y%m%d").strftime(form), path)  # noqa: DTZ007  (a day)
        kept.update(list(newest.values())[:amount])
    gone = [path for path in copies if path not in kept]
    for path in gone:
        path.unlink()
    return gone


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise BadBackup(name=path.name, reason=str(error)) from None
    if answer != "ok":
        raise BadBackup(name=path.name, reason=answer)


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise NoTool(tool=tool)
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BadBackup(name=tool, reason=done.stderr.strip().splitlines()[-1] if done.stderr.strip() else str(done.returncode))
