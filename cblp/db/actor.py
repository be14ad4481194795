"""Who acts: the account, the association it stands in, the role it wears, and whose businesses it may touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from cblp.errors import NotAllowed

COORDINATOR, TREASURER, MEMBER, MENTOR, LIAISON = "coordinator", "treasurer", "member", "mentor", "liaison"
ROLES = (COORDINATOR, TREASURER, MEMBER, MENTOR, LIAISON)
SYSTEM = "system"
"""The role of the server's own jobs and of the command line, which acts with the rights of whoever can run it."""


@dataclass(frozen=True)
class Actor:
    """A signed-in person in one association and one role at a time (they switch; roles are never mixed)."""

    account: UUID | None
    association: UUID
    role: str
    name: str = ""
    own_businesses: frozenset[UUID] = frozenset()
    mentee_businesses: frozenset[UUID] = frozenset()
    session: bytes | None = None
    timezone: str = "Asia/Jakarta"

    def day(self, now: datetime) -> date:
        """The day that ``now`` falls on where the association is."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def sees_all(self) -> bool:
        """May read every business of the association."""
        return self.role in {COORDINATOR, TREASURER, SYSTEM}

    @property
    def businesses(self) -> frozenset[UUID]:
        """The businesses whose figures this actor may read, where ``sees_all`` is false."""
        if self.role == MEMBER:
            return self.own_businesses
        return self.mentee_businesses if self.role == MENTOR else frozenset()

    def require(self, *roles: str) -> None:
        """Stop everybody who is not in one of ``roles``; raises NotAllowed."""
        if self.role not in roles and self.role != SYSTEM:
            raise NotAllowed(f"{self.role} may not do this")

    def require_business(self, business: UUID | None) -> None:
        """Stop whoever may not act for this business: a coordinator may for all, a member for their own."""
        if self.role in {COORDINATOR, SYSTEM} or (self.role == MEMBER and business in self.own_businesses):
            return
        raise NotAllowed("not the business of this actor")
