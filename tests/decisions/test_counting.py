"""Counting: every kind of decision, its ties, its quorum with abstentions, papers, and properties over random ballots."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.decisions.rules import counting
from cblp.decisions.rules.counting import ChoiceUnclear, PointsMissing, PointsOver, checked, count, needed

ABC = ("a", "b", "c")


def said(**votes: int) -> list[dict[str, Any]]:
    return [{"vote": answer} for answer, how_many in votes.items() for _ in range(how_many)]


def chosen(**votes: int) -> list[dict[str, Any]]:
    return [{"option": option} for option, how_many in votes.items() for _ in range(how_many)]


def ranked(*orders: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"order": list(order)} for order, how_many in orders for _ in range(how_many)]


def run(kind: str, ballots: Any, *, voters: int = 10, quorum: int = 5_000, threshold: int = 5_000, **more: Any) -> counting.Count:
    return count(kind, ballots, more.pop("paper", {}), voters=voters, quorum=quorum, threshold=threshold, **more)


@pytest.mark.parametrize(("voters", "quorum", "least"), [
    (24, 5_000, 12), (25, 5_000, 13), (25, 10_000, 25), (3, 3_334, 2), (3, 3_333, 1), (1, 1, 1), (200, 6_667, 134),
])
def test_the_quorum_is_rounded_up(voters: int, quorum: int, least: int) -> None:
    assert needed(voters, quorum) == least


@pytest.mark.parametrize(("votes", "threshold", "outcome", "reason"), [
    ({"yes": 5, "no": 4}, 5_000, "passed", ""),
    ({"yes": 4, "no": 4}, 5_000, "failed", "tie"),
    ({"yes": 4, "no": 5}, 5_000, "failed", "threshold"),
    ({"yes": 6, "no": 3}, 6_667, "failed", "threshold"),  # two thirds are 6666.7: just short of 66.67%
    ({"yes": 6, "no": 3}, 6_666, "passed", ""),
    ({"yes": 1, "abstain": 4}, 5_000, "passed", ""),  # abstentions make the quorum, and count for neither side
    ({"abstain": 9}, 5_000, "failed", "no_votes"),
    ({"yes": 4}, 5_000, "no_quorum", ""),
    ({"yes": 9, "no": 0}, 10_000, "passed", ""),
    ({"yes": 8, "no": 1}, 10_000, "failed", "threshold"),
])
def test_yes_or_no(votes: dict[str, int], threshold: int, outcome: str, reason: str) -> None:
    result = run("yes_no", said(**votes), threshold=threshold)
    assert (result.outcome, result.reason, result.cast) == (outcome, reason, sum(votes.values()))


def test_papers_count_like_votes_and_make_the_quorum() -> None:
    ballots = [*said(yes=2, no=2), None, None, None]
    result = run("yes_no", ballots, voters=14, paper={"yes": 2, "no": 0, "abstain": 1})
    assert (result.outcome, result.cast, result.tallies) == ("passed", 7, {"yes": 4, "no": 2, "abstain": 1})
    result = run("choose_one", [*chosen(a=1), None, None], voters=6, paper={"b": 2}, options=ABC)
    assert (result.winner, result.tallies) == ("b", {"a": 1, "b": 2, "c": 0, "abstain": 0})
    result = run("consent", [{"objection": False}, None], voters=4, paper={"objection": 1})
    assert (result.outcome, result.tallies) == ("failed", {"fine": 1, "objection": 1, "abstain": 0})


@pytest.mark.parametrize(("votes", "threshold", "outcome", "reason", "winner", "finalists"), [
    ({"a": 6, "b": 3, "c": 1}, 5_000, "passed", "", "a", ()),
    ({"a": 5, "b": 3, "c": 2}, 5_000, "passed", "", "a", ()),
    ({"a": 4, "b": 4, "c": 2}, 5_000, "second_round", "", None, ("a", "b")),
    ({"a": 2, "b": 4, "c": 3}, 5_000, "second_round", "", None, ("b", "c")),
    ({"a": 4, "b": 3, "c": 3}, 5_000, "failed", "tie", None, ()),  # nobody can say who is second
    ({"a": 3, "b": 3, "c": 3}, 5_000, "failed", "tie", None, ()),
    ({"a": 6, "b": 3}, 6_667, "second_round", "", None, ("a", "b")),
    ({}, 5_000, "failed", "no_votes", None, ()),
])
def test_choosing_one(
    votes: dict[str, int], threshold: int, outcome: str, reason: str, winner: str | None, finalists: tuple[str, ...]
) -> None:
    result = run("choose_one", [*chosen(**votes), *said(abstain=5)], quorum=3_000, threshold=threshold, options=ABC)
    assert (result.outcome, result.reason, result.winner, result.finalists) == (outcome, reason, winner, finalists)


@pytest.mark.parametrize(("votes", "threshold", "outcome", "reason"), [
    ({"a": 6, "b": 4}, 5_000, "passed", ""),
    ({"a": 5, "b": 5}, 5_000, "failed", "tie"),
    ({"a": 6, "b": 4}, 7_500, "failed", "threshold"),
])
def test_there_is_no_third_round(votes: dict[str, int], threshold: int, outcome: str, reason: str) -> None:
    for second in (True, False):  # two options at the start are as good as a second round
        result = run("choose_one", chosen(**votes), threshold=threshold, options=("a", "b"), second=second)
        assert (result.outcome, result.reason) == (outcome, reason)


def test_a_ranking_runs_off_and_says_each_round() -> None:
    result = run("ranking", ranked(("abc", 4), ("bca", 3), ("cba", 2)), options=ABC)
    assert (result.outcome, result.winner) == ("passed", "b")
    assert result.rounds == ({"a": 4, "b": 3, "c": 2}, {"a": 4, "b": 5})


@pytest.mark.parametrize(("orders", "winner", "reason"), [
    ((("ab", 3), ("ba", 3)), None, "tie"),
    ((("abc", 4), ("bca", 3), ("cba", 3)), None, "tie"),  # who goes first decides who wins
    ((("ad", 5), ("ba", 4), ("c", 1)), "a", ""),  # exhausted ballots don't count further on
    ((("a", 5), ("b", 4), ("cb", 1), ("db", 1)), "b", ""),  # c and d are weakest together: their order can't matter
    ((("abcd", 6), ("bcda", 5)), "a", ""),
    ((), None, "no_votes"),
])
def test_ties_in_a_ranking(orders: tuple[tuple[str, int], ...], winner: str | None, reason: str) -> None:
    result = run("ranking", [*ranked(*orders), *said(abstain=6)], options=("a", "b", "c", "d"), voters=12)
    assert (result.winner, result.reason) == (winner, reason)
    assert result.outcome == ("passed" if winner else "failed")


@pytest.mark.parametrize(("fine", "objections", "abstain", "outcome", "reason"), [
    (6, 0, 0, "passed", ""), (9, 1, 0, "failed", "objection"), (4, 0, 0, "no_quorum", ""), (2, 0, 3, "passed", ""),
])
def test_consent_holds_while_nobody_objects(fine: int, objections: int, abstain: int, outcome: str, reason: str) -> None:
    ballots = [{"objection": False}] * fine + [{"objection": True}] * objections + said(abstain=abstain)
    result = run("consent", ballots)
    assert (result.outcome, result.reason) == (outcome, reason)


def test_weights_are_means_that_add_up_to_the_whole() -> None:
    ballots = [{"points": dict(zip(ABC, points, strict=True))} for points in ((50, 25, 25), (34, 33, 33), (0, 0, 100))]
    result = run("weights", [*ballots, *said(abstain=2)], options=ABC)
    assert (result.outcome, result.tallies) == ("passed", {"a": 2_800, "b": 1_933, "c": 5_267})
    assert run("weights", said(abstain=6), options=ABC).reason == "no_votes"


@given(st.lists(st.tuples(*[st.integers(0, 100)] * 3).filter(any), min_size=1, max_size=30))
def test_weights_never_lose_a_basis_point(given_points: list[tuple[int, int, int]]) -> None:
    ballots = []
    for a, b, _c in given_points:
        a = min(a, 100)
        b = min(b, 100 - a)
        ballots.append({"points": {"a": a, "b": b, "c": 100 - a - b}})
    tallies = run("weights", ballots, voters=len(ballots), options=ABC).tallies
    assert sum(tallies.values()) == 10_000
    for option in ABC:
        exact = sum(ballot["points"][option] for ballot in ballots) * 100 / len(ballots)
        assert abs(tallies[option] - exact) < 1


@given(st.lists(st.permutations("abcd").flatmap(lambda order: st.integers(1, 4).map(lambda n: tuple(order[:n]))), min_size=1, max_size=15))
def test_a_ranking_favours_nobody(orders: list[tuple[str, ...]]) -> None:
    """Neither the order of the ballots nor that of the options changes who wins, and an absolute majority always does."""
    ballots = [{"order": list(order)} for order in orders]
    result = run("ranking", ballots, options="abcd", voters=len(ballots))
    assert run("ranking", ballots[::-1], options="dcba", voters=len(ballots)).winner == result.winner
    for option in "abcd":
        if sum(order[0] == option for order in orders) * 2 > len(orders):
            assert result.winner == option


@given(st.tuples(*[st.integers(0, 6)] * 3), st.integers(5_000, 10_000))
def test_choosing_favours_nobody(votes: tuple[int, int, int], threshold: int) -> None:
    ballots = chosen(**dict(zip(ABC, votes, strict=True)))
    results = {
        (result.outcome, result.winner, frozenset(result.finalists))
        for order in permutations(ABC)
        for result in [run("choose_one", ballots, voters=20, quorum=1, threshold=threshold, options=order)]
    }
    assert len(results) == 1


@pytest.mark.parametrize(("kind", "choice", "error"), [
    ("yes_no", {"vote": "maybe"}, ChoiceUnclear), ("yes_no", {}, ChoiceUnclear), ("yes_no", {"option": "a"}, ChoiceUnclear),
    ("yes_no", {"vote": "yes", "twice": True}, ChoiceUnclear), ("choose_one", {"option": "z"}, ChoiceUnclear),
    ("choose_one", {"vote": "yes"}, ChoiceUnclear), ("ranking", {"order": []}, ChoiceUnclear),
    ("ranking", {"order": ["a", "a"]}, ChoiceUnclear), ("ranking", {"order": ["z"]}, ChoiceUnclear),
    ("consent", {"objection": 1}, ChoiceUnclear), ("weights", {"points": {"a": 60, "b": 30}}, PointsMissing),
    ("weights", {"points": {"a": 60, "b": 50}}, PointsOver), ("weights", {"points": {"a": 150, "b": -50}}, ChoiceUnclear),
    ("weights", {"points": {"a": True, "b": 99}}, ChoiceUnclear), ("weights", {"points": {"z": 100}}, ChoiceUnclear),
])
def test_a_choice_that_says_nothing_is_refused(kind: str, choice: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        checked(kind, choice, ABC)


def test_a_choice_is_kept_as_it_was_meant() -> None:
    assert checked("weights", {"points": {"a": 100}}, ABC) == {"points": {"a": 100, "b": 0, "c": 0}}
    assert checked("ranking", {"order": ("c", "a")}, ABC) == {"order": ["c", "a"]}
    for kind in counting.KINDS:
        assert checked(kind, {"vote": "abstain"}, ABC) == {"vote": "abstain"}
    with pytest.raises(ValueError, match="heaps"):
        counting.heaps("ranking", ABC)
