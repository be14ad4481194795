"""The programmes: promised and delivered, spent against budget, who takes part, what still lives, and what it brought them.

A liaison reads of programmes that a government office pays what was promised and came, and whether it lives; nothing of members.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

import cblp.campaigns.scope
import cblp.growth.scope
import cblp.people.scope
import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.campaigns.reports import results as campaigns
from cblp.campaigns.rules import effect as rules
from cblp.campaigns.rules.effect import Effect
from cblp.campaigns.states import DROPPED, OPENED
from cblp.days import Span
from cblp.db.actor import COORDINATOR, LIAISON, SYSTEM, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.errors import Missing
from cblp.growth import states as mentoring
from cblp.growth.models import Assignment, MentoringSession, MentorProfile, Training, Wave
from cblp.growth.reports import capital
from cblp.growth.rules import paired
from cblp.growth.services.trainings import CALLED_OFF, HELD
from cblp.people.models import Account, Business, Person
from cblp.programmes import states
from cblp.programmes.models import Partner, Programme, ProgrammeCost, ProgrammeItem, ProgrammeLink, ProgrammeMember
from cblp.programmes.rules import alive
from cblp.programmes.rules.alive import Activity, Month, Pulse, Windows
from cblp.sales.reports import figures
from cblp.sales.reports.selection import Selection

READERS: Final = (COORDINATOR, TREASURER, LIAISON)
OFFICE: Final = (COORDINATOR, TREASURER)
TRAINING, CAMPAIGN, ASSIGNMENT = "training", "campaign", "assignment"
"""What can belong to a programme."""
FEWEST: Final = capital.SHOWN_FROM
"""Participants below whom no figure of theirs is told."""
EARLY: Final = 30
"""Days into a programme in which a round of digital capital still shows how it was before."""


@dataclass(frozen=True)
class Row:
    """A programme. ``budget`` (None: not known) and ``spent`` in whole rupiah, ``first`` to ``last`` the days of the budget.

    ``state`` is one of states.TIMES. ``promised`` counts things promised, ``complete`` those that came in full, ``late`` those that
    did not by their day. ``verdict`` is of rules.alive, "" where it was called off. A liaison is handed no ``spent``,
    ``participants`` and ``pulse``, and nobody the pulse of one that was called off.
    """

    id: UUID
    version: int
    code: str
    name: str
    partner_id: UUID | None
    partner: str
    budget: int | None
    first: date
    last: date
    about: str
    called_off: str
    state: str
    promised: int
    complete: int
    late: int
    spent: int | None
    participants: int | None
    verdict: str
    pulse: Pulse | None

    @property
    def left(self) -> int | None:
        """Rupiah of the budget that are not spent, below zero where too much was; None where either is unknown."""
        return None if self.budget is None or self.spent is None else self.budget - self.spent


@dataclass(frozen=True)
class Watch:
    """How many programmes, called off ones left out, have each verdict; ``planned`` have not begun."""

    planned: int
    running: int
    too_early: int
    alive: int
    gone: int

    @property
    def kept(self) -> Fraction | None:
        """The share that still lived, of those that can be judged; None where none can."""
        judged = self.alive + self.gone
        return Fraction(self.alive, judged) if judged else None


@dataclass(frozen=True)
class Item:
    """One thing promised: ``promised`` and ``delivered`` count ``unit`` (of kind money: whole rupiah)."""

    id: UUID
    version: int
    kind: str
    what: str
    unit: str
    promised: int
    delivered: int
    due_on: date | None
    delivered_on: date | None
    note: str

    @property
    def complete(self) -> bool:
        """All of it came."""
        return self.delivered >= self.promised

    def late(self, today: date) -> bool:
        """Not all of it came, and its day is over."""
        return not self.complete and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Cost:
    """What was spent, in whole rupiah; one ``taken_back`` counts nowhere."""

    id: UUID
    day: date
    amount: int
    what: str
    by: str
    taken_back: bool


@dataclass(frozen=True)
class Participant:
    """A business that takes part."""

    business_id: UUID
    code: str
    business: str
    joined_on: date


@dataclass(frozen=True)
class Link:
    """Something that belongs to a programme, or (``id`` None) could: a TRAINING, CAMPAIGN or ASSIGNMENT with its own state.

    ``last`` is None while it has no end. ``sessions`` of an assignment; ``done``: something of it took place.
    """

    id: UUID | None
    kind: str
    target_id: UUID
    label: str
    first: date
    last: date | None
    state: str
    sessions: int
    done: bool


@dataclass(frozen=True)
class Detail:
    """A programme in full. A liaison is handed the row and the items only."""

    row: Row
    items: tuple[Item, ...]
    costs: tuple[Cost, ...] = ()
    participants: tuple[Participant, ...] = ()
    links: tuple[Link, ...] = ()
    months: tuple[Month, ...] = ()


@dataclass(frozen=True)
class Sales:
    """The sales of ``people`` businesses that sold in both windows, each against itself. All None below FEWEST of them."""

    people: int
    before: int | None = None
    after: int | None = None

    @property
    def change(self) -> Fraction | None:
        """Now against before (0.2 = 20 % more)."""
        return None if self.before is None or self.after is None else Fraction(self.after, self.before) - 1


@dataclass(frozen=True)
class Capital:
    """Digital capital (0 to 100) of the participants who answered both rounds; the means are None below FEWEST of them."""

    first_round: str
    second_round: str
    before: Fraction | None
    after: Fraction | None
    change: paired.Change


@dataclass(frozen=True)
class Brought:
    """What changed for the participants. ``windows`` is None while the programme is too young to compare sales.

    ``own``: participants against themselves; ``others``: all other members over the same days; ``against``: the one against the
    other by the rule of campaigns, or why there is no number. ``left_out``: participants who were no members throughout or did not
    sell in both windows. ``capital`` is None where no two rounds fit the programme.
    """

    participants: int
    windows: Windows | None
    own: Sales
    others: Sales
    against: Effect | None
    left_out: int
    capital: Capital | None


# -- the list ----------------------------------------------------------------------------------------------------------


def listing(session: Session, actor: Actor, *, today: date) -> list[Row]:
    """All programmes (office; a liaison: those that a government office pays), the last to end first, called off ones at the end."""
    actor.require(*READERS)
    rows = session.execute(
        select(Programme, Partner.name)
        .outerjoin(Partner, and_(Partner.association_id == Programme.association_id, Partner.id == Programme.partner_id))
        .where(seen(actor, Programme)).order_by(Programme.called_off != "", Programme.last.desc(), Programme.id.desc())
    ).all()
    those = [row.id for row, _ in rows]
    items: dict[UUID, list[Item]] = defaultdict(list)
    for programme, item in _items(session, actor, those):
        items[programme].append(item)
    done = _done(session, actor, those, today)
    spent, people = _spent(session, actor), _people(session, actor)
    return [
        _row(actor, row, partner or "", items[row.id], done[row.id], spent.get(row.id, 0), people.get(row.id, 0), today)
        for row, partner in rows
    ]


def watch(rows: Iterable[Row], today: date) -> Watch:
    """The "hit and run" watch over the rows of ``listing``."""
    counted = Counter(states.PLANNED if today < row.first else row.verdict for row in rows if row.verdict)
    return Watch(
        counted[states.PLANNED], counted[alive.RUNNING], counted[alive.TOO_EARLY], counted[alive.ALIVE], counted[alive.GONE],
    )


def one(session: Session, actor: Actor, *, programme_id: UUID, today: date) -> Detail:
    """A programme with everything that the reader may know of it; raises Missing."""
    actor.require(*READERS)
    found = session.execute(
        select(Programme, Partner.name)
        .outerjoin(Partner, and_(Partner.association_id == Programme.association_id, Partner.id == Programme.partner_id))
        .where(seen(actor, Programme), Programme.id == programme_id)
    ).one_or_none()
    if found is None:
        raise Missing()
    row, partner = found
    items = tuple(item for _, item in _items(session, actor, [programme_id]))
    done = _done(session, actor, [programme_id], today)[programme_id]
    if actor.role == LIAISON:
        return Detail(_row(actor, row, partner or "", items, done, 0, 0, today), items)
    costs, people = _costs(session, actor, programme_id), _participants(session, actor, programme_id)
    kept = [(cost.day, cost.amount) for cost in costs if not cost.taken_back]
    return Detail(
        _row(actor, row, partner or "", items, done, sum(amount for _, amount in kept), len(people), today), items, tuple(costs),
        tuple(people), tuple(_links(session, actor, programme_id, today)),
        tuple(alive.months(row.first, row.last, today, done, kept)),
    )


def linkable(session: Session, actor: Actor, *, programme_id: UUID, today: date) -> list[Link]:
    """What could belong to a programme and does not yet (office), the newest first: trainings, campaigns, mentorings."""
    actor.require(*OFFICE)
    linked = {link.target_id for link in _links(session, actor, programme_id, today)}
    found = [link for link in _targets(session, actor, today) if link.target_id not in linked]
    return sorted(found, key=lambda link: (link.first, str(link.target_id)), reverse=True)


# -- before and after --------------------------------------------------------------------------------------------------


def brought(session: Session, actor: Actor, *, programme_id: UUID, today: date) -> Brought:
    """What changed for the participants (coordinator): sales against their own before, digital capital of the same people.

    Raises Missing.
    """
    actor.require(COORDINATOR)
    row = session.scalars(visible(actor, Programme).where(Programme.id == programme_id)).one_or_none()
    if row is None:
        raise Missing()
    people = {person.business_id for person in _participants(session, actor, programme_id)}
    known = _capital(session, actor, row, people, today)
    compared = alive.windows(row.first, row.last, today)
    if compared is None:
        return Brought(len(people), None, Sales(0), Sales(0), None, len(people), known)
    members = campaigns.throughout(session, actor, Span(compared.before.first, compared.after.last))
    sums = _sums(session, actor, compared)
    inside, outside = (
        {business: sums[business] for business in side if min(sums.get(business, (0, 0))) > 0}
        for side in (members & people, members - people)
    )
    return Brought(
        len(people), compared, _sales(inside), _sales(outside), rules.effect(inside, outside, rules.seed_of(programme_id)),
        len(people) - len(inside), known,
    )


def _sums(session: Session, actor: Actor, compared: Windows) -> dict[UUID, tuple[int, int]]:
    """Sales of each business (before, after)."""
    before, after = (
        {group.key: group.measures.sales for group in figures.grouped(session, actor, by="business", selection=Selection(span))}
        for span in (compared.before, compared.after)
    )
    return {business: (before.get(business, 0), after.get(business, 0)) for business in {*before, *after} if business}


def _sales(side: Mapping[UUID, tuple[int, int]]) -> Sales:
    if len(side) < FEWEST:
        return Sales(len(side))
    return Sales(len(side), sum(before for before, _ in side.values()), sum(after for _, after in side.values()))


def _capital(session: Session, actor: Actor, row: Programme, people: Collection[UUID], today: date) -> Capital | None:
    """The last round before the programme (or in its EARLY days) against the newest after it that asked the same."""
    begun = row.first + timedelta(EARLY)
    rounds = list(session.scalars(visible(actor, Wave).where(Wave.opens_on <= today).order_by(Wave.opens_on, Wave.id)))
    first = next((wave for wave in reversed(rounds) if wave.opens_on <= begun), None)
    second = next((
        wave for wave in reversed(rounds) if first and wave.opens_on > max(begun, first.closes_on)
        and (wave.instrument, wave.instrument_version) == (first.instrument, first.instrument_version)
    ), None)
    if first is None or second is None:
        return None
    was, now = (
        {one.person_id: one.index for one in capital.members(session, actor, wave_id=wave.id)
         if one.business_id in people and one.index is not None}
        for wave in (first, second)
    )
    change = paired.compare({key: float(index) for key, index in was.items()}, {key: float(index) for key, index in now.items()})
    if change.pairs < FEWEST:
        return Capital(first.name, second.name, None, None, paired.Change(change.pairs, change.dropped, None, None, None, None))
    both = was.keys() & now.keys()
    before, after = (sum((side[key] for key in both), Fraction()) / len(both) for side in (was, now))
    return Capital(first.name, second.name, before, after, change)


# -- what the above is made of -----------------------------------------------------------------------------------------


def _row(
    actor: Actor, row: Programme, partner: str, items: Iterable[Item], done: Activity, spent: int, people: int, today: date,
) -> Row:
    items = list(items)
    beat = None if row.called_off else alive.pulse(row.first, row.last, today, done)
    outside = actor.role == LIAISON
    return Row(
        row.id, row.version, row.code, row.name, row.partner_id, partner, row.budget, row.first, row.last, row.about, row.called_off,
        states.OFF if row.called_off else states.on(row.first, row.last, today),
        len(items), sum(item.complete for item in items), sum(item.late(today) for item in items),
        None if outside else spent, None if outside else people, beat.verdict if beat else "", None if outside else beat,
    )


def _items(session: Session, actor: Actor, programmes: Collection[UUID]) -> list[tuple[UUID, Item]]:
    """(programme, item) in the order in which they were promised; what was noted is not for those who pay."""
    rows = session.scalars(
        visible(actor, ProgrammeItem).where(ProgrammeItem.programme_id.in_(programmes), ProgrammeItem.removed_at.is_(None))
        .order_by(ProgrammeItem.id)
    )
    return [
        (row.programme_id, Item(
            row.id, row.version, row.kind, row.what, row.unit, row.promised, row.delivered, row.due_on, row.delivered_on,
            "" if actor.role == LIAISON else row.note,
        )) for row in rows
    ]


def _spent(session: Session, actor: Actor) -> dict[UUID, int]:
    rows = session.execute(
        select(ProgrammeCost.programme_id, func.sum(ProgrammeCost.amount))
        .where(seen(actor, ProgrammeCost), ProgrammeCost.taken_back_at.is_(None)).group_by(ProgrammeCost.programme_id)
    )
    return {programme: int(amount) for programme, amount in rows}


def _people(session: Session, actor: Actor) -> dict[UUID, int]:
    rows = session.execute(
        select(ProgrammeMember.programme_id, func.count()).where(seen(actor, ProgrammeMember)).group_by(ProgrammeMember.programme_id)
    )
    return {programme: int(number) for programme, number in rows}


def _done(session: Session, actor: Actor, programmes: Collection[UUID], today: date) -> Mapping[UUID, Activity]:
    """What took place of each programme up to today."""
    everything = replace(actor, role=SYSTEM)  # to a liaison only goes whether there was anything

    def of(column: Any, entity: Any, *what: Any) -> list[Any]:
        return list(session.execute(
            select(ProgrammeLink.programme_id, *what)
            .join(entity, and_(entity.association_id == ProgrammeLink.association_id, column))
            .where(seen(everything, ProgrammeLink), ProgrammeLink.programme_id.in_(programmes), ProgrammeLink.removed_at.is_(None))
        ))

    sessions, trainings, running = (defaultdict[UUID, list[Any]](list) for _ in range(3))
    for programme, day in of(MentoringSession.assignment_id == ProgrammeLink.assignment_id, MentoringSession, MentoringSession.day):
        sessions[programme].append(day)
    for programme, at, state in of(Training.id == ProgrammeLink.training_id, Training, Training.starts_at, Training.state):
        if state == HELD:
            trainings[programme].append(actor.day(at))
    for programme, first, last, state in of(
        Campaign.id == ProgrammeLink.campaign_id, Campaign, Campaign.starts_on, Campaign.ends_on, Campaign.state,
    ):
        if state in OPENED and first <= today:
            running[programme].append(Span(first, last))
    return {
        programme: Activity(
            tuple(sorted(day for day in sessions[programme] if day <= today)),
            tuple(sorted(day for day in trainings[programme] if day <= today)), tuple(sorted(running[programme])),
        )
        for programme in programmes
    }


def _costs(session: Session, actor: Actor, programme_id: UUID) -> list[Cost]:
    """The newest first, those taken back among them."""
    rows = session.execute(
        select(ProgrammeCost, Account.name).outerjoin(Account, Account.id == ProgrammeCost.entered_by)
        .where(seen(actor, ProgrammeCost), ProgrammeCost.programme_id == programme_id)
        .order_by(ProgrammeCost.day.desc(), ProgrammeCost.id.desc())
    )
    return [Cost(row.id, row.day, row.amount, row.what, name or "", row.taken_back_at is not None) for row, name in rows]


def _participants(session: Session, actor: Actor, programme_id: UUID) -> list[Participant]:
    rows = session.execute(
        select(Business.id, Business.code, Business.name, ProgrammeMember.joined_on)
        .join(ProgrammeMember, and_(
            ProgrammeMember.association_id == Business.association_id, ProgrammeMember.business_id == Business.id,
        ))
        .where(seen(actor, ProgrammeMember), ProgrammeMember.programme_id == programme_id).order_by(Business.name, Business.id)
    )
    return [Participant(*row) for row in rows]


def _links(session: Session, actor: Actor, programme_id: UUID, today: date) -> list[Link]:
    """What belongs to a programme, by its first day."""
    kept = {}
    for row in session.scalars(
        visible(actor, ProgrammeLink).where(ProgrammeLink.programme_id == programme_id, ProgrammeLink.removed_at.is_(None))
    ):
        target = row.training_id or row.campaign_id or row.assignment_id
        kept[target] = row.id
    found = [replace(link, id=kept[link.target_id]) for link in _targets(session, actor, today) if link.target_id in kept]
    return sorted(found, key=lambda link: (link.first, str(link.target_id)))


def _targets(session: Session, actor: Actor, today: date) -> list[Link]:
    """Every training, campaign and mentoring that was not called off before it began."""
    trainings = [
        Link(None, TRAINING, row.id, row.title, actor.day(row.starts_at), actor.day(row.starts_at), row.state, 0, row.state == HELD)
        for row in session.scalars(visible(actor, Training).where(Training.state != CALLED_OFF))
    ]
    ran = [
        Link(
            None, CAMPAIGN, row.id, row.name, row.starts_on, row.ends_on, row.state, 0,
            row.state in OPENED and row.starts_on <= today,
        )
        for row in session.scalars(visible(actor, Campaign).where(Campaign.state != DROPPED))
    ]
    mentor = aliased(Person)
    held = select(MentoringSession.assignment_id, func.count().label("sessions")).where(
        seen(actor, MentoringSession), MentoringSession.day <= today,
    ).group_by(MentoringSession.assignment_id).subquery()
    accompanied = session.execute(
        select(Assignment, Business.name, mentor.name, func.coalesce(held.c.sessions, 0))
        .join(Business, and_(Business.association_id == Assignment.association_id, Business.id == Assignment.business_id))
        .join(MentorProfile, and_(MentorProfile.association_id == Assignment.association_id, MentorProfile.id == Assignment.mentor_id))
        .join(mentor, and_(mentor.association_id == MentorProfile.association_id, mentor.id == MentorProfile.person_id))
        .outerjoin(held, held.c.assignment_id == Assignment.id)
        .where(seen(actor, Assignment), Assignment.state != mentoring.DECLINED)
    )
    return [*trainings, *ran, *(
        Link(
            None, ASSIGNMENT, row.id, f"{business} · {who}", row.valid_from or row.proposed_on,
            row.valid_to - timedelta(1) if row.valid_to else None, row.state, sessions, sessions > 0,
        )
        for row, business, who, sessions in accompanied
    )]
