"""The states of a run of sharing and of an objection, and what each of them means."""

from __future__ import annotations

from typing import Final

CALCULATED, OBJECTION, APPROVED, PAYING, PAID, VOID = "calculated", "objection", "approved", "paying", "paid", "void"
UNFINISHED: Final = (CALCULATED, OBJECTION)
"""Nothing is booked yet: it can be withdrawn, and calculated anew."""
BINDING: Final = (APPROVED, PAYING, PAID)
"""It is booked: members have a right to their shares."""

OPEN, ANSWERED, UPHELD, REJECTED = "open", "answered", "upheld", "rejected"
STANDING: Final = (OPEN, ANSWERED)
"""Objections that somebody still has to settle."""
