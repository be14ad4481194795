"""How trainings and learning rounds are spoken of: states, answers, stages, criteria, days and times."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Final

from cblp.growth.reports.trainings import Row
from cblp.growth.rules import rubric
from cblp.growth.services import cycles, trainings
from cblp.i18n import N_, _, formats
from cblp.ui.page import Visit

STATES: Final = {trainings.PLANNED: N_("Planned"), trainings.HELD: N_("Took place"), trainings.CALLED_OFF: N_("Called off")}
COLOURS: Final = {trainings.PLANNED: "blue", trainings.HELD: "green", trainings.CALLED_OFF: "gray"}
ANSWERS: Final = {
    trainings.INVITED: N_("has not answered"), trainings.COMING: N_("is coming"), trainings.NOT_COMING: N_("is not coming"),
}
STAGES: Final = {
    cycles.NEEDS: N_("Needs"), cycles.TRAINING: N_("Training"), cycles.DISCUSSION: N_("Discuss the results"),
    cycles.EVALUATION: N_("Evaluation"), cycles.CLOSED: N_("Closed"),
}
WAVES: Final = {"before": N_("Before the round"), "during": N_("During the round"), "after": N_("After the round")}
CRITERIA: Final = {
    rubric.LOCAL: N_("The local story shows"), rubric.OWN: N_("Something of one's own is added"),
    rubric.CLEAR: N_("Picture and words are clear"), rubric.INVITES: N_("The buyer knows how to order"),
}


def badge(state: str) -> str:
    """A training's state as a badge of markdown."""
    return f":{COLOURS[state]}-badge[{_(STATES[state])}]"


def when(visit: Visit, at: datetime) -> str:
    """``Sabtu, 21 November 2026 pukul 09.00 WIB``."""
    return f"{formats.full_day(visit.actor.day(at))} {formats.clock(at, visit.actor.timezone)}"


def where(row: Row) -> str:
    """The place, or that it is online."""
    return row.place or (_("online") if row.link else _("The place is not known yet."))


def mark(value: float | Fraction | None) -> str:
    """``3,2 dari 4``."""
    if value is None:
        return formats.UNKNOWN
    return _("{mark} of {most}", mark=formats.number(Fraction(value).limit_denominator(1000)), most=formats.count(rubric.HIGH))
