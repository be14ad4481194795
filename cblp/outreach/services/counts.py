"""How often the storefront is opened and its buttons are pressed: sums by day, of nobody in particular.

No cookie, no address and no browser is kept: a number for a day and a thing, and nothing to add it up by person.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cblp.outreach.models import StorefrontCount

PAGE, PRODUCT, CAMPAIGN, BUY, ORDER, CODE = "page", "product", "campaign", "buy", "order", "code"
WHAT: Final = (PAGE, PRODUCT, CAMPAIGN, BUY, ORDER, CODE)
"""Opened: the storefront itself or a member's part, a product, a campaign. Pressed: buy at a marketplace, order by WhatsApp.
Scanned: a printed code."""

_ROBOT: Final = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|preview|facebookexternalhit|^whatsapp|telegram|curl|wget|python|java/|go-http|okhttp|headless"
    r"|lighthouse|monitor|scan|feed|fetch|http-?client|node|axios|archive", re.IGNORECASE,
)


def is_person(agent: str, purpose: str = "") -> bool:
    """Whether a request looks like somebody's, by its User-Agent and its Sec-Purpose; only obvious machines are told apart."""
    return bool(agent.strip()) and not _ROBOT.search(agent) and "prefetch" not in purpose.lower()


def count(
    session: Session, association: UUID, *, what: str, subject: UUID, day: date, marketplace: str = "", times: int = 1,
) -> None:
    """So many more of WHAT on a local day. ``subject`` is the product, business or campaign; of the storefront itself the association."""
    if what not in WHAT:
        raise ValueError(f"not counted: {what}")
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(StorefrontCount).values(
        association_id=association, day=day, what=what, product_id=subject, marketplace=marketplace, times=times,
    )
    session.execute(row.on_conflict_do_update(
        index_elements=[StorefrontCount.association_id, StorefrontCount.day, StorefrontCount.what, StorefrontCount.product_id,
                        StorefrontCount.marketplace],
        set_={"times": StorefrontCount.times + times},
    ))


