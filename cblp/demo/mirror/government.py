"""What the example asked of government and published for it: requests with answers, quarters with targets, reports sent and read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from cblp.demo.mirror import meetings
from cblp.demo.mirror.hall import Hall, told
from cblp.programmes.models import PeriodReport
from cblp.programmes.progress_words import SECTIONS
from cblp.programmes.rules import quarters
from cblp.programmes.services import advocacy, period_reports, publishing, targets

REWRITTEN: Final = "obstacles"
"""The section that a returned report had to say more in."""


def plan(hall: Hall) -> None:
    """Every request and every quarter, on its days."""
    tale = told("government")
    for one in tale["requests"]:
        hall.at(
            meetings.day(hall, one["back"]) + timedelta(one["after"]) if "back" in one else hall.before(one["days"]),
            partial(_request, hall, one),
        )
    closed = quarters.last_closed(hall.end, len(tale["quarters"]))
    for one in tale["quarters"]:
        _quarter(hall, one, closed[one["quarter"]], tale["targets"])


def _request(hall: Hall, one: Mapping[str, Any], now: datetime) -> None:
    boss = hall.coordinator
    made = hall.app.act(
        boss, advocacy.ask, text=one["text"], why=one["why"], asked_on=now.date(), addressee=one.get("addressee", ""),
        partner_id=hall.partners.get(one.get("partner", "")), meeting_id=hall.meetings.get(one.get("back", -1)), now=now,
    )
    asked = now.date()

    def promise(later: datetime) -> None:
        _, due, text = one["promised"]
        hall.app.act(
            boss, advocacy.promise, advocacy_id=made, promised=text, promised_for=asked + timedelta(due), now=later
        )

    def done(later: datetime) -> None:
        hall.app.act(boss, advocacy.done, advocacy_id=made, result=one["done"][1], on=later.date(), now=later)

    def refuse(later: datetime) -> None:
        hall.app.act(boss, advocacy.refuse, advocacy_id=made, reason=one["refused"][1], now=later)

    for what, happens in (("promised", promise), ("done", done), ("refused", refuse)):
        if what in one:
            hall.at(asked + timedelta(one[what][0]), happens)
    for days, role, text in one.get("comments", ()):
        hall.at(asked + timedelta(days), partial(_comment, hall, made, role, text))


def _comment(hall: Hall, request: UUID, role: str, text: str, now: datetime) -> None:
    hall.app.act(hall.liaison if role == "liaison" else hall.coordinator, advocacy.comment, advocacy_id=request, text=text, now=now)


# -- quarters ----------------------------------------------------------------------------------------------------------


def _quarter(hall: Hall, one: Mapping[str, Any], period: str, wanted: Mapping[str, list[int]]) -> None:
    """Its targets while it began, its figures after its last day, and the report on them."""
    span, boss = quarters.span(period), hall.coordinator

    def aim(now: datetime) -> None:
        for indicator, (least, good, excellent) in wanted.items():
            hall.app.act(
                boss, targets.set_target, period=period, indicator=indicator, least=least, good=good, excellent=excellent, now=now
            )

    def publish(now: datetime) -> None:
        hall.app.act(boss, publishing.publish, period=period, now=now)

    hall.at(span.first + timedelta(9), aim)
    hall.at(span.last + timedelta(one["published"]), publish)
    hall.at(span.last + timedelta(one["report"]["drafted"]), partial(_report, hall, one["report"], period))


def _report(hall: Hall, one: Mapping[str, Any], period: str, now: datetime) -> None:
    boss, last = hall.coordinator, quarters.span(period).last
    made = hall.app.act(boss, period_reports.draft, period=period, now=now)
    _write(hall, made, {name: one[name] for name in SECTIONS}, now)
    steps = {
        "submit": lambda _text, later: hall.app.act(boss, period_reports.submit, report_id=made, now=later),
        "return": lambda text, later: hall.app.act(hall.liaison, period_reports.return_, report_id=made, comment=text, now=later),
        "approve": lambda text, later: hall.app.act(hall.liaison, period_reports.approve, report_id=made, comment=text, now=later),
        "comment": lambda text, later: hall.app.act(boss, period_reports.comment, report_id=made, text=text, now=later),
        "write": lambda text, later: _write(hall, made, {REWRITTEN: text}, later),
    }
    for days, step, text in one["steps"]:
        hall.at(last + timedelta(days), partial(steps[step], text))


def _write(hall: Hall, report: UUID, changes: Mapping[str, str], now: datetime) -> None:
    version = hall.of(select(PeriodReport.version).where(
        PeriodReport.association_id == hall.coordinator.association, PeriodReport.id == report
    ))
    hall.app.act(hall.coordinator, period_reports.write, report_id=report, version=version, changes=changes, now=now)
