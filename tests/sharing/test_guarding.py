"""A file by which money was shared is taken out by the treasurer only, and both are told why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from cblp.db.actor import Actor
from cblp.errors import NotAllowed
from cblp.importers.records import RETURNED, Settlement
from cblp.intake import guards
from cblp.intake import reports as files
from cblp.intake import services as intake
from cblp.people.models import AuditEntry
from cblp.sharing.reports import distributions as reports
from cblp.sharing.services import distributions
from tests.intake.making import bring_in, extract, income, order, shop
from tests.sharing.runs import AFTER, Runs
from tests.sharing.test_dividing import HYBRID, one


@pytest.fixture
def stall(shared: Runs) -> UUID:
    """A shop of A003."""
    return shop(shared.app, shared.people.system, owner=shared.id("A003"))


def file(shared: Runs, stall: UUID, row: object, **more: Any) -> UUID:
    kind = "settlement" if isinstance(row, Settlement) else "orders"
    return bring_in(shared.app, shared.people.system, extract(kind, [row]), {"shopee": stall}, **more).batch_id


def take_out(shared: Runs, batch: UUID, by: Actor) -> None:
    shared.app.act(by, intake.revert, batch_id=batch, reason="salah toko", now=AFTER)


def test_only_the_treasurer_takes_out_a_file_on_which_a_run_rests(shared: Runs, stall: UUID) -> None:
    orders, money = file(shared, stall, order("A1")), file(shared, stall, income("A1"))
    of_november = file(shared, stall, order("B1", sales_day="2026-11-02", ordered_at=None))
    run = shared.calculated(shared.passed(HYBRID))
    assert shared.app.read(shared.coordinator, files.one, batch_id=orders).shared == ()
    shared.app.act(shared.coordinator, distributions.review, distribution_id=run)
    shared.app.act(shared.treasurer, distributions.approve, distribution_id=run, now=AFTER)
    for batch in (orders, money):
        assert shared.app.read(shared.coordinator, files.one, batch_id=batch).shared == (1,)
        for other in (shared.coordinator, shared.people.system, shared.member("A003")):
            with pytest.raises(guards.Shared) as refused:
                take_out(shared, batch, other)
        assert "no. 1" in refused.value.text("id") and refused.value.text("id") != refused.value.text("en")
    with pytest.raises(NotAllowed):
        take_out(shared, of_november, shared.treasurer)
    take_out(shared, of_november, shared.coordinator)
    take_out(shared, money, shared.treasurer)
    take_out(shared, orders, shared.treasurer)
    [change] = shared.app.read(shared.treasurer, reports.differences, distribution_id=run, now=AFTER).figures
    assert (change.name, change.then, change.now) == ("Usaha A003", 90_000, 0)
    with shared.app.database.reading(shared.people.system.association) as session:
        told = [row.changes for row in session.query(AuditEntry) if row.action == "reverted" and row.account_id == shared.treasurer.account]
    assert [each["distribution"] for each in told] == [[1], [1]]


def test_a_file_that_came_later_or_a_rule_without_sales_holds_nobody_back(shared: Runs, stall: UUID) -> None:
    early = file(shared, stall, order("A1"))
    shared.approved(shared.passed(one("equal"), "Rata"))
    take_out(shared, early, shared.coordinator)
    file(shared, stall, order("A2"))
    shared.approved(shared.passed(HYBRID), pool=5_000)
    late = file(shared, stall, order("A2", status=RETURNED, returned_quantity=1), now=AFTER)
    take_out(shared, late, shared.coordinator)
