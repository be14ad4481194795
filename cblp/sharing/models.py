"""The books (accounts, transfers, postings), savings and contributions, distributions, objections, and the safety net."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Tenant, belongs
from cblp.db.types import Rupiah

# -- the books ---------------------------------------------------------------------------------------------------------


class LedgerAccount(Entity, Base):
    """A place where money is, or somebody to whom it belongs. Balances are never stored: they are sums of postings.

    ``kind``: cash, bank, receivable (members owe), loan (aid to be paid back) are positive when the association has;
    savings, pool, fund, payable (shares to be paid) and the opening balance ``equity`` are negative when it owes; ``income``
    is negative, ``expense`` positive.
    """

    __tablename__ = "ledger_account"
    code: Mapped[str] = mapped_column(String(80))  # cash, fund:reserve, savings:mandatory:<business>, pool:<campaign> …
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120), default="")  # "" where the code says it in words of the reader's language
    business_id: Mapped[UUID | None]
    campaign_id: Mapped[UUID | None]
    opened_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("association_id", "code"),
        belongs("business_id", "business"),
        belongs("campaign_id", "campaign"),
        CheckConstraint(
            "kind in ('cash','bank','receivable','loan','savings','pool','fund','payable','equity','income','expense')", name="kind"
        ),
    )


class Transfer(Entity, Base):
    """A movement between accounts whose postings sum to zero. Once posted it never changes; a mistake is reversed.

    The database itself refuses what is unbalanced, edited or deleted (``cblp.db.triggers``). ``seal`` chains each transfer to
    the one before it, so that an edit past the database's own rules shows.
    """

    __tablename__ = "transfer"
    number: Mapped[int]
    idempotency_key: Mapped[str] = mapped_column(String(120))
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20))  # deposit, withdrawal, contribution, pool, cost, distribution, payment, aid …
    text: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(String(20), default="")  # what ``about_id`` is: invoice, distribution, aid, campaign
    about_id: Mapped[UUID | None]
    decision_id: Mapped[UUID | None]  # the decision that it carries out
    evidence_id: Mapped[UUID | None]
    reverses_id: Mapped[UUID | None]
    posted: Mapped[bool] = mapped_column(default=False)
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID | None]
    __table_args__ = (
        UniqueConstraint("association_id", "number"),
        UniqueConstraint("association_id", "idempotency_key"),
        UniqueConstraint("association_id", "reverses_id"),
        belongs("reverses_id", "transfer"),
        belongs("decision_id", "decision"),
        belongs("evidence_id", "evidence"),
        Index(None, "association_id", "day"),
        Index(None, "association_id", "about", "about_id"),
    )


class Posting(Tenant, Base):
    """One side of a transfer: positive comes into the account, negative goes out of it. Append only."""

    __tablename__ = "posting"
    transfer_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    amount: Mapped[Rupiah]
    __table_args__ = (
        belongs("transfer_id", "transfer"),
        belongs("account_id", "ledger_account"),
        Index(None, "association_id", "account_id"),
        CheckConstraint("amount <> 0", name="amount"),
    )


class BalanceCheck(Entity, Base):
    """What somebody counted in the box or read from the bank book at the end of a day."""

    __tablename__ = "balance_check"
    account_id: Mapped[UUID]
    day: Mapped[date]
    amount: Mapped[Rupiah]
    evidence_id: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID | None]
    __table_args__ = (belongs("account_id", "ledger_account"), belongs("evidence_id", "evidence"))


class Invoice(Entity, Base):
    """A contribution that a member owes to a pool: a voted part of their net sales, or a voted sum."""

    __tablename__ = "invoice"
    number: Mapped[int]
    business_id: Mapped[UUID]
    campaign_id: Mapped[UUID | None]
    first: Mapped[date]
    last: Mapped[date]
    base: Mapped[Rupiah]  # net sales of those days
    rate: Mapped[int]  # basis points; 0 for a voted sum
    amount: Mapped[Rupiah]
    due_on: Mapped[date]
    decision_id: Mapped[UUID | None]
    transfer_id: Mapped[UUID]  # what it booked; payments are transfers about this invoice
    issued_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("association_id", "number"),
        belongs("business_id", "business"),
        belongs("campaign_id", "campaign"),
        belongs("decision_id", "decision"),
        belongs("transfer_id", "transfer"),
        CheckConstraint("amount > 0", name="amount"),
    )


# -- sharing -----------------------------------------------------------------------------------------------------------


class Distribution(Entity, Edited, Base):
    """One run of a rule over a pool: calculated → reviewed → objection → approved → paying → paid, or void.

    ``inputs`` is everything the result follows from; ``inputs_hash`` is the sha256 of its canonical JSON.
    """

    __tablename__ = "distribution"
    number: Mapped[int]
    rule_version_id: Mapped[UUID]
    campaign_id: Mapped[UUID | None]
    first: Mapped[date]
    last: Mapped[date]
    run: Mapped[int]
    pool: Mapped[Rupiah]
    pool_account_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(10), default="calculated")
    inputs: Mapped[dict[str, Any]]
    inputs_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    calculated_at: Mapped[datetime]
    calculated_by: Mapped[UUID | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[UUID | None]
    objections_until: Mapped[date | None]  # the last day
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None]
    decision_id: Mapped[UUID | None]  # of an approval by vote, where there is nobody else
    transfer_id: Mapped[UUID | None]  # what approval booked: pool → members' payables and funds
    paid_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[UUID | None]
    void_reason: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        UniqueConstraint("association_id", "number"),
        belongs("rule_version_id", "sharing_rule_version"),
        belongs("campaign_id", "campaign"),
        belongs("pool_account_id", "ledger_account"),
        belongs("decision_id", "decision"),
        belongs("transfer_id", "transfer"),
        CheckConstraint("state in ('calculated','reviewed','objection','approved','paying','paid','void')", name="state"),
        CheckConstraint("pool > 0", name="pool"),
    )


class DistributionLine(Tenant, Base):
    """What one component gives to one business (or to a fund), with everything it is computed from. Append only."""

    __tablename__ = "distribution_line"
    distribution_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    component: Mapped[str] = mapped_column(String(40))
    business_id: Mapped[UUID | None]
    fund: Mapped[str] = mapped_column(String(12), default="")
    base: Mapped[str] = mapped_column(String(120))  # exact fraction, "numerator/denominator"
    base_total: Mapped[str] = mapped_column(String(120))
    exact: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Rupiah]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)  # per base: this member's figure, the total, the rupiah
    __table_args__ = (
        belongs("distribution_id", "distribution"),
        belongs("business_id", "business"),
        Index(None, "association_id", "business_id"),
    )


class DistributionShare(Entity, Edited, Base):
    """What a business gets in all from a distribution, and how it was paid."""

    __tablename__ = "distribution_share"
    distribution_id: Mapped[UUID]
    business_id: Mapped[UUID]
    amount: Mapped[Rupiah]
    method: Mapped[str] = mapped_column(String(8), default="")  # cash, bank, savings
    transfer_id: Mapped[UUID | None]
    evidence_id: Mapped[UUID | None]
    paid_on: Mapped[date | None]
    paid_by: Mapped[UUID | None]
    __table_args__ = (
        UniqueConstraint("association_id", "distribution_id", "business_id"),
        belongs("distribution_id", "distribution"),
        belongs("business_id", "business"),
        belongs("transfer_id", "transfer"),
        belongs("evidence_id", "evidence"),
    )


class Objection(Entity, Edited, Base):
    """A member says that their share is wrong: open → answered → upheld or rejected. While it stands, nothing is paid."""

    __tablename__ = "objection"
    distribution_id: Mapped[UUID]
    business_id: Mapped[UUID]
    component: Mapped[str] = mapped_column(String(40), default="")  # the line it is about; "" for all of them
    text: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(8), default="open")
    answer: Mapped[str] = mapped_column(String(1000), default="")
    raised_at: Mapped[datetime]
    raised_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("distribution_id", "distribution"),
        belongs("business_id", "business"),
        CheckConstraint("state in ('open','answered','upheld','rejected')", name="state"),
    )


# -- the safety net ----------------------------------------------------------------------------------------------------


class AidRequest(Entity, Edited, Base):
    """Help asked by or for a member: requested → assessed → approved or refused → disbursed → repaying → closed."""

    __tablename__ = "aid_request"
    number: Mapped[int]
    business_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(8))  # cash, loan, in_kind
    amount: Mapped[Rupiah | None]
    thing: Mapped[str] = mapped_column(String(200), default="")
    need: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="requested")
    requested_at: Mapped[datetime]
    requested_by: Mapped[UUID | None]
    assessment: Mapped[str] = mapped_column(Text, default="")
    granted: Mapped[Rupiah | None]  # what the assessment proposes, then what was granted
    instalments: Mapped[int] = mapped_column(default=0)
    assessed_at: Mapped[datetime | None]
    assessed_by: Mapped[UUID | None]
    decided_by_vote: Mapped[bool] = mapped_column(default=False)
    decision_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    transfer_id: Mapped[UUID | None]
    evidence_id: Mapped[UUID | None]
    disbursed_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("association_id", "number"),
        belongs("business_id", "business"),
        belongs("decision_id", "decision"),
        belongs("transfer_id", "transfer"),
        belongs("evidence_id", "evidence"),
        CheckConstraint("kind in ('cash','loan','in_kind')", name="kind"),
        CheckConstraint(
            "state in ('requested','assessed','approved','refused','disbursed','repaying','closed','withdrawn')", name="state"
        ),
    )


class AidVerdict(Entity, Base):
    """What one of the committee says of a request; who assessed it is none of them."""

    __tablename__ = "aid_verdict"
    request_id: Mapped[UUID]
    account_id: Mapped[UUID]
    approves: Mapped[bool]
    note: Mapped[str] = mapped_column(String(400), default="")
    given_at: Mapped[datetime]
    __table_args__ = (
        belongs("request_id", "aid_request"),
        ForeignKeyConstraint(["account_id"], ["account.id"]),
        UniqueConstraint("association_id", "request_id", "account_id"),
    )


class AidInstalment(Tenant, Base):
    """A part of a loan that is to come back on a day; paid when a transfer says so."""

    __tablename__ = "aid_instalment"
    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date]
    amount: Mapped[Rupiah]
    transfer_id: Mapped[UUID | None]
    paid_on: Mapped[date | None]
    __table_args__ = (belongs("request_id", "aid_request"), belongs("transfer_id", "transfer"))
