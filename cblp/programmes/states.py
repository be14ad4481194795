"""Kinds and states of partners, programmes, financing and requests, with their words, and which state may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from cblp.i18n import N_

GOVERNMENT: Final = "government"
PARTNERS: Final[Mapping[str, str]] = {
    GOVERNMENT: N_("Government office"), "industry": N_("Company"), "academia": N_("University"),
    "vocational": N_("Vocational school (SMK)"), "community": N_("Community group"),
}
"""Kinds of partners; the values are msgids."""

MONEY: Final = "money"
ITEMS: Final[Mapping[str, str]] = {
    "goods": N_("Tools and goods"), "training": N_("Training"), MONEY: N_("Money"), "mentoring": N_("Mentoring"),
    "licence": N_("Licences"), "other": N_("Something else"),
}
"""Kinds of what a programme promises; of money the numbers are whole rupiah. The values are msgids."""

PLANNED, RUNNING, OVER, OFF = "planned", "running", "over", "off"
TIMES: Final[Mapping[str, str]] = {
    PLANNED: N_("Not begun"), RUNNING: N_("Running"), OVER: N_("Over"), OFF: N_("Called off"),
}
"""What an agreement or a programme is on a day; the values are msgids."""

GRANT: Final = "grant"
FINANCING: Final[Mapping[str, str]] = {
    "kur": N_("KUR"), "loan": N_("Other loan"), GRANT: N_("Grant"), "koperasi": N_("Cooperative"), "pnm": N_("PNM Mekaar"),
    "other": N_("Something else"),
}
"""Kinds of financing; a grant is not paid back. The values are msgids."""

ASKED, GIVEN, REFUSED, REPAID = "asked", "given", "refused", "repaid"
FINANCING_STATES: Final[Mapping[str, str]] = {
    ASKED: N_("Applied for"), GIVEN: N_("Paid out"), REFUSED: N_("Refused"), REPAID: N_("Paid back"),
}
FINANCING_STEPS: Final[Mapping[str, frozenset[str]]] = {
    ASKED: frozenset({GIVEN, REFUSED}), GIVEN: frozenset({REPAID, ASKED}), REFUSED: frozenset({ASKED}), REPAID: frozenset({GIVEN}),
}
"""Which state may follow which: what was marked too early is taken back."""

PROMISED, DONE = "promised", "done"
REQUESTS: Final[Mapping[str, str]] = {
    ASKED: N_("Asked for"), PROMISED: N_("Promised"), DONE: N_("Fulfilled"), REFUSED: N_("Refused"),
}
"""States of a request to government; the values are msgids."""
WAITING: Final = (ASKED, PROMISED)
"""A request on which an answer or a deed is still to come."""


def on(first: date, last: date | None, today: date) -> str:
    """What something that runs from ``first`` to ``last`` (both counted; None: without an end) is today, as one of TIMES."""
    if last is not None and last < today:
        return OVER
    return PLANNED if today < first else RUNNING
