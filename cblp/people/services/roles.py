"""Roles in an association: given and ended by day, with the directory of them kept in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR, ROLES, SYSTEM, Actor
from cblp.db.dated import on
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.people.models import Account, GrantIndex, Installation, Person, RoleGrant
from cblp.people.reports.access import today
from cblp.people.services import audit, editing

SET_UP = "coordinator"
"""The installation's note that somebody can run it."""


class LastCoordinator(UserError):
    """Without a coordinator nobody could let anybody in again."""

    message = N_("This is the only coordinator. Make somebody else coordinator first.")


class RoleHeld(UserError):
    """The account has this role already."""

    message = N_("{name} already has this role.")


def grant(
    session: Session, actor: Actor, *, account: UUID, role: str, since: date, now: datetime, until: date | None = None
) -> UUID:
    """Give an account of this association a role from the local day ``since`` (coordinator); returns the grant's id.

    Raises Missing for an account that this association does not know, WasErased, RoleHeld when it has the role on that day.
    """
    actor.require(COORDINATOR)
    if role not in ROLES:
        raise ValueError(role)
    if actor.role != SYSTEM:
        known(session, account)
    editing.refuse_erased(session, actor, account=account)
    name = session.scalars(select(Account.name).where(Account.id == account)).one()
    held = select(RoleGrant.id).where(RoleGrant.account_id == account, RoleGrant.role == role, on(RoleGrant, since))
    if session.scalar(held.limit(1)):
        raise RoleHeld(name=name)
    row = RoleGrant(account_id=account, role=role, valid_from=since, valid_to=until, granted_by=actor.account)
    session.add(row)
    index = session.get(GrantIndex, (account, actor.association, role, since))
    if index is None:
        session.add(GrantIndex(account_id=account, association_id=actor.association, role=role, valid_from=since, valid_to=until))
    else:
        index.valid_to = until
    if role == COORDINATOR:
        session.merge(Installation(key=SET_UP, value="1"))
    session.flush()
    audit.record(
        session, actor, now=now, action="granted", entity="role_grant", subject=account, label=name,
        changes={"role": role, "valid_from": since.isoformat(), "valid_to": until.isoformat() if until else None},
    )
    return row.id


def end(session: Session, actor: Actor, *, account: UUID, role: str, on_day: date, now: datetime) -> None:
    """End a role: ``on_day`` is the first local day without it (coordinator). Raises Missing, LastCoordinator."""
    actor.require(COORDINATOR)
    # Two coordinators who end each other at once must not both succeed: whoever comes second waits here.
    coordinators = session.scalars(
        select(RoleGrant).where(RoleGrant.role == COORDINATOR, on(RoleGrant, on_day)).with_for_update()
    ).all()
    rows = session.scalars(
        select(RoleGrant).where(
            RoleGrant.account_id == account, RoleGrant.role == role, RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to > on_day)
        )
    ).all()
    if not rows:
        raise Missing
    if role == COORDINATOR and all(row.account_id == account for row in coordinators):
        raise LastCoordinator
    for row in rows:
        last = max(on_day, row.valid_from)
        row.valid_to = last
        session.execute(
            update(GrantIndex).where(
                GrantIndex.account_id == account, GrantIndex.association_id == actor.association, GrantIndex.role == role,
                GrantIndex.valid_from == row.valid_from,
            ).values(valid_to=last)
        )
    audit.record(
        session, actor, now=now, action="ended", entity="role_grant", subject=account,
        label=session.scalars(select(Account.name).where(Account.id == account)).one(),
        changes={"role": role, "valid_to": on_day.isoformat()},
    )


def known(session: Session, account: UUID) -> None:
    """Stop whoever names an account of another association; raises Missing."""
    here = session.scalar(select(RoleGrant.id).where(RoleGrant.account_id == account).limit(1)) or session.scalar(
        select(Person.id).where(Person.account_id == account).limit(1)
    )
    if here is None:
        raise Missing


def elsewhere(session: Session, actor: Actor, account: UUID, *, now: datetime) -> bool:
    """Whether the account has, today or later, a role in another association."""
    with _index_of(session, actor, account):
        return bool(session.scalar(
            select(func.count()).select_from(GrantIndex).where(
                GrantIndex.account_id == account, GrantIndex.association_id != actor.association,
                GrantIndex.valid_to.is_(None) | (GrantIndex.valid_to > today(now)),
            )
        ))


@contextmanager
def _index_of(session: Session, actor: Actor, account: UUID) -> Iterator[None]:
    # Row-level security shows the grants of one's own account and association only; this one question needs another's.
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    session.connection().exec_driver_sql(f"SET LOCAL app.account = '{account}'")
    try:
        yield
    finally:
        session.connection().exec_driver_sql(f"SET LOCAL app.account = '{actor.account or ''}'")
