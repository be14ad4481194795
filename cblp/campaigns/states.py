"""The states of a campaign, of a business in it, and of hours given to it; and what each of them still allows."""

from __future__ import annotations

from typing import Final

PROPOSED, VOTED, OPEN, CLOSED, RECONCILED, SHARED, DROPPED = (
    "proposed", "voted", "open", "closed", "reconciled", "shared", "dropped",
)
STATES: Final = (PROPOSED, VOTED, OPEN, CLOSED, RECONCILED, SHARED, DROPPED)
"""In the order in which a campaign goes through them; dropped ends one that never opened."""

JOINABLE: Final = frozenset({PROPOSED, VOTED, OPEN})
"""Members still join, change their offers and leave."""
OPENED: Final = (OPEN, CLOSED, RECONCILED, SHARED)
"""It has run: orders on its days are its own."""
COUNTING: Final = frozenset({PROPOSED, VOTED, OPEN, CLOSED})
"""Hours and duties still change; after that the figures are frozen."""

INVITED, JOINED, DECLINED, WITHDREW = "invited", "joined", "declined", "withdrew"

CLAIMED, CONFIRMED, DISPUTED = "claimed", "confirmed", "disputed"
ACTIVITIES: Final = ("packing", "photos", "live", "content", "delivery", "meeting", "other")

TASK_STATES: Final = ("open", "doing", "done", "dropped")
