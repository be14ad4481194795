"""What a mentoring is for: written by the coordinator or the mentor, and changed by both without losing either's words."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from cblp.growth.services import assignments as services
from cblp.i18n import N_, _
from cblp.ui import page
from cblp.ui.components import fields
from cblp.ui.components.fields import Field
from cblp.ui.page import Outcome, Visit

LONGEST: Final = 300


def is_open(assignment_id: UUID) -> bool:
    """Whether the goal is being written, or two goals wait for a choice."""
    return fields.is_open(_key(assignment_id)) or fields.clashed(_key(assignment_id))


def edit(visit: Visit, assignment_id: UUID, version: int, goal: str) -> None:
    """The button and its form; whoever saves second sees both goals."""
    def save(version: int, changes: dict[str, Any]) -> Outcome[Any]:
        return page.action(services.set_goal, assignment_id=assignment_id, version=version, goal=changes["goal"], now=visit.now)

    asked = [Field("goal", N_("Goal"), fields.LONG, most=LONGEST, hint=N_("for example brighter product photos"))]
    fields.edit(visit, _key(assignment_id), asked, version, {"goal": goal}, save,
                label=_("Change the goal") if goal else _("Set a goal"), icon=":material/flag:")


def _key(assignment_id: UUID) -> str:
    return f"goal_{assignment_id.hex}"
