"""What many tests begin with, made once for all processes of a run: its rows are kept in a file, and what leads into them.

``Worlds.on(make, app, …)`` returns what ``make(app, …)`` returns and leaves in the app's database what it leaves there, but
calls it in one test only; every other test of the run gets a copy, and so the same ids.
"""

from __future__ import annotations

import fcntl
import hashlib
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast
from weakref import WeakKeyDictionary

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.db.engine import Database
from tests import postgresql

T = TypeVar("T")


class HasApp(Protocol):
    """Something through which a test meets an app (a screen); what else it knows is kept, too."""

    app: App


@dataclass(frozen=True)
class Worlds:
    """The worlds in ``folder``, which all processes of a test run share."""

    folder: Path
    _stand: WeakKeyDictionary[Database, tuple[str, int]] = field(default_factory=WeakKeyDictionary)
    """In which world a database is, and when its file was written last."""

    def on(self, make: Callable[..., T], on: Any, *args: Any, **kwargs: Any) -> T:
        """What ``make(on, *args, **kwargs)`` makes; ``on`` is an app or has one.

        Nothing may have been written since the world before was made: what there is would be lost, so that is an error.
        """
        app: App = on if isinstance(on, App) else cast(HasApp, on).app
        app.database.dispose()
        before, written = self._stand.get(app.database, ("", 0))
        assert not written or written == _written(app), "a test begins with its world, before it does anything"
        given = [each for each in args if not isinstance(each, Actor)]  # the world before says who that is
        name = f"{before} {app.database.engine.name} {make.__module__}.{make.__qualname__} {given} {kwargs}"
        path = self.folder / hashlib.sha256(name.encode()).hexdigest()[:20]
        ids = path.with_suffix(".ids")
        with locked(path):
            there = ids.exists()
            if not there:
                made = make(on, *args, **kwargs)
                app.database.dispose()
                _keep(app, path)
                ids.write_bytes(_pickled((made, None if on is app else vars(on)), app, on, self))
        if there:
            _restore(app, path)
        self._stand[app.database] = name, _written(app)
        found, state = _Unpickler(BytesIO(ids.read_bytes()), app, on, self).load()
        if state:
            vars(on).update(state)
        return cast(T, found)


def _written(app: App) -> int:
    return Path(app.database.url.database or "").stat().st_mtime_ns if app.database.sqlite else 0


def _keep(app: App, path: Path) -> None:
    if app.database.sqlite:
        copy(Path(app.database.url.database or ""), path)
    else:
        path.write_bytes(pickle.dumps(postgresql.rows(app.database.url)))


def _restore(app: App, path: Path) -> None:
    if app.database.sqlite:
        copy(path, Path(app.database.url.database or ""))
    else:
        postgresql.pour(app.database.url, pickle.loads(path.read_bytes()))


# -- ids and objects -------------------------------------------------------------------------------------------------------


def _pickled(what: Any, *live: Any) -> bytes:
    into = BytesIO()
    _Pickler(into, *live).dump(what)
    return into.getvalue()


class _Pickler(pickle.Pickler):
    """Keeps of what is a test's own (its app, its screen) only which of them it was."""

    def __init__(self, file: BytesIO, *live: Any) -> None:
        super().__init__(file)
        self._live = live

    def persistent_id(self, obj: Any) -> int | None:
        return next((place for place, each in enumerate(self._live) if each is obj), None)


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BytesIO, *live: Any) -> None:
        super().__init__(file)
        self._live = live

    def persistent_load(self, pid: Any) -> Any:
        return self._live[pid]


# -- files -----------------------------------------------------------------------------------------------------------------


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process makes what is at a path, the others wait."""
    path.parent.mkdir(exist_ok=True)
    with path.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def copy(source: Path, target: Path) -> None:
    """A closed database file, and not its log: there is none when nobody has it open."""
    assert not source.with_name(source.name + "-wal").exists(), "somebody has it open"
    shutil.copy(source, target)
