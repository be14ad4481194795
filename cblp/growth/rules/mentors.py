"""Who may be a mentor, who accompanies whom, and whether it goes on: eligibility, matching, what has gone quiet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from cblp.days import Span, add_months, month

SHOPS: Final = 2
"""Marketplaces with an active shop that a seller-mentor needs, and …"""
FOLLOWERS: Final = 1_000
"""… more followers than this on one social account."""
FRESH: Final = 90
"""Evidence is not older than so many days."""
QUIET: Final = 21
"""Days without a session after which an assignment counts as stalled."""
HALF: Final = 15
"""Days of its first and last month that an assignment must have for the month to count."""

SELLER, STUDENT = "seller", "student"
FEW_SHOPS, FEW_FOLLOWERS, OLD_EVIDENCE, NO_INSTITUTION, NO_SKILL = (
    "few_shops", "few_followers", "old_evidence", "no_institution", "no_skill",
)


@dataclass(frozen=True)
class Followers:
    """What an account showed on a day."""

    account: str
    count: int
    seen_on: date


@dataclass(frozen=True)
class Standing:
    """Whether a mentor fulfils the conditions: what is missing as codes, and until when the evidence is fresh."""

    missing: tuple[str, ...]
    until: date | None = None

    @property
    def eligible(self) -> bool:
        """Nothing is missing."""
        return not self.missing


def seller(
    marketplaces: Collection[str], followers: Sequence[Followers], today: date, *, add_up: bool = False,
) -> Standing:
    """The standing of a seller: ``marketplaces`` are the codes (of kind marketplace) with an active shop of theirs."""
    fresh = [one for one in followers if (today - one.seen_on).days <= FRESH]
    missing = [FEW_SHOPS] if len(set(marketplaces)) < SHOPS else []
    counts = [sum(one.count for one in fresh)] if add_up else [one.count for one in fresh]
    if not any(count > FOLLOWERS for count in counts):
        once = [sum(one.count for one in followers)] if add_up else [one.count for one in followers]
        missing.append(OLD_EVIDENCE if any(count > FOLLOWERS for count in once) else FEW_FOLLOWERS)
        return Standing(tuple(missing))
    carrying = fresh if add_up else [one for one in fresh if one.count > FOLLOWERS]
    newest = min(one.seen_on for one in carrying) if add_up else max(one.seen_on for one in carrying)
    return Standing(tuple(missing), newest + timedelta(FRESH))


def student(institution: str, skills: Collection[str]) -> Standing:
    """The standing of a student volunteer: an institution and a skill."""
    missing = [NO_INSTITUTION] if not institution.strip() else []
    return Standing(tuple(missing + ([NO_SKILL] if not skills else [])))


# -- matching ------------------------------------------------------------------------------------------------------------

PLACED: Final = 10_000
"""Added to each allowed pair, so that as many mentees as possible get somebody before it matters who."""
FORBIDDEN: Final = -1_000_000


def match(scores: Mapping[str, Mapping[str, int | None]], capacity: Mapping[str, int]) -> dict[str, str | None]:
    """Mentor codes by mentee: the assignment with most mentees placed, then the greatest sum of scores.

    ``scores`` by mentee and mentor are ≥ 1, or None for a pair that may not be. A mentor appears as often as their capacity;
    ties go to the mentor first by code. None: nobody was left, or nobody allowed.
    """
    mentees = sorted(scores)
    seats = [mentor for mentor in sorted(capacity) for _ in range(capacity[mentor])]
    if not mentees or not seats:
        return dict.fromkeys(mentees)
    import numpy as np  # heavy, and only this needs them
    from scipy.optimize import linear_sum_assignment

    # Scores are spread out so that a preference by code weighs less than any difference of scores.
    spread = len(mentees) * (len(seats) + 1) + 1
    gain = np.zeros((len(mentees), len(seats) + len(mentees)), dtype=np.int64)
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(seats):
            score = scores[mentee].get(mentor)
            gain[row, column] = FORBIDDEN * spread if score is None else (PLACED + score) * spread + len(seats) - column
    rows, columns = linear_sum_assignment(gain, maximize=True)
    found: dict[str, str | None] = dict.fromkeys(mentees)
    for row, column in zip(rows, columns, strict=True):
        if column < len(seats) and gain[row, column] > 0:
            found[mentees[row]] = seats[column]
    return found


# -- how it goes -----------------------------------------------------------------------------------------------------------


def stalled(accepted_on: date, sessions: Collection[date], today: date) -> bool:
    """No session for QUIET days since the last one, or since the mentor said yes."""
    return (today - max([accepted_on, *sessions])).days >= QUIET


def continuity(span: Span, sessions: Collection[date]) -> Fraction | None:
    """The share of the assignment's calendar months with a session; the first and last count from HALF days on.

    None where no month counts.
    """
    counted = [each for each in _months(span) if each.overlap(span) >= (each.days if _inside(each, span) else HALF)]
    if not counted:
        return None
    return Fraction(sum(any(day in each and day in span for day in sessions) for each in counted), len(counted))


def _months(span: Span) -> list[Span]:
    first = span.first.replace(day=1)
    found = []
    while first <= span.last:
        found.append(month(first))
        first = add_months(first, 1)
    return found


def _inside(each: Span, span: Span) -> bool:
    return span.first <= each.first and each.last <= span.last
