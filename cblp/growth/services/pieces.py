"""What members make while learning, in the three steps of Tri-N, and what two raters give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.catalogue.scope
import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Product
from cblp.catalogue.pictures import Picture
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, TREASURER, Actor
from cblp.db.dated import on
from cblp.db.ids import uuid7
from cblp.decisions.models import Evidence
from cblp.decisions.services import evidence
from cblp.errors import Missing, NotAllowed, UserError
from cblp.growth.models import ContentPiece, Cycle, CycleMember, RubricScore
from cblp.growth.rules import rubric
from cblp.growth.services.links import web_address
from cblp.i18n import N_
from cblp.people.models import Business, BusinessAccess
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, UnknownChoice, clip, clipped
from cblp.sales.services import DayInFuture

WAVES: Final = rubric.WAVES
FIELDS: Final = frozenset({"title", "seen", "followed", "added", "link", "made_on", "wave", "product_id", "evidence_id"})
_TEXTS: Final = {"title": 160, "seen": 600, "followed": 600, "added": 600}


class CycleClosed(UserError):
    """The results of the cycle are frozen."""

    message = N_("This learning round is closed. Its results can't change any more.")


class NotInCycle(UserError):
    """The business does not learn in that cycle."""

    message = N_("This business does not take part in the learning round.")


class PointsMissing(UserError):
    """Not every criterion has its points."""

    message = N_("Give each of the four points a number from 1 to 4.")


class RatedTwice(UserError):
    """Two others rated it already."""

    message = N_("Two people have rated this already.")


class OwnWork(UserError):
    """Nobody rates what their own business made."""

    message = N_("Somebody else must rate this: it is of your own business.")


def add(
    session: Session, actor: Actor, *, business_id: UUID, title: str, made_on: date, now: datetime,
    cycle_id: UUID | None = None, wave: str = "during", details: Mapping[str, Any] | None = None, piece_id: UUID | None = None,
) -> UUID:
    """Write down what a business made (member their own, mentor their mentees', coordinator all); returns its id.

    ``wave`` of WAVES; ``details`` are further FIELDS: seen (what example was looked at), followed (what was taken from it),
    added (what is one's own). ``piece_id`` is made by whoever may send twice over a weak network: the second time changes
    nothing. Raises NameNeeded, DayInFuture, UnknownChoice, BadAddress, CycleClosed, NotInCycle, Missing, TooLong.
    """
    _may_write(actor, business_id)
    editing.there(session, actor, Business, business_id)
    if piece_id is not None and session.get(ContentPiece, (actor.association, piece_id)) is not None:
        return piece_id
    fields = _checked(
        session, actor, {"title": title, "made_on": made_on, "wave": wave, **(details or {})}, business_id, actor.day(now)
    )
    if cycle_id:
        _learning(session, actor, cycle_id, business_id)
    piece = ContentPiece(
        association_id=actor.association, id=piece_id or uuid7(), business_id=business_id, cycle_id=cycle_id,
        entered_by=actor.account, **fields,
    )
    session.add(piece)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="content_piece", subject=piece.id, label=piece.title, behalf_of=business_id
    )
    return piece.id


def edit(
    session: Session, actor: Actor, *, piece_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a piece; returns the new version. Raises Stale, and as ``add``."""
    piece = editing.locked(session, actor, ContentPiece, piece_id)
    _may_write(actor, piece.business_id)
    if piece.cycle_id:
        _learning(session, actor, piece.cycle_id, piece.business_id)
    fields = _checked(session, actor, changes, piece.business_id, actor.day(now))
    return editing.save(
        session, actor, piece, version=version, changes=fields, public=(), now=now, label=piece.title, behalf_of=piece.business_id
    )


def keep_photo(session: Session, actor: Actor, *, business_id: UUID, picture: Picture, now: datetime) -> UUID:
    """Keep the photo of something that a business made, for whoever may write it down; returns its id for ``evidence_id``.

    Raises Missing, NotAllowed.
    """
    _may_write(actor, business_id)
    # Who accompanies a business sends its photo for it: the photo is the member's, and theirs to look at.
    sender = replace(actor, role=MEMBER, own_businesses=frozenset({business_id})) if actor.role == MENTOR else actor
    return evidence.add(session, sender, picture=picture, business_id=business_id, now=now)


def score(
    session: Session, actor: Actor, *, piece_id: UUID, points: Mapping[str, int], now: datetime, note: str = "",
) -> None:
    """Give a piece 1 to 4 for each of rubric.CRITERIA (coordinator, treasurer, mentor of the business).

    A rater's new points replace the old ones, which stay on record. Raises PointsMissing, RatedTwice, OwnWork, CycleClosed,
    NotAllowed (somebody without an account), Missing, TooLong.
    """
    actor.require(COORDINATOR, TREASURER, MENTOR)
    if actor.account is None:
        raise NotAllowed("points are given by a person")
    piece = editing.locked(session, actor, ContentPiece, piece_id)
    if not rubric.complete(points):
        raise PointsMissing()
    if piece.cycle_id:
        _open(session, actor, piece.cycle_id)
    if _belongs(session, actor, piece.business_id, now):
        raise OwnWork()
    standing = session.scalars(select(RubricScore).where(
        RubricScore.association_id == actor.association, RubricScore.piece_id == piece_id, RubricScore.replaced_at.is_(None),
    )).all()
    own = next((row for row in standing if row.rater_id == actor.account), None)
    if own is None and len(standing) >= rubric.RATERS:
        raise RatedTwice()
    if own is not None:
        own.replaced_at = now
    session.add(RubricScore(
        association_id=actor.association, id=uuid7(), piece_id=piece_id, rater_id=actor.account, points=dict(points),
        note=clip(note, 300), scored_at=now,
    ))
    session.flush()
    audit.record(
        session, actor, now=now, action="rated", entity="content_piece", subject=piece_id, label=piece.title,
        behalf_of=piece.business_id,
    )


def _may_write(actor: Actor, business_id: UUID) -> None:
    if actor.role == MENTOR and business_id in actor.mentee_businesses:
        return
    actor.require(COORDINATOR, MEMBER)
    actor.require_business(business_id)


def _belongs(session: Session, actor: Actor, business_id: UUID, now: datetime) -> bool:
    access = select(BusinessAccess.id).where(
        BusinessAccess.association_id == actor.association, BusinessAccess.account_id == actor.account,
        BusinessAccess.business_id == business_id, on(BusinessAccess, actor.day(now)),
    )
    return session.scalar(access.limit(1)) is not None


def _open(session: Session, actor: Actor, cycle_id: UUID) -> None:
    """The cycle still takes changes; it is locked, so that it is not closed meanwhile."""
    cycle = session.scalars(select(Cycle).where(
        Cycle.association_id == actor.association, Cycle.id == cycle_id,
    ).with_for_update().execution_options(populate_existing=True)).one_or_none()
    if cycle is None:
        raise Missing()
    if cycle.stage == "closed":
        raise CycleClosed()


def _learning(session: Session, actor: Actor, cycle_id: UUID, business_id: UUID) -> None:
    _open(session, actor, cycle_id)
    if session.get(CycleMember, (actor.association, cycle_id, business_id)) is None:
        raise NotInCycle()


def _checked(session: Session, actor: Actor, typed: Mapping[str, Any], business_id: UUID, today: date) -> dict[str, Any]:
    if typed.keys() - FIELDS or typed.get("wave", "during") not in WAVES:
        raise UnknownChoice()
    fields = clipped(typed, _TEXTS)
    if "title" in fields and not fields["title"]:
        raise NameNeeded()
    if "made_on" in fields and fields["made_on"] > today:
        raise DayInFuture()
    if "link" in fields:
        fields["link"] = web_address(fields["link"] or "")
    if fields.get("product_id"):
        own = select(Product.id).where(
            Product.association_id == actor.association, Product.id == fields["product_id"], Product.business_id == business_id,
        )
        if session.scalar(own) is None:
            raise Missing()
    if fields.get("evidence_id"):
        theirs = select(Evidence.id).where(
            Evidence.association_id == actor.association, Evidence.id == fields["evidence_id"], Evidence.business_id == business_id,
        )
        if session.scalar(theirs) is None:
            raise Missing()
    return fields
