"""What the books say: balances, transfers, statements; every figure is a sum of posted transfers.

Amounts of accounts are in their natural sign: what is in a cash box, a fund, a member's savings; what a member owes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

import cblp.campaigns.scope
import cblp.people.scope
import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.days import Span
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.scope import seen
from cblp.decisions.models import Decision
from cblp.people.models import Account as Person
from cblp.people.models import Business
from cblp.sales.verify import Check
from cblp.sharing.models import BalanceCheck, Invoice, LedgerAccount, Posting, Transfer
from cblp.sharing.rules import books

PAGE: Final = 50
"""Transfers that are read at once."""
COST, DISTRIBUTION, INVOICE = "cost", "distribution", "invoice"
"""Kinds of transfers, and what one is about, that reports tell apart."""


@dataclass(frozen=True)
class Account:
    """An account with what is in it. ``name`` is its own name, or that of its business or campaign, and ``short`` their code."""

    id: UUID
    code: str
    kind: str
    word: str
    name: str
    business: UUID | None
    campaign: UUID | None
    balance: int
    short: str = ""


@dataclass(frozen=True)
class Side:
    """One posting of a transfer: positive came into the account, negative went out of it (book signs)."""

    account: Account
    amount: int


@dataclass(frozen=True)
class Moved:
    """A transfer. ``reverses`` and ``reversed_by`` are numbers; ``by`` is the name of who entered it, "" for the server."""

    id: UUID
    number: int
    day: date
    kind: str
    text: str
    sides: tuple[Side, ...]
    about: str
    about_id: UUID | None
    decision_id: UUID | None
    decision: int | None
    evidence_id: UUID | None
    reverses: int | None
    reversed_by: int | None
    entered_at: datetime
    by: str

    @property
    def amount(self) -> int:
        """What moved: the sum of what came in somewhere."""
        return sum(side.amount for side in self.sides if side.amount > 0)


@dataclass(frozen=True)
class Moves:
    """A page of transfers, the newest first, and how many there are in all."""

    rows: tuple[Moved, ...]
    total: int


@dataclass(frozen=True)
class Line:
    """What a transfer did to one account, and what was in it after."""

    day: date
    number: int
    kind: str
    text: str
    amount: int
    balance: int
    transfer_id: UUID
    evidence_id: UUID | None
    reverses: bool


@dataclass(frozen=True)
class Statement:
    """An account over a span: what was in it before, each movement, what is in it at the end."""

    account: Account
    span: Span
    opening: int
    lines: tuple[Line, ...]

    @property
    def closing(self) -> int:
        """What is in it at the end of the span."""
        return self.lines[-1].balance if self.lines else self.opening


@dataclass(frozen=True)
class Pool:
    """A pool: ``balance`` may be shared out; of it ``still_owed`` are contributions that members have not paid yet.

    ``received`` is the money that came in for it, ``spent`` what was paid for it; what was shared is in neither.
    """

    balance: int
    received: int
    spent: int
    still_owed: int


@dataclass(frozen=True)
class Counted:
    """What somebody counted in a place at the end of ``day`` beside what was booked until then."""

    code: str
    day: date
    counted: int
    booked: int
    evidence_id: UUID | None

    @property
    def difference(self) -> int:
        """Counted less booked: 0 when the books are right."""
        return self.counted - self.booked


def balances(session: Session, actor: Actor, *, day: date | None = None) -> dict[str, Account]:
    """Every opened account by its code, with what is in it at the end of ``day`` (default: everything booked)."""
    actor.require(COORDINATOR, TREASURER, MEMBER)
    return {account.code: account for account in accounts(session, actor, day=day)}


def accounts(session: Session, actor: Actor, *conditions: ColumnElement[bool], day: date | None = None) -> list[Account]:
    """The accounts that the actor may see under ``conditions`` on LedgerAccount, by code; see ``balances``."""
    moved = _postings(actor, Posting.account_id, func.sum(Posting.amount)).group_by(Posting.account_id)
    if day is not None:
        moved = moved.where(Transfer.day <= day)
    sums = {account: int(amount) for account, amount in session.execute(moved.where(*conditions))}
    rows = (
        select(LedgerAccount, Business.name, Business.code, Campaign.name, Campaign.code)
        .outerjoin(Business, and_(Business.association_id == LedgerAccount.association_id, Business.id == LedgerAccount.business_id))
        .outerjoin(Campaign, and_(Campaign.association_id == LedgerAccount.association_id, Campaign.id == LedgerAccount.campaign_id))
        .where(seen(actor, LedgerAccount), *conditions).order_by(LedgerAccount.code)
    )
    return [
        Account(
            id=each.id, code=each.code, kind=each.kind, word=books.read_code(each.code).word,
            name=each.name or business or campaign or "", business=each.business_id, campaign=each.campaign_id,
            balance=books.natural(each.kind, sums.get(each.id, 0)), short=code or campaign_code or "",
        )
        for each, business, code, campaign, campaign_code in session.execute(rows)
    ]


def balance_of(session: Session, actor: Actor, code: str, *, day: date | None = None) -> int:
    """What is in one account, at the end of ``day`` (default: everything booked); 0 when it was never opened."""
    found = accounts(session, actor, LedgerAccount.code == code, day=day)
    return found[0].balance if found else 0


def lowest_from(session: Session, actor: Actor, code: str, *, day: date) -> int:
    """The least that is in an account at the end of ``day`` or of any day after: what can be taken out of it on ``day``."""
    kind = books.read_code(code).kind
    moved = session.execute(
        _postings(actor, Transfer.day, func.sum(Posting.amount)).where(LedgerAccount.code == code).group_by(Transfer.day)
    ).all()
    running = books.natural(kind, sum(int(amount) for when, amount in moved if when <= day))
    lowest = running
    for _when, amount in sorted((when, int(amount)) for when, amount in moved if when > day):
        running += books.natural(kind, amount)
        lowest = min(lowest, running)
    return lowest


def funds(session: Session, actor: Actor) -> dict[str, int]:
    """What is in each fund (``rules.books.FUNDS``)."""
    actor.require(COORDINATOR, TREASURER)
    found = {account.word: account.balance for account in accounts(session, actor, LedgerAccount.kind == books.FUND)}
    return {fund: found.get(fund, 0) for fund in books.FUNDS}


def pool(session: Session, actor: Actor, code: str) -> Pool:
    """What is in a pool (``rules.books.pool_code``), and what of it is still owed by members."""
    actor.require(COORDINATOR, TREASURER)
    first = aliased(Transfer)
    by_kind: dict[str, int] = defaultdict(int)
    moved = (
        _postings(actor, func.coalesce(first.kind, Transfer.kind), func.sum(Posting.amount))
        .outerjoin(first, and_(first.association_id == Transfer.association_id, first.id == Transfer.reverses_id))
        .where(LedgerAccount.code == code).group_by(func.coalesce(first.kind, Transfer.kind))
    )
    for kind, amount in session.execute(moved):  # a reversal counts as what it takes back
        by_kind[kind] -= int(amount)
    campaign = books.read_code(code).campaign
    of_pool = Invoice.campaign_id == campaign if campaign else Invoice.campaign_id.is_(None)
    balance, still_owed = sum(by_kind.values()), sum(owed(session, actor, of_pool).values())
    spent = -by_kind[COST]
    return Pool(balance=balance, received=balance + spent - by_kind[DISTRIBUTION] - still_owed, spent=spent, still_owed=still_owed)


def free_in(session: Session, actor: Actor, code: str) -> int:
    """What can be given out of a pool or fund: of the solidarity fund not what is lent out and has yet to come back."""
    balance = balance_of(session, actor, code)
    if code != f"{books.FUND}:{books.SOLIDARITY}":
        return balance
    return balance - sum(account.balance for account in accounts(session, actor, LedgerAccount.kind == books.LOAN))


def owed_of(session: Session, actor: Actor, invoice_id: UUID) -> int:
    """What is not paid of an invoice; 0 for a cancelled one."""
    return owed(session, actor, Invoice.id == invoice_id).get(invoice_id, 0)


def owed(session: Session, actor: Actor, *which: ColumnElement[bool]) -> dict[UUID, int]:
    """By invoice, what is not paid of it."""
    rows = (
        _postings(actor, Transfer.about_id, func.sum(Posting.amount))
        .join(Invoice, and_(Invoice.association_id == Transfer.association_id, Invoice.id == Transfer.about_id))
        .where(LedgerAccount.kind == books.RECEIVABLE, Transfer.about == INVOICE, *which).group_by(Transfer.about_id)
    )
    return {invoice: int(amount) for invoice, amount in session.execute(rows)}


def transfers(
    session: Session, actor: Actor, *, span: Span | None = None, account: str | None = None, kinds: tuple[str, ...] = (),
    number: int | None = None, first: int = 0, size: int = PAGE,
) -> Moves:
    """Transfers of a span, of an account (code), of these kinds, with this number: the newest first.

    ``size`` of them from ``first``; a size of 0 is all.
    """
    actor.require(COORDINATOR, TREASURER)
    wanted: list[ColumnElement[bool]] = [seen(actor, Transfer), Transfer.posted.is_(True)]
    if span:
        wanted.append(Transfer.day.between(span.first, span.last))
    if kinds:
        wanted.append(Transfer.kind.in_(kinds))
    if number is not None:
        wanted.append(Transfer.number == number)
    if account:
        through = select(Posting.transfer_id).join(LedgerAccount, _account_of_posting()).where(LedgerAccount.code == account)
        wanted.append(Transfer.id.in_(through.where(Posting.association_id == actor.association)))
    total = session.scalar(select(func.count()).select_from(Transfer).where(*wanted)) or 0
    earlier, later = aliased(Transfer), aliased(Transfer)
    rows = (
        select(Transfer, earlier.number, later.number, Decision.number, Person.name)
        .outerjoin(earlier, and_(earlier.association_id == Transfer.association_id, earlier.id == Transfer.reverses_id))
        .outerjoin(later, and_(later.association_id == Transfer.association_id, later.reverses_id == Transfer.id))
        .outerjoin(Decision, and_(Decision.association_id == Transfer.association_id, Decision.id == Transfer.decision_id))
        .outerjoin(Person, Person.id == Transfer.entered_by)
        .where(*wanted).order_by(Transfer.day.desc(), Transfer.number.desc()).offset(first)
    )
    found = session.execute(rows.limit(size) if size else rows).all()
    sides = _sides(session, actor, [row[0].id for row in found])
    return Moves(
        tuple(
            Moved(
                id=each.id, number=each.number, day=each.day, kind=each.kind, text=each.text, sides=tuple(sides[each.id]),
                about=each.about, about_id=each.about_id, decision_id=each.decision_id, decision=decision,
                evidence_id=each.evidence_id, reverses=before, reversed_by=after, entered_at=each.entered_at, by=name or "",
            )
            for each, before, after, decision, name in found
        ),
        int(total),
    )


def history(session: Session, actor: Actor, *, code: str, span: Span) -> Statement | None:
    """The statement of one account (a fund, a pool, the cash box); None when it was never opened."""
    actor.require(COORDINATOR, TREASURER)
    found = _statements(session, actor, LedgerAccount.code == code, span)
    return found[0] if found else None


def statement(session: Session, actor: Actor, *, business_id: UUID, span: Span) -> list[Statement]:
    """What a business has and owes, account by account: savings, contributions owed, shares to be paid, loans.

    The office asks it for everybody, a member for their own; raises NotAllowed for others. Accounts in which nothing is and
    nothing moved are left out.
    """
    actor.require(COORDINATOR, TREASURER, MEMBER)
    if actor.role == MEMBER:
        actor.require_business(business_id)
    found = _statements(session, actor, LedgerAccount.business_id == business_id, span)
    return sorted((each for each in found if each.lines or each.opening), key=lambda each: _OF_A_MEMBER.index(each.account.kind))


_OF_A_MEMBER: Final = (books.SAVINGS, books.PAYABLE, books.RECEIVABLE, books.LOAN)
"""What belongs to a member, then what the member owes."""


def saved_days(session: Session, actor: Actor, *, span: Span) -> dict[UUID, int]:
    """By business, the sum of its savings at the end of each day of ``span``; divided by the days it is the average.

    All three kinds of savings. A business that never saved is not in it.
    """
    actor.require(COORDINATOR, TREASURER, MEMBER)
    sums: dict[UUID, int] = defaultdict(int)
    saved = (
        _postings(actor, LedgerAccount.business_id, Transfer.day, func.sum(Posting.amount))
        .where(LedgerAccount.kind == books.SAVINGS, Transfer.day <= span.last)
        .group_by(LedgerAccount.business_id, Transfer.day)
    )
    for business, day, amount in session.execute(saved):
        # What came in on a day is there at the end of that day and of each day after it.
        sums[business] -= int(amount) * ((span.last - max(day, span.first)).days + 1)
    return dict(sums)


def counted(session: Session, actor: Actor) -> list[Counted]:
    """The latest count of each place where money is, beside what was booked until that day."""
    actor.require(COORDINATOR, TREASURER)
    latest: dict[str, BalanceCheck] = {}
    rows = select(LedgerAccount.code, BalanceCheck).join(
        LedgerAccount,
        and_(LedgerAccount.association_id == BalanceCheck.association_id, LedgerAccount.id == BalanceCheck.account_id),
    )
    for code, each in session.execute(rows.where(seen(actor, BalanceCheck)).order_by(BalanceCheck.day, BalanceCheck.id)):
        latest[code] = each
    return [
        Counted(code, each.day, each.amount, balance_of(session, actor, code, day=each.day), each.evidence_id)
        for code, each in sorted(latest.items())
    ]


# -- looking whether the books are sound -------------------------------------------------------------------------------


def checks(session: Session, actor: Actor) -> list[Check]:
    """Recompute what must hold: each transfer balances, numbers have no gap, seals chain, no savings, fund or pool is negative."""
    actor.require(COORDINATOR, TREASURER)
    sides: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    postings = select(Posting.transfer_id, Posting.account_id, Posting.amount).where(seen(actor, Posting))
    for transfer, account, amount in session.execute(postings.order_by(Posting.transfer_id, Posting.position)):
        sides[transfer].append((account, amount))
    rows = list(session.scalars(select(Transfer).where(seen(actor, Transfer)).order_by(Transfer.number)))
    uneven = [
        str(each.number) for each in rows
        if not each.posted or len(sides[each.id]) < 2 or sum(amount for _account, amount in sides[each.id]) != 0
    ]
    gaps = [str(each.number) for number, each in enumerate(rows, start=1) if each.number != number]
    below = [account.code for account in accounts(session, actor) if account.kind in _NEVER_BELOW and account.balance < 0]
    return [
        Check.of("balanced", "transfer", len(rows), uneven), Check.of("numbered", "transfer", len(rows), gaps),
        Check.of("sealed", "transfer", len(rows), _broken(rows, sides)), Check.of("covered", "ledger_account", len(sides), below),
    ]


# Not the pool: contributions that were invoiced and are cancelled later may leave it below what was shared out.
_NEVER_BELOW: Final = frozenset({books.CASH, books.BANK, books.SAVINGS, books.FUND, books.RECEIVABLE, books.LOAN, books.PAYABLE})


def _broken(rows: Iterable[Transfer], sides: dict[UUID, list[tuple[UUID, int]]]) -> list[str]:
    broken, previous = [], b""
    for each in rows:
        made = books.seal(
            previous, association=each.association_id, transfer=each.id, number=each.number, day=each.day,
            postings=sides[each.id], ids=(each.about_id, each.decision_id, each.evidence_id, each.reverses_id),
        )
        if made != each.seal:
            broken.append(str(each.number))
        previous = each.seal
    return broken


# -- how it is read ----------------------------------------------------------------------------------------------------


def _account_of_posting() -> ColumnElement[bool]:
    return and_(LedgerAccount.association_id == Posting.association_id, LedgerAccount.id == Posting.account_id)


def _postings(actor: Actor, *columns: Any) -> Any:
    """Postings of posted transfers that the actor may see, with their account and their transfer."""
    return (
        select(*columns).select_from(Posting).join(LedgerAccount, _account_of_posting())
        .join(Transfer, and_(Transfer.association_id == Posting.association_id, Transfer.id == Posting.transfer_id))
        .where(seen(actor, Posting), Transfer.posted)
    )


def _sides(session: Session, actor: Actor, ids: list[UUID]) -> dict[UUID, list[Side]]:
    known = {account.id: account for account in accounts(session, actor)} if ids else {}
    sides: dict[UUID, list[Side]] = defaultdict(list)
    rows = select(Posting).where(seen(actor, Posting), Posting.transfer_id.in_(ids)).order_by(Posting.transfer_id, Posting.position)
    for each in session.scalars(rows):
        sides[each.transfer_id].append(Side(known[each.account_id], each.amount))
    return sides


def _statements(session: Session, actor: Actor, which: ColumnElement[bool], span: Span) -> list[Statement]:
    before = {each.id: each.balance for each in accounts(session, actor, which, day=span.first - timedelta(1))}
    lines: dict[UUID, list[Line]] = defaultdict(list)
    moved = (
        _postings(actor, LedgerAccount.id, LedgerAccount.kind, Transfer, func.sum(Posting.amount))
        .where(which, Transfer.day.between(span.first, span.last))
        .group_by(LedgerAccount.association_id, LedgerAccount.id, LedgerAccount.kind, Transfer.association_id, Transfer.id)
        .order_by(Transfer.day, Transfer.number)
    )
    for account, kind, each, amount in session.execute(moved):
        opening = lines[account][-1].balance if lines[account] else before[account]
        change = books.natural(kind, int(amount))
        lines[account].append(
            Line(
                each.day, each.number, each.kind, each.text, change, opening + change, each.id, each.evidence_id,
                each.reverses_id is not None,
            )
        )
    return [Statement(each, span, before[each.id], tuple(lines[each.id])) for each in accounts(session, actor, which)]
