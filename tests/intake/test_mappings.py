"""Columns that were matched once are known again by the headers of the sheet."""

from __future__ import annotations

import pytest

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.errors import Missing
from cblp.importers.records import SheetPreview
from cblp.intake import mappings
from tests.intake.making import business, member, shop

SHEET = SheetPreview("Jualan", 3, ("Tanggal", "Nama Barang", "Qty", "Pendapatan"), ())
COLUMNS = {"date": "Tanggal", "item": "Nama Barang", "quantity": "Qty", "amount": "Pendapatan", "fee": ""}


def test_a_sheet_is_known_again_whatever_its_name_and_the_case_of_its_headers(app: App, actor: Actor) -> None:
    place = shop(app, actor, "bazaar", "pasar")
    app.act(actor, mappings.save, shop_id=place, sheet=SHEET, columns=COLUMNS)
    again = SHEET._replace(name="Agustus", headers=("TANGGAL ", "nama barang", "Qty", "Pendapatan"))
    other = SHEET._replace(headers=("Tanggal", "Nama Barang", "Pendapatan"))
    found = app.read(actor, mappings.find, sheets=[other, again])
    assert found is not None
    mapping, for_shop = found
    assert for_shop == place
    assert (mapping.marketplace, mapping.sheet, mapping.shop) == ("bazaar", "Agustus", str(place))
    assert mapping.columns == {"date": "Tanggal", "item": "Nama Barang", "quantity": "Qty", "amount": "Pendapatan"}
    assert app.read(actor, mappings.find, sheets=[other]) is None


def test_the_shop_that_was_saved_last_has_the_sheet(app: App, actor: Actor) -> None:
    first, second = shop(app, actor, "bazaar", "satu"), shop(app, actor, "moka", "dua")
    for place in (first, second):
        app.act(actor, mappings.save, shop_id=place, sheet=SHEET, columns=COLUMNS)
    assert [one.shop_id for one in app.read(actor, mappings.saved)] == [second]


def test_a_sale_needs_a_day_an_item_and_an_amount_each_of_a_column_of_its_own(app: App, actor: Actor) -> None:
    place = shop(app, actor, "bazaar", "pasar")
    with pytest.raises(mappings.ColumnsMissing):
        app.act(actor, mappings.save, shop_id=place, sheet=SHEET, columns={**COLUMNS, "amount": ""})
    with pytest.raises(mappings.ColumnTwice):
        app.act(actor, mappings.save, shop_id=place, sheet=SHEET, columns={**COLUMNS, "fee": "Pendapatan"})
    assert app.read(actor, mappings.saved) == []


def test_a_member_sees_and_forgets_the_columns_of_own_shops_only(app: App, actor: Actor) -> None:
    owner, other = business(app, actor), business(app, actor, "A002")
    mine, theirs = shop(app, actor, "bazaar", "saya", owner), shop(app, actor, "moka", "lain", other)
    kept = app.act(actor, mappings.save, shop_id=mine, sheet=SHEET, columns=COLUMNS)
    hidden = app.act(actor, mappings.save, shop_id=theirs, sheet=SHEET._replace(headers=("a", "b", "c", "d")), columns=COLUMNS)
    person = member(actor, [owner])
    assert [one.id for one in app.read(person, mappings.saved)] == [kept]
    with pytest.raises(Missing):
        app.act(person, mappings.forget, mapping_id=hidden)
    with pytest.raises(Missing):
        app.act(person, mappings.save, shop_id=theirs, sheet=SHEET, columns=COLUMNS)
    app.act(person, mappings.forget, mapping_id=kept)
    assert app.read(person, mappings.find, sheets=[SHEET]) is None
