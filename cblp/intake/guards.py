"""What was shared by the figures of a file: features above say so, and then only the treasurer takes it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.errors import UserError
from cblp.i18n import N_

Look = Callable[[Session, Actor, UUID], Sequence[int]]
"""The numbers of approved profit sharings in which rows of a batch counted."""

_looks: list[Look] = []


class Shared(UserError):
    """Money was shared by the figures of this file; ``numbers`` names the profit sharings."""

    message = N_(
        "Profit sharing no. {numbers} was approved with this file. Only the treasurer can take it out. "
        "What was shared stays; the difference is shown there."
    )


def register(look: Look) -> None:
    """Ask ``look`` before a file is taken out."""
    if look not in _looks:
        _looks.append(look)


def shared_in(session: Session, actor: Actor, batch_id: UUID) -> tuple[int, ...]:
    """The numbers of approved profit sharings in which rows of a batch counted, rising."""
    return tuple(sorted({number for look in _looks for number in look(session, actor, batch_id)}))


def said(numbers: Sequence[int]) -> Shared:
    """The refusal, and the warning for the treasurer."""
    return Shared(numbers=", ".join(map(str, numbers)))
