"""What is known of digital capital: waves and who is missing, each person's figures, averages, before and after, beside sales.

Answers are read by the coordinator, by the member whose they are, and by the mentor who accompanies them; never by a treasurer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.catalogue import reports as catalogue
from cblp.days import Span, add_months
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, Actor
from cblp.db.scope import seen, visible
from cblp.errors import Missing, UserError
from cblp.growth import questionnaire
from cblp.growth.models import Assessment, Cycle, ScoringModel, Wave
from cblp.growth.questionnaire import ACCESS, AI, CAPITAL, COMPETENCE, FACETS, NOT_USED, UNAWARE, Item, Questionnaire
from cblp.growth.rules import capital, linked, paired
from cblp.growth.services import assessments
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.reports import register
from cblp.sales.reports import figures
from cblp.sales.reports.selection import Selection

SHOWN_FROM: Final = 5
"""Fewer people have no average: it would tell of one of them."""
MONTHS: Final = 3
"""Closed months whose mean stands for a business's sales."""

READERS: Final = (COORDINATOR, MEMBER, MENTOR)


class NotComparable(UserError):
    """Two waves that asked different questions."""

    message = N_("These two rounds asked different questions. They can't be compared.")


@dataclass(frozen=True)
class WaveRow:
    """A wave: ``asked`` members today, ``begun`` and ``finished`` of all who ever answered. ``open`` on the day asked for.

    ``cycle`` is the title of the round of learning that it belongs to, "" for none.
    """

    id: UUID
    version: int
    kind: str
    name: str
    questions: int  # the questionnaire's version
    opens_on: date
    closes_on: date
    open: bool
    asked: int
    begun: int
    finished: int
    cycle_id: UUID | None
    cycle: str


@dataclass(frozen=True)
class Left:
    """A business that has not handed in: ``answered`` of ``total`` questions. Nobody can be asked without an owner."""

    business_id: UUID
    code: str
    business: str
    answered: int
    total: int
    has_owner: bool


@dataclass(frozen=True)
class Sheet:
    """The questions of the wave that is open now, as far as a business has answered them."""

    wave_id: UUID
    wave: str
    kind: str
    closes_on: date
    questions: int
    assessment_id: UUID | None
    answers: Mapping[str, int | None]
    finished: bool


@dataclass(frozen=True)
class Result:
    """What one person's answers come to. Figures run from 0 to 100; None where a question was left out.

    ``halves`` are access and competence, of which the index is the mean; ``areas`` by code in the order of the questions;
    ``facets`` knowledge, skill, attitude; ``features`` the answers about AI by question; ``capitals`` self-rated 1 to 5;
    ``weighed`` by the frozen model, where there is one.
    """

    business_id: UUID
    business: str
    person_id: UUID
    wave_id: UUID
    wave: str
    kind: str
    questions: int
    day: date
    mode: str
    index: Fraction | None
    halves: tuple[Fraction, Fraction] | None
    areas: Mapping[str, Fraction | None]
    facets: Mapping[str, Fraction | None]
    features: Mapping[str, int | None]
    capitals: Mapping[str, int | None]
    weakest: str
    weighed: float | None

    @property
    def used(self) -> int:
        """How many of the features are in use."""
        return sum(value not in (None, NOT_USED) for value in self.features.values())

    @property
    def unaware(self) -> int:
        """How many of these were not known to be AI."""
        return sum(value == UNAWARE for value in self.features.values())


