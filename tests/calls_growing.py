"""How each service and report of growing is called with the ids of an owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from cblp.growth import checklist
from cblp.growth.services.assignments import Pairing
from tests.calls_together import Call, given
from tests.filled import TODAY, Owner
from tests.filled_growing import ASKED, POINTS, TOMORROW
from tests.filled_together import picture

HELD: Final = date(2026, 11, 12)


def _pairs(ids: dict[str, Any]) -> list[Pairing]:
    return [Pairing(ids["ownerless_id"], ids["companion_id"])]


WITH_IDS: Final[dict[str, Call]] = {
    "growth.services.assessments.answer": given("assessment_id=sheet_id", item=ASKED.items[0].code, value=4),
    "growth.services.assessments.begin": given("wave_id=running_id business_id", mode="self"),
    "growth.services.assessments.finish": given("assessment_id=sheet_id"),
    "growth.services.assessments.freeze_model": given("wave_id"),
    "growth.services.assessments.join_cycle": given("wave_id cycle_id", version=1),
    "growth.services.assessments.move_wave": given("wave_id=running_id", version=1, closes_on=date(2026, 12, 5)),
    "growth.services.assessments.open_wave": given(
        "cycle_id", kind="followup", name="Lain", opens_on=date(2027, 1, 5), closes_on=date(2027, 1, 9),
    ),
    "growth.services.assignments.accept": given("assignment_id=proposed_id"),
    "growth.services.assignments.cancel": given("assignment_id", reason="Lain"),
    "growth.services.assignments.complete": given("assignment_id"),
    "growth.services.assignments.decline": given("assignment_id=proposed_id", reason="Lain"),
    "growth.services.assignments.extend": given("assignment_id", until=date(2027, 1, 5)),
    "growth.services.assignments.propose": given("business_id=ownerless_id mentor_id=companion_id"),
    "growth.services.assignments.propose_all": given(pairs=_pairs),
    "growth.services.assignments.set_goal": given("assignment_id=proposed_id", version=1, goal="Lain"),
    "growth.services.clinic.answer": given("question_id", version=2, answer="Lain"),
    "growth.services.clinic.ask": given("business_id evidence_id=own_evidence_id", topic="photo", text="Lain"),
    "growth.services.clinic.helped": given("question_id", version=2, yes=True),
    "growth.services.clinic.publish": given("question_id", version=2, general="Lain", answer="Begini"),
    "growth.services.clinic.unpublish": given("question_id=published_question_id", version=3),
    "growth.services.clinic.withdraw": given("question_id", version=2),
    "growth.services.cycles.edit": given("cycle_id", version=2, changes={"plan": "Lain"}),
    "growth.services.cycles.move": given("cycle_id"),
    "growth.services.cycles.set_members": given("cycle_id=fresh_cycle_id", businesses=lambda ids: [ids["business_id"]]),
    "growth.services.cycles.start": given(
        title="Lain", first=TODAY, last=date(2027, 1, 5), businesses=lambda ids: [ids["business_id"]],
    ),
    "growth.services.links.remove": given("link_id"),
    "growth.services.mentors.apply": given(
        "person_id=newcomer_id", kind="seller", details=lambda ids: {"business_id": ids["business_id"]},
    ),
    "growth.services.mentors.edit": given(
        "profile_id", version=1, changes=lambda ids: {"business_id": ids["business_id"], "about": "Lain"},
    ),
    "growth.services.mentors.review": given("profile_id=applying_id", approve=True),
    "growth.services.mentors.set_inactive": given("profile_id=idle_id"),
    "growth.services.mentors.submit": given("profile_id"),
    "growth.services.pieces.add": given(
        "business_id cycle_id", title="Lain", made_on=TODAY,
        details=lambda ids: {"product_id": ids["product_id"], "evidence_id": ids["own_evidence_id"]},
    ),
    "growth.services.pieces.edit": given(
        "piece_id", version=1, changes=lambda ids: {"product_id": ids["product_id"], "evidence_id": ids["own_evidence_id"], "title": "L"},
    ),
    "growth.services.pieces.keep_photo": given("business_id", picture=picture("lain")),
    "growth.services.pieces.score": given("piece_id", points=POINTS),
    "growth.services.placements.add": given("business_id", institution="Lain", kind="internship", first=TODAY),
    "growth.services.placements.edit": given(
        "placement_id", version=1, changes=lambda ids: {"task": "Lain", "business_id": ids["business_id"]},
    ),
    "growth.services.safety.check": given("business_id", answers=dict.fromkeys(checklist.newest().codes, None)),
    "growth.services.sessions.confirm": given("session_id"),
    "growth.services.sessions.doubt": given("session_id", why="Lain"),
    "growth.services.sessions.edit": given("session_id", version=1, changes={"minutes": 30}),
    "growth.services.sessions.log": given("assignment_id", day=HELD, minutes=30, mode="online"),
    "growth.services.sessions.step_done": given("session_id"),
    "growth.services.superior.add_candidate": given("product_id"),
    "growth.services.superior.remove_candidate": given("candidate_id"),
    "growth.services.superior.score": given("candidate_id", version=2, scores={"market": 1}),
    "growth.services.superior.tell": given("product_id", version=1, changes={"attractive": "Lain"}),
    "growth.services.trainings.answer": given("training_id business_id", answer="not_coming"),
    "growth.services.trainings.attend": given("training_id=begun_id", present=lambda ids: {ids["business_id"]: False}),
    "growth.services.trainings.call_off": given("training_id", reason="Lain"),
    "growth.services.trainings.edit": given("training_id", version=1, changes=lambda ids: {"cycle_id": ids["cycle_id"]}),
    "growth.services.trainings.hold": given("training_id=begun_id"),
    "growth.services.trainings.invite": given("training_id", businesses=lambda ids: [ids["ownerless_id"]]),
    "growth.services.trainings.plan": given(
        module="content", title="Lain", starts_at=TOMORROW, minutes=60, details=lambda ids: {"cycle_id": ids["cycle_id"]},
    ),
}

NO_ID: Final = {"growth.services.links.add", "growth.services.superior.run"}
PARTS_OF_SERVICES: Final = {
    "growth.services.assessments.blocks", "growth.services.mentors.check_fit", "growth.services.mentors.live",
}

ASKED_OF: Final[dict[str, Callable[[Owner], list[dict[str, Any]]]]] = {
    "growth.reports.capital.averages": lambda o: _each(o, "wave_id", "wave_id", "running_id"),
    "growth.reports.capital.compare": lambda o: [
        {"before_id": o.ids["before_id"], "after_id": o.ids["after_id"], "weighed": weighed} for weighed in (False, True)
    ],
    "growth.reports.cases.cases": lambda o: [{"module": module} for module in ("content", "business", "ai")],
    "growth.reports.clinic.answered": lambda o: _each(o, "account", "mentor_account", "account"),
    "growth.reports.clinic.photo": lambda o: _each(o, "question_id", "question_id", "published_question_id"),
    "growth.reports.cycles.one": lambda o: _each(o, "cycle_id", "cycle_id", "closed_cycle_id"),
    "growth.reports.mentors_shop.effect": lambda o: _each(o, "assignment_id", "assignment_id", "proposed_id"),
    "growth.reports.trainings.guests": lambda o: _each(o, "training_id", "training_id", "held_id"),
}
"""Reports that are asked in several ways, or with other ids than their parameters are called."""

PARTS_OF_REPORTS: Final = {
    "growth.reports.cycle_results.results": "a part of cycles",
    "growth.reports.mentors_evidence.evidence": "a part of profiles: marketplaces and followers, which are public",
    "growth.reports.mentors_evidence.found": "a part of profiles", "growth.reports.mentors_evidence.standing": "a part of profiles",
    "growth.reports.mentors_shop.new_marketplaces": "a part of effect", "growth.reports.mentors_shop.state_of": "a part of effect",
}


def _each(owner: Owner, parameter: str, *names: str) -> list[dict[str, Any]]:
    return [{parameter: owner.ids[name]} for name in names if name in owner.ids]
