"""The storefront over HTTP: light, without script or cookie, in two languages, gone when taken back, and safe with any text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree
from lxml.html import document_fromstring
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.campaigns.models import Campaign, CampaignListing
from cblp.catalogue.services import products
from cblp.db.actor import Actor
from cblp.outreach.models import StorefrontCount
from cblp.outreach.services import publishing
from cblp.people.services import associations, consent
from cblp.settings import ROOT
from cblp.web.storefront_pages import accent
from tests.conftest import NOW
from tests.outreach.front import TODAY, Front, front
from tests.web.conftest import ORIGIN, Browser, browser

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
SHOP = "/etalase/jambi"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}} **tebal** [klik](javascript:alert(3))"


@pytest.fixture
def made(web: App, system: Actor) -> Front:
    return front(web, system)


@pytest.fixture
def buyer(made: Front) -> Browser:
    return browser(made.app, headers={"user-agent": PHONE, "accept-language": "id-ID,id;q=0.9"})


def counted(made: Front) -> dict[tuple[str, str], int]:
    with made.app.database.reading(made.system.association) as session:
        rows = session.execute(select(StorefrontCount.what, StorefrontCount.marketplace, StorefrontCount.times))
        return {(what, place): times for what, place, times in rows}


def facts(page: str) -> list[dict[str, Any]]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: list[dict[str, Any]] = json.loads(text)
    return found


def promo(made: Front, state: str = "open", **more: Any) -> None:
    values = {"starts_on": date(2026, 11, 20), "ends_on": date(2026, 11, 25), **more}
    with made.app.database.writing(made.system.association) as session:
        campaign = Campaign(code="11-11", name="Pesta Batik", story="Semua batik.", state=state, created_at=NOW, **values)
        session.add(campaign)
        session.flush()
        session.add(CampaignListing(
            campaign_id=campaign.id, business_id=made.ids["sari"], listing_id=made.ids["kain.shopee"], price=39_000,
            valid_from=values["starts_on"], valid_to=None, entered_at=NOW,
        ))


PAGES = ("", "/p/kain", "/u/sari", "/c/batik", "/cari?q=kain", "/promo/11-11")


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_light_and_needs_no_script(made: Front, buyer: Browser, path: str) -> None:
    promo(made)
    answer = buyer.get(SHOP + path, headers={"accept-encoding": "identity"})
    assert answer.status_code == 200
    assert "Kain" in answer.text
    assert len(answer.content) <= 30_000
    assert re.findall(r"<script(?! type=\"application/ld\+json\")", answer.text) == []
    assert not re.search(r" on\w+=|javascript:", answer.text)
    policy = dict(rule.strip().partition(" ")[::2] for rule in answer.headers["content-security-policy"].split(";"))
    assert (policy["default-src"], policy["script-src"]) == ("'none'", "'none'")
    assert policy["connect-src"] == "'self'", "from within the page robots.txt can be asked for, and nobody else"
    assert "set-cookie" not in answer.headers
    assert re.findall(r"<(?:link|img)[^>]+(?:href|src)=\"https?://(?!localhost:8501)", answer.text) == []
    for image in re.findall(r"<img[^>]*>", answer.text):
        assert re.search(r'width="\d+" height="\d+"', image) and "alt" in image


def test_a_full_page_of_long_names_stays_light(made: Front, buyer: Browser) -> None:
    for number in range(26):
        made.product(f"{'Keripik singkong balado pedas manis ' * 4}{number}"[:150], "sari")
    made.publish(*(name for name in made.ids if name.startswith("Keripik singkong")))
    page = buyer.get(SHOP, headers={"accept-encoding": "identity"})
    assert len(page.content) <= 30_000
    assert "Halaman 1 dari 2" in page.text
    assert "Halaman 2 dari 2" in buyer.get(f"{SHOP}?hal=2").text
    assert buyer.get(f"{SHOP}?hal=9").status_code == 404


def test_a_product_tells_what_it_is_and_where_to_buy(buyer: Browser) -> None:
    page = buyer.get(f"{SHOP}/p/kain").text
    for said in ("Rp45.000", "Beli di Shopee", "Rp47.000", "Beli di Tokopedia", "Pesan lewat WhatsApp", "Dari nenek.", "Buatan"):
        assert said in page
    assert "0812" not in page and "62812" not in page
    other = buyer.get(f"{SHOP}/p/keripik").text
    assert "Pesan lewat WhatsApp" not in other and "Belum ada foto" in other


@pytest.mark.parametrize(("wanted", "language"), [
    ("en-US,en;q=0.9", "en"), ("id-ID,id;q=0.9,en-US;q=0.8", "id"), ("en;q=0.4,id;q=0.9", "id"), ("fr", "id"), ("en;q=x", "id"), ("", "id"),
])
def test_the_language_is_the_browsers(buyer: Browser, wanted: str, language: str) -> None:
    answer = buyer.get(SHOP, headers={"accept-language": wanted})
    assert f'<html lang="{language}"' in answer.text
    assert "Accept-Language" in answer.headers["vary"]


def test_the_address_may_name_the_language_and_keeps_it(buyer: Browser) -> None:
    page = buyer.get(f"{SHOP}?lang=en").text
    assert "Shared storefront" in page
    assert "/etalase/jambi/p/kain?lang=en" in page
    assert 'href="/etalase/jambi?lang=id"' in page
    assert "Etalase bersama" in buyer.get(f"{SHOP}?lang=xx").text


@pytest.mark.parametrize(("language", "closed", "nowhere", "other"), [
    ("id", "Etalase ini sedang ditutup", "Halaman ini tidak ada", "English"),
    ("en", "This storefront is closed now", "This page does not exist", "Bahasa Indonesia"),
])
def test_a_closed_storefront_speaks_to_buyers(
    made: Front, buyer: Browser, language: str, closed: str, nowhere: str, other: str,
) -> None:
    made.act(publishing.open_storefront, on=False)
    for path, said in ((SHOP, closed), (f"{SHOP}/p/kain", closed), ("/etalase/tidak-ada", nowhere)):
        for asked in ({"params": {"lang": language}}, {"headers": {"accept-language": language}}):
            answer = buyer.get(path, **asked)
            page = document_fromstring(answer.text)
            assert page.get("lang") == language and said in answer.text
            assert [link.text for link in page.iter("a")] == [other], "no way to where members sign in"
            assert "set-cookie" not in answer.headers and not page.findall(".//form")


def test_hostile_texts_are_only_text(made: Front, buyer: Browser) -> None:
    made.ids["jahat"] = made.act(products.add_product, business_id=made.ids["sari"], name=HOSTILE[:150], details={
        "price": 1, "description": HOSTILE, "story": HOSTILE, "category": "batik",
    })
    made.publish("jahat")
    slug = publishing.slug(HOSTILE[:150])
    for path in (f"/p/{slug}", "", "/cari?q=" + "%3C%2Fscript%3E%3Cscript%3Ealert(1)"):
        page = buyer.get(SHOP + path).text
        assert "<script>" not in page and "<img src=x" not in page and "</script><" not in page.replace("</script><style>", "")
    about, trail = facts(buyer.get(f"{SHOP}/p/{slug}").text)
    assert about["name"] == trail["itemListElement"][-1]["name"] == HOSTILE[:150]


@pytest.mark.parametrize("name", [
    "Kopi \u202e000.1pR\u202c \u2066x", "Kain\x00\x08\x1b[31m", "🧵👩🏽‍🌾 Tenun 🇮🇩", "]]> <!-- --> &amp; &#0;", "{{7*7}} ${7*7} {name} %s",
    "*tebal* _miring_ ~~~", "=HYPERLINK(1)", "null", "../../p/kain", "\u0645\u0646\u062a\u062c شال",
])
def test_odd_names_stand_in_well_formed_pages(made: Front, buyer: Browser, name: str) -> None:
    text = (f"{HOSTILE}\n{name} " * 200)[:4000]
    made.ids["odd"] = made.act(products.add_product, business_id=made.ids["sari"], name=name, details={
        "price": 5, "description": text, "story": text[::-1].strip()[:4000], "category": "food",
    })
    made.publish("odd")
    (slug,) = set(re.findall(r'href="[^"]*/p/([^"?]+)"', buyer.get(f"{SHOP}/c/food").text)) - {"keripik"}
    answer = buyer.get(f"{SHOP}/p/{slug}", headers={"accept-encoding": "identity"})
    assert len(answer.content) <= 30_000
    for path in (f"/p/{slug}", "", "/c/food"):
        page = buyer.get(SHOP + path).text
        assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\u2028\u2029]", page)
        tree = document_fromstring(page)
        assert {mark.get("type") for mark in tree.iter("script")} <= {"application/ld+json"}
        assert len(tree.findall(".//h1")) == len(tree.findall(".//style")) == 1
    assert facts(answer.text)[0]["name"] == document_fromstring(answer.text).findtext(".//h1")
    away = buyer.get(f"{SHOP}/pergi/{slug}/whatsapp").headers["location"]
    assert re.fullmatch(r"https://wa\.me/6281234567890\?text=[\w.~%-]+", away)
    assert etree.fromstring(buyer.get(f"{SHOP}/peta-situs.xml").content) is not None


def test_equal_names_get_places_of_their_own(made: Front, buyer: Browser) -> None:
    for number, name in enumerate(("Kain", "KAIN!", "Káin")):
        made.ids[f"twin{number}"] = made.act(
            products.add_product, business_id=made.ids["budi"], name=name, details={"price": 1_000 + number},
        )
        made.publish(f"twin{number}")
    for slug, price in (("kain", "Rp45.000"), ("kain-2", "Rp1.000"), ("kain-3", "Rp1.001"), ("kain-4", "Rp1.002")):
        assert price in buyer.get(f"{SHOP}/p/{slug}").text


def test_the_facts_for_machines_are_right(made: Front, buyer: Browser) -> None:
    page = buyer.get(f"{SHOP}/p/kain").text
    about, trail = facts(page)
    assert about["@type"] == "Product" and about["brand"]["name"] == "Sari"
    assert [step["item"].removeprefix(ORIGIN + SHOP) for step in trail["itemListElement"]] == ["", "/c/batik", "/p/kain"]
    assert [(offer["price"], offer["priceCurrency"]) for offer in about["offers"]] == [("47000", "IDR"), ("45000", "IDR")]
    for offer in about["offers"]:  # what search engines ask for
        assert (offer["@type"], offer["availability"], offer["url"]) == ("Offer", "https://schema.org/InStock", f"{ORIGIN}{SHOP}/p/kain")
    assert about["image"][0].startswith(f"{ORIGIN}{SHOP}/gambar/")
    assert f'<meta property="og:url" content="{ORIGIN}{SHOP}/p/kain">' in page
    assert '<meta property="og:image:width" content="800">' in page
    (house,) = facts(buyer.get(SHOP).text)
    assert (house["@type"], house["name"]) == ("Organization", "Asosiasi Contoh")


def test_the_kind_that_is_open_stands_first_where_a_phone_shows_it(buyer: Browser) -> None:
    def kinds(path: str) -> list[str]:
        return re.findall(r'<li><a href="[^"]*/c/(\w+)"', buyer.get(SHOP + path).text)

    assert kinds("") == kinds("/c/batik") == ["batik", "food"]
    assert kinds("/c/food") == ["food", "batik"]


def test_what_search_engines_would_turn_down_is_not_told_as_a_product(made: Front, buyer: Browser) -> None:
    made.product("gratis", "sari", price=None)
    made.product("habis", "sari", stock=0)
    made.publish("gratis", "habis")
    assert [fact["@type"] for fact in facts(buyer.get(f"{SHOP}/p/gratis").text)] == ["BreadcrumbList"]
    assert facts(buyer.get(f"{SHOP}/p/habis").text)[0]["offers"][0]["availability"] == "https://schema.org/OutOfStock"


@pytest.mark.parametrize(("own", "at_the_shop", "said", "shared", "machines"), [
    (0, 3, "", "in stock", "https://schema.org/InStock"), (4, 0, "Belum bisa dipesan di sini", None, None),
    (0, 0, "Stok habis", "out of stock", "https://schema.org/OutOfStock"),
])
def test_what_the_buttons_lead_to_is_said_the_same_everywhere(
    made: Front, buyer: Browser, own: int, at_the_shop: int, said: str, shared: str | None, machines: str | None,
) -> None:
    made.product("tas", "budi", stock=own, category="craft", description="Anyaman.")
    made.listing("tas", "budi", "shopee", "https://shopee.co.id/product/1/4", stock=at_the_shop)
    made.publish("tas")
    page, card = buyer.get(f"{SHOP}/p/tas").text, buyer.get(f"{SHOP}/c/craft").text
    told = re.findall(r'"out">([^<]*)', page.partition("<h2>Produk lain")[0])
    assert told == re.findall(r'"out">([^<]*)', card) == [said] * bool(said)
    assert ("Beli di Shopee" in page) is not bool(said)
    assert re.findall(r'product:availability" content="([^"]*)', page) == [shared] * bool(shared)
    assert set(re.findall(r'(?:"description"|og:description") content="([^"]*)', page)) == {f"{said}. Anyaman." if said else "Anyaman."}
    assert [offer.get("availability") for offer in facts(page)[0]["offers"]] == [machines]


def test_a_campaign_shows_its_price_while_it_runs(made: Front, buyer: Browser) -> None:
    promo(made)
    assert "Harga promo Rp39.000" in buyer.get(f"{SHOP}/p/kain").text
    assert "Harga promo" not in buyer.get(f"{SHOP}/p/keripik").text.partition("<h2>Produk lain")[0]
    page = buyer.get(f"{SHOP}/p/kain").text
    assert "Harga promo Rp39.000 di Shopee</b>" in page and "Beli di Shopee<small>Rp39.000</small>" in page
    for path in ("", "/promo/11-11", "/c/batik", "/u/sari", "/cari?q=kain"):
        assert "<small>Harga promo</small> Rp39.000 <s>Rp45.000</s>" in buyer.get(SHOP + path).text
    offers = facts(page)[0]["offers"]
    assert [(offer["price"], offer.get("priceValidUntil")) for offer in offers] == [("39000", "2026-11-25"), ("45000", None)]
    assert "Pesta Batik" in buyer.get(SHOP).text


def test_a_price_that_no_button_leads_to_is_not_promised(made: Front, buyer: Browser) -> None:
    promo(made)
    made.change(made.ids["kain.shopee"], stock=0)
    for path in ("", "/promo/11-11", "/p/kain"):
        page = buyer.get(SHOP + path).text
        assert "Kain" in page and "Harga promo" not in page


def test_a_campaign_to_come_names_no_price_yet(made: Front, buyer: Browser) -> None:
    promo(made, starts_on=date(2026, 11, 23))
    for path in ("/promo/11-11", "/p/kain"):
        assert "Harga promo" not in buyer.get(SHOP + path).text


@pytest.mark.parametrize(("state", "last", "status"), [
    ("proposed", TODAY, 404), ("voted", TODAY, 404), ("dropped", TODAY, 404), ("closed", TODAY, 410), ("open", date(2026, 11, 20), 410),
])
def test_a_campaign_is_public_while_it_is_open(made: Front, buyer: Browser, state: str, last: date, status: int) -> None:
    promo(made, state, ends_on=last)
    answer = buyer.get(f"{SHOP}/promo/11-11")
    assert answer.status_code == status
    assert ("Promo ini sudah selesai" in answer.text) is (status == 410)
    assert "Pesta Batik" not in buyer.get(SHOP).text


# -- gone --------------------------------------------------------------------------------------------------------------


def test_what_is_taken_back_is_gone_and_what_never_was_is_not_there(made: Front, buyer: Browser) -> None:
    (picture,) = set(re.findall(r'src="([^"]+\.webp)"', buyer.get(f"{SHOP}/p/kain").text))
    assert buyer.get(picture).status_code == 200
    made.act(consent.withdraw, person_id=made.ids["sari.person"], purpose="storefront_products")
    for path in (f"{SHOP}/p/kain", f"{SHOP}/u/sari", f"{SHOP}/pergi/kain/shopee", picture):
        assert buyer.get(path).status_code == 410, path
    for path in (f"{SHOP}/p/tidak-ada", f"{SHOP}/u/x", f"{SHOP}/c/batik", f"{SHOP}/c/x", f"{SHOP}/gambar/{'0' * 64}.webp",
                 f"{SHOP}/gambar/x.webp", "/etalase/tidak-ada", f"{SHOP}/promo/x"):
        assert buyer.get(path).status_code == 404, path
    made.act(publishing.open_storefront, on=False)
    for path in (SHOP, f"{SHOP}/p/keripik", f"{SHOP}/peta-situs.xml"):
        closed = buyer.get(path)
        assert closed.status_code == 410 and "Etalase ini sedang ditutup" in closed.text


def test_a_new_association_is_closed_until_one_switch_is_turned(web: App, system: Actor) -> None:
    made = Front(web, system)
    buyer = browser(web, headers={"user-agent": PHONE})
    assert buyer.get(SHOP).status_code == buyer.get(f"{SHOP}/peta-situs.xml").status_code == 404
    assert "jambi" not in buyer.get("/peta-situs.xml").text
    made.open()
    assert "Belum ada produk" in buyer.get(SHOP).text


def test_an_answer_is_fresh_for_a_minute_and_named_by_its_content(made: Front, buyer: Browser) -> None:
    first = buyer.get(SHOP)
    assert first.headers["cache-control"] == "public, max-age=60"
    etag = first.headers["etag"]
    for known in (etag, f'"x", {etag}', f"W/{etag}"):
        again = buyer.get(SHOP, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert buyer.get(SHOP, headers={"if-none-match": etag[:-2]}).status_code == 200
    made.act(publishing.withdraw, product_ids=[made.ids["keripik"]])
    assert buyer.get(SHOP, headers={"if-none-match": first.headers["etag"]}).status_code == 200
    picture = re.findall(r'src="([^"]+\.webp)"', first.text)[0]
    shown = buyer.get(picture)
    assert shown.headers["content-type"] == "image/webp"
    again = buyer.get(picture, headers={"if-none-match": shown.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_no_cache_shows_a_picture_long_after_it_was_taken_back(made: Front, buyer: Browser) -> None:
    (picture,) = set(re.findall(r'src="([^"]+\.webp)"', buyer.get(f"{SHOP}/p/kain").text))
    shown = buyer.get(picture)
    told = dict(word.strip().partition("=")[::2] for word in shown.headers["cache-control"].split(","))
    assert int(told["max-age"]) <= 3600 and int(told["s-maxage"]) <= 60
    assert "must-revalidate" in told and not {"immutable", "stale-while-revalidate", "stale-if-error"} & told.keys()
    made.act(publishing.withdraw, product_ids=[made.ids["kain"]])
    for headers in ({}, {"if-none-match": shown.headers["etag"]}):
        gone = buyer.get(picture, headers=headers)
        assert (gone.status_code, gone.content, gone.headers["cache-control"]) == (410, b"", "no-store")


@pytest.mark.parametrize("path", [*PAGES, "/peta-situs.xml", "/pergi/kain/shopee", "/p/tidak-ada"])
def test_a_question_for_the_head_answers_like_the_whole(made: Front, buyer: Browser, path: str) -> None:
    promo(made)
    whole, head = buyer.get(SHOP + path), buyer.head(SHOP + path)
    assert head.content == b""
    for told in ("cache-control", "etag", "content-type", "content-length", "location"):
        assert head.headers.get(told) == whole.headers.get(told)
    assert head.status_code == whole.status_code


# -- ways out ----------------------------------------------------------------------------------------------------------


def test_the_buttons_lead_to_the_shop_and_to_whatsapp_and_are_counted(made: Front, buyer: Browser) -> None:
    away = buyer.get(f"{SHOP}/pergi/kain/shopee")
    assert (away.status_code, away.headers["location"]) == (303, "https://shopee.co.id/product/1/2")
    chat = buyer.get(f"{SHOP}/pergi/kain/whatsapp").headers["location"]
    assert chat.startswith("https://wa.me/6281234567890?text=Halo%2C%20saya%20mau%20pesan%20Kain")
    assert chat.endswith("%2Fetalase%2Fjambi%2Fp%2Fkain")
    assert counted(made) == {("buy", "shopee"): 1, ("order", ""): 1}
    assert "set-cookie" not in away.headers


@pytest.mark.parametrize("url", [
    "javascript:alert(1)//shopee.co.id", "data:text/html,shopee.co.id", "https://shopee.co.id@evil.example/", "https://evil.example/?shopee.co.id",
    "https://shopee.co.id\r\nLocation: https://evil.example/", "//shopee.co.id/x", "https://shopee.co.id\u3002evil.example/",
])
def test_a_hostile_address_of_a_listing_is_no_way_to_buy(made: Front, buyer: Browser, url: str) -> None:
    made.change(made.ids["kain.shopee"], url=url)
    page = buyer.get(f"{SHOP}/p/kain").text
    assert "Beli di Shopee" not in page and "evil.example" not in page and "Beli di Tokopedia" in page
    answer = buyer.get(f"{SHOP}/pergi/kain/shopee")
    assert answer.status_code == 410 and "location" not in answer.headers


@pytest.mark.parametrize("place", ["lazada", "evil", "https:%2F%2Fevil.example", "whatsapp"])
def test_nobody_is_sent_where_nothing_is_sold(buyer: Browser, place: str) -> None:
    answer = buyer.get(f"{SHOP}/pergi/keripik/{place}")
    assert answer.status_code in {404, 410}
    assert "location" not in answer.headers


def test_visits_are_counted_of_people_only(made: Front, buyer: Browser) -> None:
    buyer.get(SHOP)
    buyer.get(f"{SHOP}/p/kain?dari=qr")
    buyer.head(SHOP)
    buyer.get(SHOP, headers={"user-agent": "Googlebot/2.1"})
    buyer.get(SHOP, headers={"sec-purpose": "prefetch"})
    assert counted(made) == {("page", ""): 1, ("product", ""): 1, ("code", ""): 1}


# -- machines ----------------------------------------------------------------------------------------------------------


def test_the_site_map_names_what_is_shown(made: Front, buyer: Browser) -> None:
    made.act(publishing.withdraw, product_ids=[made.ids["keripik"]])
    found = re.findall(r"<loc>([^<]+)</loc>", buyer.get(f"{SHOP}/peta-situs.xml").text)
    assert {path.removeprefix(ORIGIN + SHOP) for path in found} == {"", "/c/batik", "/u/sari", "/p/kain"}
    assert f"{ORIGIN}{SHOP}/peta-situs.xml" in buyer.get("/peta-situs.xml").text
    robots = buyer.get("/robots.txt").text
    assert "Allow: /etalase/" in robots and "Disallow: /etalase/*/pergi/" in robots and "Disallow: /\n" in robots
    made.act(publishing.open_storefront, on=False)
    assert "jambi" not in buyer.get("/peta-situs.xml").text


def test_machines_read_well_formed_maps_and_keep_to_what_they_may(buyer: Browser) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    for path, mark in ((f"{SHOP}/peta-situs.xml", "url"), ("/peta-situs.xml", "sitemap")):
        answer = buyer.get(path)
        assert answer.headers["content-type"] == "application/xml"
        assert etree.fromstring(answer.content).xpath(f"count(/*/s:{mark}/s:loc)", namespaces=space) > 0
    rules = RobotFileParser()
    rules.parse(line for line in buyer.get("/robots.txt").text.splitlines() if "*/" not in line)  # it knows no wildcards
    assert rules.can_fetch("any", f"{SHOP}/p/kain") and rules.can_fetch("any", "/peta-situs.xml")
    assert not rules.can_fetch("any", "/masuk") and rules.site_maps() == [f"{ORIGIN}/peta-situs.xml"]


def test_behind_a_proxy_that_speaks_https_every_address_does(make: Callable[..., App], web: App, system: Actor) -> None:
    front(web, system)
    client = browser(make(secure_cookies=True), headers={"user-agent": PHONE})
    for path in (SHOP, f"{SHOP}/p/kain", f"{SHOP}/peta-situs.xml", "/peta-situs.xml", "/robots.txt"):
        text = client.get(path).text
        assert "http://localhost" not in text and "https://localhost" in text, path
    assert "https%3A%2F%2Flocalhost" in client.get(f"{SHOP}/pergi/kain/whatsapp").headers["location"]


def test_it_stands_below_the_base_path(make: Callable[..., App], web: App, system: Actor) -> None:
    front(web, system)
    client = browser(make(base_path="/app"))
    page = client.get("/app/etalase/jambi").text
    assert 'href="/app/etalase/jambi/p/kain"' in page
    assert "Allow: /app/etalase/" in client.get("/app/robots.txt").text


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        weighed = zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        return sum(weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4) for weight, part in weighed)

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", ["#2F4B7C", "#FFFF00", "#777777", "#D9A441", "#000000", "#ffffff", "red;}body{display:none"])
def test_every_colour_of_an_association_can_be_read(colour: str) -> None:
    ground, ink = accent(colour)
    assert re.fullmatch(r"#[0-9A-Fa-f]{6}", ground)
    assert contrast(ground, ink) >= 4.5


def test_the_logo_is_served_while_it_is_open(made: Front, buyer: Browser) -> None:
    made.act(associations.set_logo, logo=b"RIFF logo")
    picture = re.search(r'<header[^>]*>.*?src="([^"]+)"', buyer.get(SHOP).text)
    assert picture and buyer.get(picture[1]).content == b"RIFF logo"


# -- for everybody -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PAGES, "/p/keripik", "/p/tidak-ada"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_screen_reader_finds_its_way(made: Front, buyer: Browser, path: str, language: str) -> None:
    promo(made)
    page = document_fromstring(buyer.get(SHOP + path, params={"lang": language, "q": "kain"}).content)
    assert page.get("lang") == language
    assert page.findtext(".//title")
    assert [len(page.findall(f".//{mark}")) for mark in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(image.get("alt") is not None for image in page.iter("img"))
    assert all(link.text_content().strip() for link in page.iter("a", "button"))
    labels = {label.get("for") for label in page.iter("label")}
    assert {field.get("id") for field in page.iter("input") if field.get("type") != "hidden"} <= labels
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_every_colour_of_the_look_can_be_read() -> None:
    look = (ROOT / "cblp/web/storefront.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", look))
    pairs = [(named[ink], named[ground]) for ink in ("ink", "quiet", "indigo") for ground in ("paper", "sand")]
    pairs += [("#7a4a12", named["paper"])]
    pairs += [("#ffffff", named["indigo"]), ("#ffffff", "#1c6b3c"), (named["quiet"], "#e8dfcf"), (named["ink"], "#ffffff")]
    assert "#1c6b3c" in look and "#e8dfcf" in look
    assert min(contrast(one, other) for one, other in pairs) >= 4.5
