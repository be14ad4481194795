"""What was written down for a day is shown, and taken back with the sale that its amount made, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.db.actor import MEMBER, Actor
from cblp.db.ids import uuid7
from cblp.errors import Missing, NotAllowed
from cblp.people.services import register
from cblp.reach import services as reach
from cblp.reach.reports.logged import logged_on
from cblp.sales import services as sales
from cblp.sales.reports.typed import typed_on

DAY = date(2026, 11, 20)


def business(app: App, actor: Actor, name: str = "Batik Ayu") -> UUID:
    made: UUID = app.act(actor, register.add_business, name=name, since=DAY)
    return made


def test_a_log_taken_back_counts_no_more_and_neither_does_its_sale(app: App, actor: Actor) -> None:
    own = business(app, actor)
    log = app.act(actor, reach.log_whatsapp, business_id=own, day=DAY, chats=3, amount=150_000, sales=sales)
    kept = app.read(actor, logged_on, business_id=own, day=DAY)
    assert kept is not None
    assert (kept.id, kept.chats, kept.statuses) == (log, 3, None)
    assert [(sale.id, sale.amount) for sale in app.read(actor, typed_on, business_id=own, day=DAY)] == [(kept.sale, 150_000)]
    app.act(actor, reach.take_back_log, log_id=log, sales=sales)
    assert app.read(actor, logged_on, business_id=own, day=DAY) is None
    assert app.read(actor, typed_on, business_id=own, day=DAY) == []
    with pytest.raises(Missing):
        app.act(actor, reach.take_back_log, log_id=log, sales=sales)


def test_a_member_neither_sees_nor_takes_back_anothers_log(app: App, actor: Actor) -> None:
    own, other = business(app, actor), business(app, actor, "Kerupuk Bu Rina")
    log = app.act(actor, reach.log_whatsapp, business_id=other, day=DAY, chats=3, amount=150_000, sales=sales)
    member = replace(actor, account=uuid7(), role=MEMBER, own_businesses=frozenset({own}))
    assert app.read(member, logged_on, business_id=other, day=DAY) is None
    assert app.read(member, typed_on, business_id=other, day=DAY) == []
    with pytest.raises(NotAllowed):
        app.act(member, reach.take_back_log, log_id=log, sales=sales)
