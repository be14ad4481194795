"""Whole associations: what their members have, decide, share, learn, promise and show; made once for all tests that only look.

``STATES`` says who is there and who did what. A state is made on SQLite, kept as a file and the ids that lead into it, and
copied from there, row by row onto PostgreSQL: seconds instead of minutes, and the same rows on either engine.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, insert, select

from cblp.bootstrap import METADATA, App, build
from cblp.settings import Settings
from tests import filled, filled_growing, filled_mirror, filled_storefront, filled_studio, filled_together
from tests.conftest import NOW
from tests.filled import House, Owner
from tests.worlds import copy, locked


def house(app: App, word: str, *members: str) -> House:
    """An association and its members, with everything that they have and do."""
    made = _founded(app, word, *members)
    for owner in made.owners:
        take_part(app, made, owner)
    return made


def begin(app: App, house: House) -> None:
    """The matters of all; every member must be there."""
    filled_together.begin(app, house)
    filled_growing.begin(app, house)
    filled_mirror.begin(app, house)
    filled_storefront.begin(app, house)
    filled_studio.begin(app, house)


def take_part(app: App, house: House, owner: Owner) -> None:
    """A member's own part in them."""
    filled_together.take_part(app, house, owner)
    filled_growing.take_part(app, house, owner)
    filled_mirror.take_part(app, house, owner)
    filled_storefront.take_part(app, house, owner)
    filled_studio.take_part(app, house, owner)


def _founded(app: App, word: str, *members: str) -> House:
    made = filled.association(app, word)
    for each in members:
        filled.member(app, made, each)
    begin(app, made)
    return made


# -- states ----------------------------------------------------------------------------------------------------------------

Houses = list[House]


def _alone(app: App, houses: Houses) -> None:
    houses.append(house(app, "Qubaru", "Zumala"))


def _joined(app: App, houses: Houses) -> None:
    second = filled.member(app, houses[0], "Zubela")
    second.ids = houses[0].owners[0].ids | second.ids


def _half(app: App, houses: Houses) -> None:
    houses.append(_founded(app, "Qubaru", "Zumala", "Zubela"))
    take_part(app, houses[0], houses[0].owners[0])


def _both(app: App, houses: Houses) -> None:
    take_part(app, houses[0], houses[0].owners[1])


def _two(app: App, houses: Houses) -> None:
    houses.append(house(app, "Wexoro", "Wimaxi"))


ALONE, JOINED, HALF, BOTH, TWO = "alone", "joined", "half", "both", "two"
STATES: Final[dict[str, tuple[str, Callable[[App, Houses], None]]]] = {
    ALONE: ("", _alone),
    JOINED: (ALONE, _joined),
    HALF: ("", _half),
    BOTH: (HALF, _both),
    TWO: (BOTH, _two),
}
"""Zumala's association; Zubela joins it. Both are in it and Zumala takes part; Zubela, too; there is another association."""


@dataclass(frozen=True)
class States:
    """The states as files in ``folder``, which all processes of a test run share; ``template`` is an empty database."""

    folder: Path
    template: Path

    def file(self, state: str) -> Path:
        """A state's database, not to be changed."""
        path = self.folder / f"{state}.sqlite"
        with locked(self.folder / "states"):
            self._make(state, path)
        return path

    def houses(self, state: str) -> Houses:
        """The ids that lead into it."""
        self.file(state)
        found: Houses = pickle.loads((self.folder / f"{state}.ids").read_bytes())
        return found

    def _make(self, state: str, path: Path) -> None:
        if path.exists():
            return
        before, step = STATES[state]
        houses: Houses = []
        if before:
            self._make(before, self.folder / f"{before}.sqlite")
            houses = pickle.loads((self.folder / f"{before}.ids").read_bytes())
        making = self.folder / "making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        copy(self.folder / f"{before}.sqlite" if before else self.template, making / "cblp.sqlite")
        app = build(Settings(data_dir=making), clock=lambda: NOW)
        step(app, houses)
        app.database.dispose()
        (self.folder / f"{state}.ids").write_bytes(pickle.dumps(houses))
        copy(making / "cblp.sqlite", path)


class Opened:
    """Apps on the states, for tests that keep nothing: each is opened once, on PostgreSQL the last one that was asked for.

    ``emptied`` gives the address of a PostgreSQL database without a row; None: on SQLite.
    """

    def __init__(self, states: States, folder: Path, emptied: Callable[[], str] | None) -> None:
        self.states, self._folder, self._emptied = states, folder, emptied
        self._apps: dict[str, App] = {}

    def open(self, state: str) -> tuple[App, Houses]:
        """The app on a state, and its houses."""
        if state not in self._apps:
            self._apps[state] = self._on_postgresql(state, self._emptied) if self._emptied else self._on_sqlite(state)
        return self._apps[state], self.states.houses(state)

    def close(self) -> None:
        """Let go of the databases."""
        for app in self._apps.values():
            app.database.dispose()
        self._apps.clear()

    def _on_sqlite(self, state: str) -> App:
        folder = self._folder / state
        folder.mkdir(exist_ok=True)
        copy(self.states.file(state), folder / "cblp.sqlite")
        return build(Settings(data_dir=folder), clock=lambda: NOW)

    def _on_postgresql(self, state: str, emptied: Callable[[], str]) -> App:
        self.close()
        url = emptied()
        engine = create_engine(url)
        with engine.begin() as connection:
            pour(self.states.file(state), connection)
            connection.exec_driver_sql("ANALYZE")
        engine.dispose()
        return build(Settings(database_url=url, data_dir=self._folder), clock=lambda: NOW)


def pour(source: Path, into: Connection) -> None:
    """Every row of a SQLite file into an empty PostgreSQL database, past keys and triggers: they let each of them through once."""
    into.exec_driver_sql("SET session_replication_role = replica")
    engine = create_engine(f"sqlite:///file:{source}?immutable=1&uri=true")  # another process may be copying it: no log beside it
    with engine.connect() as outof:
        for table in METADATA.sorted_tables:
            if table.name not in {"marketplace", "area"}:  # the migration brings them
                rows = [dict(row) for row in outof.execute(select(table)).mappings()]
                if rows:
                    into.execute(insert(table), rows)
    engine.dispose()
    into.exec_driver_sql("SET session_replication_role = origin")
