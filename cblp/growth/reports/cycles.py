"""Learning rounds with who takes part, what was made, what raters gave it, and the results before and after."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import Actor
from cblp.db.scope import seen, visible
from cblp.errors import Missing
from cblp.growth.models import ContentPiece, Cycle, CycleMember, RubricScore
from cblp.growth.reports import cycle_results
from cblp.growth.reports.cycle_results import Results
from cblp.growth.rules import rubric
from cblp.people.models import Business


@dataclass(frozen=True)
class Row:
    """A round in the list. ``stage`` of services.cycles.STAGES."""

    id: UUID
    version: int
    number: int
    title: str
    stage: str
    first: date
    last: date
    members: int
    pieces: int


@dataclass(frozen=True)
class Detail:
    """A round with its texts; ``before`` is the title of the round whose lessons it began with, "" without one.

    ``results`` of a closed round are those of the day on which it was closed.
    """

    row: Row
    needs: str
    plan: str
    discussion: str
    lessons: str
    before: str
    members: tuple[tuple[UUID, str], ...]
    results: Results


@dataclass(frozen=True)
class Piece:
    """Something that was made. ``mine`` are the points that the actor gave, None while they gave none.

    ``raters`` is how many rated it; ``mark`` (1 to 4) stands once two did. One rater never sees the other's points.
    """

    id: UUID
    version: int
    business_id: UUID
    business: str
    wave: str
    title: str
    seen: str
    followed: str
    added: str
    link: str
    made_on: date
    raters: int
    mark: Fraction | None
    mine: dict[str, int] | None
    has_photo: bool = False


def listing(session: Session, actor: Actor) -> list[Row]:
    """Every round that the actor may read, the newest first."""
    return [_row(session, actor, cycle) for cycle in session.scalars(visible(actor, Cycle).order_by(Cycle.number.desc()))]


def one(session: Session, actor: Actor, *, cycle_id: UUID, today: date) -> Detail:
    """A round as it is today, a closed one as it was kept; who does not read all businesses gets the results of theirs alone.

    Raises Missing.
    """
    cycle = session.scalars(visible(actor, Cycle).where(Cycle.id == cycle_id)).one_or_none()
    if cycle is None:
        raise Missing()
    before = session.scalar(visible(actor, Cycle).with_only_columns(Cycle.title).where(Cycle.id == cycle.before_id))
    members = session.execute(
        select(Business.id, Business.name)
        .join(CycleMember, and_(CycleMember.association_id == Business.association_id, CycleMember.business_id == Business.id))
        .where(seen(actor, CycleMember), CycleMember.cycle_id == cycle_id).order_by(Business.name, Business.id)
    )
    kept = cycle.frozen if actor.sees_all else None
    found = cycle_results.thawed(kept) if kept else cycle_results.results(session, actor, cycle=cycle, today=today)
    return Detail(
        _row(session, actor, cycle), cycle.needs, cycle.plan, cycle.discussion, cycle.lessons, before or "",
        tuple((id_, name) for id_, name in members), found,
    )


def pieces(
    session: Session, actor: Actor, *, cycle_id: UUID | None = None, business_id: UUID | None = None, limit: int = 200,
) -> list[Piece]:
    """What was made, the newest first: of a round, of a business, or everything that the actor may read."""
    wanted = (
        select(ContentPiece, Business.name)
        .join(Business, and_(Business.association_id == ContentPiece.association_id, Business.id == ContentPiece.business_id))
        .where(seen(actor, ContentPiece)).order_by(ContentPiece.made_on.desc(), ContentPiece.id.desc()).limit(limit)
    )
    if cycle_id:
        wanted = wanted.where(ContentPiece.cycle_id == cycle_id)
    if business_id:
        wanted = wanted.where(ContentPiece.business_id == business_id)
    rows = session.execute(wanted).all()
    given: dict[UUID, list[RubricScore]] = defaultdict(list)
    for score in session.scalars(visible(actor, RubricScore).where(
        RubricScore.piece_id.in_([piece.id for piece, _name in rows]), RubricScore.replaced_at.is_(None),
    )):
        given[score.piece_id].append(score)
    return [
        Piece(
            piece.id, piece.version, piece.business_id, name, piece.wave, piece.title, piece.seen, piece.followed, piece.added,
            piece.link, piece.made_on, len(given[piece.id]), rubric.mark([score.points for score in given[piece.id]]),
            next((score.points for score in given[piece.id] if actor.account and score.rater_id == actor.account), None),
            piece.evidence_id is not None,
        )
        for piece, name in rows
    ]


def running_of(session: Session, actor: Actor, *, business_id: UUID) -> list[Row]:
    """The rounds that a business takes part in and that are not closed."""
    mine = select(CycleMember.cycle_id).where(seen(actor, CycleMember), CycleMember.business_id == business_id)
    wanted = visible(actor, Cycle).where(Cycle.id.in_(mine), Cycle.stage != "closed").order_by(Cycle.number.desc())
    return [_row(session, actor, cycle) for cycle in session.scalars(wanted)]


def _row(session: Session, actor: Actor, cycle: Cycle) -> Row:
    members, made = (
        session.scalar(select(func.count()).select_from(entity).where(seen(actor, entity), entity.cycle_id == cycle.id)) or 0
        for entity in (CycleMember, ContentPiece)
    )
    return Row(cycle.id, cycle.version, cycle.number, cycle.title, cycle.stage, cycle.first, cycle.last, members, made)
