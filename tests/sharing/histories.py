"""Random histories of the books against a model in memory: reused keys, what does not balance, reversals, crashes half-way."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.sharing.reports import ledger as reports
from cblp.sharing.rules import books
from cblp.sharing.services import ledger

CODES = ("cash", "bank", "fund:reserve", "fund:education", "pool:general", "income:gift", "expense:office", "equity:opening")
LAST = date(2026, 11, 21)


class PulledThePlug(Exception):
    """The server died between a booking and its commit."""


@dataclass
class Model:
    """What the books must be: sums by account, what each key said, which transfers stand."""

    sums: Counter[str] = field(default_factory=Counter)
    keys: dict[str, tuple[UUID, dict[str, Any]]] = field(default_factory=dict)
    standing: dict[UUID, list[tuple[str, int]]] = field(default_factory=dict)
    reversed: set[UUID] = field(default_factory=set)
    booked: int = 0

    def add(self, transfer: UUID, postings: list[tuple[str, int]]) -> None:
        self.sums.update(dict_of(postings))
        self.booked += 1


def dict_of(postings: list[tuple[str, int]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for code, amount in postings:
        sums[code] += amount
    return sums


def live_through(app: App, actor: Actor, seed: int, steps: int) -> None:
    """One history; after it the database says what the model says, and every check of the books passes."""
    dice, model = random.Random(seed), Model()
    for step in range(steps):
        dice.choice((_new, _new, _new, _again, _other, _unbalanced, _reverse, _crash))(app, actor, dice, model, f"{seed}-{step}")
    found = app.read(actor, reports.balances)
    booked = {code: books.natural(account.kind, account.balance) for code, account in found.items() if account.balance}
    assert booked == {code: amount for code, amount in model.sums.items() if amount}, seed
    assert app.read(actor, reports.transfers, size=1).total == model.booked, seed
    below = [check for check in app.read(actor, reports.checks) if check.wrong and check.name != "covered"]
    assert not below, (seed, below)


def _content(dice: random.Random) -> dict[str, Any]:
    codes = dice.sample(CODES, dice.randint(2, 5))
    amounts = [dice.choice((1, 7, 999, 10**6, 10**12)) * dice.choice((-1, 1)) * dice.randint(1, 9) for _code in codes[1:]]
    return {
        "postings": [(codes[0], -sum(amounts)), *zip(codes[1:], amounts, strict=True)], "day": LAST - timedelta(dice.randint(0, 90)),
        "kind": dice.choice(("income", "cost")), "text": dice.choice(("", "kata")),
    }


def _sound(content: dict[str, Any]) -> bool:
    return len([amount for _code, amount in content["postings"] if amount]) >= 2


def _new(app: App, actor: Actor, dice: random.Random, model: Model, key: str) -> None:
    content = _content(dice)
    if not _sound(content):
        return
    made = app.act(actor, ledger.post, key=key, **content)
    model.keys[key] = made, content
    model.standing[made] = content["postings"]
    model.add(made, content["postings"])


def _again(app: App, actor: Actor, dice: random.Random, model: Model, _key: str) -> None:
    if model.keys:
        key = dice.choice(list(model.keys))
        made, content = model.keys[key]
        assert app.act(actor, ledger.post, key=key, **content) == made


def _other(app: App, actor: Actor, dice: random.Random, model: Model, _key: str) -> None:
    if not model.keys:
        return
    key, content = dice.choice(list(model.keys)), _content(dice)
    if _sound(content) and content != model.keys[key][1]:
        _refused(ledger.OtherContent, lambda: app.act(actor, ledger.post, key=key, **content))


def _unbalanced(app: App, actor: Actor, dice: random.Random, model: Model, key: str) -> None:
    content = _content(dice)
    code, amount = content["postings"][0]
    content["postings"][0] = (code, amount + dice.choice((-1, 1)))
    _refused(ValueError, lambda: app.act(actor, ledger.post, key=key, **content))


def _reverse(app: App, actor: Actor, dice: random.Random, model: Model, _key: str) -> None:
    if not model.standing:
        return
    transfer = dice.choice(list(model.standing))

    def back() -> UUID:
        made: UUID = app.act(actor, ledger.reverse, transfer_id=transfer, why="salah")
        return made

    if transfer in model.reversed:
        _refused(ledger.AlreadyReversed, back)
        return
    model.reversed.add(transfer)
    model.add(back(), [(code, -amount) for code, amount in model.standing[transfer]])


def _crash(app: App, actor: Actor, dice: random.Random, model: Model, key: str) -> None:
    content = _content(dice)
    if not _sound(content):
        return

    def book_and_die(session: Session, actor: Actor, *, now: Any) -> None:
        ledger.post(session, actor, key=key, now=now, **content)
        raise PulledThePlug

    _refused(PulledThePlug, lambda: app.act(actor, book_and_die))


def _refused(error: type[Exception], attempt: Any) -> None:
    with pytest.raises(error):
        attempt()
