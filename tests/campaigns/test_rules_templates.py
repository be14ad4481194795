"""Plans to begin with: their days in a year, and that nothing in them points at something that is not there."""

from __future__ import annotations

from datetime import date

import pytest

from cblp.campaigns.rules import templates
from cblp.days import Span


@pytest.mark.parametrize(("code", "year", "first", "last"), [
    ("double_9", 2026, date(2026, 9, 8), date(2026, 9, 10)),
    ("double_12", 2026, date(2026, 12, 11), date(2026, 12, 13)),
    ("hari_batik", 2026, date(2026, 9, 28), date(2026, 10, 4)),
    ("ramadan", 2026, date(2026, 2, 19), date(2026, 3, 9)),
    ("lebaran", 2026, date(2026, 3, 10), date(2026, 3, 15)),
])
def test_days_are_filled_in(code: str, year: int, first: date, last: date) -> None:
    found = templates.draft(code, year)
    assert found and found.span == Span(first, last)
    assert found.answer_by < found.span.first


def test_ramadan_ends_before_the_gifts_begin_in_every_year_that_is_known() -> None:
    for year in range(2024, 2031):
        fasting, gifts = templates.draft("ramadan", year), templates.draft("lebaran", year)
        assert fasting and gifts and fasting.span.last < gifts.span.first


def test_a_calculated_feast_is_said_to_be_uncertain() -> None:
    decided, later = templates.draft("lebaran", 2026), templates.draft("lebaran", 2028)
    assert decided and decided.certain
    assert later and not later.certain


def test_years_that_the_calendar_does_not_know_have_no_feast() -> None:
    assert templates.draft("ramadan", 2099) is None


def test_an_anniversary_needs_its_day_and_survives_leap_years() -> None:
    assert templates.draft("anniversary", 2027) is None
    found = templates.draft("anniversary", 2027, date(2020, 2, 29))
    assert found and found.span == Span(date(2027, 2, 22), date(2027, 2, 28))


def test_what_comes_next_is_sorted_and_lies_ahead() -> None:
    today = date(2026, 11, 12)
    found = templates.coming(today)
    assert [one.template for one in found[:2]] == ["double_12", "ramadan"]
    assert all(one.span.first > today for one in found)
    assert sorted(one.span for one in found) == [one.span for one in found]
    assert "anniversary" not in {one.template for one in found}
    assert {one.template for one in templates.coming(today, date(2019, 12, 1))} == set(templates.TEMPLATES)


def test_steps_have_days_in_order_and_channels_of_their_own() -> None:
    for code in templates.TEMPLATES:
        found = templates.draft(code, 2026, date(2020, 5, 5))
        assert found
        days = [day for _, day in found.steps]
        assert days == sorted(days)
        assert all(bool(step.channel) == (step.kind == templates.CONTENT) for step, _ in found.steps)
        assert set(found.offers) <= set(templates.OFFERS)


def test_a_name_can_be_said() -> None:
    found = templates.draft("double_11", 2026)
    assert found and found.label.format(**found.values) == "Harbolnas 11.11 2026"
