"""One association's column beside those of others: read in its own tenant, for an officer whom it granted a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import LIAISON, Actor
from cblp.db.dated import on
from cblp.people.models import Association, RoleGrant
from cblp.programmes.reports import progress
from cblp.programmes.reports.progress import Figure


@dataclass(frozen=True)
class Column:
    """An association's name and its figures of a quarter by indicator; none of them where it has not published the quarter."""

    name: str
    figures: Mapping[str, Figure]


def column(session: Session, actor: Actor, *, period: str, now: datetime) -> Column | None:
    """What an association published of all its members in a quarter; None where it grants the officer nothing today.

    ``actor`` may be made from what the officer is elsewhere: the grant is looked up here, in the association that is read.
    """
    actor.require(LIAISON)
    here = session.scalars(select(Association).where(Association.association_id == actor.association)).one_or_none()
    if here is None:
        return None
    granted = session.scalar(select(RoleGrant.id).where(
        RoleGrant.association_id == actor.association, RoleGrant.account_id == actor.account, RoleGrant.role == LIAISON,
        on(RoleGrant, now.astimezone(ZoneInfo(here.timezone)).date()),
    ).limit(1))
    if granted is None:
        return None
    if all(one.period != period for one in progress.periods(session, actor)):
        return Column(here.name, {})
    return Column(here.name, {figure.indicator.id: figure for figure in progress.cells(session, actor, period=period)})
