"""A member's way on the phone: from what waits on Toko saya to the answer in Kegiatan, and back."""

from __future__ import annotations

from datetime import timedelta

from cblp.decisions.services import decisions
from tests.browser.conftest import MOBILE, PATIENCE, Open, Server


def test_a_vote_is_found_on_the_home_page_given_by_thumb_and_no_longer_waits(browse: Open, server: Server) -> None:
    app, system = server.app, server.system
    made = app.act(
        system, decisions.draft, kind="yes_no", title="Iuran kemasan", proposal="Tiap usaha membayar Rp25.000 untuk kemasan bersama.",
    )
    app.act(system, decisions.open_, decision_id=made, closes_at=app.clock() + timedelta(days=2))
    tab = browse("member", size=MOBILE).go("/toko-saya").sees("Iuran kemasan")
    tab.page.get_by_role("button", name="Beri suara").first.click()
    tab.sees("Menunggu jawaban Anda").rest()
    assert tab.path() == "/kegiatan"
    assert tab.overflow() == 0
    answers = [tab.page.get_by_role("button", name=word, exact=True).first for word in ("Setuju", "Tidak setuju", "Abstain")]
    sizes = [answer.bounding_box() for answer in answers]
    assert len({(box["width"], box["height"]) for box in sizes}) == 1, "three equal buttons"
    tab.until_run(answers[0].click).sees("Sekarang dan nanti")
    tab.until_run(tab.page.get_by_role("link", name="Toko saya").click)
    tab.page.get_by_role("heading", name="Toko saya").wait_for(timeout=PATIENCE)
    assert "menunggu suara Anda" not in tab.text()


def test_what_was_pressed_far_down_is_confirmed_before_the_eyes(browse: Open, server: Server) -> None:
    app, system = server.app, server.system
    for number in (1, 2, 3):
        made = app.act(system, decisions.draft, kind="yes_no", title=f"Usulan {number}", proposal="Tiap usaha membayar Rp25.000.")
        app.act(system, decisions.open_, decision_id=made, closes_at=app.clock() + timedelta(days=2))
    tab = browse("member", size=MOBILE).go("/kegiatan").sees("Usulan 3").rest()
    last = tab.page.get_by_role("button", name="Setuju", exact=True).last
    last.scroll_into_view_if_needed()
    title = tab.page.get_by_role("heading", name="Kegiatan")
    assert (title.bounding_box() or {})["y"] < 0, "it is far down"
    tab.until_run(last.click)
    message = tab.page.get_by_text("sudah masuk: Setuju")
    message.wait_for(timeout=PATIENCE)
    tab.rest()
    assert 0 < (message.bounding_box() or {})["y"] < MOBILE["height"], "the message, not only the place where it was pressed"
