"""What somebody typed and has not saved yet: kept at each step, because the network drops and the tab sleeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.errors import NotSignedIn
from cblp.people.models import Draft

KEPT: Final = timedelta(days=30)
"""Nobody comes back to an older one."""


@dataclass(frozen=True)
class Kept:
    """A draft; ``content`` is what the form put there (plain JSON values)."""

    form: str
    content: dict[str, Any]
    saved_at: datetime


def keep(session: Session, actor: Actor, *, form: str, content: Mapping[str, Any], now: datetime) -> None:
    """Keep the draft of a form (its name, at most 120 letters) in place of the one before; nobody else ever sees it."""
    if actor.account is None:
        raise NotSignedIn("a draft belongs to an account")
    session.execute(delete(Draft).where(*_own(actor), Draft.saved_at < now - KEPT))
    session.merge(Draft(
        association_id=actor.association, account_id=actor.account, form=form, content=dict(content), saved_at=now,
    ))
    session.flush()


def find(session: Session, actor: Actor, *, form: str) -> Kept | None:
    """The own draft of a form."""
    return next(iter(_kept(session, _drafts(actor).where(Draft.form == form))), None)


def under(session: Session, actor: Actor, *, prefix: str) -> list[Kept]:
    """The own drafts of forms whose name begins so, the newest first."""
    wanted = _drafts(actor).where(Draft.form.startswith(prefix, autoescape=True))
    return _kept(session, wanted.order_by(Draft.saved_at.desc(), Draft.form))


def drop(session: Session, actor: Actor, *, form: str) -> None:
    """Forget the own draft of a form: it was saved, or is not wanted any more."""
    session.execute(delete(Draft).where(*_own(actor), Draft.form == form))


def _own(actor: Actor) -> tuple[Any, Any]:
    # By account, not by scope: a coordinator sees all businesses, and still nobody else's unsaved words.
    return Draft.association_id == actor.association, Draft.account_id == actor.account


def _drafts(actor: Actor) -> Select[Draft]:
    return select(Draft).where(*_own(actor))


def _kept(session: Session, wanted: Select[Draft]) -> list[Kept]:
    return [Kept(row.form, dict(row.content), row.saved_at) for row in session.scalars(wanted)]
