"""What is wanted of an indicator in a quarter: the least, good, and very good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.services import audit, editing
from cblp.programmes import indicators
from cblp.programmes.models import Target
from cblp.programmes.rules import quarters

MARKS = ("least", "good", "excellent")


class WrongOrder(UserError):
    """Good that is less than the least, or very good that is less than good."""

    message = N_("Each target must be better than the one before it: least, good, very good.")


def set_target(
    session: Session, actor: Actor, *, period: str, indicator: str, least: int | None, good: int | None, excellent: int | None,
    now: datetime, version: int | None = None,
) -> int:
    """Set the targets of an indicator in a quarter (coordinator); returns the version to start the next save from.

    Values are hundredths of the unit in which the indicator is shown (12 members are 1200, 58.96 % is 5896); None: not wanted.
    ``version`` is that of the target that was read, None where there was none. Raises WrongOrder, Stale; ValueError for what is
    no quarter, KeyError for what is no indicator.
    """
    actor.require(COORDINATOR)
    declared = indicators.load()[indicator]
    quarters.span(period)
    given = [mark for mark in (least, good, excellent) if mark is not None]
    if given != sorted(given, reverse=declared.good_when == "down"):
        raise WrongOrder()
    numbers.alone(session, actor)
    changes = dict(zip(MARKS, (least, good, excellent), strict=True))
    row = session.scalars(
        visible(actor, Target).where(Target.period == period, Target.indicator == indicator).with_for_update()
    ).one_or_none()
    if row is not None:
        return editing.save(
            session, actor, row, version=version or 0, changes=changes, public=MARKS, now=now, label=f"{period} {indicator}",
        )
    row = Target(association_id=actor.association, id=uuid7(), period=period, indicator=indicator, **changes)
    session.add(row)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="indicator_target", subject=row.id, label=f"{period} {indicator}",
        changes=changes,
    )
    return row.version
