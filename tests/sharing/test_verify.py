"""Verifying sharing: nothing in a sound association, and each kind of damage by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text

from cblp.bootstrap import App
from cblp.db import triggers
from cblp.db.actor import Actor
from cblp.errors import NotAllowed
from cblp.sharing.reports import distributions as reports
from cblp.sharing.services import distributions
from cblp.sharing.verify import verify
from tests.sharing.runs import AFTER, OCTOBER, Runs, runs
from tests.sharing.test_dividing import COOPERATIVE, HYBRID


def history(app: App, actor: Actor) -> Runs:
    """One run withdrawn, one withdrawn after approval, one partly paid with a payment taken back, one in its window."""
    made = runs(app, actor)
    version = made.passed(HYBRID)
    first = made.calculated(version)
    app.act(made.coordinator, distributions.void, distribution_id=first, why="Coba")
    again = {"rule_version_id": version, "span": OCTOBER}
    for withdrawn in (True, False):
        run = app.act(made.coordinator, distributions.calculate, **again)
        app.act(made.coordinator, distributions.review, distribution_id=run)
        app.act(made.treasurer, distributions.approve, distribution_id=run, now=AFTER)
        if withdrawn:
            app.act(made.treasurer, distributions.void, distribution_id=run, why="Salah", now=AFTER)
    shares = app.read(made.treasurer, reports.one, distribution_id=run, now=AFTER).shares
    for share in shares[:2]:
        paid = {"share_id": share.id, "method": "savings", "day": made.treasurer.day(AFTER), "now": AFTER}
        app.act(made.treasurer, distributions.pay, **paid)
    app.act(made.treasurer, distributions.take_back, share_id=shares[0].id, why="Salah", now=AFTER)
    made.money(12_345_678, key="more")
    equally = [replace(part, without_base="equal") if part.code == "capital" else part for part in COOPERATIVE]
    made.app.act(
        made.coordinator, distributions.calculate, rule_version_id=made.passed(equally, "Koperasi"), span=OCTOBER, now=AFTER,
    )
    return made


def wrong(app: App, actor: Actor) -> dict[str, tuple[str, ...]]:
    return {check.name: check.examples for check in app.read(actor, verify) if check.wrong}


def test_a_sound_association_has_nothing_to_name(app: App, actor: Actor) -> None:
    made = history(app, actor)
    checks = {check.name: check for check in app.read(actor, verify)}
    assert not wrong(app, actor)
    assert (checks["recomputed"].looked_at, checks["booked"].looked_at) == (4, 4)
    assert checks["owed"].looked_at == 5 and checks["paid"].looked_at == 4 * 5
    with pytest.raises(NotAllowed):
        app.read(made.member("A001"), verify)


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE distribution SET pool = pool + 1 WHERE number = 3", {"recomputed", "booked"}),
        ("UPDATE distribution_line SET amount = amount + 1 WHERE position = 1", {"recomputed"}),
        ("UPDATE distribution SET inputs_hash = (SELECT inputs_hash FROM distribution WHERE number = 4)", {"recomputed"}),
        ("UPDATE sharing_component SET basis_points = 0 WHERE code = 'members'", {"recomputed"}),
        ("UPDATE distribution_share SET amount = amount + 1 WHERE transfer_id IS NOT NULL", {"recomputed", "booked", "paid"}),
        ("UPDATE distribution SET state = 'paid' WHERE number = 3", {"paid"}),
        ("UPDATE distribution SET state = 'approved' WHERE number = 1", {"booked", "owed"}),
        ("UPDATE distribution_share SET transfer_id = NULL", {"paid", "owed"}),
        ("UPDATE posting SET amount = amount * 2 WHERE position = 2", {"balanced", "sealed", "booked", "owed"}),
    ],
)
def test_damage_is_named(sqlite_app: App, sqlite_actor: Actor, damage: str, found: set[str]) -> None:
    history(sqlite_app, sqlite_actor)
    engine = create_engine(sqlite_app.settings.url)  # as the owner of the tables, past every wall
    with engine.begin() as connection:
        triggers.drop(connection)
        connection.execute(text(damage))
    engine.dispose()
    assert set(wrong(sqlite_app, sqlite_actor)) == found
