"""Figures of sales come from base measures by one declared formula each."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cblp import i18n
from cblp.sales.metrics import METRICS, NOTHING, Measures, figure

MEASURES = st.builds(Measures, **{field.name: st.integers(min_value=0, max_value=10**12) for field in fields(Measures)})


@given(MEASURES, MEASURES)
def test_measures_add_up(one: Measures, other: Measures) -> None:
    both = one + other
    assert both.sales == one.sales + other.sales
    assert both + NOTHING == both
    assert both == other + one


def test_what_is_not_settled_is_not_known() -> None:
    open_order = Measures(orders=2, settled_orders=1, gross=100, fees_known=10)
    assert (open_order.fees, open_order.net) == (None, None)
    assert figure("fees_share", open_order) is None
    assert figure("fees_known", open_order) == 10


def test_ratios() -> None:
    made = Measures(
        orders=8, settled_orders=8, cancelled_orders=2, quantity=20, returned=1, gross=1_000, discount=100, refunds=50,
        vouchers=10, fees_known=85, typed=500,
    )
    assert (made.sales, made.net) == (1_350, 1_255)
    assert figure("order_value", made) == Fraction(850, 8)
    assert figure("cancelled_share", made) == Fraction(2, 10)
    assert figure("returned_share", made) == Fraction(1, 20)
    assert figure("discount_share", made) == Fraction(1, 10)
    assert figure("fees_share", made) == Fraction(85, 850)


def test_a_ratio_of_nothing_is_unknown() -> None:
    assert {figure(name, NOTHING) for name, metric in METRICS.items() if metric.formula} == {None}


@given(MEASURES)
def test_every_figure_can_be_shown_in_both_languages(measures: Measures) -> None:
    for language in i18n.LANGUAGES:
        i18n.use(lambda language=language: language)
        for name, metric in METRICS.items():
            assert metric.shown(figure(name, measures))
            assert metric.name()


def test_money_is_shown_to_the_last_rupiah_and_the_unknown_never_as_zero() -> None:
    assert METRICS["sales"].shown(84_200_123) == "Rp84.200.123"
    assert METRICS["fees"].shown(None) == "–"
    assert METRICS["cancelled_share"].shown(Fraction(1, 8)) == "12,5%"
    assert METRICS["net"].name() == "Penghasilan"
