"""Whole journeys: sign in, bring a file in, change a price on a phone, switch the language, and everybody who must stay out."""

from __future__ import annotations

import re
import socket
from base64 import b64encode
from contextlib import suppress
from pathlib import Path

import pytest

from cblp.db.actor import COORDINATOR, MEMBER
from cblp.sales.calendar import spoken_month
from tests.browser.conftest import HUSBAND, MOBILE, PASSWORD, PATIENCE, PHONE, PIN, Open, Tab, orders_file
from tests.filled import TODAY

NEW_PIN = "271640"


def test_a_file_becomes_a_figure(browse: Open, tmp_path: Path) -> None:
    """A coordinator follows a link, signs in, is where the link led, brings a file in, and reads its figure at home."""
    tab = browse()
    tab.page.goto(f"{tab.server.base}/masukkan-file?toko=shopee")
    assert tab.path().startswith("/masuk?ke=")
    tab.page.fill("[name=nama]", "wati")
    tab.page.fill("[name=sandi]", PASSWORD)
    tab.press("Masuk").rest()
    assert tab.path() == "/masukkan-file?toko=shopee"

    now = spoken_month(TODAY).first
    file = orders_file(now, 12, price=200_000)
    path = tmp_path / file.name
    path.write_bytes(file.content)
    tab.page.set_input_files("input[type=file]", path)
    tab.page.wait_for_selector(".st-key-bring_in button", timeout=PATIENCE)
    tab.rest()
    assert "12" in tab.text()
    tab.page.click(".st-key-bring_in button")
    tab.page.wait_for_selector(".st-key-close_receipts button", timeout=PATIENCE)
    tab.rest()
    assert "12 baris: 12 baru, 0 berubah, 0 sudah ada" in tab.text()
    tab.go("/beranda")
    assert "Rp2,4 juta" in tab.text()


def test_a_member_changes_a_price_on_a_phone(browse: Open) -> None:
    """Phone number and PIN, a PIN of one's own, the own shop, a price; then somebody else was quicker."""
    sari = browse(size=MOBILE)
    sari.page.goto(sari.server.base)
    sari.page.fill("[name=nama]", PHONE)
    sari.page.fill("[name=sandi]", PIN)
    sari.press("Masuk")
    sari.page.wait_for_url("**/ganti-sandi*", timeout=PATIENCE)
    assert sari.page.request.get(f"{sari.server.base}/media/x").status == 403, "until then she is nobody"
    sari.page.fill("[name=baru]", NEW_PIN)
    sari.page.fill("[name=lagi]", NEW_PIN)
    sari.press("Simpan").rest()
    sari.page.wait_for_url("**/toko-saya", timeout=PATIENCE)
    sari.rest()
    assert sari.page.inner_text("h1") == "Toko saya"
    assert sari.overflow() <= 0

    husband = browse(HUSBAND, size=MOBILE).go("/toko-saya")
    for tab in (sari, husband):
        _offer(tab)
    _price(husband, "165000", "Rp165.000")
    husband.press("Simpan").sees("Tersimpan")
    _price(sari, "1750000", "Rp1.750.000")  # a zero too many is read back before it is saved
    _price(sari, "175.000", "Rp175.000")
    sari.press("Simpan").sees("Anton")
    both = sari.rest().text()
    assert "Rp165.000" in both
    assert "Rp175.000" in both
    sari.press("Pakai Rp175.000").sees("Tersimpan")
    assert "Rp175.000" in sari.go("/toko-saya").text()
    assert "Rp175.000" in husband.go("/toko-saya").text()


def _offer(tab: Tab, label: str = "Ubah harga dan stok") -> None:
    """Open the form of the first product; a press on a page that is just being drawn anew is lost, so press again."""
    from playwright.sync_api import TimeoutError as TooSlow

    for _try in range(5):
        button = tab.page.get_by_role("button", name=label).first
        if button.is_visible():  # a slow machine may have opened the form meanwhile
            button.click()
        with suppress(TooSlow):
            tab.page.wait_for_selector("input[type=text]", timeout=8_000)
            tab.rest()
            return
    raise AssertionError(tab.text())


def _price(tab: Tab, typed: str, understood: str) -> None:
    """Type a price and wait until the page says how it is understood."""
    tab.page.get_by_label("Harga baru dalam rupiah").fill(typed)
    tab.sees(understood).rest()


def test_the_language_also_changes_inside_a_part_that_reruns_alone(browse: Open) -> None:
    tab = browse(MEMBER, size=MOBILE).go("/toko-saya")
    assert tab.page.get_attribute("html", "lang") == "id"
    tab.page.click(".st-key-account_menu button")
    tab.page.get_by_role("button", name="English").click()
    tab.page.wait_for_selector("html[lang=en]", state="attached", timeout=PATIENCE)
    assert tab.rest().page.inner_text("h1") == "My shop"
    _offer(tab, "Change price and stock")
    tab.page.get_by_label("New price in rupiah").fill("abc")
    tab.sees("Write the price with digits only").rest()
    assert "Tulis" not in tab.text()


