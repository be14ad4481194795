"""States of mentor profiles and mentoring, and the closed lists that mentors choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cblp.i18n import N_

DRAFT, SUBMITTED, APPROVED, REJECTED, INACTIVE = "draft", "submitted", "approved", "rejected", "inactive"
"""Of a mentor profile."""

PROPOSED, ACCEPTED, ACTIVE, COMPLETED, CANCELLED, DECLINED = (
    "proposed", "accepted", "active", "completed", "cancelled", "declined",
)
"""Of a mentoring: asked, promised, begun (the first session was written down), at its end, broken off, not possible."""
LIVE: Final = (ACCEPTED, ACTIVE)
"""The mentor said yes and it is not over: it takes a seat, and the mentor sees the shop."""

VISIT, CLINIC, ONLINE = "visit", "clinic", "online"
MODES: Final[Mapping[str, str]] = {VISIT: N_("Visit"), CLINIC: N_("Questions and answers"), ONLINE: N_("By WA or video")}
"""How mentor and mentee met; the values are msgids."""

SKILLS: Final[Mapping[str, str]] = {
    "basics": N_("Using the phone and the internet"),
    "social": N_("WhatsApp Business, Facebook, Instagram"),
    "content": N_("Photos and content"),
    "business": N_("Running a shop and its books"),
    "market": N_("Knowing buyers and prices"),
    "ai": N_("AI for content"),
    "safety": N_("Safe accounts"),
    "marketplaces": N_("Opening shops in marketplaces"),
}
"""What mentors can help with, and what a session was about; the values are msgids."""
