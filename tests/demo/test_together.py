"""The example's campaigns: whenever it is built, one of them runs when somebody opens it."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

from cblp.campaigns.rules import templates
from cblp.demo.recipe import DATA
from cblp.demo.together import running

TOLD = tomllib.loads((DATA / "demo" / "together.toml").read_text("utf-8"))["campaigns"]["running"]


def test_on_every_day_of_two_years_a_campaign_runs_and_leaves_the_next_sale_day_alone() -> None:
    for number in range(730):
        end = date(2026, 1, 1) + timedelta(number)
        span, coming = running(TOLD, end).span, templates.coming(end)[0].span
        assert span.first <= end and span.last >= end + timedelta(3), end
        assert span.last < coming.first or coming.first <= end + timedelta(3), end


def test_what_is_to_be_done_for_it_has_its_days() -> None:
    plan = running(TOLD, date(2026, 11, 21))
    assert [day for _step, day in plan.steps] == [plan.span.first + timedelta(one["days"]) for one in TOLD["tasks"]]
    assert {step.kind for step, _day in plan.steps} == {templates.TASK, templates.CONTENT}
