"""Sales that people type: by whom, for whom, and taken back instead of deleted."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, Actor
from cblp.errors import Missing, NotAllowed, UserError
from cblp.people.models import AuditEntry
from cblp.sales import services as sales
from cblp.sales.models import TypedSale
from tests.intake.making import business, member

SALE: dict[str, Any] = {"marketplace": "bazaar", "day": date(2026, 11, 20), "amount": 250_000}


def test_a_member_types_a_sale_and_takes_it_back(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    sari = member(actor, [mine])
    sale = app.act(sari, sales.type_sale, business_id=mine, **SALE, orders=4)
    app.act(sari, sales.take_back, sale_id=sale)
    with app.database.reading(actor.association) as session:
        row = session.scalars(select(TypedSale)).one()
        assert (row.amount, row.orders, row.revoked_at) == (250_000, 4, app.clock())
    with pytest.raises(Missing):
        app.act(sari, sales.take_back, sale_id=sale)


def test_a_coordinator_acts_for_a_member_and_the_trail_says_so(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    app.act(Actor(None, actor.association, COORDINATOR), sales.type_sale, business_id=mine, **SALE)
    with app.database.reading(actor.association) as session:
        row = session.scalars(select(AuditEntry).where(AuditEntry.entity == "typed_sale")).one()
        assert row.behalf_of == mine
        assert row.changes == {"day": "2026-11-20", "amount": None}


def test_nobody_types_for_a_business_that_is_not_theirs(app: App, actor: Actor) -> None:
    mine, other = business(app, actor), business(app, actor, "A002")
    sale = app.act(member(actor, [mine]), sales.type_sale, business_id=mine, **SALE)
    with pytest.raises(NotAllowed):
        app.act(member(actor, [mine]), sales.type_sale, business_id=other, **SALE)
    with pytest.raises(NotAllowed):
        app.act(member(actor, [other]), sales.take_back, sale_id=sale)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"amount": 0}, sales.AmountNeeded), ({"day": date(2026, 11, 22)}, sales.DayInFuture),
        ({"marketplace": "shopee"}, sales.NotTyped), ({"marketplace": "nowhere"}, sales.NotTyped),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    sqlite_app: App, sqlite_actor: Actor, change: dict[str, Any], refusal: type[UserError]
) -> None:
    mine: UUID = business(sqlite_app, sqlite_actor)
    with pytest.raises(refusal) as refused:
        sqlite_app.act(sqlite_actor, sales.type_sale, business_id=mine, **{**SALE, **change})
    assert refused.value.text("id") != refused.value.text("en")
