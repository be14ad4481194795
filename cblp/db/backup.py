"""Copies of the database that can be trusted: made while people work, checked before they count, restored in one step."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from sqlalchemy import URL, NullPool, create_engine, make_url

from cblp.db.engine import APP_ROLE, Database, role
from cblp.errors import UserError
from cblp.i18n import N_

KEEP = {"daily": 7, "weekly": 4, "monthly": 12}

_MAKE_ROOM: Final = """
SET client_min_messages = warning;
SET lock_timeout = '10s';  -- a server that still runs holds what is to be replaced
BEGIN;
DO $$
DECLARE each record;
BEGIN
  FOR each IN  -- also what the copy does not know yet; what an extension brought is not ours
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', each.name); END LOOP;
END $$;
"""
_MAKE_ROLE: Final = f"""
DO $$ BEGIN  -- on a new server; the copy says what it may
  CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END $$;
"""


class NoTool(UserError):
    """pg_dump or pg_restore is not installed here."""

    message = N_("{tool} was not found. Install the PostgreSQL client programs.")


class BadBackup(UserError):
    """The file is not a sound copy of a database."""

    message = N_("{name} is not a sound backup: {reason}. The database was not touched.")


class NotCopied(UserError):
    """pg_dump came to no end."""

    message = N_("The copy could not be written: {reason}")


class NotRestored(UserError):
    """PostgreSQL did not take the copy: a server still runs, or the role owns too little."""

    message = N_("The copy could not be put back: {reason}. The database was not touched. Stop the server, and restore as the owner.")


class HeldByPolicies(UserError):
    """The PostgreSQL role reads the rows of one association at a time, and a copy holds all."""

    message = N_(
        "The PostgreSQL role {role} does not see every row, so it cannot copy them. Give the owner of the tables in "
        "CBLP_MIGRATION_URL, after: ALTER ROLE {role} BYPASSRLS"
    )


def backup(database: Database, folder: Path, now: datetime, *, owner: str = "") -> Path:
    """Write a checked copy into ``folder``; returns its path. Nobody has to stop working for it.

    ``owner`` is the address of the role that owns the tables, on PostgreSQL, where it is not the database's own. Raises NoTool,
    HeldByPolicies, NotCopied, BadBackup.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"cblp-{now:%Y%m%d-%H%M%S}{'.sqlite' if database.sqlite else '.dump'}"
    draft = target.with_suffix(".part")
    if database.sqlite:
        # A plain file copy without the write-ahead log passes every check and is silently behind; this is the database's own.
        with closing(sqlite3.connect(database.url.database or "")) as source, closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)
        _check_sqlite(draft)
    else:
        url = make_url(owner) if owner else database.url
        _sees_all(url)
        _tool("pg_dump", "--format=custom", f"--file={draft}", _address(url), url=url, refused=NotCopied)
        _tool("pg_restore", f"--file={os.devnull}", str(draft), url=url, refused=NotCopied)
    os.replace(draft, target)
    return target


def restore(database: Database, copy: Path, *, owner: str = "") -> Path | None:
    """Put a copy in the place of the database; returns where the replaced one was set aside (SQLite). Stop the server first.

    ``owner`` as in ``backup``. On PostgreSQL all of it happens or nothing, also with what was made after the copy. Raises NoTool,
    BadBackup, NotRestored.
    """
    if not copy.is_file():
        raise BadBackup(name=copy.name, reason="no such file")
    if not database.sqlite:
        database.dispose()
        _restore_postgresql(make_url(owner) if owner else database.url, copy)
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


def _sees_all(url: URL) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        name, free = role(connection)
    if not free:
        raise HeldByPolicies(role=name)


def _restore_postgresql(url: URL, copy: Path) -> None:
    """``pg_restore`` writes what ``psql`` does in one transaction, which ends only when the whole copy was read."""
    psql = [_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-", _address(url)]
    read = [_program("pg_restore"), "--clean", "--if-exists", "--no-owner", "--file=-", str(copy)]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as wrong:
        with (
            subprocess.Popen(psql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=wrong, env=_environ(url)) as doing,
            subprocess.Popen(read, stdout=subprocess.PIPE, stderr=said) as reading,
        ):
            assert doing.stdin and reading.stdout
            torn = False
            with suppress(BrokenPipeError):  # psql has stopped, and says why
                doing.stdin.write((_MAKE_ROOM + _MAKE_ROLE).encode())
                shutil.copyfileobj(reading.stdout, doing.stdin)
                torn = reading.wait() != 0
                if not torn:
                    doing.stdin.write(b"\nCOMMIT;\n")
            with suppress(BrokenPipeError):
                doing.stdin.close()
            reading.stdout.close()
        if torn:
            raise BadBackup(name=copy.name, reason=_error(said))
        if doing.returncode:
            raise NotRestored(reason=_error(wrong))


def _error(output: IO[bytes]) -> str:
    output.seek(0)
    lines = output.read().decode(errors="replace").strip().splitlines()
    return next((line.strip() for line in lines if "ERROR" in line or "error" in line), lines[-1] if lines else "")


def _address(url: URL) -> str:
    """For an argument, which everybody on the machine can read: without the password."""
    return url.set(drivername="postgresql")._replace(password=None).render_as_string(hide_password=False)


def _environ(url: URL) -> dict[str, str]:
    return {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}


def _program(tool: str) -> str:
    found = shutil.which(tool)
    if found is None:
        raise NoTool(tool=tool)
    return found


def _tool(tool: str, *arguments: str, url: URL, refused: type[UserError]) -> None:
    with tempfile.TemporaryFile() as wrong:
        done = subprocess.run(
            [_program(tool), *arguments], stdout=subprocess.DEVNULL, stderr=wrong, env=_environ(url), check=False,
        )
        if done.returncode:
            raise refused(reason=_error(wrong) or str(done.returncode))