@dataclass(frozen=True)
class Averages:
    """Means over the people who handed in a wave; every figure is None where fewer than SHOWN_FROM gave it.

    ``halves`` are access and competence of the ``whole`` people who have an index; its mean is theirs.
    ``weighed`` is by the frozen model, where there is one. ``unaware`` is the share of the AI features in use that their users did
    not know to be AI; ``features`` says the same of each feature by its question: how many use it, and how many of them don't know.
    """

    people: int
    index: Fraction | None = None
    areas: Mapping[str, Fraction | None] = field(default_factory=dict)
    facets: Mapping[str, Fraction | None] = field(default_factory=dict)
    capitals: Mapping[str, Fraction | None] = field(default_factory=dict)
    unaware: Fraction | None = None
    features: Mapping[str, tuple[int, int] | None] = field(default_factory=dict)
    weighed: Fraction | None = None
    whole: int = 0
    halves: tuple[Fraction | None, Fraction | None] = (None, None)

    @property
    def weakest(self) -> str:
        """The area with the lowest mean; "" while there are too few people."""
        known = {code: value for code, value in self.areas.items() if value is not None}
        return min(known, key=lambda code: known[code]) if known else ""


@dataclass(frozen=True)
class Follows:
    """What a weakest area leads to: a module (and the skill of a mentor), and a product that can show it, with what it lacks."""

    area: str
    module: str
    questions: int
    product_id: UUID | None = None
    product: str = ""
    point: str = ""


@dataclass(frozen=True)
class Comparison:
    """The same people in two waves; the means are of those people, and all is None below SHOWN_FROM of them.

    ``areas`` says by area how many points the mean moved, ``was`` where it stood before.
    """

    before: Fraction | None
    after: Fraction | None
    change: paired.Change
    areas: Mapping[str, Fraction | None]
    was: Mapping[str, Fraction | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Weighing:
    """The optional model of a baseline: what the answers bring to it, and the model once it is frozen.

    ``why_not`` is a code of rules.capital, "" where nothing in the answers objects. ``shares`` are the parts of the index that
    each area moves under the model; ``factors`` the largest eigenvalues of access and of competence, ``together`` how the two go
    together (a correlation). ``frozen_at`` is None, and these are empty, while there is no model.
    """

    access: capital.Condition
    competence: capital.Condition
    why_not: str
    over: bool
    frozen_at: datetime | None = None
    people: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)
    factors: tuple[float, ...] = ()
    together: float = 0.0


@dataclass(frozen=True)
class Beside:
    """A business's index beside its mean monthly sales."""

    business_id: UUID
    business: str
    index: Fraction
    sales: int


@dataclass(frozen=True)
class AgainstSales:
    """Index against sales over ``span``; ``without`` people have an index and no sales on record."""

    span: Span
    dots: tuple[Beside, ...]
    without: int
    link: linked.Link | None


# -- waves ---------------------------------------------------------------------------------------------------------------


def waves(session: Session, actor: Actor, *, today: date) -> list[WaveRow]:
    """All waves, the newest first (coordinator)."""
    actor.require(COORDINATOR)
    asked = len(register.names(session, actor, today=today))
    counted = {
        wave: (begun, finished) for wave, begun, finished in session.execute(
            select(Assessment.wave_id, func.count(), func.count(Assessment.finished_at))
            .where(seen(actor, Assessment)).group_by(Assessment.wave_id)
        )
    }
    cycles = dict(session.execute(select(Cycle.id, Cycle.title).where(seen(actor, Cycle))).all())
    return [
        WaveRow(
            row.id, row.version, row.kind, row.name, row.instrument_version, row.opens_on, row.closes_on,
            row.opens_on <= today <= row.closes_on, asked, *counted.get(row.id, (0, 0)), row.cycle_id,
            cycles[row.cycle_id] if row.cycle_id else "",
        )
        for row in session.scalars(visible(actor, Wave).order_by(Wave.opens_on.desc(), Wave.id.desc()))
    ]


