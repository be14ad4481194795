"""Superior products as they are compared: the table, its weights, the ranking with what would change it, and kept rankings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.catalogue.scope
import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.catalogue import reports as catalogue
from cblp.catalogue.models import Product
from cblp.catalogue.services.products import RETIRED
from cblp.days import Span, add_months
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.decisions.models import Decision
from cblp.decisions.reports import parameters
from cblp.errors import Missing
from cblp.growth.models import Candidate, ProductStrength, SuperiorRun
from cblp.growth.rules import superior as rules
from cblp.growth.rules import vikor
from cblp.growth.rules.vikor import CRITERIA, FURTHER, Place, Ranking
from cblp.people.models import Account, Business
from cblp.sales.reports import figures
from cblp.sales.reports.selection import Selection

MONTHS: Final = 3
"""Turnover is the mean of so many closed months."""
WEIGHTS: Final = "criteria_weights"
TIMES: Final = (0.5, 2.0)
"""How far each weight is moved to see whether the choice holds: half, and double."""


@dataclass(frozen=True)
class Row:
    """A candidate. ``values`` by criterion are what counts: what was given, else what the data say; None is not known yet.

    ``given`` names the measured criteria (rupiah in a month, people) that people wrote over the data.
    """

    id: UUID
    version: int
    product_id: UUID
    product: str
    business: str
    values: Mapping[str, int | None]
    given: frozenset[str]

    def missing(self, criteria: tuple[str, ...]) -> tuple[str, ...]:
        """The criteria without a value."""
        return tuple(one for one in criteria if self.values[one] is None)


@dataclass(frozen=True)
class Weights:
    """Basis points of the six criteria. ``since`` is None while nobody set them: then all weigh the same."""

    points: Mapping[str, int]
    since: date | None
    decision_id: UUID | None
    number: int | None


@dataclass(frozen=True)
class Comparison:
    """A ranking with all it follows from; alternatives are product ids as text, ``names`` says what they are called.

    ``by_v`` holds who is put forward at each of vikor.STEPS, ``by_weight`` at each criterion with its weight taken TIMES.
    """

    criteria: tuple[str, ...]
    weights: Mapping[str, int]
    v: float
    matrix: Mapping[str, Mapping[str, int | None]]
    names: Mapping[str, str]
    ranking: Ranking
    by_v: Mapping[float, tuple[str, ...]]
    by_weight: Mapping[str, tuple[tuple[str, ...], ...]]

    @property
    def tries(self) -> int:
        """In how many ways it was calculated."""
        return len(self.by_v) + sum(len(sets) for sets in self.by_weight.values())

    def held(self, name: str) -> int:
        """In how many of the tries an alternative is put forward."""
        sets = [*self.by_v.values(), *(one for some in self.by_weight.values() for one in some)]
        return sum(name in one for one in sets)


@dataclass(frozen=True)
class Run:
    """A kept ranking; ``forward`` are the names of the products that were put forward."""

    id: UUID
    number: int
    made_at: datetime
    made_by: str
    forward: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """A kept ranking in full, exactly as it was shown when it was kept."""

    run: Run
    minutes: str
    decision: int | None
    comparison: Comparison


@dataclass(frozen=True)
class Told:
    """A candidate's stage, what the next step would add, and what makes it worth telling of. ``version`` 0: nothing told yet."""

    product_id: UUID
    product: str
    business: str
    stage: str
    price: int | None
    cost: int | None
    story: str
    product_version: int
    version: int
    authentic: str
    tradition: str
    attractive: str
    next_step: str
    next_price: int | None
    next_cost: int | None
    needs: tuple[str, ...]

    @property
    def step(self) -> rules.Step:
        """What the next step of processing adds to one unit."""
        return rules.step(self.price, self.cost, self.next_price, self.next_cost)


def months(today: date) -> Span:
    """The closed months whose mean is the turnover."""
    first = today.replace(day=1)
    return Span(add_months(first, -MONTHS), first - timedelta(1))


def candidates(session: Session, actor: Actor, *, today: date) -> list[Row]:
    """The products that are compared, by business and name; turnover is the mean of ``months``, labour the business's workers.

    A product without an order in those months has no turnover from the data: its files may be missing.
    """
    actor.require(COORDINATOR, TREASURER)
    found = session.execute(
        select(Candidate, Product, Business).join(
            Product, (Product.association_id == Candidate.association_id) & (Product.id == Candidate.product_id)
        ).join(Business, (Business.association_id == Product.association_id) & (Business.id == Product.business_id))
        .where(seen(actor, Candidate), Candidate.removed_at.is_(None), Product.status != RETIRED)
        .order_by(Business.code, Product.name, Product.sku)
    ).all()
    if not found:
        return []
    selection = Selection(months(today), products=frozenset(product.id for _, product, _ in found))
    sold = {group.key: group.measures for group in figures.grouped(session, actor, by="product", selection=selection)}
    rows = []
    for candidate, product, business in found:
        measures = sold.get(product.id)
        known: dict[str, int | None] = {
            rules.TURNOVER: rules.a_month(measures.sales, MONTHS) if measures and measures.orders else None,
            rules.LABOUR: business.workers,
        }
        scores = {one: value for one, value in candidate.scores.items() if value is not None}
        rows.append(Row(
            candidate.id, candidate.version, product.id, product.name, business.name,
            {one: scores.get(one, known.get(one)) for one in (*CRITERIA, *FURTHER)},
            frozenset(one for one in rules.MEASURED if one in scores),
        ))
    return rows


