"""The partners with what was agreed with them; a liaison reads the government offices only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, LIAISON, SYSTEM, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.programmes import states
from cblp.programmes.models import Advocacy, Agreement, Partner, Programme

READERS: Final = (COORDINATOR, TREASURER, LIAISON)
SOON: Final = 60
"""Days before its last day from which an agreement is about to end."""


@dataclass(frozen=True)
class AgreementRow:
    """An agreement: what ``ours`` and ``theirs`` do from ``valid_from`` to ``valid_to`` (its last day; None: open).

    ``state`` is planned, running or over today; ``ends_soon``: it is running and has SOON days or less. A liaison is handed no paper.
    """

    id: UUID
    version: int
    partner_id: UUID
    title: str
    reference: str
    valid_from: date
    valid_to: date | None
    ours: str
    theirs: str
    evidence_id: UUID | None
    state: str
    ends_soon: bool


@dataclass(frozen=True)
class PartnerRow:
    """A partner; ``contact`` and ``note`` are "" for all but the coordinator. ``ended_on``: since when it is one no more.

    ``programmes`` and ``requests`` count those with it that were not called off.
    """

    id: UUID
    version: int
    code: str
    name: str
    kind: str
    role: str
    contact: str
    note: str
    ended_on: date | None
    agreements: tuple[AgreementRow, ...]
    programmes: int
    requests: int

    @property
    def agreed(self) -> bool:
        """Some agreement with it is running."""
        return any(one.state == states.RUNNING for one in self.agreements)


def listing(session: Session, actor: Actor, *, today: date) -> list[PartnerRow]:
    """All partners (office; a liaison: the government offices), those who still are by name, then those who were.

    Agreements come newest first.
    """
    actor.require(*READERS)
    found = list(session.scalars(visible(actor, Partner).order_by(Partner.ended_on.is_not(None), Partner.name, Partner.id)))
    since = {row.id: row.ended_on for row in found}
    agreed: dict[UUID, list[AgreementRow]] = defaultdict(list)
    for row in session.scalars(visible(actor, Agreement).order_by(Agreement.valid_from.desc(), Agreement.id.desc())):
        agreed[row.partner_id].append(_agreement(row, since[row.partner_id], today, actor))
    programmes = _count(session, actor, Programme, Programme.called_off == "")
    requests = _count(session, actor, Advocacy)
    return [
        PartnerRow(
            row.id, row.version, row.code, row.name, row.kind, row.role, *_own(actor, row), row.ended_on, tuple(agreed[row.id]),
            programmes.get(row.id, 0), requests.get(row.id, 0),
        )
        for row in found
    ]


def names(session: Session, actor: Actor, *, kind: str = "") -> list[tuple[UUID, str, str]]:
    """(id, name, kind) of those who are partners now (of one kind), by name: what forms offer. Office only."""
    actor.require(COORDINATOR, TREASURER)
    wanted = visible(actor, Partner).with_only_columns(Partner.id, Partner.name, Partner.kind).where(Partner.ended_on.is_(None))
    if kind:
        wanted = wanted.where(Partner.kind == kind)
    return [(id_, name, what) for id_, name, what in session.execute(wanted.order_by(Partner.name, Partner.id))]


def _count(session: Session, actor: Actor, entity: type[Programme] | type[Advocacy], *wanted: ColumnElement[bool]) -> dict[UUID, int]:
    """How many there are with each partner."""
    rows = session.execute(
        select(entity.partner_id, func.count()).where(seen(actor, entity), *wanted)
        .group_by(entity.partner_id)
    )
    return {partner: number for partner, number in rows if partner}


def _own(actor: Actor, row: Partner) -> tuple[str, str]:
    return (row.contact, row.note) if actor.role in {COORDINATOR, SYSTEM} else ("", "")


def _agreement(row: Agreement, ended_on: date | None, today: date, actor: Actor) -> AgreementRow:
    """With a partner who is one no more everything is over by that day."""
    last = min((day for day in (row.valid_to, ended_on and ended_on - timedelta(1)) if day), default=None)
    state = states.on(row.valid_from, last, today)
    soon = state == states.RUNNING and last is not None and last <= today + timedelta(SOON)
    paper = None if actor.role == LIAISON else row.evidence_id
    return AgreementRow(
        row.id, row.version, row.partner_id, row.title, row.reference, row.valid_from, row.valid_to, row.ours, row.theirs, paper, state,
        soon,
    )