def missing(session: Session, actor: Actor, *, wave_id: UUID, today: date) -> list[Left]:
    """Active members who have not handed in, those who have begun first (coordinator); raises Missing."""
    actor.require(COORDINATOR)
    total = len(questionnaire.load(_wave(session, actor, wave_id).instrument_version).items)
    sheets = {sheet.business_id: sheet for sheet in session.scalars(visible(actor, Assessment).where(Assessment.wave_id == wave_id))}
    owned = set(session.scalars(visible(actor, Business).with_only_columns(Business.id).where(Business.owner_id.is_not(None))))
    found = [
        Left(id_, code, name, len(sheets[id_].answers) if id_ in sheets else 0, total, id_ in owned)
        for id_, code, name in register.names(session, actor, today=today)
        if id_ not in sheets or sheets[id_].finished_at is None
    ]
    return sorted(found, key=lambda one: (-one.answered, one.code))


def to_answer(session: Session, actor: Actor, *, business_id: UUID, today: date) -> Sheet | None:
    """The questions that a business can answer today, with what it answered already; None when nothing is asked."""
    actor.require(*READERS)
    wave = session.scalars(visible(actor, Wave).where(Wave.opens_on <= today, Wave.closes_on >= today).limit(1)).one_or_none()
    owner = session.scalar(visible(actor, Business).with_only_columns(Business.owner_id).where(Business.id == business_id))
    if wave is None or owner is None:
        return None
    sheet = session.scalars(
        visible(actor, Assessment).where(Assessment.wave_id == wave.id, Assessment.person_id == owner)
    ).one_or_none()
    return Sheet(
        wave.id, wave.name, wave.kind, wave.closes_on, wave.instrument_version, sheet.id if sheet else None,
        dict(sheet.answers) if sheet else {}, sheet is not None and sheet.finished_at is not None,
    )


# -- people --------------------------------------------------------------------------------------------------------------


def mine(session: Session, actor: Actor, *, business_id: UUID) -> list[Result]:
    """What a business handed in, the newest first: its member, its mentor, the coordinator."""
    actor.require(*READERS)
    return sorted(_results(session, actor, Assessment.business_id == business_id), key=lambda one: one.day, reverse=True)


def members(session: Session, actor: Actor, *, wave_id: UUID) -> list[Result]:
    """What everybody handed in in a wave, by name (coordinator)."""
    actor.require(COORDINATOR)
    return sorted(_results(session, actor, Assessment.wave_id == wave_id), key=lambda one: (one.business, one.person_id))


def follows(session: Session, actor: Actor, *, business_id: UUID, today: date) -> Follows | None:
    """What to do about the weakest area of the newest answers; None while there are no whole ones."""
    newest = next((one for one in mine(session, actor, business_id=business_id) if one.weakest), None)
    if newest is None:
        return None
    area = questionnaire.load(newest.questions).areas[newest.weakest]
    for row in catalogue.readiness(session, actor, today=today, business_id=business_id):
        point = next((code for code in area.points if code in row.missing), "")
        if point:
            return Follows(area.code, area.module, newest.questions, row.id, row.name, point)
    return Follows(area.code, area.module, newest.questions)


# -- the association -------------------------------------------------------------------------------------------------------


def averages(session: Session, actor: Actor, *, wave_id: UUID) -> Averages:
    """The means of a wave (coordinator); nothing but the number of people below SHOWN_FROM."""
    found = members(session, actor, wave_id=wave_id)
    if len(found) < SHOWN_FROM:
        return Averages(len(found))
    users = [one for one in found if one.used]
    return Averages(
        len(found), _mean(one.index for one in found), _means(found, lambda one: one.areas), _means(found, lambda one: one.facets),
        _means(found, lambda one: one.capitals),
        Fraction(sum(one.unaware for one in users), sum(one.used for one in users)) if len(users) >= SHOWN_FROM else None,
        {code: _gap(one.features[code] for one in found) for code in found[0].features},
        _mean(_exact(one.weighed) for one in found), sum(one.index is not None for one in found),
        (_mean(one.halves and one.halves[0] for one in found), _mean(one.halves and one.halves[1] for one in found)),
    )


