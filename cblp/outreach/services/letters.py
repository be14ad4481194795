"""The association's own words for its letters: put in place of the product's, and given up again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.outreach.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.scope import visible
from cblp.errors import Missing, Stale
from cblp.i18n import LANGUAGES
from cblp.outreach import letters
from cblp.outreach.letters import Letter
from cblp.outreach.models import LetterText
from cblp.people.models import Account, Association
from cblp.people.services import audit

ENTITY = LetterText.__tablename__


def set(session: Session, actor: Actor, *, code: str, language: str, text: str, version: int, now: datetime) -> int:
    """Keep own words for a letter in a language (coordinator); returns the version to start the next save from.

    ``text`` has its places in the words of that language or in English; ``version`` is 0 where the product's words stood.
    Raises Missing, Stale, and what ``letters.checked`` raises.
    """
    letter, association = _begin(session, actor, code, language)
    kept = letters.checked(
        letter, text, language=language, day=actor.day(now), name=actor.name, proper=f"{association.name} {actor.name}",
    )
    row = _row(session, actor, code, language)
    stands = row.text if row else letters.product_words(code, language)
    if kept == stands:
        return row.version if row else 0
    if version != (row.version if row else 0):
        raise _stale(session, letter, row, language, stands, kept)
    if row is None:
        row = LetterText(
            association_id=actor.association, code=code, language=language, text=kept, changed_at=now, changed_by=actor.account,
        )
        session.add(row)
    else:
        row.text, row.changed_at, row.changed_by = kept, now, actor.account
    session.flush()
    audit.record(session, actor, now=now, action="changed", entity=ENTITY, label=code, changes={"language": language, "text": kept})
    return row.version


def reset(session: Session, actor: Actor, *, code: str, language: str, version: int, now: datetime) -> None:
    """Go back to the product's words (coordinator); does nothing where they stand already. Raises Missing, Stale."""
    letter, _association = _begin(session, actor, code, language)
    row = _row(session, actor, code, language)
    if row is None:
        return
    if version != row.version:
        raise _stale(session, letter, row, language, row.text, letters.product_words(code, language))
    session.delete(row)
    session.flush()
    audit.record(session, actor, now=now, action="taken_back", entity=ENTITY, label=code, changes={"language": language})


def _begin(session: Session, actor: Actor, code: str, language: str) -> tuple[Letter, Association]:
    """The letter, and the association's own row, locked: a text that has no row yet cannot be."""
    actor.require(COORDINATOR)
    if code not in letters.BY_CODE or language not in LANGUAGES:
        raise Missing()
    own = select(Association).where(Association.association_id == actor.association).with_for_update()
    return letters.BY_CODE[code], session.scalars(own).one()


def _row(session: Session, actor: Actor, code: str, language: str) -> LetterText | None:
    wanted = visible(actor, LetterText).where(LetterText.code == code, LetterText.language == language)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _stale(session: Session, letter: Letter, row: LetterText | None, language: str, theirs: str, yours: str) -> Stale:
    who = session.get(Account, row.changed_by) if row and row.changed_by else None
    return Stale(
        theirs={"text": letters.typed(letter, theirs, language)}, yours={"text": letters.typed(letter, yours, language)},
        who=who.name if who else "", at=row.changed_at if row else None, version=row.version if row else 0,
    )
