"""Choosing superior products: who is compared, what is scored together, what is told of them, and rankings kept for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.catalogue.scope
import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Product
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.db.numbers import following
from cblp.db.scope import visible
from cblp.errors import UserError
from cblp.growth.models import Candidate, ProductStrength, SuperiorRun
from cblp.growth.reports import superior as reports
from cblp.growth.rules import superior as rules
from cblp.i18n import N_
from cblp.people.services import audit, editing
from cblp.people.services.register import TooLong, UnknownChoice, clip

TEXTS: Final = ("authentic", "tradition", "attractive", "next_step")
MONEY: Final = ("next_price", "next_cost")
LONGEST, MINUTES = 600, 4_000


class WrongScore(UserError):
    """A score outside 1 to 5, or a figure that no micro-business has."""

    message = N_("Give 1 to 5 points. Sales and people are written with digits only.")


class BelowZero(UserError):
    """A price or a cost below nothing."""

    message = N_("Write a price or a cost of zero or more.")


class NothingToRank(UserError):
    """Fewer than two products have all values."""

    message = N_("A ranking needs at least 2 products with all their points. Fill in what is missing first.")


def add_candidate(session: Session, actor: Actor, *, product_id: UUID, now: datetime) -> UUID:
    """Compare a product, too (coordinator); returns the candidate's id, the known one with its scores if it was there before.

    Raises Missing.
    """
    actor.require(COORDINATOR)
    product = editing.locked(session, actor, Product, product_id)
    known = session.scalars(visible(actor, Candidate).where(Candidate.product_id == product_id).with_for_update()).one_or_none()
    if known is not None and known.removed_at is None:
        return known.id
    if known is None:
        known = Candidate(association_id=actor.association, id=uuid7(), product_id=product_id, scores={}, added_at=now)
        session.add(known)
    known.removed_at = None
    session.flush()
    _record(session, actor, known, product.name, "created", now)
    return known.id


def remove_candidate(session: Session, actor: Actor, *, candidate_id: UUID, now: datetime) -> None:
    """Compare a product no longer (coordinator); its scores wait for its return. Raises Missing."""
    actor.require(COORDINATOR)
    candidate = editing.locked(session, actor, Candidate, candidate_id)
    if candidate.removed_at is None:
        candidate.removed_at = now
        session.flush()
        _record(session, actor, candidate, "", "dropped", now)


def score(
    session: Session, actor: Actor, *, candidate_id: UUID, version: int, scores: Mapping[str, int | None], now: datetime,
) -> int:
    """Write down what was scored together (coordinator); returns the new version. Criteria that are not named stay as they are.

    1 to 5; of turnover rupiah in a month and of labour people, written over the data. None takes a value back. Raises
    WrongScore, Missing, and Stale with ``theirs`` and ``yours`` by criterion.
    """
    actor.require(COORDINATOR)
    if not all(rules.fits(one, value) for one, value in scores.items()):
        raise WrongScore()
    candidate = editing.locked(session, actor, Candidate, candidate_id)
    new = {one: value for one, value in scores.items() if candidate.scores.get(one) != value}
    if not new:
        return candidate.version
    if candidate.version != version:
        stale = editing.stale(session, actor, candidate, {"scores": new})
        stale.values |= {"theirs": {one: candidate.scores.get(one) for one in new}, "yours": new}
        raise stale
    candidate.scores = {**candidate.scores, **new}
    session.flush()
    _record(session, actor, candidate, "", "changed", now, new)
    return candidate.version


def tell(
    session: Session, actor: Actor, *, product_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Write down what makes a product worth telling of and its next step (coordinator); returns the new version.

    ``changes``: TEXTS, MONEY (rupiah per the product's unit, or None) and ``needs`` (of rules.NEEDS). ``version`` 0 where
    nothing was told yet. Raises BelowZero, TooLong, UnknownChoice, Stale, Missing.
    """
    actor.require(COORDINATOR)
    product = editing.locked(session, actor, Product, product_id)  # also keeps two first sentences from being written at once
    given = {name: _checked(name, value) for name, value in changes.items()}
    kept = session.scalars(visible(actor, ProductStrength).where(ProductStrength.product_id == product_id)).one_or_none()
    if kept is None:
        session.add(ProductStrength(association_id=actor.association, product_id=product_id, **given))
        session.flush()
        audit.record(session, actor, now=now, action="created", entity="product_strength", subject=product_id, label=product.name)
        return 1
    return editing.save(
        session, actor, kept, version=version, changes=given, public=("next_step",), now=now, label=product.name,
        behalf_of=product.business_id,
    )


def run(session: Session, actor: Actor, *, v: int, minutes: str, now: datetime, further: bool = False) -> UUID:
    """Keep today's ranking for good, with everything it follows from and the minutes (coordinator); returns its id.

    ``v`` in hundredths. Raises NothingToRank, WrongScore (v outside 0 to 100), TooLong.
    """
    actor.require(COORDINATOR)
    if not 0 <= v <= 100:
        raise WrongScore()
    today = actor.day(now)
    found = reports.compare(session, actor, today=today, v=v, further=further)
    if not found.ranking.places:
        raise NothingToRank()
    kept = SuperiorRun(
        association_id=actor.association, id=uuid7(), number=following(session, actor, SuperiorRun.number),
        criteria=list(found.criteria), weights=dict(found.weights),
        decision_id=reports.weights(session, actor, day=today).decision_id, v=v,
        matrix={name: dict(row) for name, row in found.matrix.items()}, names=dict(found.names), result=reports.plain(found),
        minutes=_written(minutes), made_at=now, made_by=actor.account,
    )
    session.add(kept)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity="superior_run", subject=kept.id, label=str(kept.number))
    return kept.id


def _written(minutes: str) -> str:
    kept = minutes.strip()  # lines stay lines
    if len(kept) > MINUTES:
        raise TooLong(most=MINUTES)
    return kept


def _checked(name: str, value: Any) -> Any:
    if name in TEXTS:
        return clip(value, LONGEST)
    if name in MONEY:
        if value is not None and value < 0:
            raise BelowZero()
        return value
    if name != "needs" or not set(value) <= set(rules.NEEDS):
        raise UnknownChoice()
    return [one for one in rules.NEEDS if one in value]


def _record(
    session: Session, actor: Actor, candidate: Candidate, label: str, action: str, now: datetime,
    changes: Mapping[str, int | None] | None = None,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="superior_candidate", subject=candidate.id, label=label,
        changes=dict.fromkeys(changes or {}),
    )