def compare(session: Session, actor: Actor, *, before_id: UUID, after_id: UUID, weighed: bool = False) -> Comparison:
    """How the people of both waves changed, by the index or (``weighed``) by the baseline's frozen model (coordinator).

    Raises NotComparable, Missing.
    """
    actor.require(COORDINATOR)
    first, then = _wave(session, actor, before_id), _wave(session, actor, after_id)
    if (first.instrument, first.instrument_version) != (then.instrument, then.instrument_version):
        raise NotComparable()
    sides = [{one.person_id: one for one in members(session, actor, wave_id=wave.id)} for wave in (first, then)]

    def figures_of(side: Mapping[UUID, Result]) -> dict[UUID, float]:
        picked = {key: one.weighed if weighed else one.index for key, one in side.items()}
        return {key: float(value) for key, value in picked.items() if value is not None}

    before, after = map(figures_of, sides)
    change = paired.compare(before, after)
    both = [key for key in before if key in after]
    if len(both) < SHOWN_FROM:
        return Comparison(None, None, paired.Change(change.pairs, change.dropped, None, None, None, None), {})
    was, now = (_means([side[key] for key in both], lambda one: one.areas) for side in sides)
    moved = {code: None if value is None or now.get(code) is None else now[code] - value for code, value in was.items()}  # type: ignore[operator]
    means = [Fraction(sum(side[key] for key in both)).limit_denominator(10**9) / len(both) for side in (before, after)]
    return Comparison(means[0], means[1], change, moved, was)


def against_sales(session: Session, actor: Actor, *, wave_id: UUID, today: date) -> AgainstSales:
    """Each index of a wave beside the mean monthly sales of the last closed months at its end (coordinator)."""
    actor.require(COORDINATOR)
    wave = _wave(session, actor, wave_id)
    ends = min(today, wave.closes_on + timedelta(1)).replace(day=1)
    span = Span(add_months(ends, -MONTHS), ends - timedelta(1))
    known = {one.business_id: one for one in members(session, actor, wave_id=wave_id) if one.index is not None}
    sold = {
        group.key: group.measures.sales // MONTHS
        for group in figures.grouped(session, actor, by="business", selection=Selection(span)) if group.key in known
    }
    dots = tuple(
        Beside(id_, one.business, one.index, sold[id_]) for id_, one in known.items() if id_ in sold and one.index is not None
    )
    return AgainstSales(span, dots, len(known) - len(dots), linked.link([(float(dot.index), dot.sales) for dot in dots]))


def model(session: Session, actor: Actor, *, wave_id: UUID, today: date) -> Weighing:
    """The frozen model of a baseline, or what is still in its way (coordinator); raises Missing."""
    actor.require(COORDINATOR)
    wave = _wave(session, actor, wave_id)
    asked, (access, competence) = questionnaire.load(wave.instrument_version), assessments.blocks(session, actor, wave)
    brought = [capital.condition(block, len(asked.of(kind))) for kind, block in ((ACCESS, access), (COMPETENCE, competence))]
    row = session.scalars(visible(actor, ScoringModel).where(ScoringModel.wave_id == wave_id)).one_or_none()
    found = Weighing(brought[0], brought[1], capital.why_not(access, competence), wave.closes_on < today)
    if row is None:
        return found
    drawn = _frozen(row)
    shares: dict[str, float] = {}
    for items, parts in zip((asked.of(ACCESS), asked.of(COMPETENCE)), drawn.shares(), strict=True):
        for item, part in zip(items, parts, strict=True):
            shares[item.area] = shares.get(item.area, 0.0) + part
    return replace(
        found, frozen_at=row.frozen_at, people=row.people, shares=shares,
        factors=(drawn.access.eigenvalues[0], drawn.competence.eigenvalues[0]), together=drawn.both.eigenvalues[0] - 1,
    )


# -- from answers to figures -----------------------------------------------------------------------------------------------


