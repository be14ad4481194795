"""What the answers come to: the index to the hundredth, averages that hide few people, before and after, beside sales."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.catalogue.services import products
from cblp.db.actor import LIAISON, TREASURER, Actor
from cblp.errors import NotAllowed
from cblp.growth.reports import capital as reports
from cblp.growth.rules.linked import link
from cblp.i18n import formats
from cblp.sales.services import type_sale
from tests.growth.asking import NOW, QUESTIONS, TODAY, Asking
from tests.worlds import Worlds

ACCESS = ["1212", "2232", "3323", "3433", "4344", "4544", "5455", "2321"]
COMPETENCE = ["12112", "22122", "32223", "33323", "44334", "44444", "55445", "23122"]
LATER, NEXT_MONTH = NOW.replace(month=12, day=2), date(2026, 12, 2)


@pytest.fixture
def asking(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Asking:
    return worlds.on(_asking, sqlite_app, sqlite_actor)


def _asking(app: App, actor: Actor) -> Asking:
    made = Asking(app, actor)
    for number in range(8):
        made.business(f"U{number}", owner=f"Ibu {number}")
    return made


@pytest.fixture
def wave(asking: Asking, worlds: Worlds) -> UUID:
    return worlds.on(_wave, asking)


def _wave(asking: Asking) -> UUID:
    made = asking.wave()
    for number, (access, competence) in enumerate(zip(ACCESS, COMPETENCE, strict=True)):
        asking.fill(made, f"U{number}", access, competence)
    return made


def test_the_index_of_eight_people(asking: Asking, wave: UUID) -> None:
    found = asking.read(reports.members, wave_id=wave)
    assert [formats.half_up(one.index, 3) for one in found] == [
        Decimal(text) for text in ("11.250", "25.625", "39.375", "50.625", "66.875", "78.125", "91.875", "25.000")
    ]


def test_averages_and_the_weakest_area(asking: Asking, wave: UUID) -> None:
    found = asking.read(reports.averages, wave_id=wave)
    assert (found.people, formats.half_up(found.index, 4)) == (8, Decimal("48.5938"))
    means = {code: Fraction(sum(int(row[place]) for row in rows), 8) for rows, codes in (
        (ACCESS, "equipment connection time helper"), (COMPETENCE, "information communication content safety solving"),
    ) for place, code in enumerate(codes.split())}
    assert found.areas == {code: 25 * (mean - 1) for code, mean in means.items()}
    assert found.weakest == min(means, key=lambda code: means[code])
    assert found.unaware is None  # nobody uses a feature
    assert found.whole == 8 and sum(found.halves) / 2 == found.index


def test_fewer_than_five_people_have_no_average(asking: Asking) -> None:
    wave = asking.wave()
    for number in range(4):
        asking.fill(wave, f"U{number}", "3333", "33333")
    assert asking.read(reports.averages, wave_id=wave) == reports.Averages(4)
    asking.fill(wave, "U4", "3333", "33333", safety=None)
    found = asking.read(reports.averages, wave_id=wave)
    assert (found.people, found.index, found.areas["safety"], found.areas["content"]) == (5, None, None, 50)


def test_a_question_left_out_leaves_the_index_open(asking: Asking) -> None:
    wave = asking.wave()
    asking.fill(wave, "U0", "3333", "33333", safety=None)
    (own,) = asking.read(reports.mine, by=asking.member("U0"), business_id=asking.ids["U0"])
    assert (own.index, own.areas["safety"], own.areas["content"], own.weakest) == (None, None, 50, "")


def test_the_gap_is_counted_over_the_features_in_use(asking: Asking) -> None:
    wave = asking.wave()
    for number in range(5):
        asking.fill(wave, f"U{number}", "3333", "33333", ai_reply=1, ai_feed=1, ai_photo=2)
    (own,) = asking.read(reports.mine, by=asking.mentor("U0"), business_id=asking.ids["U0"])
    assert (own.used, own.unaware) == (3, 2)
    found = asking.read(reports.averages, wave_id=wave)
    assert found.unaware == Fraction(2, 3)
    assert found.features == {"ai_reply": (5, 5), "ai_recommend": None, "ai_feed": (5, 5), "ai_photo": (5, 0)}


def test_who_reads_whose_answers(asking: Asking, wave: UUID) -> None:
    own = asking.ids["U0"]
    for stranger in (asking.member("U1"), asking.mentor("U1")):
        assert asking.read(reports.mine, by=stranger, business_id=own) == []
    for role in (TREASURER, LIAISON):
        for report, given in (
            (reports.mine, {"business_id": own}), (reports.members, {"wave_id": wave}), (reports.averages, {"wave_id": wave}),
            (reports.waves, {"today": TODAY}), (reports.missing, {"wave_id": wave, "today": TODAY}),
            (reports.against_sales, {"wave_id": wave, "today": TODAY}), (reports.to_answer, {"business_id": own, "today": TODAY}),
        ):
            with pytest.raises(NotAllowed):
                asking.read(report, by=replace(asking.system, role=role), **given)
    with pytest.raises(NotAllowed):
        asking.read(reports.averages, by=asking.member("U0"), wave_id=wave)


def test_who_is_missing(asking: Asking) -> None:
    wave = asking.wave()
    asking.fill(wave, "U0", "3333", "33333")
    asking.business("Tanpa pemilik", owner=None)
    left = {one.business: one for one in asking.read(reports.missing, wave_id=wave, today=TODAY)}
    assert "U0" not in left and len(left) == 8
    assert not left["Tanpa pemilik"].has_owner
    (row,) = asking.read(reports.waves, today=TODAY)
    assert (row.asked, row.begun, row.finished, row.open) == (9, 1, 1, True)


# -- before and after --------------------------------------------------------------------------------------------------------


def second(asking: Asking, *, people: int, digit: str = "5") -> UUID:
    wave = asking.wave("post", NEXT_MONTH, date(2026, 12, 9), "Sesudah")
    for number in range(people):
        asking.fill(wave, f"U{number}", digit * 4, digit * 5, now=LATER)
    return wave


def test_the_same_people_before_and_after(asking: Asking, wave: UUID) -> None:
    found = asking.read(reports.compare, before_id=wave, after_id=second(asking, people=6))
    gains = [100 - value for value in (11.25, 25.625, 39.375, 50.625, 66.875, 78.125)]
    assert (found.change.pairs, found.change.dropped) == (6, 2)
    assert found.change.gain == pytest.approx(sum(gains) / 6)
    assert found.change.p == pytest.approx(0.03125)  # all six rose: 2 of 2⁶ patterns of signs
    assert found.change.proven
    assert float(found.after) == 100
    assert found.was["equipment"] + found.areas["equipment"] == 100
    assert found.areas["equipment"] == 100 - Fraction(sum(25 * (int(row[0]) - 1) for row in ACCESS[:6]), 6)


def test_five_pairs_have_a_gain_and_no_verdict_and_four_have_nothing(asking: Asking, wave: UUID) -> None:
    after = second(asking, people=4)
    hidden = asking.read(reports.compare, before_id=wave, after_id=after)
    assert (hidden.change.pairs, hidden.change.gain, hidden.before, hidden.areas) == (4, None, None, {})
    asking.fill(after, "U4", "5555", "55555", now=LATER)
    shown = asking.read(reports.compare, before_id=wave, after_id=after)
    assert (shown.change.pairs, shown.change.proven) == (5, None)
    assert shown.change.gain is not None


# -- what follows ------------------------------------------------------------------------------------------------------------


def test_the_weakest_area_leads_to_a_module_and_to_a_listing_that_lacks_it(asking: Asking) -> None:
    own, wave = asking.ids["U0"], asking.wave()
    assert asking.read(reports.follows, business_id=own, today=TODAY) is None
    asking.fill(wave, "U0", "3333", "33133")
    assert asking.read(reports.follows, business_id=own, today=TODAY) == reports.Follows("content", "content", 1)
    product = asking.act(products.add_product, business_id=own, name="Batik tulis", details={"price": 250_000, "stock": 3})
    assert asking.read(reports.follows, by=asking.member("U0"), business_id=own, today=TODAY) == reports.Follows(
        "content", "content", 1, product, "Batik tulis", "photo",
    )


# -- beside sales ------------------------------------------------------------------------------------------------------------


def test_index_beside_the_mean_of_three_closed_months(asking: Asking, wave: UUID) -> None:
    for number in range(7):
        for month, amount in ((7, 5), (8, 1), (9, 2), (10, 3), (11, 90)):
            asking.act(
                type_sale, business_id=asking.ids[f"U{number}"], day=date(2026, month, 3), marketplace="whatsapp",
                amount=amount * 100_000 * (number + 1),
            )
    found = asking.read(reports.against_sales, wave_id=wave, today=TODAY)
    assert (found.span.first, found.span.last, found.without) == (date(2026, 8, 1), date(2026, 10, 31), 1)
    assert {dot.business: dot.sales for dot in found.dots} == {f"U{n}": 200_000 * (n + 1) for n in range(7)}
    assert found.link is not None and found.link.rho == pytest.approx(1) and found.link.clear


def test_a_link_needs_people_who_differ_and_is_not_seen_in_noise() -> None:
    assert link([(1, 1)] * 5) is None
    assert link([(1, number) for number in range(9)]) is None
    noise = link(list(zip(range(8), (3, 7, 0, 5, 6, 1, 4, 2), strict=True)))
    assert noise is not None and not noise.clear
    assert link([(float(n), -float(n)) for n in range(6)]).rho == pytest.approx(-1)  # type: ignore[union-attr]
    crowd = [(float(n * 7 % 12), n * 5 % 9) for n in range(12)]
    assert link(crowd) == link(crowd[::-1]) == link(crowd[5:] + crowd[:5]), "whoever comes first"


# -- the optional model --------------------------------------------------------------------------------------------------------


def test_a_frozen_model_weighs_what_comes_after_by_the_baseline(asking: Asking) -> None:
    """Refitted on what comes after, its mean would be the baseline's own; frozen, the gain stays."""
    from cblp.growth.services import assessments

    wave, low = asking.wave(last=TODAY), {}
    for number in range(30):
        name = f"P{number}"
        asking.business(name, owner=f"Bapak {number}")
        level = 1 + number % 3
        digits = [min(5, level + ((number * step) % 7 == 0)) for step in range(1, 10)]
        asking.fill(wave, name, "".join(map(str, digits[:4])), "".join(map(str, digits[4:])))
        low[name] = digits
    waiting = asking.read(reports.model, wave_id=wave, today=TODAY)
    assert (waiting.access.people, waiting.competence.needed, waiting.why_not, waiting.over) == (30, 25, "", False)
    with pytest.raises(assessments.NoModel):  # it still runs
        asking.act(assessments.freeze_model, wave_id=wave)
    asking.act(assessments.freeze_model, wave_id=wave, now=LATER)
    frozen = asking.read(reports.model, wave_id=wave, today=NEXT_MONTH)
    assert (frozen.frozen_at, frozen.people, list(frozen.shares)) == (LATER, 30, list(QUESTIONS.areas))
    assert sum(frozen.shares.values()) == pytest.approx(1)
    with pytest.raises(assessments.NoModel):
        asking.act(assessments.freeze_model, wave_id=wave, now=LATER)
    after = asking.wave("post", NEXT_MONTH, date(2026, 12, 9), "Sesudah")
    for number in range(8):
        asking.fill(after, f"P{number}", "5555", "55555", now=LATER)
    found = asking.read(reports.compare, before_id=wave, after_id=after, weighed=True)
    assert found.after == 100
    assert asking.read(reports.averages, wave_id=after).weighed == 100
    assert found.change.gain is not None and found.change.gain > 20
