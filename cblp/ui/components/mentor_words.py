"""How mentoring is spoken of: kinds of mentors, states, what they can help with, and the conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from cblp.growth import states
from cblp.growth.reports.mentors_evidence import Evidence
from cblp.growth.rules import mentors as rules
from cblp.i18n import N_, _

KINDS: Final = {rules.SELLER: N_("Seller"), rules.STUDENT: N_("Student volunteer")}
PROFILES: Final = {
    states.DRAFT: N_("not sent yet"), states.SUBMITTED: N_("waits for the coordinator"), states.APPROVED: N_("may accompany"),
    states.REJECTED: N_("not yet"), states.INACTIVE: N_("does not accompany now"),
}
PROFILE_COLOURS: Final = {states.SUBMITTED: "orange", states.APPROVED: "green"}
ASSIGNMENTS: Final = {
    states.PROPOSED: N_("waits for the mentor"), states.ACCEPTED: N_("runs"), states.ACTIVE: N_("runs"), states.COMPLETED: N_("finished"),
    states.CANCELLED: N_("ended early"), states.DECLINED: N_("the mentor cannot now"),
}
ASSIGNMENT_COLOURS: Final = {states.PROPOSED: "orange", states.ACCEPTED: "green", states.ACTIVE: "green"}
CONDITIONS: Final = {
    rules.FEW_SHOPS: N_("Active shops in 2 marketplaces"),
    rules.NO_INSTITUTION: N_("The name of the campus or school"),
    rules.NO_SKILL: N_("At least one skill"),
}
FOLLOWERS: Final = {
    (False, False): N_("More than 1,000 followers on one social account"),
    (False, True): N_("More than 1,000 followers on one account or shop"),
    (True, False): N_("More than 1,000 followers on all social accounts together"),
    (True, True): N_("More than 1,000 followers on all accounts and shops together"),
}
"""The condition about followers by what was decided: whether accounts add up, and whether shops count, too."""


def condition(code: str, evidence: Evidence) -> str:
    """A condition in words."""
    return _(FOLLOWERS[evidence.together, evidence.with_shops] if code == rules.FEW_FOLLOWERS else CONDITIONS[code])


def badge(words: Mapping[str, str], colours: Mapping[str, str], state: str) -> str:
    """A state as a badge of markdown; the word says it, the colour only helps."""
    return f":{colours.get(state, 'gray')}-badge[{_(words[state])}]"


def generations() -> str:
    """The badge of a young mentor with an owner."""
    return f":violet-badge[:material/family_history: {_('young and old')}]"


def pair() -> str:
    """The badge of two mentors of different kinds with one member."""
    return f":blue-badge[:material/group: {_('seller and student')}]"


def skills(codes: Iterable[str]) -> str:
    """Skills one after the other; what nobody knows any more stands as it was written."""
    return ", ".join(_(states.SKILLS[code]) if code in states.SKILLS else code for code in codes)
