"""The association's own details, and the areas to choose its place from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.people.models import Area, Association


@dataclass(frozen=True)
class Details:
    """What is known of the association; ``logo`` is a WebP picture or None."""

    version: int
    name: str
    area_code: str
    area: str
    timezone: str
    colour: str
    hashtags: str
    logo: bytes | None


def details(session: Session, actor: Actor) -> Details:
    """The association of the actor; everybody in it may read this."""
    row, logo, area = session.execute(
        select(Association, Association.logo, Area.name).outerjoin(Area, Area.code == Association.area_code)
        .where(Association.association_id == actor.association)
    ).one()
    return Details(row.version, row.name, row.area_code, area or "", row.timezone, row.colour, row.hashtags, logo)


def areas(session: Session, actor: Actor, *, parent: str = "") -> list[tuple[str, str]]:
    """(code, name) of the areas inside ``parent``, by name; without one the provinces."""
    wanted = select(Area.code, Area.name).where(Area.parent == parent if parent else Area.level == 1)
    return [(code, name) for code, name in session.execute(wanted.order_by(Area.name))]
