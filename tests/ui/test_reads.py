"""What is asked twice is read once, an answer belongs to its scope, and nobody can change another's copy."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, Actor
from cblp.ui import reads, runtime, visitor

read: list[tuple[Actor, Any]] = []


class App:
    """Notes what was read."""

    def read(self, actor: Actor, report: Any, *args: Any, **kwargs: Any) -> Any:
        return report(None, actor, *args, **kwargs)


class Here:
    """Somebody on a page."""

    def __init__(self, actor: Actor, version: int = 1) -> None:
        self.actor, self.data_version = actor, version


def report(_session: Any, actor: Actor, *, what: Any = None, slow: bool = False) -> list[Any]:
    if slow:
        time.sleep(0.05)
    read.append((actor, what))
    return [what]


@pytest.fixture
def sit(monkeypatch: pytest.MonkeyPatch) -> Any:
    read.clear()
    monkeypatch.setattr(runtime, "app", App)

    def sitting(actor: Actor, version: int = 1) -> None:
        monkeypatch.setattr(visitor, "known", lambda: Here(actor, version))

    return sitting


def actor(role: str, *own: UUID) -> Actor:
    return Actor(uuid4(), ASSOCIATION, role, own_businesses=frozenset(own))


ASSOCIATION, SARI, BUDI = uuid4(), uuid4(), uuid4()


def test_asked_twice_and_read_once_until_the_data_moves_on(sit: Any) -> None:
    someone = actor(COORDINATOR)
    sit(someone)
    assert [reads.ask(report, what=what) for what in (1, {"a": [1]}, 1, {"a": [1]})] == [[1], [{"a": [1]}], [1], [{"a": [1]}]]
    assert len(read) == 2
    sit(someone, version=2)
    reads.ask(report, what=1)
    assert len(read) == 3


def test_an_answer_belongs_to_the_association_the_role_and_the_businesses(sit: Any) -> None:
    first = actor(MEMBER, SARI)
    others = [
        replace(first, association=uuid4()), replace(first, role=MENTOR), replace(first, own_businesses=frozenset({BUDI})),
        replace(first, account=uuid4()),
    ]
    for one in (first, *others, first, *others):
        sit(one)
        reads.ask(report)
    assert [who for who, _what in read] == [first, *others]
    for one in (actor(COORDINATOR), actor(COORDINATOR)):
        sit(one)
        reads.ask(report)
    assert len(read) == 1 + len(others) + 1, "the office sees the same, whoever sits there"


def test_nobody_changes_what_another_gets(sit: Any) -> None:
    sit(actor(COORDINATOR, BUDI), version=7)
    reads.ask(report, what="x").append("changed")
    assert reads.ask(report, what="x") == ["x"]


def test_many_who_ask_at_once_wait_for_one_answer(sit: Any) -> None:
    sit(actor(COORDINATOR), version=8)
    threads = [threading.Thread(target=reads.ask, args=(report,), kwargs={"slow": True}) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(10)
    assert len(read) == 1


def test_the_oldest_answers_make_room(sit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sit(actor(COORDINATOR), version=9)
    monkeypatch.setattr(reads, "MOST", 3)
    for what in (1, 2, 3, 1, 4, 1, 2):
        reads.ask(report, what=what)
    assert [what for _actor, what in read] == [1, 2, 3, 4, 2]
