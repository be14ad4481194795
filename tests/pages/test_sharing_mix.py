"""Whatever is moved, a rule that is tried out stays a rule: its pieces add up to the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cblp.decisions.presets import PRESETS
from cblp.decisions.rules.sharing import EQUAL, SALES, WHOLE, check
from cblp.ui.components import sharing_mix as mix


def test_pieces_of_a_hybrid_are_its_bases() -> None:
    found = [(piece.base, piece.points) for piece in mix.pieces(PRESETS["hybrid"].components)]
    assert found == [(EQUAL, 4_000), (SALES, 6_000)]


def test_a_moved_base_stays_in_its_component_and_can_come_back_from_nothing() -> None:
    hybrid = PRESETS["hybrid"].components
    more = mix.moved(mix.pieces(hybrid), 0, 5_500)
    (members,) = mix.rule(hybrid, more)
    assert (members.basis_points, members.bases) == (WHOLE, ((EQUAL, 5_500), (SALES, 4_500)))
    alone = mix.moved(more, 0, WHOLE)
    assert mix.rule(hybrid, alone)[0].bases == ((EQUAL, WHOLE),)
    assert mix.rule(hybrid, mix.moved(alone, 1, 6_000))[0].bases == ((EQUAL, 4_000), (SALES, 6_000))


def test_a_fund_gives_to_everybody_in_proportion_and_is_left_out() -> None:
    cooperative = PRESETS["cooperative"].components
    after = mix.moved(mix.pieces(cooperative), 0, 0)
    assert [piece.points for piece in after] == [0, 4_000, 2_500, 1_500, 1_500, 500]
    assert [one.code for one in mix.rule(cooperative, after)] == [one.code for one in cooperative[1:]]


@given(code=st.sampled_from(sorted(PRESETS)), moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20)), max_size=6))
def test_a_tried_rule_is_always_a_rule(code: str, moves: list[tuple[int, int]]) -> None:
    components = PRESETS[code].components
    now = mix.pieces(components)
    assert mix.rule(components, now) == components
    for position, step in moves:
        now = mix.moved(now, position % len(now), step * mix.STEP)
        assert sum(piece.points for piece in now) == WHOLE
        made = mix.rule(components, now)
        check(made)
        assert sum(piece.points for piece in mix.pieces(made)) == WHOLE


def test_a_moved_part_takes_from_the_others_in_proportion() -> None:
    assert mix.rebalanced([4_000, 6_000], 0, 5_500) == [5_500, 4_500]
    assert mix.rebalanced([2_000, 6_000, 2_000], 0, 0, step=250) == [0, 7_500, 2_500]
    assert mix.rebalanced([10_000, 0, 0], 0, 5_000, step=250) == [5_000, 2_500, 2_500]
    assert mix.rebalanced([10_000], 0, 3_000) == [10_000]


@given(st.lists(st.integers(0, WHOLE), min_size=1, max_size=8), st.data())
def test_parts_always_add_up_to_the_whole(shares: list[int], data: st.DataObject) -> None:
    moved = data.draw(st.integers(0, len(shares) - 1))
    value = data.draw(st.integers(0, WHOLE))
    after = mix.rebalanced(shares, moved, value, step=data.draw(st.sampled_from([1, 250, 500])))
    assert sum(after) == WHOLE
    assert min(after) >= 0
    assert len(after) == len(shares)
    assert len(shares) == 1 or after[moved] == value
