"""The example's members grow: every state is there to be looked at, each told by figures that somebody could have."""

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
from cblp.catalogue.services import listings
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, Actor
from cblp.demo import growing
from cblp.demo.build import SEED, settle
from cblp.demo.growing import superior as ranking
from cblp.demo.growing.village import told
from cblp.demo.recipe import Recipe, recipe
from cblp.demo.story import tell
from cblp.growth.models import (
    Assignment,
    Attendance,
    ContentPiece,
    Cycle,
    MentoringSession,
    MentorProfile,
    Question,
    RubricScore,
    SafetyCheck,
    Training,
)
from cblp.growth.reports import capital, cases, clinic, mentors
from cblp.people.models import Business
from cblp.people.reports import access
from cblp.settings import Settings

END = date(2026, 11, 21)
NOW = datetime.combine(END, time(14), UTC)


@dataclass
class Example:
    """The example without its files, grown up to END; what ranks its products by their sales is left out."""

    app: App
    actor: Actor

    def all(self, model: Any) -> list[Any]:
        with self.app.database.reading(self.actor.association, None) as session:
            return list(session.scalars(select(model).where(model.association_id == self.actor.association)))

    def read(self, report: Any, **given: Any) -> Any:
        return self.app.read(replace(self.actor, role=COORDINATOR), report, **given)


def test_the_example_grows(sqlite_template: Path, tmp_path: Path) -> None:
    """All at once: what takes long is to grow."""
    shutil.copy(sqlite_template, tmp_path / "cblp.sqlite")
    app = build_app(Settings(data_dir=tmp_path))
    app.database.relax()
    actor, businesses, places = settle(app, _without_pictures(), replace(tell(SEED, END), whatsapp=(), typed_sales=()), end=END)
    _offer(app, actor, places)
    growing.live(app, actor, businesses, end=END, seed=SEED, chapters=[one for one in growing.CHAPTERS if one is not ranking])
    for check in (
        mentors_of_both_kinds_stand_in_every_state,
        mentoring_is_there_in_every_state_and_one_is_quiet_and_one_ends,
        sessions_go_over_half_a_year_some_wait_and_one_is_doubted,
        shops_whose_owners_allow_it_are_examples_by_name,
        three_rounds_carry_their_lessons_on,
        pieces_are_made_in_three_steps_and_rated_by_two,
        trainings_were_held_called_off_and_are_to_come,
        questions_stand_in_every_state,
        most_members_have_answered_the_safety_list_differently,
        the_same_people_answered_before_and_after_and_gained_a_little,
        a_visitor_may_be_a_mentor_whose_account_has_a_profile,
    ):
        check(Example(app, actor))
    app.database.dispose()


def _without_pictures() -> Recipe:
    """The register, quicker: drawing takes most of the time that it needs."""
    plan = recipe()
    return replace(plan, businesses=tuple(
        replace(business, products=tuple(replace(product, photo=False) for product in business.products)) for business in plan.businesses
    ))


def _offer(app: App, actor: Actor, places: dict[tuple[str, str], UUID]) -> None:
    """One listing in each shop, as the files would bring them."""
    for business in recipe().businesses:
        for marketplace in business.shops:
            app.act(
                actor, listings.add_listing, shop_id=places[marketplace, business.handle], sku=business.products[0].sku,
                today=END - timedelta(400), now=NOW,
            )


# -- mentoring ---------------------------------------------------------------------------------------------------------


def mentors_of_both_kinds_stand_in_every_state(example: Example) -> None:
    found = example.read(mentors.profiles, today=END)
    assert Counter(one.state for one in found) == {"approved": 5, "submitted": 1, "rejected": 1, "draft": 1}
    assert {one.kind for one in found if one.state == "approved"} == {"seller", "student"}
    assert [one.name for one in found if one.state == "approved" and not one.free] == ["Fitri Handayani"]
    assert {one.name: one.standing.missing for one in found if one.standing.missing} == {"Kurniawan": ("few_followers",)}


def mentoring_is_there_in_every_state_and_one_is_quiet_and_one_ends(example: Example) -> None:
    rows = example.all(Assignment)
    assert Counter(row.state for row in rows) == {
        "active": 8, "completed": 3, "proposed": 2, "accepted": 1, "cancelled": 1, "declined": 1,
    }
    names = {business.id: business.code for business in example.all(Business)}
    running = [row for row in rows if row.state in ("accepted", "active")]
    last: dict[UUID, date] = {}
    for each in example.all(MentoringSession):
        last[each.assignment_id] = max(each.day, last.get(each.assignment_id, each.day))
    assert [names[row.business_id] for row in running if END - last.get(row.id, row.accepted_on) >= timedelta(21)] == ["A22"]
    assert [names[row.business_id] for row in running if row.valid_to <= END + timedelta(14)] == ["A20"]


