"""The example looks into its mirror: every state of meetings, programmes and reports is there, at any time of the year."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from cblp.bootstrap import App
from cblp.bootstrap import build as build_app
from cblp.db.actor import COORDINATOR, LIAISON, Actor
from cblp.demo import mirror
from cblp.demo.build import SEED, settle
from cblp.demo.mirror.hall import officer, told
from cblp.demo.recipe import Recipe, recipe
from cblp.demo.story import tell
from cblp.forum import slides
from cblp.forum.models import ActionItem, Meeting, MeetingDecision, MeetingGuest, MeetingQuote, MeetingTheme
from cblp.forum.reports import actions, decks, meetings
from cblp.growth.models import Training
from cblp.growth.services import trainings
from cblp.people.reports import access
from cblp.programmes.models import Advocacy, Edition, Financing, Partner, PeriodReport, ProgrammeLink, ProgressComment
from cblp.programmes.reports import beside, partners, period_reports, programmes, progress
from cblp.programmes.rules import alive, quarters
from cblp.settings import Settings

END = date(2026, 11, 21)
NOW = datetime.combine(END, time(14), UTC)


@dataclass
class Example:
    """The example without its files, as it met and reported up to END."""

    app: App
    actor: Actor
    end: date

    @property
    def boss(self) -> Actor:
        return replace(self.actor, role=COORDINATOR)

    def all(self, model: Any) -> list[Any]:
        with self.app.database.reading(self.actor.association, None) as session:
            return list(session.scalars(select(model).where(model.association_id == self.actor.association)))


def test_the_example_looks_into_its_mirror(sqlite_template: Path, tmp_path: Path) -> None:
    """All at once: what takes long is to settle."""
    example = _example(sqlite_template, tmp_path, END)
    for check in (
        half_a_year_of_meetings_is_final_and_the_next_has_its_deck,
        the_meeting_that_maps_needs_asks_by_the_template,
        promises_stand_in_every_state,
        partners_are_of_every_kind_and_one_agreement_ends_soon,
        one_programme_lives_one_is_gone_one_runs,
        financing_and_requests_stand_in_every_state,
        three_quarters_are_published_and_their_reports_answered,
        the_officer_sees_two_associations_side_by_side_and_is_chosen_once,
    ):
        check(example)
    example.app.database.dispose()


def test_the_example_may_end_when_a_quarter_is_hardly_over(sqlite_template: Path, tmp_path: Path) -> None:
    """What is still to come stays out."""
    example = _example(sqlite_template, tmp_path, date(2026, 10, 3))
    states = [row.state for row in example.all(Meeting)]
    assert states.count("final") == 7
    assert states.count("planned") == 1
    assert sorted(row.period for row in example.all(Edition)) == ["2026-Q1", "2026-Q2"]
    example.app.database.dispose()


def _example(template: Path, folder: Path, end: date) -> Example:
    shutil.copy(template, folder / "cblp.sqlite")
    app = build_app(Settings(data_dir=folder))
    app.database.relax()
    actor, businesses, _ = settle(app, _without_pictures(), replace(tell(SEED, END), whatsapp=(), typed_sales=(), snapshots=()), end=end)
    _trained(app, actor, next(iter(businesses.values())), end)
    mirror.live(app, actor, businesses, end=end, seed=SEED, now=_last(end))
    return Example(app, actor, end)


def _last(end: date) -> datetime:
    """The last instant of an example: the morning after."""
    return datetime.combine(end + timedelta(1), time(1), UTC)


def _without_pictures() -> Recipe:
    """The register, quicker: drawing takes most of the time that it needs."""
    plan = recipe()
    return replace(plan, businesses=tuple(
        replace(business, products=tuple(replace(product, photo=False) for product in business.products)) for business in plan.businesses
    ))


def _trained(app: App, actor: Actor, business: UUID, end: date) -> None:
    """The trainings that belong to the programmes, as the members' growth would bring them: one after a budget, one in another."""
    for title, days in (("HP untuk usaha: dari nol", 290), ("Menghitung harga dan potongan marketplace", 104)):
        held = datetime.combine(end - timedelta(days), time(2), UTC)
        made = app.act(actor, trainings.plan, module="business", title=title, starts_at=held, minutes=120, details={}, now=held)
        app.act(actor, trainings.attend, training_id=made, present={business: True}, now=held)
        app.act(actor, trainings.hold, training_id=made, now=held)


# -- meetings ----------------------------------------------------------------------------------------------------------


def half_a_year_of_meetings_is_final_and_the_next_has_its_deck(example: Example) -> None:
    rows = sorted((row for row in example.all(Meeting) if row.kind == "monthly"), key=lambda row: row.month)
    assert [row.month.month for row in rows] == [4, 5, 6, 7, 8, 9, 10]
    assert [row.state for row in rows] == ["final"] * 6 + ["planned"]
    assert all(row.minutes and row.snapshot["ended"] for row in rows[:-1])
    assert rows[-1].starts_at > NOW
    assert rows[-1].frozen_at == _last(END)  # nothing that the example brought in is newer
    deck = example.app.read(example.boss, decks.deck, meeting_id=rows[-1].id)
    assert 3 <= len(deck.slides) <= len(slides.ORDER)
    assert deck.slides[0].kind == "promises"
    came = Counter(row.meeting_id for row in example.all(MeetingGuest))
    assert all(came[row.id] > 10 for row in rows[:-1])
    assert any(row.name for row in example.all(MeetingGuest))
    assert len(example.all(MeetingQuote)) > 10
    assert not example.all(MeetingDecision)  # nobody decided anything in this short example


