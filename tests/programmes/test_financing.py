"""KUR and other financing of one business: asked, given, repaid or refused; the coordinator's and the member's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, MENTOR, TREASURER, Actor
from cblp.errors import Missing, NotAllowed, Stale
from cblp.people.models import AuditEntry
from cblp.people.services.register import UnknownChoice
from cblp.programmes.reports import financing as reports
from cblp.programmes.reports.financing import Total
from cblp.programmes.services import financing, programmes
from cblp.programmes.services.typed import DayTooEarly
from cblp.sales.services import DayInFuture
from cblp.sharing.services.cash import AmountNeeded
from tests.campaigns.making import Fair, at
from tests.worlds import Worlds

TODAY = date(2026, 11, 1)
ASKED = date(2026, 10, 1)


@pytest.fixture
def fair(app: App, actor: Actor, worlds: Worlds) -> Fair:
    return worlds.on(Fair, app, actor, "sari", "rina")


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Fair:
    return worlds.on(Fair, sqlite_app, sqlite_actor, "sari", "rina")


def ask(fair: Fair, who: str = "sari", by: Actor | None = None, **given: Any) -> UUID:
    made: UUID = fair.act(financing.ask, by=by, business_id=fair.ids[who], **{
        "kind": "kur", "institution": "Bank Jambi", "amount": 25_000_000, "asked_on": ASKED, **given,
    })
    return made


def rows(fair: Fair, by: Actor | None = None) -> list[reports.Row]:
    found: list[reports.Row] = fair.read(reports.listing, by=by)
    return found


def test_from_asking_to_paying_back(fair: Fair) -> None:
    programme = fair.act(programmes.add, name="Program KUR", first=ASKED, last=TODAY)
    made = ask(fair, programme_id=programme, purpose="Mesin jahit")
    assert [(row.business, row.programme, row.state, row.waiting(TODAY)) for row in rows(fair)] == [
        ("Sari", "Program KUR", "asked", 31),
    ]
    with pytest.raises(DayTooEarly):
        fair.act(financing.move, financing_id=made, state="given", on=date(2026, 9, 30))
    fair.act(financing.move, financing_id=made, state="given", on=date(2026, 10, 20), amount=20_000_000, until=date(2026, 10, 31))
    [given] = rows(fair)
    assert (given.state, given.amount, given.decided_on, given.waiting(TODAY)) == ("given", 20_000_000, date(2026, 10, 20), None)
    assert given.overdue(TODAY) and not given.overdue(date(2026, 10, 31))
    fair.act(financing.move, financing_id=made, state="repaid", on=TODAY)
    assert [(row.state, row.until, row.overdue(date(2027, 1, 1))) for row in rows(fair)] == [("repaid", TODAY, False)]
    fair.act(financing.move, financing_id=made, state="given", on=TODAY)
    fair.act(financing.move, financing_id=made, state="asked", on=TODAY)
    assert [(row.state, row.decided_on, row.until) for row in rows(fair)] == [("asked", None, None)]
    fair.act(financing.move, financing_id=made, state="refused", on=TODAY, note="Jaminan kurang")
    assert [(row.state, row.note) for row in rows(fair)] == [("refused", "Jaminan kurang")]


def test_what_does_not_fit_is_refused(small: Fair) -> None:
    made = ask(small, kind="grant")
    for state in ("repaid", "asked"):
        with pytest.raises(financing.FinancingMoved):
            small.act(financing.move, financing_id=made, state=state, on=TODAY)
    small.act(financing.move, financing_id=made, state="given", on=TODAY, until=date(2027, 1, 1))
    assert rows(small)[0].until is None
    with pytest.raises(financing.FinancingMoved):
        small.act(financing.move, financing_id=made, state="repaid", on=TODAY)
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (UnknownChoice, {"kind": "rentenir"}), (financing.InstitutionNeeded, {"institution": " "}), (AmountNeeded, {"amount": 0}),
        (DayInFuture, {"asked_on": date(2026, 11, 2)}), (Missing, {"programme_id": uuid4()}),
    ]
    for error, given in wrong:
        with pytest.raises(error):
            ask(small, **given)
        with pytest.raises(error):
            small.act(financing.edit, financing_id=made, version=2, changes=given)
    small.act(financing.edit, financing_id=made, version=2, changes={"purpose": "Etalase"})
    with pytest.raises(Stale):
        small.act(financing.edit, financing_id=made, version=2, changes={"purpose": "Rak"})
    with pytest.raises(DayInFuture):
        small.act(financing.move, financing_id=ask(small), state="given", on=date(2026, 11, 2))


def test_a_member_keeps_their_own_and_nobody_else_reads_it(small: Fair) -> None:
    sari = small.member("sari")
    own, others = ask(small, by=sari), ask(small, "rina")
    assert [row.business for row in rows(small, sari)] == ["Sari"]
    small.act(financing.move, by=sari, financing_id=own, state="given", on=TODAY)
    with pytest.raises(Missing):
        small.act(financing.move, by=sari, financing_id=others, state="given", on=TODAY)
    with pytest.raises(NotAllowed):
        ask(small, "rina", by=sari)
    for role in (TREASURER, MENTOR, LIAISON):
        somebody = replace(small.system, role=role)
        with pytest.raises(NotAllowed):
            rows(small, somebody)
        with pytest.raises((NotAllowed, Missing)):
            small.act(financing.move, by=somebody, financing_id=others, state="given", on=TODAY)
    with small.app.database.reading(small.system.association) as session:
        trail = session.execute(select(AuditEntry.label, AuditEntry.changes).where(AuditEntry.entity == "financing")).all()
    assert len(trail) == 3
    assert not [kept for _, changes in trail for kept in changes.values() if kept is not None] and not any(label for label, _ in trail)


def test_a_member_corrects_what_belongs_to_a_programme_that_they_do_not_see(small: Fair) -> None:
    programme, other = (small.act(programmes.add, name=name, first=ASKED, last=TODAY) for name in ("Program KUR", "Lain"))
    made = ask(small, programme_id=programme)
    own = small.member("sari")
    small.act(financing.edit, by=own, financing_id=made, version=1, changes={"purpose": "Benang"})
    (row,) = rows(small)
    assert (row.purpose, row.programme_id) == ("Benang", programme)
    with pytest.raises(Missing):
        small.act(financing.edit, by=own, financing_id=made, version=2, changes={"programme_id": other})


def test_totals_by_kind_count_what_was_paid_out(small: Fair) -> None:
    first, second = ask(small, amount=10_000_000), ask(small, "rina", amount=5_000_000)
    ask(small, kind="koperasi", amount=1_000_000)
    small.act(financing.move, financing_id=first, state="given", on=TODAY)
    small.act(financing.move, financing_id=second, state="given", on=TODAY)
    small.act(financing.move, financing_id=second, state="repaid", on=TODAY, now=at(2))
    assert reports.totals(rows(small)) == [Total("kur", 0, 1, 0, 1, 15_000_000), Total("koperasi", 1, 0, 0, 0, 0)]
    assert rows(small)[0].state == "asked"
