"""Who belongs to the association on a day: the one definition behind votes, campaigns, shares and help."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from cblp.db.actor import Actor
from cblp.db.dated import on
from cblp.people.models import Membership
from cblp.people.rules_register import ACTIVE


def active(actor: Actor, day: date) -> Select[UUID]:
    """The ids of the businesses that are active members on ``day``, of the whole association whoever asks.

    Narrow it with ``seen(actor, Membership)`` where only what the actor may read should count.
    """
    return select(Membership.business_id).where(
        Membership.association_id == actor.association, Membership.status == ACTIVE, on(Membership, day)
    )
