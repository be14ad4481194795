"""Files that come in at the same moment, into one shop and into two, end in the same state as one after the other."""

from __future__ import annotations

import threading
from uuid import UUID

from sqlalchemy import func, select

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.importers.records import Extract
from cblp.intake import services as intake
from cblp.intake.models import ImportBatch
from cblp.sales.models import OrderLine
from tests.conftest import new_association
from tests.intake.making import bring_in, digest, extract, income, order, shop
from tests.sales.test_settling import state


def attempt(app: App, actor: Actor, made: Extract, shops: dict[str, UUID], failures: list[BaseException]) -> None:
    try:
        bring_in(app, actor, made, shops)
    except BaseException as failure:
        failures.append(failure)


def test_files_at_the_same_moment_settle_like_files_in_a_row(app: App) -> None:
    expected = None
    for together in (False, True):
        actor = new_association(app, "together" if together else "row")
        shops = [{"shopee": shop(app, actor, handle=handle)} for handle in "ab"]
        files = [
            (extract("orders", [order(f"{place}-{n}", quantity=1 + turn) for n in range(turn, turn + 9)], name=f"{place}{turn}",
                     as_of=f"2026-11-0{1 + turn}T00:00:00Z"), shops[place])
            for place in range(2) for turn in range(3)
        ]  # fmt: skip
        files += [(extract("settlement", [income(f"{place}-{n}") for n in range(5)]), shops[place]) for place in range(2)]
        failures: list[BaseException] = []
        threads = [threading.Thread(target=attempt, args=(app, actor, *file, failures)) for file in files]
        for thread in threads:
            thread.start()
            if not together:
                thread.join()
        for thread in threads:
            thread.join()
        assert failures == []
        found = state(app, actor)
        expected = expected or found
        assert found == expected


def test_orders_and_their_income_at_the_same_moment_find_one_another(app: App) -> None:
    actor = new_association(app)
    tokopedia, tiktok = shop(app, actor, "tokopedia", "a"), shop(app, actor, "tiktok_shop", "a")
    orders = extract("orders", [order(f"K{n}", marketplace="tiktok_shop") for n in range(20)])
    money = extract("settlement", [income(f"K{n}", marketplace="") for n in range(20)], marketplaces=("tokopedia", "tiktok_shop"))
    failures: list[BaseException] = []
    threads = [
        threading.Thread(target=attempt, args=(app, actor, made, shops, failures))
        for made, shops in ((orders, {"tiktok_shop": tiktok}), (money, {"tokopedia": tokopedia}))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with app.database.reading(actor.association) as session:
        assert session.scalar(select(func.count()).select_from(OrderLine).where(OrderLine.settled)) == 20


def test_the_same_file_twice_at_the_same_moment_comes_in_once(app: App) -> None:
    actor = new_association(app)
    shops = {"shopee": shop(app, actor)}
    outcomes: list[str] = []

    def work() -> None:
        try:
            app.act(actor, intake.bring_in, extract("orders", [order("A1")]), size=1, sha256=digest(1), shops=shops)
            outcomes.append("in")
        except intake.AlreadyIn:
            outcomes.append("already")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already", "already", "already", "in"]
    with app.database.reading(actor.association) as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1