def sessions_go_over_half_a_year_some_wait_and_one_is_doubted(example: Example) -> None:
    sessions = example.all(MentoringSession)
    assert len(sessions) > 50
    assert max(each.day for each in sessions) - min(each.day for each in sessions) > timedelta(180)
    assert sum(bool(each.doubted) for each in sessions) == 1
    assert 3 <= sum(each.confirmed_at is None and not each.doubted for each in sessions) <= 8
    assert len({each.note for each in sessions}) > 20


def shops_whose_owners_allow_it_are_examples_by_name(example: Example) -> None:
    found = example.read(cases.cases, module="basics", today=END)
    assert [one.business for one in found.shops] == ["Batik Seberang Berkah", "Keripik Singkong Mandiangin", "Tas Rumbai Sarolangun"]
    assert all(one.fixed for one in found.shops)


# -- learning ----------------------------------------------------------------------------------------------------------


def three_rounds_carry_their_lessons_on(example: Example) -> None:
    rows = {row.number: row for row in example.all(Cycle)}
    assert [rows[number].stage for number in (1, 2, 3)] == ["closed", "closed", "discussion"]
    for before, after in ((1, 2), (2, 3)):
        assert rows[after].before_id == rows[before].id
        assert rows[after].plan.startswith(rows[before].lessons)
    assert rows[2].frozen["literacy"]["pairs"] >= 6
    assert rows[1].frozen["creativity"]["gain"] > 0
    assert rows[3].frozen is None


def pieces_are_made_in_three_steps_and_rated_by_two(example: Example) -> None:
    pieces, rated = example.all(ContentPiece), Counter(row.piece_id for row in example.all(RubricScore))
    after = [piece for piece in pieces if piece.wave == "after"]
    assert all(piece.seen and piece.followed and piece.added for piece in after)
    assert all(rated[piece.id] == 2 for piece in pieces if piece.wave != "during")
    assert {rated[piece.id] for piece in pieces if piece.wave == "during"} == {0, 1}


def trainings_were_held_called_off_and_are_to_come(example: Example) -> None:
    rows = example.all(Training)
    assert Counter(row.state for row in rows) == {"held": 8, "called_off": 1, "planned": 2}
    answers = example.all(Attendance)
    assert {row.answer for row in answers} == {"invited", "coming", "not_coming"}
    assert {row.present for row in answers} == {True, False, None}


# -- questions, safety, digital capital -------------------------------------------------------------------------------


def questions_stand_in_every_state(example: Example) -> None:
    rows = example.read(clinic.questions)
    assert {row.state for row in rows} >= {"open", "answered", "published"}
    assert "withdrawn" in {row.state for row in example.all(Question)}
    assert any(row.state == "open" and row.answer for row in rows)  # one answer did not help


def most_members_have_answered_the_safety_list_differently(example: Example) -> None:
    scores: dict[UUID, int] = {}
    for check in sorted(example.all(SafetyCheck), key=lambda one: one.checked_at):
        scores[check.business_id] = sum(value is True for value in check.answers.values())
    assert len(scores) >= 18
    assert max(scores.values()) - min(scores.values()) >= 6


def the_same_people_answered_before_and_after_and_gained_a_little(example: Example) -> None:
    waves = {wave.kind: wave for wave in example.read(capital.waves, today=END)}
    assert set(waves) == {"pre", "post", "followup"}
    assert waves["followup"].open
    assert 0 < waves["followup"].finished < waves["followup"].begun < waves["followup"].asked
    found = example.read(capital.compare, before_id=waves["pre"].id, after_id=waves["post"].id)
    assert found.change.pairs >= 15
    assert found.change.dropped >= 2
    assert 2 < found.change.gain < 12


# -- who may be chosen -------------------------------------------------------------------------------------------------


def a_visitor_may_be_a_mentor_whose_account_has_a_profile(example: Example) -> None:
    with example.app.database.reading(example.actor.association) as session:
        people = access.personas(session, now=NOW)
    profiles = {row.account_id: row.state for row in example.all(MentorProfile)}
    chosen = [one for one in people if one.role == MENTOR]
    assert chosen[0].name == "Dimas Pratama"
    assert all(profiles[one.account] == "approved" for one in chosen)
    both = {one.name for one in chosen} | {row.name for row in people if row.role == MEMBER}
    assert "Nurhayati" in both


def test_the_texts_name_businesses_and_their_own_products() -> None:
    skus = {product.sku: business.code for business in recipe().businesses for product in business.products}
    named = [*told("mentoring")["fixes"], *told("mentoring")["opened"], *told("learning")["pieces"]]
    assert all(skus[one["sku"]] == one["business"] for one in named)
    assert {one["sku"] for one in told("superior")["candidates"]} <= skus.keys()
    learning = {one["number"]: one["members"] for one in told("learning")["rounds"]}
    assert all(one["business"] in learning[one["round"]] for one in told("learning")["pieces"])
