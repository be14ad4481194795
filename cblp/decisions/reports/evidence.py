"""Photos of papers, for whoever may look at them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

import cblp.decisions.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import Actor
from cblp.db.scope import visible
from cblp.decisions.models import Evidence
from cblp.errors import Missing


def picture(session: Session, actor: Actor, *, evidence_id: UUID) -> bytes:
    """The photo as WebP; raises Missing for one that is not there or not theirs to see."""
    wanted = visible(actor, Evidence).with_only_columns(Evidence.content).where(Evidence.id == evidence_id)
    content: bytes | None = session.scalar(wanted)
    if content is None:
        raise Missing()
    return content