def the_meeting_that_maps_needs_asks_by_the_template(example: Example) -> None:
    [row] = [row for row in example.all(Meeting) if row.kind == "needs"]
    themes = [one for one in example.all(MeetingTheme) if one.meeting_id == row.id]
    assert {one.pillar for one in themes} == {"development", "association", "service"}
    assert all(one.aspect and one.raised for one in themes)


def promises_stand_in_every_state(example: Example) -> None:
    rows = example.all(ActionItem)
    assert {row.state for row in rows} == {"open", "doing", "done", "dropped"}
    assert all(row.reason for row in rows if row.state == "dropped")
    assert any(row.state == "done" and row.state_on > row.due_on for row in rows)
    assert any(row.state == "open" and row.due_on < END for row in rows)
    planned = next(row for row in example.all(Meeting) if row.state == "planned")
    carried = example.app.read(example.boss, actions.begins_with, meeting_id=planned.id)
    assert {one.meeting_id for one in carried if one.live} > {planned.before_id}  # older ones, too
    assert max(row.promised for row in example.app.read(example.boss, meetings.series)) <= 5


# -- programmes --------------------------------------------------------------------------------------------------------


def partners_are_of_every_kind_and_one_agreement_ends_soon(example: Example) -> None:
    assert {row.kind for row in example.all(Partner)} == {"industry", "academia", "government", "community", "vocational"}
    rows = example.app.read(example.boss, partners.listing, today=END)
    assert [row.name for row in rows if any(one.ends_soon for one in row.agreements)] == ["Dinas Perindag Kota Jambi (contoh)"]
    assert sum(row.ended_on is not None for row in rows) == 1


def one_programme_lives_one_is_gone_one_runs(example: Example) -> None:
    rows = example.app.read(example.boss, programmes.listing, today=END)
    assert {row.name: row.verdict for row in rows} == {
        "Produk Lokal Naik Kelas": alive.ALIVE, "Bantuan Mesin Kemasan": alive.GONE, "Konten Jujur dengan AI": alive.RUNNING,
    }
    assert all(row.spent <= row.budget and row.participants >= 9 and row.complete < row.promised for row in rows)
    linked = {row.training_id for row in example.all(ProgrammeLink)}
    assert linked == {row.id for row in example.all(Training)}


def financing_and_requests_stand_in_every_state(example: Example) -> None:
    assert {row.state for row in example.all(Financing)} == {"asked", "given", "refused", "repaid"}
    assert {"kur", "grant", "pnm", "koperasi"} <= {row.kind for row in example.all(Financing)}
    asked = example.all(Advocacy)
    assert Counter(row.state for row in asked) == {"promised": 2, "done": 2, "asked": 1, "refused": 1}
    assert any(row.state == "promised" and row.promised_for < END for row in asked)  # kept waiting
    assert {row.role for row in example.all(ProgressComment) if row.advocacy_id} == {COORDINATOR, LIAISON}


# -- what is published -------------------------------------------------------------------------------------------------


def three_quarters_are_published_and_their_reports_answered(example: Example) -> None:
    assert sorted(row.period for row in example.all(Edition)) == ["2026-Q1", "2026-Q2", "2026-Q3"]
    reports = {row.period: row for row in example.all(PeriodReport)}
    assert {period: row.state for period, row in reports.items()} == {
        "2026-Q1": "approved", "2026-Q2": "approved", "2026-Q3": "submitted",
    }
    sent = example.app.read(officer(example.app, example.actor), period_reports.one, report_id=reports["2026-Q2"].id)
    assert [one.role for one in sent.comments] == [LIAISON, COORDINATOR, LIAISON]
    assert "perbaikan dapur" in sent.sections["obstacles"]  # the words that the officer asked for
    told_of = example.app.read(example.boss, progress.cells, period="2026-Q3")
    assert any(one.hidden for one in told_of)
    assert all(one.marks.good is not None for one in told_of)


def the_officer_sees_two_associations_side_by_side_and_is_chosen_once(example: Example) -> None:
    who = officer(example.app, example.actor)
    both = access.associations(example.app.database)
    columns = [
        example.app.read(replace(who, association=one), beside.column, period=period, now=NOW)
        for one in both for period in quarters.last_closed(END, 3)
    ]
    assert len(both) == 2
    assert all(column.figures["active_members"].shown for column in columns)
    assert both[0] == example.actor.association  # where the officer lands


def test_the_texts_name_members_of_the_recipe() -> None:
    known = {business.code for business in recipe().businesses}
    tale = told("programmes")
    named = {code for one in tale["programmes"] for code in [*one["members"], *one.get("mentees", ())]}
    named |= {one["business"] for one in tale["financing"]}
    named |= {each["business"] for one in told("meetings")["meetings"] for each in one.get("actions", ()) if "business" in each}
    assert named <= known
