"""Source addresses: links as people copy them, fetched one by one, each with its outcome in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from cblp import i18n
from cblp.bootstrap import App
from cblp.catalogue.fetch import FILE_HOSTS, AddressNotAllowed, Fetcher, Page, Unreachable
from cblp.catalogue.services import shops
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.errors import Missing, NotAllowed
from cblp.importers.problems import NotRecognised
from cblp.intake import pulls
from cblp.people.services import register
from tests.conftest import NOW

SHEET = "https://docs.google.com/spreadsheets/d/1AbC/edit?usp=sharing#gid=77"


@pytest.mark.parametrize(("copied", "direct"), [
    (SHEET, "https://docs.google.com/spreadsheets/d/1AbC/export?format=csv&gid=77"),
    ("https://docs.google.com/spreadsheets/d/1AbC/edit", "https://docs.google.com/spreadsheets/d/1AbC/export?format=csv"),
    ("https://docs.google.com/spreadsheets/u/0/d/1AbC/edit#gid=0",
     "https://docs.google.com/spreadsheets/u/0/d/1AbC/export?format=csv&gid=0"),
    ("https://docs.google.com/spreadsheets/d/1AbC/export?format=xlsx", "https://docs.google.com/spreadsheets/d/1AbC/export?format=xlsx"),
    ("https://docs.google.com/spreadsheets/d/e/2PACX-9/pubhtml?gid=5&single=true",
     "https://docs.google.com/spreadsheets/d/e/2PACX-9/pub?gid=5&single=true&output=csv"),
    ("https://docs.google.com/spreadsheets/d/e/2PACX-9/pub?output=xlsx",
     "https://docs.google.com/spreadsheets/d/e/2PACX-9/pub?single=true&output=xlsx"),
    ("https://drive.google.com/file/d/1Xy_Z/view?usp=drive_link",
     "https://drive.usercontent.google.com/download?id=1Xy_Z&export=download&confirm=t"),
    ("https://drive.google.com/open?id=1Xy_Z", "https://drive.usercontent.google.com/download?id=1Xy_Z&export=download&confirm=t"),
    ("https://www.dropbox.com/scl/fi/a/Okt.xlsx?rlkey=k1&dl=0", "https://www.dropbox.com/scl/fi/a/Okt.xlsx?rlkey=k1&dl=1"),
    ("https://www.dropbox.com/s/a/Okt.csv?raw=1", "https://www.dropbox.com/s/a/Okt.csv?dl=1"),
    ("https://toko.example/laporan.csv?x=1", "https://toko.example/laporan.csv?x=1"),
])
def test_links_as_they_are_copied_lead_to_the_file(copied: str, direct: str) -> None:
    assert pulls.direct(copied) == direct
    assert pulls.direct(direct) == direct


class Told(Fetcher):
    """Answers what the test says, by address."""

    def __init__(self, **answers: Any) -> None:
        super().__init__(FILE_HOSTS, hosts=["toko.example"])
        self.answers = {f"https://toko.example/{name}": answer for name, answer in answers.items()}
        self.asked: list[str] = []

    def get(self, url: str, *, most: int | None = None, cut: bool = False) -> Page:
        self.asked.append(url)
        answer = self.answers[url]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Page) else Page(200, url, answer, "text/csv", "Okt.csv")


@pytest.fixture
def shop(app: App, actor: Actor) -> UUID:
    business = app.act(actor, register.add_business, name="Batik Sari", since=date(2026, 1, 1))
    return app.act(actor, shops.add_shop, marketplace="shopee", handle="batiksari", business_id=business)


def add(app: App, actor: Actor, shop: UUID, url: str) -> UUID:
    return app.act(actor, pulls.add, shop_id=shop, url=url, fetcher=Told())


def brought(name: str, content: bytes, shop_id: UUID) -> dict[str, int]:
    if b"kacau" in content:
        raise NotRecognised(name=name)
    return {"rows": 10, "new": 5, "changed": 2, "known": 2, "rejected": 1}


def test_an_address_is_kept_once_and_removed(app: App, actor: Actor, shop: UUID) -> None:
    one = add(app, actor, shop, f" {SHEET} ")
    assert add(app, actor, shop, SHEET) == one
    assert [(a.url, a.handle, a.outcome) for a in app.read(actor, pulls.addresses)] == [(SHEET, "batiksari", "")]
    app.act(actor, pulls.remove, address_id=one)
    assert app.read(actor, pulls.addresses) == []
    with pytest.raises(Missing):
        app.act(actor, pulls.remove, address_id=one)
    assert add(app, actor, shop, SHEET) == one
    for url, error in (("https://evil.id/x.csv", AddressNotAllowed), ("http://toko.example/x", AddressNotAllowed),
                       ("bukan link", shops.BadLink), ("", shops.BadLink)):
        with pytest.raises(error):
            add(app, actor, shop, url)


def test_only_the_owner_and_the_coordinator_keep_addresses(app: App, actor: Actor, shop: UUID) -> None:
    owner = app.read(actor, lambda session, who: shops.owner_of(session, who, shop))
    assert owner is not None
    member = replace(actor, role=MEMBER, own_businesses=frozenset({owner}))
    one = add(app, member, shop, SHEET)
    stranger = replace(actor, role=MEMBER, own_businesses=frozenset())
    assert app.read(stranger, pulls.addresses) == []
    for call, given in ((pulls.remove, {"address_id": one}), (pulls.add, {"shop_id": shop, "url": SHEET, "fetcher": Told()})):
        with pytest.raises((Missing, NotAllowed)):
            app.act(stranger, call, **given)


def test_each_address_has_its_outcome_and_one_failure_stops_no_other(app: App, actor: Actor, shop: UUID) -> None:
    actor = replace(actor, role=COORDINATOR)
    fetcher = Told(
        a_good=b"a,b\n", b_silent=Unreachable(host="toko.example"),
        c_page=Page(200, "x", b"<!DOCTYPE html>", "text/html", ""),
        d_gone=Page(404, "x", b"", "text/plain", ""), e_odd=b"kacau",
        f_hidden_page=Page(200, "x", b" <!doctype html><p>", "", ""),
    )
    for url in sorted(fetcher.answers):
        add(app, actor, shop, url)
    got: list[tuple[str, bytes, UUID]] = []

    def bring_in(name: str, content: bytes, shop_id: UUID) -> dict[str, int]:
        got.append((name, content, shop_id))
        return brought(name, content, shop_id)

    pulled = pulls.pull(app.read, app.act, actor, fetcher, bring_in)
    assert [one.worked for one in pulled] == [True, False, False, False, False, False]
    assert got[0] == ("Okt.csv", b"a,b\n", shop)
    kept = app.read(actor, pulls.addresses)
    assert [pulls.outcome_text(a.outcome) for a in kept] == [
        "10 baris: 5 baru, 2 berubah, 2 sudah ada, 1 perlu dicek.",
        "toko.example tidak menjawab. Link akan dicoba lagi.",
        "Link ini membuka halaman web, bukan file. Izinkan semua orang dengan link membuka file, lalu salin lagi.",
        "File di link ini tidak ada lagi (404). Salin link sekali lagi.",
        NotRecognised(name="Okt.csv").text("id"),
        "Link ini membuka halaman web, bukan file. Izinkan semua orang dengan link membuka file, lalu salin lagi.",
    ]
    i18n.use(lambda: "en")
    assert pulls.outcome_text(kept[0].outcome) == "10 rows: 5 new, 2 changed, 2 already there, 1 to check."
    assert {a.fetched_at for a in kept} == {NOW}


def test_what_is_due_and_what_is_asked_for(app: App, actor: Actor, shop: UUID) -> None:
    fetcher = Told(a=b"1", b=b"2")
    ids = [add(app, actor, shop, url) for url in sorted(fetcher.answers)]
    assert len(pulls.pull(app.read, app.act, actor, fetcher, brought, address_id=ids[0])) == 1

    def due(at: datetime) -> list[UUID]:
        return [one.id for one in app.read(actor, pulls.due, now=at)]

    assert due(NOW) == [ids[1]]
    assert due(NOW + timedelta(hours=20)) == ids
    assert [p.address.id for p in pulls.pull(app.read, app.act, actor, fetcher, brought)] == [ids[1]]
    assert pulls.pull(app.read, app.act, actor, fetcher, brought) == []
    assert len(pulls.pull(app.read, app.act, actor, fetcher, brought, everything=True)) == 2
    assert len(pulls.pull(app.read, app.act, actor, fetcher, brought, shop_id=shop)) == 2
    app.act(actor, pulls.remove, address_id=ids[0])
    with pytest.raises(Missing):
        pulls.pull(app.read, app.act, actor, fetcher, brought, address_id=ids[0])
