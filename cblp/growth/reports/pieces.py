"""What members made while learning: for who made it, and for who rates it without seeing the other rater."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Product
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, TREASURER, Actor
from cblp.db.scope import seen
from cblp.decisions.models import Evidence
from cblp.errors import Missing
from cblp.growth.models import ContentPiece, Cycle, RubricScore
from cblp.growth.rules import rubric
from cblp.people.models import Business


@dataclass(frozen=True)
class Work:
    """A piece. ``cycle`` is the title of its round, "" without one; ``open``: its round is not closed, so it can still change.

    ``mark`` (1 to 4) and ``points`` (the raters' mean by criterion) stand once two rated it and its round, if it has one, is
    closed; who gave what is told to nobody. ``mine`` are the actor's own points, None while they gave none.
    """

    id: UUID
    version: int
    business_id: UUID
    business: str
    cycle_id: UUID | None
    cycle: str
    open: bool
    wave: str
    title: str
    product_id: UUID | None
    product: str
    seen: str
    followed: str
    added: str
    link: str
    evidence_id: UUID | None
    made_on: date
    mark: Fraction | None = None
    points: Mapping[str, Fraction] = field(default_factory=dict)
    mine: Mapping[str, int] | None = None


def of_business(session: Session, actor: Actor, *, business_id: UUID) -> list[Work]:
    """What a business made, the newest first."""
    actor.require(COORDINATOR, TREASURER, MEMBER, MENTOR)
    return _works(session, actor, ContentPiece.business_id == business_id)[0]


def to_rate(session: Session, actor: Actor) -> list[Work]:
    """What the actor can still rate: not rated by two others, in no closed round; the longest waiting first.

    Those that the actor rated already come last, to be changed. A mentor reads the pieces of the mentees.
    """
    actor.require(COORDINATOR, TREASURER, MENTOR)
    works, raters = _works(session, actor, true())
    wanted = [work for work in works if work.open and (work.mine is not None or raters[work.id] < rubric.RATERS)]
    return sorted(wanted, key=lambda work: (work.mine is not None, work.made_on, work.id))


def photo(session: Session, actor: Actor, *, piece_id: UUID) -> bytes:
    """The photo of a piece as WebP, for whoever may read the piece; raises Missing."""
    content: bytes | None = session.scalar(
        select(Evidence.content)
        .join(ContentPiece, and_(
            ContentPiece.association_id == Evidence.association_id, ContentPiece.evidence_id == Evidence.id,
            ContentPiece.business_id == Evidence.business_id,
        ))
        .where(seen(actor, ContentPiece), ContentPiece.id == piece_id)
    )
    if content is None:
        raise Missing()
    return content


def _works(session: Session, actor: Actor, wanted: ColumnElement[bool]) -> tuple[list[Work], Mapping[UUID, int]]:
    """The pieces, the newest first, and how many rated each."""
    rows = session.execute(
        select(ContentPiece, Business.name, Cycle.title, Cycle.stage, Product.name)
        .join(Business, and_(Business.association_id == ContentPiece.association_id, Business.id == ContentPiece.business_id))
        .outerjoin(Cycle, and_(Cycle.association_id == ContentPiece.association_id, Cycle.id == ContentPiece.cycle_id))
        .outerjoin(Product, and_(Product.association_id == ContentPiece.association_id, Product.id == ContentPiece.product_id))
        .where(seen(actor, ContentPiece), wanted).order_by(ContentPiece.made_on.desc(), ContentPiece.id.desc())
    ).all()
    given: dict[UUID, list[RubricScore]] = defaultdict(list)
    # Not by ``seen``, which keeps raters apart: of others' points only what is told below leaves this module.
    for score in session.scalars(select(RubricScore).where(
        RubricScore.association_id == actor.association, RubricScore.piece_id.in_([row[0].id for row in rows]),
        RubricScore.replaced_at.is_(None),
    )):
        given[score.piece_id].append(score)
    works = []
    for piece, business, cycle, stage, product in rows:
        points = [score.points for score in given[piece.id]]
        told = stage in (None, "closed")
        works.append(Work(
            piece.id, piece.version, piece.business_id, business, piece.cycle_id, cycle or "", stage != "closed", piece.wave,
            piece.title, piece.product_id, product or "", piece.seen, piece.followed, piece.added, piece.link, piece.evidence_id,
            piece.made_on, rubric.mark(points) if told else None, rubric.by_criterion(points) if told else {},
            next((score.points for score in given[piece.id] if actor.account and score.rater_id == actor.account), None),
        ))
    return works, {piece: len(scores) for piece, scores in given.items()} | {
        work.id: 0 for work in works if work.id not in given
    }