def test_who_was_signed_out_elsewhere_is_out_at_the_next_click(browse: Open) -> None:
    token = browse().server.token(MEMBER)
    tab = browse(size=MOBILE, token=token).go("/toko-saya")
    _offer(tab)
    tab.server.revoke(token)
    tab.page.get_by_label("Harga baru dalam rupiah").fill("99000")
    tab.sees("Waktu masuk habis")
    assert "Kain batik durian" not in tab.rest().text()
    assert tab.page.get_by_role("link", name="Masuk", exact=True).get_attribute("href") == "/masuk?ke=/toko-saya"


def test_whose_time_has_ended_finds_the_way_in_also_on_the_first_page(browse: Open) -> None:
    token = browse().server.token(COORDINATOR)
    tab = browse(token=token).go("/penjualan")
    tab.server.revoke(token)
    tab.page.get_by_role("link", name="Beranda").first.click()
    tab.sees("Waktu masuk habis").rest()
    assert tab.page.get_by_role("dialog").count() == 0, "Streamlit's own box would lie over the link"
    assert tab.page.get_by_role("link", name="Masuk", exact=True).get_attribute("href") == "/masuk?ke=/beranda"


def test_a_copied_cookie_is_worth_nothing_after_signing_out(browse: Open) -> None:
    tab = browse(MEMBER, size=MOBILE).go("/toko-saya")
    copied = tab.cookies()["cblp_sid"]
    thief = browse(size=MOBILE, token=copied)
    assert "Kain batik durian" in thief.go("/toko-saya").text()
    tab.page.click(".st-key-account_menu button")
    tab.page.get_by_role("button", name="Keluar").click()
    tab.page.wait_for_url("**/masuk*", timeout=PATIENCE)
    thief.page.goto(f"{thief.server.base}/toko-saya")
    assert thief.path().startswith("/masuk")
    assert thief.page.request.get(f"{thief.server.base}/media/x").status == 403


def test_a_guest_gets_no_files_and_a_foreign_page_no_socket(browse: Open) -> None:
    guest = browse()
    assert guest.page.request.get(f"{guest.server.base}/media/0123.xlsx").status == 403
    assert _socket(guest.server.base, browse().server.token(COORDINATOR), "https://evil.example") == 403
    assert _socket(guest.server.base, browse().server.token(COORDINATOR), "http://127.0.0.1:9") == 403
    assert _socket(guest.server.base, browse().server.token(COORDINATOR), guest.server.base) == 101


def _socket(base: str, token: str, origin: str) -> int:
    """The status of a websocket's handshake."""
    host, port = base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall((
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {b64encode(b'sixteen bytes ok').decode()}\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: {origin}\r\nCookie: cblp_sid={token}\r\n\r\n"
        ).encode())
        return int(line.recv(200).split()[1])


@pytest.mark.parametrize("role", ["", COORDINATOR])
def test_an_unknown_address_is_our_own_page(browse: Open, role: str) -> None:
    tab = browse(role)
    answer = tab.page.goto(f"{tab.server.base}/tidak-ada")
    assert answer.status == 404
    assert "Halaman ini tidak ada." in tab.text()


def test_a_page_of_another_role_says_so_in_our_words(browse: Open) -> None:
    tab = browse(MEMBER, size=MOBILE)
    tab.page.goto(f"{tab.server.base}/penjualan")
    tab.sees("Halaman ini untuk peran lain")
    assert "main page" not in tab.text()
    tab.page.get_by_role("link", name="Ke halaman saya").click()
    tab.page.wait_for_url("**/toko-saya", timeout=PATIENCE)


def test_nothing_leaves_for_another_server(browse: Open) -> None:
    tab = browse(COORDINATOR)
    asked: list[str] = []
    said: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for path in ("/beranda", "/penjualan", "/produk-toko"):
        tab.go(path)
    foreign = [url for url in asked if not url.startswith((tab.server.base, tab.server.base.replace("http", "ws", 1), "data:", "blob:"))]
    assert foreign == []
    assert [text for text in said if "404" not in text] == [], "the content security policy lets everything of ours through"


def test_z_the_server_broke_nowhere(browse: Open) -> None:
    """Last of this file: whatever the journeys did, no page ended in a fault."""
    log = browse().server.log.read_text()
    assert "incident" not in log, log[-4000:]
    assert PASSWORD not in log
    assert NEW_PIN not in log
    assert not re.search(r"cblp_sid=(?!\*)", log)
