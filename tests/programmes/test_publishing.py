"""Publishing: only what is over, once or for a reason, without telling of the few who came or went; and what is then read."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.errors import NotAllowed
from cblp.people.models import Business, Membership
from cblp.people.services import register
from cblp.programmes import indicators
from cblp.programmes.models import Edition, PublishedCell
from cblp.programmes.reports import contributions, progress
from cblp.programmes.rules.suppression import MEMBERS, Cell
from cblp.programmes.services import publishing, targets
from cblp.programmes.services.publishing import NeedsReason, NothingNew, NotOver, TooFewChanged
from tests.programmes.attacker import attack
from tests.programmes.counting import AUGUST, MAY, Q2, Q3, Town, town
from tests.worlds import Worlds


@pytest.fixture
def jambi(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Town:
    return worlds.on(town, sqlite_app, sqlite_actor)


def test_a_quarter_is_published_and_read(app: App, actor: Actor) -> None:
    jambi = town(app, actor)
    assert jambi.publish() == 1
    whole, province = jambi.figure("active_members"), jambi.figure("active_members", "15")
    assert (whole.value, whole.shown, whole.n, province.value) == (21, 2100, 21, 21)
    shown = {place.code: place.shown for place in app.read(jambi.amir, progress.places, period=Q3)}
    assert shown == {"": True, "15": True, "15.02": True, "15.04": False, "15.71": False}
    assert jambi.figure("jobs").value == 45 and jambi.figure("jobs", "15.02").value == 30
    hidden = jambi.figure("internet_use", "15.04")
    assert (hidden.value, hidden.base, hidden.n, hidden.shown, hidden.hidden) == (None, None, None, None, True)
    online = jambi.figure("internet_use")
    assert (online.value, online.base, online.shown, online.indicator.said(online.shown)) == (11, 21, 5238, "52,38%")
    parts = app.read(jambi.amir, progress.parts, period=Q3, indicator="active_members", area="15")
    assert {(place.code, figure.value) for place, figure in parts} == {("15.02", 10), ("15.04", None), ("15.71", None)}
    assert [place.name for place, _ in parts] == ["Kabupaten Batanghari", "Kabupaten Merangin", "Kota Jambi"]


def test_only_a_coordinator_publishes_and_only_readers_read(jambi: Town) -> None:
    for role in ("treasurer", "member", "mentor", "liaison"):
        other = Actor(account=jambi.amir.account, association=jambi.amir.association, role=role)
        with pytest.raises(NotAllowed):
            jambi.app.act(other, publishing.publish, period=Q3)
    for role in ("member", "mentor"):
        other = Actor(account=jambi.amir.account, association=jambi.amir.association, role=role)
        with pytest.raises(NotAllowed):
            jambi.app.read(other, progress.cells, period=Q3)


def test_a_quarter_is_published_when_it_is_over(jambi: Town) -> None:
    with pytest.raises(NotOver) as refused:
        jambi.publish("2026-Q4")
    assert "1 Jan 2027" in refused.value.text()
    with pytest.raises(ValueError):
        jambi.publish("2026-Q5")
    assert jambi.app.read(jambi.wati, progress.to_publish, today=date(2026, 11, 21), number=2) == [Q3, Q2]


def test_a_later_edition_needs_a_reason_and_something_new(jambi: Town) -> None:
    jambi.publish()
    with pytest.raises(NeedsReason):
        jambi.publish(reason="  ")
    with pytest.raises(NothingNew):
        jambi.publish(reason="Sekali lagi")
    with jambi.app.database.writing(jambi.system.association, None) as session:
        session.get_one(Business, (jambi.system.association, jambi.businesses[20])).workers = 6
    assert jambi.publish(reason="Jumlah pekerja satu usaha diperbaiki") == 2
    assert jambi.figure("jobs").value == 48
    [one] = jambi.app.read(jambi.amir, progress.periods)
    assert (one.period, one.edition, one.reason) == (Q3, 2, "Jumlah pekerja satu usaha diperbaiki")


@pytest.mark.parametrize(("late", "goes"), [(1, False), (4, False), (5, True)])
def test_a_correction_tells_of_five_or_of_nobody(jambi: Town, late: int, goes: bool) -> None:
    jambi.publish()
    jambi.join(late, "15.02")
    if goes:
        assert jambi.publish(reason="Anggota lama baru dicatat") == 2
        assert jambi.figure("active_members", "15.02").value == 15
    else:
        with pytest.raises(TooFewChanged) as refused:
            jambi.publish(reason="Anggota lama baru dicatat")
        assert str(late) in refused.value.text() and jambi.figure("active_members").value == 21


def test_five_new_ones_in_five_places_change_nothing_that_is_shown_of_a_place(jambi: Town) -> None:
    jambi.publish()
    jambi.join(2, "15.02")
    jambi.join(3, "15.04")
    jambi.publish(reason="Anggota lama baru dicatat")
    assert jambi.figure("active_members").value == 26
    assert all(jambi.figure("active_members", area).hidden for area in ("15.02", "15.04", "15.71"))


def test_two_came_and_two_went_are_four_who_changed(jambi: Town) -> None:
    jambi.publish()
    jambi.join(2, "15.02")
    with jambi.app.database.writing(jambi.system.association, None) as session:
        for row in session.scalars(select(Membership).where(Membership.business_id.in_(jambi.businesses[15:17]))):
            row.valid_to = date(2026, 9, 1)
    with pytest.raises(TooFewChanged):
        jambi.publish(reason="Perbaikan")


def test_a_member_who_moved_is_not_found_by_comparing_editions(jambi: Town) -> None:
    jambi.join(8, "15.01")
    jambi.publish()
    assert not jambi.figure("active_members", "15.01").hidden
    with jambi.app.database.writing(jambi.system.association, None) as session:
        session.get_one(Business, (jambi.system.association, jambi.businesses[20])).area_code = "15.01"
    jambi.publish(reason="Alamat satu usaha diperbaiki")
    assert jambi.figure("active_members", "15.01").hidden and jambi.figure("active_members", "15.02").hidden
    assert jambi.figure("active_members", "15").value == 29


def test_who_was_counted_is_kept_for_the_next_edition_and_handed_to_nobody(jambi: Town) -> None:
    for business in jambi.businesses[:6]:
        jambi.sell(business, MAY, 100_000)
        jambi.sell(business, AUGUST, 150_000)
    jambi.publish()
    with jambi.app.database.reading(jambi.system.association, None) as session:
        [edition] = session.scalars(select(Edition))
        kept = {id_: (area, own) for id_, area, own in edition.members}
        cells = list(session.scalars(select(PublishedCell)))
    assert kept[str(jambi.businesses[0])] == ("15.71", ["sales_growth"]) and kept[str(jambi.businesses[20])] == ("15.02", [])
    assert all(cell.value is None for cell in cells if cell.hidden)
    told = repr([jambi.app.read(jambi.amir, progress.periods), jambi.app.read(jambi.amir, progress.cells, period=Q3)])
    assert not any(str(business) in told for business in jambi.businesses)


def test_everything_that_was_ever_published_of_a_quarter_gives_nothing_away(jambi: Town) -> None:
    jambi.join(3, "15.04.01", needs_help=True)
    jambi.join(6, "15.04.02", women_led=True, workers=4)
    jambi.join(2, "15", internet=True)
    for place, business in enumerate(jambi.businesses):
        if place % 7:
            jambi.sell(business, MAY, 100_000 + place * 3_000)
            jambi.sell(business, AUGUST, 90_000 + place * 9_000)
    jambi.publish()
    with jambi.app.database.writing(jambi.system.association, None) as session:
        for place, change in ((0, {"workers": 90}), (12, {"internet": True}), (13, {"women_led": True})):
            row = session.get_one(Business, (jambi.system.association, jambi.businesses[place]))
            for name, value in change.items():
                setattr(row, name, value)
    jambi.publish(reason="Tiga usaha diperbaiki")
    editions: dict[int, dict[str, dict[str, Cell]]] = {1: {}, 2: {}}
    with jambi.app.database.reading(jambi.system.association, None) as session:
        for row in session.scalars(select(PublishedCell)):
            editions[row.edition].setdefault(row.indicator, {})[row.area_code] = Cell(row.value, row.base, row.n, row.hidden)
    shapes = {
        code: ("rate weighed" if one.weighed else "rate") if one.rate else one.shape
        for code, one in indicators.load().items() if code != MEMBERS
    }
    areas = jambi.app.read(jambi.wati, contributions.of, period=Q3).areas
    same = frozenset(shapes) - {"jobs", "internet_use", "women_led"}
    assert any(cell.hidden for cell in editions[2]["jobs"].values()) and not editions[2]["jobs"][""].hidden
    assert attack(areas, *editions.values(), shapes=shapes, same=same) == []


# -- targets and comparison -----------------------------------------------------------------------------------------------


def test_targets_have_steps_in_order_and_a_figure_reaches_them(jambi: Town) -> None:
    jambi.publish()
    set_ = {"period": Q3, "indicator": "internet_use"}
    with pytest.raises(targets.WrongOrder):
        jambi.app.act(jambi.wati, targets.set_target, **set_, least=5000, good=4000, excellent=None)
    version = jambi.app.act(jambi.wati, targets.set_target, **set_, least=4952, good=5896, excellent=7000)
    assert jambi.figure("internet_use").reached == progress.LEAST
    jambi.app.act(jambi.wati, targets.set_target, **set_, least=4952, good=5000, excellent=7000, version=version)
    assert jambi.figure("internet_use").reached == progress.GOOD and jambi.figure("jobs").reached == ""
    with pytest.raises(NotAllowed):
        jambi.app.act(jambi.amir, targets.set_target, **set_, least=1, good=None, excellent=None)
    with pytest.raises(register.UserError):
        jambi.app.act(jambi.wati, targets.set_target, **set_, least=1, good=None, excellent=None, version=version)


def test_a_trend_begins_with_the_first_published_quarter(jambi: Town) -> None:
    jambi.publish(Q2)
    jambi.join(5, "15.02", since=date(2026, 7, 1))
    jambi.publish(Q3)
    points = jambi.app.read(jambi.amir, progress.trend, indicator="active_members", period=Q3)
    assert [(point.period, point.shown) for point in points] == [(Q2, 2100), (Q3, 2600)]
    assert jambi.figure("active_members").before == 2100
