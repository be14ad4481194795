"""The books: what is booked balances, stays, is booked once, is taken back by its opposite, and is chained by seals."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.errors import Missing, NotAllowed
from cblp.people.models import AuditEntry
from cblp.sharing.models import LedgerAccount, Posting, Transfer
from cblp.sharing.reports.ledger import balance_of
from cblp.sharing.rules import books
from cblp.sharing.services import ledger
from tests.sharing.people import people

DAY = date(2026, 11, 20)


def give(app: App, actor: Actor, key: str, amount: int = 100_000, **more: Any) -> UUID:
    postings = more.pop("postings", [("cash", amount), ("income:donation", -amount)])
    return app.act(actor, ledger.post, **{"key": key, "day": DAY, "kind": "income", "postings": postings, **more})


def transfers(app: App, actor: Actor) -> list[Transfer]:
    with app.database.reading(actor.association) as session:
        return list(session.scalars(select(Transfer).order_by(Transfer.number)))


def test_what_is_booked_shows_in_both_accounts(app: App, actor: Actor) -> None:
    give(app, actor, "a", 100_000)
    give(app, actor, "b", 30_000)
    assert app.read(actor, balance_of, "cash") == 130_000
    assert app.read(actor, balance_of, "income:donation") == 130_000, "in its natural sign"
    assert app.read(actor, balance_of, "bank") == 0
    assert app.read(actor, balance_of, "cash", day=date(2026, 11, 19)) == 0
    assert [(each.number, each.posted) for each in transfers(app, actor)] == [(1, True), (2, True)]


def test_the_same_key_is_booked_once_and_other_content_is_refused(app: App, actor: Actor) -> None:
    first = give(app, actor, "once")
    assert give(app, actor, "once") == first
    with pytest.raises(ledger.OtherContent) as refused:
        give(app, actor, "once", 100_001)
    assert refused.value.values == {"number": 1}
    with pytest.raises(ledger.OtherContent):
        give(app, actor, "once", day=date(2026, 11, 19))
    assert app.read(actor, balance_of, "cash") == 100_000


def test_two_at_once_with_one_key_book_once(app: App, actor: Actor) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _n: give(app, actor, "twice"), range(8)))
    assert len(set(ids)) == 1
    assert app.read(actor, balance_of, "cash") == 100_000


def test_many_at_once_get_numbers_without_gaps_and_one_account(app: App, actor: Actor) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: give(app, actor, f"key {n}", 1_000 + n), range(24)))
    assert [each.number for each in transfers(app, actor)] == list(range(1, 25))
    with app.database.reading(actor.association) as session:
        assert session.scalar(select(func.count()).select_from(LedgerAccount)) == 2
        assert session.scalar(select(func.sum(Posting.amount))) == 0
    assert app.read(actor, balance_of, "cash") == sum(1_000 + n for n in range(24))
    assert broken_seals(app, actor) == []


def test_a_mistake_is_taken_back_by_its_opposite_once(app: App, actor: Actor) -> None:
    wrong = give(app, actor, "wrong", 250_000)
    back = app.act(actor, ledger.reverse, transfer_id=wrong, why="Salah ketik")
    assert app.read(actor, balance_of, "cash") == 0
    last = transfers(app, actor)[-1]
    assert (last.id, last.reverses_id, last.text, last.kind) == (back, wrong, "Salah ketik", "reversal")
    with pytest.raises(ledger.AlreadyReversed):
        app.act(actor, ledger.reverse, transfer_id=wrong, why="lagi")
    with pytest.raises(ledger.IsReversal):
        app.act(actor, ledger.reverse, transfer_id=back, why="lagi")
    with pytest.raises(Missing):
        app.act(actor, ledger.reverse, transfer_id=uuid7(), why="lagi")


def test_two_who_take_back_at_once_take_back_once(app: App, actor: Actor) -> None:
    wrong = give(app, actor, "wrong")

    def back(_n: int) -> bool:
        try:
            return bool(app.act(actor, ledger.reverse, transfer_id=wrong, why="salah"))
        except ledger.AlreadyReversed:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(back, range(4))) == [False, False, False, True]
    assert app.read(actor, balance_of, "cash") == 0


def test_savings_never_fall_below_zero_by_a_correction(sqlite_app: App, sqlite_actor: Actor) -> None:
    owner = people(sqlite_app, sqlite_actor).businesses["A001"]
    saved = books.savings_code("voluntary", owner)
    first = give(sqlite_app, sqlite_actor, "in", postings=[("cash", 50_000), (saved, -50_000)])
    give(sqlite_app, sqlite_actor, "out", postings=[("cash", -20_000), (saved, 20_000)])
    with pytest.raises(ledger.BelowZero):
        sqlite_app.act(sqlite_actor, ledger.reverse, transfer_id=first, why="salah")
    assert sqlite_app.read(sqlite_actor, balance_of, saved) == 30_000


@pytest.mark.parametrize("postings", [
    [], [("cash", 5)], [("cash", 5), ("bank", -4)], [("cash", 0), ("bank", 0)], [("cash", 5), ("till", -5)],
    [("cash", 5), ("savings:voluntary", -5)], [("cash", 5), ("fund:holiday", -5)], [("cash", 5), ("income:Not A Word", -5)],
])
def test_what_does_not_balance_or_names_no_account_books_nothing(sqlite_app: App, sqlite_actor: Actor, postings: Any) -> None:
    with pytest.raises(ValueError, match=r"sum to zero|no account"):
        give(sqlite_app, sqlite_actor, "bad", postings=postings)
    assert transfers(sqlite_app, sqlite_actor) == []


def test_money_cannot_move_tomorrow_nor_for_a_member_who_is_not_there(sqlite_app: App, sqlite_actor: Actor) -> None:
    with pytest.raises(ledger.DayAhead):
        give(sqlite_app, sqlite_actor, "ahead", day=date(2026, 11, 22))
    with pytest.raises(Missing):
        give(sqlite_app, sqlite_actor, "who", postings=[("cash", 5), (f"payable:{uuid7()}", -5)])
    with pytest.raises(Missing):
        give(sqlite_app, sqlite_actor, "what", decision_id=uuid7())


def test_only_the_office_books(sqlite_app: App, sqlite_actor: Actor) -> None:
    them = people(sqlite_app, sqlite_actor)
    give(sqlite_app, them.treasurer, "t")
    give(sqlite_app, them.coordinator, "c")
    first = transfers(sqlite_app, sqlite_actor)[0]
    assert first.entered_by == them.treasurer.account
    member = them.member("A001")
    with pytest.raises(NotAllowed):
        give(sqlite_app, member, "m")
    with pytest.raises(NotAllowed):
        sqlite_app.act(member, ledger.reverse, transfer_id=first.id, why="")
    with pytest.raises(NotAllowed):
        sqlite_app.act(member, ledger.account, "cash")


def test_a_booking_for_a_member_is_in_that_members_history_without_its_amount(sqlite_app: App, sqlite_actor: Actor) -> None:
    them = people(sqlite_app, sqlite_actor)
    owner = them.businesses["A001"]
    give(sqlite_app, them.treasurer, "s", postings=[("cash", 70_000), (books.savings_code("mandatory", owner), -70_000)])
    with sqlite_app.database.reading(sqlite_actor.association) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.entity == "transfer")).one()
    assert (entry.behalf_of, entry.action, entry.changes["amount"]) == (owner, "booked", None)


def broken_seals(app: App, actor: Actor) -> list[int]:
    """The numbers whose seal is not what their content and the seal before make, recomputed from what is stored."""
    broken, previous = [], b""
    with app.database.reading(actor.association) as session:
        for each in session.scalars(select(Transfer).order_by(Transfer.number)):
            sides = session.execute(
                select(Posting.account_id, Posting.amount).where(Posting.transfer_id == each.id).order_by(Posting.position)
            ).all()
            made = books.seal(
                previous, association=each.association_id, transfer=each.id, number=each.number, day=each.day,
                postings=[(row[0], row[1]) for row in sides], ids=(each.about_id, each.decision_id, each.evidence_id, each.reverses_id),
            )
            broken += [each.number] if made != each.seal else []
            previous = each.seal
    return broken


def test_an_edit_past_the_database_breaks_the_seal_from_there_on(sqlite_app: App, sqlite_actor: Actor) -> None:
    for n in range(4):
        give(sqlite_app, sqlite_actor, str(n), 1_000 + n)
    assert broken_seals(sqlite_app, sqlite_actor) == []
    with sqlite_app.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER transfer_no_update")
        connection.exec_driver_sql("UPDATE transfer SET day = '2026-01-01' WHERE number = 2")
    assert broken_seals(sqlite_app, sqlite_actor) == [2]


def test_the_seal_holds_no_text(sqlite_app: App, sqlite_actor: Actor) -> None:
    """What somebody typed may have to go one day; the chain must survive that."""
    account, transfer = uuid7(), uuid7()
    made = {
        books.seal(b"", association=account, transfer=transfer, number=1, day=DAY, postings=[(account, amount)], ids=(None,))
        for amount in (1, 1, 2)
    }
    assert len(made) == 2
