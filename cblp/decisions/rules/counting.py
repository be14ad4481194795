"""Counting votes: one business, one vote; quorum and outcome of each kind of decision, exactly and without favour.

A choice is what a ballot holds: {"vote": "yes"|"no"|"abstain"} · {"option": id} · {"order": [id, …]} · {"objection": bool} ·
{"points": {id: 0…100}} · of any kind {"vote": "abstain"} · None for a paper, which speaks through the paper counts only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from cblp.errors import UserError
from cblp.i18n import N_
from cblp.sales.rules import largest_remainder

WHOLE: Final = 10_000
POINTS: Final = 100

YES_NO, CHOOSE_ONE, RANKING, CONSENT, WEIGHTS = "yes_no", "choose_one", "ranking", "consent", "weights"
KINDS: Final = (YES_NO, CHOOSE_ONE, RANKING, CONSENT, WEIGHTS)
WITH_OPTIONS: Final = frozenset({CHOOSE_ONE, RANKING, WEIGHTS})
ON_PAPER: Final = frozenset({YES_NO, CHOOSE_ONE, CONSENT})
"""Kinds whose papers can be counted in heaps; a paper of another kind is written down as a vote of its business."""

YES, NO, ABSTAIN, OBJECTION, FINE = "yes", "no", "abstain", "objection", "fine"
PASSED, FAILED, NO_QUORUM, SECOND_ROUND = "passed", "failed", "no_quorum", "second_round"
TIE, THRESHOLD, OBJECTED, NO_VOTES = "tie", "threshold", "objection", "no_votes"
"""Why a decision with quorum was not passed."""

UNDONE: Final = "undone"
"""Marks a stored count whose effects could not be carried out."""


class ChoiceUnclear(UserError):
    """A vote that says nothing that this decision asks for."""

    message = N_("Choose one of the answers.")


class PointsMissing(UserError):
    """Points that do not reach a hundred."""

    message = N_("Give {off} more points. All points together are 100.")


class PointsOver(UserError):
    """Points above a hundred."""

    message = N_("Take off {off} points. All points together are 100.")


@dataclass(frozen=True)
class Count:
    """What came out. ``needed`` ballots make it valid; ``cast`` were given, abstentions and papers included.

    ``tallies`` maps answers or option ids to votes; of kind weights, option ids to basis points of the whole. ``rounds`` are
    those of a ranking: option ids to votes. ``finalists`` go to the second round.
    """

    outcome: str
    reason: str
    winner: str | None
    tallies: Mapping[str, int]
    voters: int
    needed: int
    cast: int
    rounds: tuple[Mapping[str, int], ...] = ()
    finalists: tuple[str, ...] = ()

    def stored(self) -> dict[str, Any]:
        """The count as plain data, to be kept with the decision."""
        return {**asdict(self), "rounds": [dict(one) for one in self.rounds], "finalists": list(self.finalists)}


def needed(voters: int, quorum: int) -> int:
    """How many ballots make a decision valid: ⌈voters · quorum / 10 000⌉."""
    return -(-voters * quorum // WHOLE)


def checked(kind: str, choice: Mapping[str, Any], options: Collection[str]) -> dict[str, Any]:
    """A choice as it is kept; raises ChoiceUnclear, PointsMissing, PointsOver."""
    if choice == {"vote": ABSTAIN}:
        return dict(choice)
    if kind == YES_NO and choice in ({"vote": YES}, {"vote": NO}):
        return dict(choice)
    if kind == CHOOSE_ONE and set(choice) == {"option"} and choice["option"] in options:
        return dict(choice)
    if kind == CONSENT and set(choice) == {"objection"} and isinstance(choice["objection"], bool):
        return dict(choice)
    if kind == RANKING and set(choice) == {"order"}:
        order = list(choice["order"])
        if order and len(set(order)) == len(order) and set(order) <= set(options):
            return {"order": order}
    if kind == WEIGHTS and set(choice) == {"points"}:
        points = {option: choice["points"].get(option, 0) for option in options}
        known = set(choice["points"]) <= set(options)
        if known and all(isinstance(one, int) and not isinstance(one, bool) and one >= 0 for one in points.values()):
            off = POINTS - sum(points.values())
            if off:
                raise (PointsMissing if off > 0 else PointsOver)(off=abs(off))
            return {"points": points}
    raise ChoiceUnclear()


def heaps(kind: str, options: Sequence[str]) -> tuple[str, ...]:
    """The heaps that papers of a kind are sorted into; raises ValueError for a kind whose papers can't be counted so."""
    known = {YES_NO: (YES, NO, ABSTAIN), CONSENT: (FINE, OBJECTION, ABSTAIN), CHOOSE_ONE: (*options, ABSTAIN)}
    if kind not in known:
        raise ValueError(f"{kind}: papers are not counted in heaps")
    return known[kind]


