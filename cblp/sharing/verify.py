"""Recompute every stored run of sharing from its frozen figures, and hold it against the books; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

import cblp.sharing.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.decisions.reports import sharing_rules
from cblp.errors import UserError
from cblp.sales.verify import Check
from cblp.sharing import states
from cblp.sharing.models import Distribution, DistributionLine, DistributionShare, LedgerAccount, Posting, Transfer
from cblp.sharing.reports import aid, ledger
from cblp.sharing.reports.bases import canonical_hash
from cblp.sharing.reports.distributions import stored_components
from cblp.sharing.rules import books
from cblp.sharing.rules.dividing import divide

_Row = tuple[str, str, str, str, str, str, int, Any]


def verify(session: Session, actor: Actor) -> list[Check]:
    """Check the books of an association and every run of sharing in them (coordinator, treasurer)."""
    actor.require(COORDINATOR, TREASURER)
    runs = list(session.scalars(visible(actor, Distribution).order_by(Distribution.number)))
    shares: dict[UUID, list[DistributionShare]] = defaultdict(list)
    for share in session.scalars(visible(actor, DistributionShare)):
        shares[share.distribution_id].append(share)
    sides = _sides(session, actor)
    return [
        *ledger.checks(session, actor), *aid.checks(session, actor),
        _recomputed(session, actor, runs, shares), _booked(runs, shares, sides),
        _paid(session, actor, runs, shares), _owed(session, actor, runs, shares),
    ]


def _recomputed(
    session: Session, actor: Actor, runs: Sequence[Distribution], shares: Mapping[UUID, Sequence[DistributionShare]],
) -> Check:
    """The frozen figures are unchanged, the rule is still the one they name, and divided again they give every stored rupiah."""
    rules = {version.id: version for version in sharing_rules.versions(session, actor)}
    lines: dict[UUID, list[_Row]] = defaultdict(list)
    for line in session.scalars(visible(actor, DistributionLine).order_by(DistributionLine.distribution_id, DistributionLine.position)):
        lines[line.distribution_id].append((
            line.component, str(line.business_id or ""), line.fund, line.base, line.base_total, line.exact, line.amount, line.details,
        ))
    wrong = []
    for run in runs:
        kept = run.inputs
        rule = rules.get(run.rule_version_id)
        sound = (
            canonical_hash(kept) == run.inputs_hash and kept["pool"] == run.pool and rule is not None
            and kept["rule"]["version"] == str(rule.id) and stored_components(kept) == rule.components
            and lines[run.id] == _divided(run)
            and {str(share.business_id): share.amount for share in shares[run.id]} == _per_member(lines[run.id])
            and sum(line[6] for line in lines[run.id]) == run.pool
        )
        if not sound:
            wrong.append(str(run.number))
    return Check.of("recomputed", "distribution", len(runs), wrong)


def _divided(run: Distribution) -> list[_Row]:
    kept = run.inputs
    try:
        result = divide(kept["pool"], stored_components(kept), kept["members"], seed=kept["seed"], choices=kept["choices"])
    except (UserError, ValueError):
        return []
    return [
        (
            line.component, line.member, line.fund, str(line.base), str(line.base_total), str(line.exact), line.amount,
            {"size": result.components[line.component], "parts": [asdict(part) for part in line.parts]},
        )
        for line in result.lines
    ]


def _per_member(lines: Iterable[_Row]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for line in lines:
        if line[1]:
            found[line[1]] += line[6]
    return {business: amount for business, amount in found.items() if amount}


def _booked(
    runs: Sequence[Distribution], shares: Mapping[UUID, Sequence[DistributionShare]], sides: Mapping[UUID, Mapping[str, int]],
) -> Check:
    """An approved run is booked once: the pool to what each is owed and to the funds; any other is not in the books."""
    wrong = []
    for run in runs:
        standing = sides.get(run.transfer_id) if run.transfer_id else None
        if run.state not in states.BINDING:
            sound = standing is None
        else:
            owed = {f"{books.PAYABLE}:{share.business_id}": -share.amount for share in shares[run.id]}
            rest = {code: amount for code, amount in (standing or {}).items() if code not in owed}
            pool = rest.pop(books.pool_code(run.campaign_id), 0)
            sound = (
                standing is not None and pool == run.pool and all(standing.get(code) == amount for code, amount in owed.items())
                and all(code.startswith(f"{books.FUND}:") for code in rest)
            )
        if not sound:
            wrong.append(str(run.number))
    return Check.of("booked", "distribution", len(runs), wrong)


def _paid(
    session: Session, actor: Actor, runs: Sequence[Distribution], shares: Mapping[UUID, Sequence[DistributionShare]],
) -> Check:
    """A share is marked as paid when the books paid it in full, and a run says how far its payments are."""
    paid: dict[UUID, int] = defaultdict(int)
    again = aliased(Transfer)
    for key, amount in session.execute(
        _postings(actor, Transfer.idempotency_key, Posting.amount)
        .outerjoin(again, and_(again.association_id == Transfer.association_id, again.reverses_id == Transfer.id))
        .where(Transfer.idempotency_key.startswith("share:"), LedgerAccount.kind == books.PAYABLE, again.id.is_(None))
    ):
        paid[UUID(key.split(":")[1])] += amount
    wrong, looked_at = [], 0
    for run in runs:
        done = [share for share in shares[run.id] if share.transfer_id is not None]
        looked_at += len(shares[run.id])
        reached = (
            states.PAID if len(done) == len(shares[run.id]) else states.PAYING if done else states.APPROVED
        ) if run.state in states.BINDING else run.state
        for share in shares[run.id]:
            if paid[share.id] != (share.amount if share.transfer_id is not None else 0) or run.state != reached:
                wrong.append(f"{run.number} {share.business_id}")
    return Check.of("paid", "distribution_share", looked_at, wrong)


def _owed(
    session: Session, actor: Actor, runs: Sequence[Distribution], shares: Mapping[UUID, Sequence[DistributionShare]],
) -> Check:
    """What the books owe each member is what approved runs have not paid them yet."""
    owed: dict[str, int] = defaultdict(int)
    for run in runs:
        if run.state in states.BINDING:
            for share in shares[run.id]:
                owed[f"{books.PAYABLE}:{share.business_id}"] += share.amount if share.transfer_id is None else 0
    booked = {account.code: account.balance for account in ledger.accounts(session, actor) if account.kind == books.PAYABLE}
    wrong = [code for code in sorted(owed.keys() | booked.keys()) if owed.get(code, 0) != booked.get(code, 0)]
    return Check.of("owed", "ledger_account", len(owed.keys() | booked.keys()), wrong)


def _sides(session: Session, actor: Actor) -> dict[UUID, dict[str, int]]:
    """The sides of every transfer that shared a pool and was not taken back, by account."""
    again = aliased(Transfer)
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for transfer, code, amount in session.execute(
        _postings(actor, Transfer.id, LedgerAccount.code, Posting.amount)
        .outerjoin(again, and_(again.association_id == Transfer.association_id, again.reverses_id == Transfer.id))
        .where(Transfer.kind == ledger.DISTRIBUTION, again.id.is_(None))
    ):
        found[transfer][code] = found[transfer].get(code, 0) + amount
    return dict(found)


def _postings(actor: Actor, *columns: Any) -> Any:
    return (
        select(*columns).select_from(Posting)
        .join(Transfer, and_(Transfer.association_id == Posting.association_id, Transfer.id == Posting.transfer_id))
        .join(LedgerAccount, and_(LedgerAccount.association_id == Posting.association_id, LedgerAccount.id == Posting.account_id))
        .where(seen(actor, Posting), Transfer.posted)
    )
