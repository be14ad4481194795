"""What made a post do well: against its own account, and named only with enough posts on both sides."""

from __future__ import annotations

from fractions import Fraction

from cblp.outreach.rules import examples
from cblp.outreach.rules.examples import Post


def posts(account: str, *figures: int, tags: tuple[str, ...] = (), hour: int | None = None, text: str = "") -> list[Post]:
    return [Post(f"{account}{tags}{hour}{number}", account, "post", text, tags, figure, hour) for number, figure in enumerate(figures)]


def test_a_large_account_does_not_win_by_being_large() -> None:
    scored = examples.measured([*posts("large", 900, 1_000, 1_100), *posts("small", 2, 2, 8)])
    [first, second] = examples.best(scored, [])[:2]
    assert (first.post.account, first.times) == ("small", Fraction(2))
    assert (second.post.account, second.times) == ("large", Fraction(11, 10))


def test_the_best_of_several_accounts_come_first() -> None:
    scored = examples.measured([*posts("a", 90, 80, 1, 1, 1), *posts("b", 30, 20, 20), *posts("c", 5, 5, 5)])
    assert [(one.post.account, one.post.interactions) for one in examples.best(scored, [], most=2)] == [("a", 90), ("b", 30)]
    assert [one.post.account for one in examples.best(scored, [], most=3)] == ["a", "a", "b"]


def test_two_posts_or_no_likes_are_nothing_to_compare() -> None:
    assert examples.measured([*posts("new", 1, 9), *posts("quiet", 0, 0, 0)]) == []
    assert examples.traits([]) == [] and examples.best([], []) == []


def test_a_trait_needs_enough_on_both_sides_and_must_be_better() -> None:
    made = [*posts("a", 20, 20, 20, tags=("batik",), hour=18), *posts("a", 10, 10, 10, hour=9, text="Rp5.000")]
    helped = examples.traits(examples.measured(made))
    assert [(one.code, one.posts, one.times) for one in helped] == [
        (examples.HOURS, 3, Fraction(2)), (examples.TAG, 3, Fraction(2)),
    ]
    assert [one.value for one in helped] == [18, "batik"]
    assert not examples.traits(examples.measured([*posts("a", 20, 20, tags=("batik",)), *posts("a", 10, 10, 10)]))
    best = examples.best(examples.measured(made), helped, each=1)
    assert len(best) == 3 and all(one.why == (helped[0],) for one in best)