def count(
    kind: str, ballots: Sequence[Mapping[str, Any] | None], paper: Mapping[str, int], *, voters: int, quorum: int, threshold: int,
    options: Sequence[str] = (), second: bool = False,
) -> Count:
    """Count a decision of ``voters`` businesses; ``quorum`` and ``threshold`` in basis points, ``options`` ids in their order.

    ``paper`` is what the papers said, by heap. ``second``: this is a second round, so there is no other after it.
    """
    votes = [ballot for ballot in ballots if ballot is not None]
    tally = {
        YES_NO: _answers, CHOOSE_ONE: _choices, CONSENT: _objections, RANKING: _firsts, WEIGHTS: _weights,
    }[kind](votes, paper, options)
    rounds: tuple[Mapping[str, int], ...] = ()
    least = needed(voters, quorum)
    outcome, reason, winner, finalists = NO_QUORUM, "", None, ()  # type: str, str, str | None, tuple[str, ...]
    if len(ballots) >= least:
        if kind == YES_NO:
            outcome, reason = _yes_no(tally, threshold)
        elif kind == CHOOSE_ONE:
            outcome, reason, winner, finalists = _plurality({one: tally[one] for one in options}, threshold, second)
        elif kind == CONSENT:
            outcome, reason = (FAILED, OBJECTED) if tally[OBJECTION] else (PASSED, "")
        elif kind == RANKING:
            outcome, reason, winner, rounds = _run_off([vote["order"] for vote in votes if "order" in vote], options)
        else:
            outcome, reason = (PASSED, "") if any("points" in vote for vote in votes) else (FAILED, NO_VOTES)
    return Count(outcome, reason, winner, tally, voters, least, len(ballots), rounds, finalists)


# -- tallies -----------------------------------------------------------------------------------------------------------


def _abstained(votes: Sequence[Mapping[str, Any]], paper: Mapping[str, int]) -> int:
    return sum(vote == {"vote": ABSTAIN} for vote in votes) + paper.get(ABSTAIN, 0)


def _answers(votes: Sequence[Mapping[str, Any]], paper: Mapping[str, int], options: Sequence[str]) -> dict[str, int]:
    said = Counter(vote["vote"] for vote in votes)
    return {answer: said[answer] + paper.get(answer, 0) for answer in (YES, NO, ABSTAIN)}


def _choices(votes: Sequence[Mapping[str, Any]], paper: Mapping[str, int], options: Sequence[str]) -> dict[str, int]:
    said = Counter(vote.get("option") for vote in votes)
    return {**{one: said[one] + paper.get(one, 0) for one in options}, ABSTAIN: _abstained(votes, paper)}


def _objections(votes: Sequence[Mapping[str, Any]], paper: Mapping[str, int], options: Sequence[str]) -> dict[str, int]:
    said = Counter(vote.get("objection") for vote in votes)
    return {FINE: said[False] + paper.get(FINE, 0), OBJECTION: said[True] + paper.get(OBJECTION, 0), ABSTAIN: _abstained(votes, paper)}


def _firsts(votes: Sequence[Mapping[str, Any]], paper: Mapping[str, int], options: Sequence[str]) -> dict[str, int]:
    said = Counter(vote["order"][0] for vote in votes if "order" in vote)
    return {**{one: said[one] for one in options}, ABSTAIN: _abstained(votes, paper)}


def _weights(votes: Sequence[Mapping[str, Any]], paper: Mapping[str, int], options: Sequence[str]) -> dict[str, int]:
    """The mean of the points in basis points, by largest remainder: it adds up to the whole exactly."""
    sums = [sum(vote["points"][one] for vote in votes if "points" in vote) for one in options]
    if not any(sums):
        return dict.fromkeys(options, 0)
    return dict(zip(options, largest_remainder(WHOLE, sums, range(len(sums))), strict=True))


# -- outcomes ----------------------------------------------------------------------------------------------------------


def _yes_no(tally: Mapping[str, int], threshold: int) -> tuple[str, str]:
    yes, no = tally[YES], tally[NO]
    if yes + no == 0:
        return FAILED, NO_VOTES
    if yes == no:
        return FAILED, TIE
    return (PASSED, "") if yes > no and yes * WHOLE >= threshold * (yes + no) else (FAILED, THRESHOLD)


def _plurality(tally: Mapping[str, int], threshold: int, second: bool) -> tuple[str, str, str | None, tuple[str, ...]]:
    """The option with the most votes if it reaches the threshold; else the first two go to a second round, if there are two."""
    total = sum(tally.values())
    if total == 0:
        return FAILED, NO_VOTES, None, ()
    ranked = sorted(tally, key=lambda one: -tally[one])
    votes = [*(tally[one] for one in ranked), -1]  # as if nobody stood behind the last
    first, next_, third = votes[0], votes[1], votes[2] if len(votes) > 2 else -1
    if first > next_ and first * WHOLE >= threshold * total:
        return PASSED, "", ranked[0], ()
    if not second and len(tally) > 2 and next_ > third:
        return SECOND_ROUND, "", None, tuple(one for one in tally if one in ranked[:2])
    # Two again, or nobody can say which two: that is no result, and chance decides nothing here.
    return FAILED, TIE if first == next_ or not (second or len(tally) == 2) else THRESHOLD, None, ()


def _run_off(orders: Sequence[Sequence[str]], options: Sequence[str]) -> tuple[str, str, str | None, tuple[Mapping[str, int], ...]]:
    """Instant run-off: the weakest option goes until one has more than half of the ballots that still name somebody.

    Options that are equally weak go together where their order can't matter (all their votes together are fewer than those of
    the next); else it is a tie.
    """
    left, rounds = list(options), []
    while True:
        firsts = Counter(next((one for one in order if one in left), None) for order in orders)
        tally = {one: firsts[one] for one in left}
        rounds.append(tally)
        total = sum(tally.values())
        if total == 0:
            return FAILED, NO_VOTES if len(rounds) == 1 else TIE, None, tuple(rounds)
        leader = max(left, key=lambda one: tally[one])
        if tally[leader] * 2 > total:
            return PASSED, "", leader, tuple(rounds)
        least = min(tally.values())
        weakest = [one for one in left if tally[one] == least]
        others = [tally[one] for one in left if tally[one] > least]
        if len(weakest) > 1 and (not others or least * len(weakest) >= min(others)):
            return FAILED, TIE, None, tuple(rounds)
        left = [one for one in left if one not in weakest]
