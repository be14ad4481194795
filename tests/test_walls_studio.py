"""Nobody reads or changes the texts of others, whatever ids they hold: services and reports of the studio in full associations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cblp.bootstrap import App, build
from cblp.db.actor import COORDINATOR, LIAISON, MENTOR, TREASURER, Actor
from cblp.errors import AccessError, UserError
from cblp.outreach.reports import own_data, studio
from cblp.outreach.rules import captions
from cblp.outreach.services import assistant, drafts
from cblp.settings import Settings
from tests import calls_studio, filled_studio, houses
from tests.conftest import NOW
from tests.filled import TODAY, House

Two = tuple[App, House, House]


@pytest.fixture
def two(states: houses.States, tmp_path: Path) -> Iterator[Two]:
    """Two associations in which everything is going on, their members with texts of their own."""
    houses.copy(states.file(houses.TWO), tmp_path / "cblp.sqlite")
    app = build(Settings(data_dir=tmp_path), clock=lambda: NOW)
    mine, theirs = states.houses(houses.TWO)
    for house in (mine, theirs):
        for owner in house.owners:
            filled_studio.take_part(app, house, owner)
    yield app, mine, theirs
    app.database.dispose()


class _NotKept(Exception):
    """Thrown at the end of a call that must work, so that the next one meets the same rows."""


def attempt(app: App, actor: Actor, name: str, call: dict[str, Any]) -> str:
    """What comes of a call, kept by nobody: "done", or the name of the refusal."""
    module, function = name.split(".")[-2:]

    def service(session: Any, actor: Actor, **given: Any) -> None:
        getattr({"drafts": drafts, "assistant": assistant}[module], function)(session, actor, **given)
        session.flush()
        raise _NotKept

    try:
        app.act(actor, service, **call, **({} if function == "look" else {"now": NOW}))
    except _NotKept:
        return "done"
    except (AccessError, UserError) as refused:
        return type(refused).__name__
    raise AssertionError(name)


def test_only_the_member_and_the_coordinator_change_a_text(two: Two) -> None:
    app, mine, theirs = two
    own, other = mine.owners
    for name, call in calls_studio.WITH_IDS.items():
        for actor in (own.member, mine.staff[COORDINATOR]):
            assert attempt(app, actor, name, call(own)) == "done", name
        for who, owner in (
            (own.member, other), (own.member, theirs.owners[0]), (mine.staff[COORDINATOR], theirs.owners[0]),
            (mine.staff[TREASURER], own), (mine.staff[MENTOR], own), (mine.staff[LIAISON], own),
        ):
            assert attempt(app, who, name, call(owner)) != "done", (name, who.role)
        for word, value in call(own).items():
            for stranger in (other, theirs.owners[0]):
                mixed = {**call(own), word: call(stranger)[word]}
                if mixed[word] != value:
                    assert attempt(app, own.member, name, mixed) != "done", (name, word)


def test_nobody_reads_the_texts_of_others(two: Two) -> None:
    app, mine, theirs = two
    own, other = mine.owners
    asked: list[tuple[Any, dict[str, Any]]] = [
        (studio.drafts, {}), (studio.plan, {"first": TODAY, "last": TODAY.replace(month=12)}), (studio.practice, {}), (own_data.kept, {}),
        *((studio.best, {"channel": channel, "today": TODAY}) for channel in captions.CHANNELS),
        *((report, {"draft_id": owner.ids["text_id"], **more}) for owner in (own, other, theirs.owners[0])
          for report, more in ((studio.one, {}), (studio.findings, {"today": TODAY}))),
        *((studio.known, {"product_id": owner.ids["product_id"], "today": TODAY}) for owner in (own, other, theirs.owners[0])),
    ]

    def told(actor: Actor) -> str:
        said = []
        for report, given in asked:
            try:
                said.append(repr(app.read(actor, report, **given)))
            except (AccessError, UserError):
                continue
        return "\n".join(said)

    heard = told(own.member)
    assert own.word in heard and other.word not in heard and theirs.owners[0].word not in heard
    heard = told(mine.staff[COORDINATOR])
    assert own.word in heard and other.word in heard and theirs.word not in heard and theirs.owners[0].word not in heard
    for role in (MENTOR, LIAISON):
        assert told(mine.staff[role]).replace("{}", "").strip() == "", role
