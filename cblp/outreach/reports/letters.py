"""The words of a letter as they stand for an association: its own, else the product's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.outreach.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.scope import seen
from cblp.outreach import letters
from cblp.outreach.models import LetterText
from cblp.people.models import Account


@dataclass(frozen=True)
class Own:
    """The association's own words, as stored; ``changed_by`` is a name or "" where it is not known."""

    code: str
    language: str
    text: str
    version: int
    changed_at: datetime
    changed_by: str


def text(session: Session, actor: Actor, *, code: str, language: str) -> str:
    """The words of a letter with its places in braces (office, mentors; for others the product's); raises KeyError."""
    own = select(LetterText.text).where(seen(actor, LetterText), LetterText.code == code, LetterText.language == language)
    return session.scalar(own) or letters.product_words(code, language)


def own(session: Session, actor: Actor) -> list[Own]:
    """Every letter that the association has words of its own for (office), by code and language."""
    actor.require(COORDINATOR, TREASURER)
    rows = session.execute(
        select(LetterText, Account.name).outerjoin(Account, Account.id == LetterText.changed_by)
        .where(seen(actor, LetterText)).order_by(LetterText.code, LetterText.language)
    )
    return [Own(row.code, row.language, row.text, row.version, row.changed_at, name or "") for row, name in rows]
