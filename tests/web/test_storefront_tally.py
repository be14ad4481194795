"""Visits are added up while another writes, none twice and none lost, and a failure stops nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.db.engine import Database
from cblp.db.ids import uuid7
from cblp.outreach.models import StorefrontCount
from cblp.outreach.services import counts
from cblp.web.storefront_tally import Seen, Tally
from tests.outreach.front import TODAY


def total(app: App, actor: Actor) -> int:
    with app.database.reading(actor.association) as session:
        return session.scalar(select(func.sum(StorefrontCount.times))) or 0


def test_a_crowd_is_counted_by_few_transactions(app: App, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_go, opened = Event(), Event(), []
    writing = Database.writing

    @contextmanager
    def slowly(self: Database, *given: Any) -> Iterator[Session]:
        opened.append(given)
        begun.set()
        assert may_go.wait(10)
        with writing(self, *given) as session:
            yield session

    monkeypatch.setattr(Database, "writing", slowly)
    tally, seen = Tally(app), Seen(actor.association, TODAY, counts.PRODUCT, uuid7())
    first = Thread(target=tally.add, args=(seen,))
    first.start()
    assert begun.wait(10)
    for _ in range(99):
        tally.add(seen)  # nobody here waits for the writer
    may_go.set()
    first.join(10)
    assert total(app, actor) == 100
    assert len(opened) == 2


def test_a_failure_loses_its_own_batch_only(sqlite_app: App, sqlite_actor: Actor) -> None:
    tally, product = Tally(sqlite_app), uuid7()
    tally.add(Seen(sqlite_actor.association, TODAY, "nothing of ours", product))
    assert total(sqlite_app, sqlite_actor) == 0
    here = sqlite_actor.association
    tally.add(Seen(here, TODAY, counts.BUY, product, "shopee"), Seen(here, TODAY, counts.CODE, product))
    assert total(sqlite_app, sqlite_actor) == 2