def weights(session: Session, actor: Actor, *, day: date) -> Weights:
    """What each of the six criteria weighs on a local day, and which decision says so."""
    now = parameters.setting(session, actor, key=WEIGHTS, day=day)
    return Weights(dict(now.value), now.since, now.decision_id, now.number)


def compare(session: Session, actor: Actor, *, today: date, v: int = 50, further: bool = False) -> Comparison:
    """The ranking as it stands today; ``v`` in hundredths, ``further`` takes the optional criteria in."""
    points = weights(session, actor, day=today).points
    rows = candidates(session, actor, today=today)
    weighed = rules.with_further(points) if further else {one: points[one] for one in CRITERIA}
    matrix = {str(row.product_id): {one: row.values[one] for one in weighed} for row in rows}
    return calculated(weighed, matrix, _called(rows), v / 100)


def calculated(
    weighed: Mapping[str, int], matrix: Mapping[str, Mapping[str, int | None]], names: Mapping[str, str], v: float,
) -> Comparison:
    """A ranking and its sensitivity from nothing but what is given."""
    return Comparison(
        tuple(weighed), weighed, v, matrix, names, vikor.rank(matrix, weighed, v),
        {at: found.compromise for at, found in vikor.sensitivity(matrix, weighed).items()},
        {one: tuple(vikor.leaning(matrix, weighed, one, times, v).compromise for times in TIMES) for one in weighed},
    )


def runs(session: Session, actor: Actor) -> list[Run]:
    """The kept rankings, the newest first."""
    actor.require(COORDINATOR, TREASURER)
    return [_run(row, who) for row, who in session.execute(_runs(actor).order_by(SuperiorRun.number.desc()))]


def run(session: Session, actor: Actor, *, run_id: UUID) -> Kept:
    """A kept ranking in full; raises Missing."""
    actor.require(COORDINATOR, TREASURER)
    found = session.execute(_runs(actor).where(SuperiorRun.id == run_id)).one_or_none()
    if found is None:
        raise Missing()
    row, who = found
    number = session.scalar(
        select(Decision.number).where(Decision.association_id == row.association_id, Decision.id == row.decision_id)
    ) if row.decision_id else None
    return Kept(_run(row, who), row.minutes, number, _comparison(row))


def stages(session: Session, actor: Actor, *, today: date) -> list[Told]:
    """The candidates with their stage of processing, the next step and their strengths, by business and name."""
    actor.require(COORDINATOR, TREASURER)
    rows = {row.id: row for row in catalogue.products(session, actor, today=today)}
    products = {one.id: one for one in session.scalars(visible(actor, Product).where(Product.id.in_(
        select(Candidate.product_id).where(seen(actor, Candidate), Candidate.removed_at.is_(None))
    )))}
    told = {one.product_id: one for one in session.scalars(visible(actor, ProductStrength))}
    return [_told(row, products[row.id], told.get(row.id)) for row in rows.values() if row.id in products]


def plain(comparison: Comparison) -> dict[str, Any]:
    """What came out, as it is kept with a run."""
    found = comparison.ranking
    return {
        "places": [{"product": p.name, "terms": dict(p.terms), "s": p.s, "r": p.r, "q": p.q} for p in found.places],
        "compromise": list(found.compromise), "advantage": found.advantage, "stable": found.stable, "flat": list(found.flat),
        "left_out": list(found.left_out),
        "by_v": [[at, list(names)] for at, names in comparison.by_v.items()],
        "by_weight": {one: [list(names) for names in sets] for one, sets in comparison.by_weight.items()},
    }


def _called(rows: list[Row]) -> dict[str, str]:
    """Names by product; the business stands with those that two businesses make."""
    made = Counter(row.product for row in rows)
    return {str(row.product_id): row.product if made[row.product] == 1 else f"{row.product} ({row.business})" for row in rows}


def _comparison(row: SuperiorRun) -> Comparison:
    kept = row.result
    ranking = Ranking(
        tuple(Place(p["product"], p["terms"], p["s"], p["r"], p["q"]) for p in kept["places"]), tuple(kept["compromise"]),
        kept["advantage"], kept["stable"], tuple(kept["flat"]), tuple(kept["left_out"]),
    )
    return Comparison(
        tuple(row.criteria), row.weights, row.v / 100, row.matrix, row.names, ranking,
        {at: tuple(names) for at, names in kept["by_v"]},
        {one: tuple(tuple(names) for names in sets) for one, sets in kept["by_weight"].items()},
    )


def _runs(actor: Actor) -> Any:
    return select(SuperiorRun, Account.name).outerjoin(Account, Account.id == SuperiorRun.made_by).where(seen(actor, SuperiorRun))


def _run(row: SuperiorRun, who: str | None) -> Run:
    return Run(row.id, row.number, row.made_at, who or "", tuple(row.names[one] for one in row.result["compromise"]))


def _told(row: catalogue.ProductRow, product: Product, kept: ProductStrength | None) -> Told:
    told = kept or ProductStrength(authentic="", tradition="", attractive="", next_step="", needs=[], version=0)
    return Told(
        row.id, row.name, row.business, product.stage, row.price, row.cost, product.story, product.version, told.version,
        told.authentic, told.tradition, told.attractive, told.next_step, told.next_price, told.next_cost, tuple(told.needs),
    )
