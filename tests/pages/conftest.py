"""Pages as a person meets them: ``screen(id)`` opens one, signed in or not, on a database of its own.

``busy`` is the same in an association in which everything is going on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from sqlalchemy import select
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from cblp.bootstrap import App, build
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, Actor
from cblp.people.models import Account, Association
from cblp.people.reports.access import Place
from cblp.settings import Settings
from cblp.ui import reads, runtime, visitor
from cblp.web.visitors import Visitor
from tests import houses
from tests.conftest import NOW
from tests.filled import House
from tests.worlds import Worlds, copy

T = TypeVar("T")

SCRIPT = """
import streamlit as st
from cblp import i18n
from cblp.errors import NotSignedIn
from cblp.ui import menu, page, state, visitor
from cblp.ui.components import frame

i18n.use(state.LANGUAGE.get)
who = visitor.current()
state.LANGUAGE.set(who.language if who else "id")
pages = [
    st.Page(e.file, title=e.id, url_path=e.path, default=e.id == {id!r})
    for e in menu.ENTRIES if e.id == {id!r} or (who and who.actor.role in e.roles)
]
try:
    page.edge(st.navigation(pages, position="hidden").run)
except NotSignedIn:
    frame.signed_out()
"""
"""The shell, but with a hole in its first wall (which pages a role gets) for the page that is opened: its own wall must hold."""


@pytest.fixture(scope="session", autouse=True)
def scan_once() -> Iterator[None]:
    """At each run of a page AppTest looks through all installed packages for components, which takes longer than the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def wait_quietly() -> Iterator[None]:
    """AppTest looks a thousand times a second whether the page has ended, which holds the page up; sleep until it has."""
    look = local_script_runner.require_widgets_deltas

    def sleep(runner: LocalScriptRunner, timeout: float) -> None:
        assert runner._script_thread is not None
        runner._script_thread.join(timeout)
        look(runner, 0.1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", sleep)
        yield


@dataclass
class Screen:
    """Opens pages as somebody. ``system`` may do everything in the association; ``actor`` is who sits before the screen."""

    app: App
    system: Actor
    account: UUID
    worlds: Worlds = field(repr=False)
    role: str = COORDINATOR
    language: str = "id"
    businesses: frozenset[UUID] = frozenset()
    signed_in: bool = True
    places: tuple[Place, ...] = ()

    @property
    def actor(self) -> Actor:
        """Who sits before the screen."""
        return Actor(
            account=self.account, association=self.system.association, role=self.role, name="Wati", session=b"s" * 32,
            own_businesses=self.businesses if self.role == MEMBER else frozenset(),
            mentee_businesses=self.businesses if self.role == MENTOR else frozenset(),
        )

    def sit(self, role: str = COORDINATOR, *, language: str = "id", businesses: Iterable[UUID] = ()) -> Screen:
        """Somebody else sits down."""
        self.role, self.language, self.businesses = role, language, frozenset(businesses)
        return self

    def leave(self) -> Screen:
        """Nobody is signed in."""
        self.signed_in = False
        return self

    def current(self, *, seen: bool = True) -> Visitor | None:
        """What the page is told about who is there; its reads go by the last look-up, as they do in truth."""
        found = self._found() if self.signed_in else None
        visitor._looked_up.set(found)
        return found

    def _found(self) -> Visitor:
        with self.app.database.reading(self.system.association) as session:
            version = session.scalar(select(Association.data_version))
        return Visitor(
            actor=self.actor, name="Wati", language=self.language, association_name="Asosiasi Contoh", colour="", places=self.places,
            data_version=version or 0, kind="pin", must_change=False, secret_kind="pin", set_by="", set_at=None,
        )

    def open(self, page_id: str, **query: str) -> AppTest:
        """The page after its first run."""
        test = AppTest.from_string(SCRIPT.format(id=page_id), default_timeout=30)
        for name, value in query.items():
            test.query_params[name] = value
        return test.run()

    def begin(self, make: Callable[..., T], on: App | Screen, *args: Any, **kwargs: Any) -> T:
        """What ``make(on, …)`` makes, which all tests that begin with it share; see ``tests.worlds``."""
        return self.worlds.on(make, on, *args, **kwargs)

    def act(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Change something behind the page's back, with all rights."""
        return self.app.act(self.system, service, *args, **kwargs)

    def ask(self, report: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What the database holds, seen with all rights."""
        return self.app.read(self.system, report, *args, **kwargs)


@pytest.fixture
def screen(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A coordinator named Wati before an empty association."""
    made = Screen(sqlite_app, sqlite_actor, worlds.on(_account, sqlite_app), worlds)
    _forget()
    monkeypatch.setattr(runtime, "app", lambda: sqlite_app)
    monkeypatch.setattr(visitor, "current", made.current)
    return made


def _account(app: App) -> UUID:
    with app.globally(write=True) as session:
        account = Account(name="Wati", created_at=NOW)
        session.add(account)
        session.flush()
        return account.id


def _forget() -> None:
    """Pages keep what they read by association and version, and tests that begin with the same world have both in common."""
    reads.forget_all()


@dataclass
class Busy(Screen):
    """Opens pages as one of the people of ``house``."""

    house: House = field(kw_only=True)

    def seat(self, role: str, *, language: str = "id") -> House:
        """Somebody of the office sits down, or the first member; returns where they are."""
        who = self.house.owners[0].member if role == MEMBER else self.house.staff[role]
        assert who.account is not None
        self.account = who.account
        self.sit(role, language=language, businesses=who.own_businesses)
        return self.house


@pytest.fixture
def busy(states: houses.States, worlds: Worlds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Busy]:
    """Its first member before an association that decides, runs and shares much, and learns."""
    copy(states.file(houses.BOTH), tmp_path / "cblp.sqlite")
    app = build(Settings(data_dir=tmp_path), clock=lambda: NOW)
    (house,) = states.houses(houses.BOTH)
    account = house.owners[0].member.account
    assert account is not None
    made = Busy(app, house.system, account, worlds, house=house)
    _forget()
    made.seat(MEMBER)
    monkeypatch.setattr(runtime, "app", lambda: app)
    monkeypatch.setattr(visitor, "current", made.current)
    yield made
    app.database.dispose()


def texts(test: AppTest) -> str:
    """Everything that a page says, in one text."""
    assert not test.exception, test.exception[0].message
    found: list[str] = []
    for element in test.main:
        parts: dict[str, None] = {}
        for name in ("value", "label", "body"):
            with suppress(Exception):
                parts[str(getattr(element, name))] = None
        with suppress(Exception):
            parts.update(dict.fromkeys(map(str, element.options)))  # type: ignore[attr-defined]
        found += parts
    return "\n".join(found)


def press(test: AppTest, label: str) -> AppTest:
    """Press the button with this label (the first one) and run the page again."""
    for button in test.button:
        if button.label == label:
            return button.click().run()
    raise AssertionError(f"no button {label!r}; there are {[b.label for b in test.button]}")