def _results(session: Session, actor: Actor, condition: Any) -> list[Result]:
    rows = session.execute(
        select(Assessment, Wave, Business.name)
        .join(Wave, (Wave.association_id == Assessment.association_id) & (Wave.id == Assessment.wave_id))
        .join(Business, (Business.association_id == Assessment.association_id) & (Business.id == Assessment.business_id))
        .where(seen(actor, Assessment), Assessment.finished_at.is_not(None), condition)
    ).all()
    models = _models(session, actor)
    baselines = sorted(
        session.scalars(visible(actor, Wave).where(Wave.id.in_(list(models)))), key=lambda wave: wave.opens_on, reverse=True,
    ) if models else []
    found = []
    for sheet, wave, business in rows:
        baseline = next((one for one in baselines if one.opens_on <= wave.opens_on
                         and one.instrument_version == wave.instrument_version), None)
        found.append(_result(actor, sheet, wave, business, models[baseline.id] if baseline else None))
    return found


def _result(actor: Actor, sheet: Assessment, wave: Wave, business: str, weighing: capital.Model | None) -> Result:
    asked, given = questionnaire.load(wave.instrument_version), sheet.answers
    access, competence = (_given(asked.of(kind), given) for kind in (ACCESS, COMPETENCE))
    by_area = {code: _given([item for item in asked.of(ACCESS, COMPETENCE) if item.area == code], given) for code in _order(asked)}
    whole = {code: answers for code, answers in by_area.items() if answers}
    return Result(
        sheet.business_id, business, sheet.person_id, wave.id, wave.name, wave.kind, wave.instrument_version,
        actor.day(sheet.finished_at or sheet.started_at), sheet.mode,
        capital.index(access, competence) if access and competence else None,
        (capital.area(access), capital.area(competence)) if access and competence else None,
        {code: capital.area(answers) if answers else None for code, answers in by_area.items()},
        {kind: capital.area(answers) if (answers := _given(asked.of(kind), given)) else None for kind in FACETS},
        {item.code: given.get(item.code) for item in asked.of(AI)},
        {item.area: given.get(item.code) for item in asked.of(CAPITAL)},
        capital.weakest(whole) if len(whole) == len(by_area) else "",
        weighing.index(access, competence) if weighing and access and competence else None,
    )


def _given(items: Iterable[Item], given: Mapping[str, int | None]) -> list[int]:
    """The answers to these questions; none at all where one was left out."""
    values = [given.get(item.code) for item in items]
    return [value for value in values if value is not None] if None not in values else []


def _order(asked: Questionnaire) -> list[str]:
    return list(dict.fromkeys(item.area for item in asked.of(ACCESS, COMPETENCE)))


def _models(session: Session, actor: Actor) -> dict[UUID, capital.Model]:
    """The frozen models by their baseline."""
    return {row.wave_id: _frozen(row) for row in session.scalars(visible(actor, ScoringModel))}


def _frozen(row: ScoringModel) -> capital.Model:
    return capital.Model(**{
        name: capital.Block(**{part: tuple(values) for part, values in kept.items()}) for name, kept in row.model.items()
    })


def _wave(session: Session, actor: Actor, wave_id: UUID) -> Wave:
    wave = session.scalars(visible(actor, Wave).where(Wave.id == wave_id)).one_or_none()
    if wave is None:
        raise Missing()
    return wave


def _mean(values: Iterable[Fraction | int | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return Fraction(sum(known), len(known)) if len(known) >= SHOWN_FROM else None


def _means(found: Iterable[Result], part: Callable[[Result], Mapping[str, Fraction | int | None]]) -> dict[str, Fraction | None]:
    parts = [part(one) for one in found]
    return {code: _mean(each.get(code) for each in parts) for code in (parts[0] if parts else ())}


def _gap(answers: Iterable[int | None]) -> tuple[int, int] | None:
    """How many use a feature, and how many of them did not know that it is AI; None below SHOWN_FROM users."""
    used = [value for value in answers if value not in (None, NOT_USED)]
    return (len(used), used.count(UNAWARE)) if len(used) >= SHOWN_FROM else None


def _exact(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(value)
