"""Two people at once: one calculation of the same money, one approval, one payment of a share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.errors import UserError
from cblp.sharing.reports import distributions as reports
from cblp.sharing.reports import ledger as books
from cblp.sharing.services import distributions
from tests.sharing.runs import AFTER, OCTOBER, runs

AT_ONCE = 4


def together(call: Callable[[], object]) -> Counter[str]:
    """How often it was done, and how often it was refused by what, when several do it at once."""
    gate = Barrier(AT_ONCE)

    def attempt(_number: int) -> str:
        gate.wait()
        try:
            call()
        except UserError as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(attempt, range(AT_ONCE)))


def test_each_step_is_taken_once(app: App, actor: Actor) -> None:
    made = runs(app, actor)
    version = made.passed()
    made.money(1_000_000)
    again = {"rule_version_id": version, "span": OCTOBER}
    assert together(lambda: app.act(made.coordinator, distributions.calculate, **again)) == {"done": 1, "Unfinished": AT_ONCE - 1}
    [run] = app.read(made.coordinator, reports.listing)
    app.act(made.coordinator, distributions.review, distribution_id=run.id)
    approve = {"distribution_id": run.id, "now": AFTER}
    assert together(lambda: app.act(made.treasurer, distributions.approve, **approve)) == {"done": 1, "MovedOn": AT_ONCE - 1}
    share = app.read(made.treasurer, reports.one, distribution_id=run.id, now=AFTER).shares[0]
    pay = {"share_id": share.id, "method": "cash", "day": made.treasurer.day(AFTER), "now": AFTER}
    assert together(lambda: app.act(made.treasurer, distributions.pay, **pay)) == {"done": 1, "PaidAlready": AT_ONCE - 1}
    assert app.read(actor, books.balance_of, "cash") == 1_000_000 - share.amount
