"""The matching for all at once: who would accompany whom, by a score that is the sum of visible reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.catalogue import reports as catalogue
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.scope import seen
from cblp.errors import Missing
from cblp.growth import questionnaire, states
from cblp.growth.models import Assignment, MentorProfile
from cblp.growth.reports import capital, mentors
from cblp.growth.reports.mentors import Profile
from cblp.growth.rules import mentors as rules
from cblp.i18n import N_
from cblp.people.models import Business

ANY, WEAKEST, MARKETPLACE, DISTRICT, SECTOR, LOAD = "any", "weakest", "marketplace", "district", "sector", "load"
POINTS: Final[Mapping[str, int]] = {ANY: 1, WEAKEST: 5, MARKETPLACE: 3, DISTRICT: 2, SECTOR: 2, LOAD: 1}
"""What each reason counts."""
REASONS: Final[Mapping[str, str]] = {
    ANY: N_("has a free place"), WEAKEST: N_("is good at what this member needs most"),
    MARKETPLACE: N_("sells in a marketplace that this member lacks"), DISTRICT: N_("lives in the same district"),
    SECTOR: N_("makes the same kind of product"), LOAD: N_("accompanies nobody yet"),
}
"""The reasons in words; msgids."""
NO_MENTOR, NO_SEAT, NONE_FITS = "no_mentor", "no_seat", "none_fits"
WHY_NOBODY: Final[Mapping[str, str]] = {
    NO_MENTOR: N_("There is no approved mentor who fulfils the conditions."),
    NO_SEAT: N_("The places of all mentors are taken or asked for."),
    NONE_FITS: N_("Every mentor with a free place has declined this member, or accompanied them already."),
}
"""Why somebody gets no mentor; msgids."""
NOT_FIT, FULL, OWN, HAS_ONE = "not_fit", "full", "own", "has_one"
BLOCKS: Final[Mapping[str, str]] = {
    NOT_FIT: N_("This mentor is not approved, or does not fulfil the conditions now."),
    FULL: N_("This mentor accompanies as many members as they can."),
    OWN: N_("A mentor can't accompany their own business."),
    HAS_ONE: N_("This member already has a mentor of this kind, or one was asked."),
}
"""What stands in the way of a pair; msgids."""
SPOKEN_FOR, DECLINED, BEFORE, UNLIKE = "spoken_for", "declined", "before", "unlike"
DOUBTS: Final[Mapping[str, str]] = {
    SPOKEN_FOR: N_("Others wait for this mentor's answer already: there may be no place left."),
    DECLINED: N_("This pair was proposed before, and it was not possible then."),
    BEFORE: N_("This mentor accompanied this member before."),
    UNLIKE: N_("Nothing that is known here speaks for this pair."),
}
"""What speaks against a pair and stops nobody; msgids."""

Reasons = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Option:
    """A mentor who may accompany the business, with the reasons for it: (code of REASONS, points), …"""

    mentor_id: UUID
    code: str
    mentor: str
    kind: str
    generations: bool
    reasons: Reasons

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(points for _, points in self.reasons)


@dataclass(frozen=True)
class Weighed:
    """A pair that the coordinator thinks of, with its reasons, codes of BLOCKS that stand in its way, and of DOUBTS."""

    option: Option
    blocks: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Proposed:
    """One business with all mentors who may accompany it, the best first; ``chosen`` is the proposal, None with ``why``.

    ``second`` makes a pair with ``chosen``: one of them is a seller, the other a student.
    """

    business_id: UUID
    code: str
    business: str
    options: tuple[Option, ...]
    chosen: Option | None
    second: Option | None
    why: str


@dataclass(frozen=True)
class Proposal:
    """A proposal for everybody at once. Nothing of it is kept before the coordinator says so (assignments.propose_all)."""

    rows: tuple[Proposed, ...]
    seats: Mapping[UUID, int]  # free places by mentor, before this proposal

    @property
    def placed(self) -> int:
        """How many get somebody."""
        return sum(row.chosen is not None for row in self.rows)


@dataclass(frozen=True)
class _Known:
    """What the score looks at of a business."""

    owner_id: UUID | None
    area_code: str
    sector: str
    marketplaces: frozenset[str]
    weakest: str  # the skill that follows from the weakest area


def match(session: Session, actor: Actor, *, today: date) -> Proposal:
    """Propose a mentor for every active business without one (coordinator).

    Most businesses get somebody first, then the greatest sum of scores (rules.match). Places that are left make pairs of a
    seller and a student. Only approved mentors who fulfil the conditions today and have a place; never their own business,
    nor one that they declined or accompanied before.
    """
    actor.require(COORDINATOR)
    everybody = mentors.profiles(session, actor, today=today)
    fit = [one for one in everybody if one.state == states.APPROVED and one.standing.eligible]
    asked = _waiting(session, actor)
    free = {one.code: one.free - asked[one.id] for one in fit if one.free > asked[one.id]}
    able = {one.code: one for one in fit if one.code in free}
    members = mentors.without_mentor(session, actor, today=today)
    known, past = _known(session, actor, today), _past(session, actor)
    options = {
        code: {
            one.code: _option(one, known[business], today) for one in able.values() if (business, one.id) not in past
        }
        for business, code, _ in members
    }
    first = rules.match({code: {m: one.score for m, one in some.items()} for code, some in options.items()}, free)
    left = {code: free[code] - sum(mentor == code for mentor in first.values()) for code in free}
    second = rules.match({
        code: {m: one.score for m, one in options[code].items() if one.kind != options[code][mentor].kind}
        for code, mentor in first.items() if mentor
    }, left) if any(left.values()) else {}
    rows = []
    for business, code, name in members:
        some, chosen, other = options[code], first[code], second.get(code)
        why = "" if chosen else NO_MENTOR if not fit else NO_SEAT if some or not able else NONE_FITS
        rows.append(Proposed(
            business, code, name, tuple(sorted(some.values(), key=lambda one: (-one.score, one.code))),
            some[chosen] if chosen else None, some[other] if other else None, why,
        ))
    return Proposal(tuple(rows), {able[code].id: seats for code, seats in free.items()})


def weigh(session: Session, actor: Actor, *, business_id: UUID, mentor_id: UUID, today: date) -> Weighed:
    """What speaks for and against one pair (coordinator), whether or not the matching would propose it. Raises Missing."""
    actor.require(COORDINATOR)
    mentor = next((one for one in mentors.profiles(session, actor, today=today) if one.id == mentor_id), None)
    known = _known(session, actor, today).get(business_id)
    if mentor is None or known is None:
        raise Missing()
    option, past = _option(mentor, known, today), _past(session, actor)[business_id, mentor_id]
    open_kinds = session.scalars(
        select(MentorProfile.kind)
        .join(Assignment, (Assignment.association_id == MentorProfile.association_id) & (Assignment.mentor_id == MentorProfile.id))
        .where(seen(actor, Assignment), Assignment.business_id == business_id)
        .where(Assignment.state.in_((states.PROPOSED, *states.LIVE)))
    ).all()
    blocks = {
        NOT_FIT: mentor.state != states.APPROVED or not mentor.standing.eligible, FULL: not mentor.free,
        OWN: business_id == mentor.business_id or known.owner_id == mentor.person_id, HAS_ONE: mentor.kind in open_kinds,
    }
    doubts = {
        SPOKEN_FOR: 0 < mentor.free <= _waiting(session, actor)[mentor_id], DECLINED: states.DECLINED in past,
        BEFORE: bool(past & {states.COMPLETED, states.CANCELLED}), UNLIKE: {code for code, _ in option.reasons} <= {ANY, LOAD},
    }
    return Weighed(
        option, tuple(code for code, true in blocks.items() if true), tuple(code for code, true in doubts.items() if true),
    )


# -- what the above is made of -----------------------------------------------------------------------------------------


def _option(mentor: Profile, business: _Known, today: date) -> Option:
    holds = {
        ANY: mentor.free > 0,
        WEAKEST: bool(business.weakest) and business.weakest in mentor.skills,
        MARKETPLACE: bool(set(mentor.evidence.marketplaces) - business.marketplaces),
        DISTRICT: bool(_district(mentor.area_code)) and _district(mentor.area_code) == _district(business.area_code),
        SECTOR: bool(mentor.sector) and mentor.sector == business.sector,
        LOAD: mentor.held == 0,
    }
    reasons = tuple((code, POINTS[code]) for code, true in holds.items() if true)
    return Option(mentor.id, mentor.code, mentor.name, mentor.kind, mentors.young(mentor.born, today), reasons)


def _district(area_code: str) -> str:
    """The district of an area code, or the regency where nobody knows more."""
    return ".".join(area_code.split(".")[:3]) if area_code.count(".") else ""


def _known(session: Session, actor: Actor, today: date) -> dict[UUID, _Known]:
    shops: dict[UUID, set[str]] = {}
    for shop in catalogue.shops(session, actor, today=today, kind="marketplace"):
        if shop.owner_id:
            shops.setdefault(shop.owner_id, set()).add(shop.place.code)
    needed = _needed(session, actor, today)
    return {
        id_: _Known(owner, area, sector, frozenset(shops.get(id_, ())), needed.get(id_, ""))
        for id_, owner, area, sector in session.execute(
            select(Business.id, Business.owner_id, Business.area_code, Business.sector).where(seen(actor, Business))
        )
    }


def _needed(session: Session, actor: Actor, today: date) -> dict[UUID, str]:
    """The skill that each business's newest answers ask for, where all areas were answered."""
    found: dict[UUID, str] = {}
    for wave in sorted(capital.waves(session, actor, today=today), key=lambda one: one.opens_on):
        for result in capital.members(session, actor, wave_id=wave.id):
            if result.weakest:
                found[result.business_id] = questionnaire.load(result.questions).areas[result.weakest].module
    return found


def _waiting(session: Session, actor: Actor) -> Counter[UUID]:
    """How many proposals wait for each mentor's answer: those places are spoken for."""
    return Counter(session.scalars(
        select(Assignment.mentor_id).where(seen(actor, Assignment), Assignment.state == states.PROPOSED)
    ))


def _past(session: Session, actor: Actor) -> defaultdict[tuple[UUID, UUID], set[str]]:
    """The states of what was between (business, mentor): it was declined, or the mentor accompanied the business already."""
    found: defaultdict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    for business, mentor, state in session.execute(
        select(Assignment.business_id, Assignment.mentor_id, Assignment.state).where(seen(actor, Assignment))
    ):
        found[business, mentor].add(state)
    return found
