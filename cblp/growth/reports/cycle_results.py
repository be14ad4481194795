"""The three results that a learning round aims at, before and after: digital literacy, creativity, engagement of the audience."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.db.scope import seen, visible
from cblp.growth import questionnaire
from cblp.growth.models import Assessment, ContentPiece, Cycle, CycleMember, RubricScore, Wave
from cblp.growth.rules import capital, paired, rubric
from cblp.reach.reports import posts
from cblp.reach.reports.query import Selection

WINDOW: Final = 28
"""Days of posts before the round and at its end."""
FEWEST_POSTS: Final = 3
"""Posts that a member needs in each of the two for a figure of theirs."""


@dataclass(frozen=True)
class Result:
    """One result of the members who have both figures. ``before``, ``after`` and ``gain`` are means; None: nobody has both.

    ``p`` is None while too few have both; ``dropped`` have only one.
    """

    pairs: int
    dropped: int
    before: float | None
    after: float | None
    gain: float | None
    p: float | None

    @property
    def proven(self) -> bool | None:
        """Whether it is more than chance; None: not enough data."""
        return None if self.p is None else self.p < paired.PROVEN


@dataclass(frozen=True)
class Results:
    """All three: ``literacy`` an index 0 to 100, ``creativity`` 1 to 4, ``engagement`` interactions per post."""

    literacy: Result
    creativity: Result
    engagement: Result
    agreement: rubric.Agreement


def results(session: Session, actor: Actor, *, cycle: Cycle, today: date) -> Results:
    """The results as they are now; those of a closed round stand in ``cycle.frozen`` (see ``thawed``)."""
    members = frozenset(session.scalars(
        visible(actor, CycleMember).with_only_columns(CycleMember.business_id).where(CycleMember.cycle_id == cycle.id)
    ))
    rated = _rated(session, actor, cycle)
    return Results(
        literacy=_result(*_literacy(session, actor, cycle, members)),
        creativity=_result(*(_by_business(rated, wave) for wave in ("before", "after"))),
        engagement=_result(*_engagement(session, actor, cycle, members, today)),
        agreement=rubric.agreement([points for _business, _wave, points in rated]),
    )


def spans(first: date, last: date, today: date) -> tuple[Span, Span | None]:
    """The days before the round and those at its end that posts are counted of; None while it has not begun."""
    before = Span(first - timedelta(WINDOW), first - timedelta(1))
    end = min(last, today)
    return before, Span(max(first, end - timedelta(WINDOW - 1)), end) if end >= first else None


def frozen(found: Results) -> dict[str, Any]:
    """Results as a closed round keeps them."""
    agreed = asdict(found.agreement)
    kept = {name: None if agreed[name] is None else str(agreed[name]) for name in ("equal", "near")}
    return {**{name: asdict(getattr(found, name)) for name in ("literacy", "creativity", "engagement")}, "agreement": {**agreed, **kept}}


def thawed(kept: Mapping[str, Any]) -> Results:
    """The other way round."""
    agreed = kept["agreement"]
    shares = {name: None if agreed[name] is None else Fraction(agreed[name]) for name in ("equal", "near")}
    return Results(
        Result(**kept["literacy"]), Result(**kept["creativity"]), Result(**kept["engagement"]),
        rubric.Agreement(agreed["pieces"], agreed["compared"], **shares),
    )


def _result(before: Mapping[UUID, float], after: Mapping[UUID, float]) -> Result:
    change = paired.compare(before, after)
    both = before.keys() & after.keys()
    means = [sum(side[one] for one in both) / len(both) if both else None for side in (before, after)]
    return Result(change.pairs, change.dropped, means[0], means[1], change.gain, change.p)


def _rated(session: Session, actor: Actor, cycle: Cycle) -> list[tuple[UUID, str, list[rubric.Points]]]:
    rows = session.execute(
        select(ContentPiece.id, ContentPiece.business_id, ContentPiece.wave, RubricScore.points)
        .join(RubricScore, (RubricScore.association_id == ContentPiece.association_id) & (RubricScore.piece_id == ContentPiece.id))
        .where(seen(actor, ContentPiece), seen(actor, RubricScore), ContentPiece.cycle_id == cycle.id, RubricScore.replaced_at.is_(None))
        .order_by(ContentPiece.id, RubricScore.id)
    )
    found: dict[UUID, tuple[UUID, str, list[rubric.Points]]] = {}
    for piece, business, wave, points in rows:
        found.setdefault(piece, (business, wave, []))[2].append(points)
    return list(found.values())


def _by_business(rated: Sequence[tuple[UUID, str, list[rubric.Points]]], wave: str) -> dict[UUID, float]:
    """The mean mark of each business's pieces of a wave."""
    marks: dict[UUID, list[Fraction]] = defaultdict(list)
    for business, when, points in rated:
        if when == wave and (mark := rubric.mark(points)) is not None:
            marks[business].append(mark)
    return {business: float(sum(some) / len(some)) for business, some in marks.items()}


def _engagement(
    session: Session, actor: Actor, cycle: Cycle, members: frozenset[UUID], today: date,
) -> tuple[dict[UUID, float], dict[UUID, float]]:
    before, after = spans(cycle.first, cycle.last, today)
    return _per_post(session, actor, members, before), _per_post(session, actor, members, after) if after else {}


def _per_post(session: Session, actor: Actor, members: frozenset[UUID], span: Span) -> dict[UUID, float]:
    """Interactions per post of the members' own accounts, of those who posted often enough."""
    if not members:
        return {}
    chosen = Selection(span, businesses=frozenset(members))
    return {
        group.key: group.measures.interactions / group.measures.posts
        for group in posts.grouped(session, actor, by="business", selection=chosen)
        if group.key is not None and group.measures.posts >= FEWEST_POSTS
    }


def _literacy(
    session: Session, actor: Actor, cycle: Cycle, members: frozenset[UUID],
) -> tuple[dict[UUID, float], dict[UUID, float]]:
    """The index of each member's business in the waves before and after this round; where two of it answered, their mean."""
    found: dict[str, dict[UUID, list[Fraction]]] = {"pre": defaultdict(list), "post": defaultdict(list)}
    rows = session.execute(
        select(Wave.kind, Wave.instrument_version, Assessment.business_id, Assessment.answers)
        .join(Assessment, (Assessment.association_id == Wave.association_id) & (Assessment.wave_id == Wave.id))
        .where(
            Wave.association_id == actor.association, Wave.cycle_id == cycle.id, Wave.kind.in_(list(found)),
            seen(actor, Assessment), Assessment.business_id.in_(members), Assessment.finished_at.is_not(None),
        )
    )
    for kind, version, business, answers in rows:
        asked = questionnaire.load(version)
        access, competence = (
            [answers.get(item.code) for item in asked.of(part)] for part in (questionnaire.ACCESS, questionnaire.COMPETENCE)
        )
        if all(type(value) is int for value in (*access, *competence)):
            found[kind][business].append(capital.index(access, competence))
    before, after = ({one: float(sum(some) / len(some)) for one, some in found[kind].items()} for kind in ("pre", "post"))
    return before, after
