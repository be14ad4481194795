"""The places to choose from: every regency and city with its province."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from cblp.db.actor import Actor
from cblp.people.models import Area

REGENCY = 2


def regencies(session: Session, actor: Actor) -> list[tuple[str, str, str]]:
    """(code, name, province) of every regency and city, by province and name."""
    province = aliased(Area)
    rows = session.execute(
        select(Area.code, Area.name, province.name).join(province, province.code == Area.parent)
        .where(Area.level == REGENCY).order_by(province.name, Area.name)
    )
    return [(code, name, above) for code, name, above in rows]
