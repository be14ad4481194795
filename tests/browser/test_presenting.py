"""Tayangkan in a real browser: by key, tap and swipe, in a hall and on a phone, and when the connection drops."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from cblp.forum.reports import meetings as reports
from cblp.forum.services import actions, meetings
from tests.browser.conftest import COORDINATOR, MOBILE, Open, Server, Tab
from tests.filled import TODAY

HALL = {"width": 1920, "height": 1080}
SHOWN = "document.querySelector('section:not([hidden])')"


@pytest.fixture(scope="module")
def meeting(server: Server) -> UUID:
    """This month's meeting with more to do than one slide can hold."""
    month = TODAY.replace(day=1)
    found = server.app.read(server.system, reports.of_month, month=month)
    made: UUID = found or server.app.act(server.system, meetings.make, month=month, starts_at=server.app.clock())
    text = "Foto ulang semua produk batik dengan latar polos dan cahaya pagi"
    for number in range(8):
        server.app.act(server.system, actions.add, text=f"{text} {number}", owner="Koordinator", meeting_id=made)
    server.app.act(
        server.system, meetings.write, meeting_id=made, slide="decide", text="\n".join(["Iuran promo bersama"] * 40), version=0,
    )
    return made


def open_it(browse: Open, meeting: UUID, size: dict[str, int]) -> Tab:
    tab = browse(COORDINATOR, size=size)
    tab.page.goto(f"{tab.server.base}/tayangkan/{meeting}")
    tab.page.wait_for_selector("html.on")
    return tab


def number(page: Any) -> tuple[int, int]:
    at, of = page.inner_text("output").split(" / ")
    assert page.evaluate("[...document.querySelectorAll('section')].filter((s) => !s.hidden).length") == 1
    return int(at), int(of)


def until(page: Any, expression: str) -> None:
    """Wait for something to be true (Playwright's own way evaluates a text inside the page, which its policy stops)."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def test_keys_lead_through_and_nothing_is_asked_of_the_server(browse: Open, meeting: UUID) -> None:
    tab = open_it(browse, meeting, HALL)
    page, asked, said = tab.page, [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.context.set_offline(True)
    last = number(page)[1]
    assert last > 4
    for key, place in (
        ("ArrowRight", 2), (" ", 3), ("PageDown", 4), ("ArrowLeft", 3), ("PageUp", 2), ("Shift+ ", 1), ("ArrowLeft", 1),
        ("End", last), ("ArrowRight", last), ("Home", 1),
    ):
        page.keyboard.press(key.replace(" ", "Space"))
        assert number(page) == (place, last), key
    assert page.evaluate("location.hash") == "#1"
    assert (asked, said) == ([], [])


def test_taps_at_the_sides_and_swipes_lead_through(browse: Open, meeting: UUID) -> None:
    page = open_it(browse, meeting, MOBILE).page
    page.mouse.click(360, 400)
    assert number(page)[0] == 2
    page.mouse.click(195, 400)
    assert number(page)[0] == 2, "the middle is for reading"
    page.mouse.click(20, 400)
    assert number(page)[0] == 1
    touch = page.context.new_cdp_session(page)
    for start, end, place in ((300, 80, 2), (300, 280, 2), (80, 300, 1)):
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start, "y": 400}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": end, "y": 405}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert number(page)[0] == place, (start, end)


def test_the_buttons_say_where_one_is_and_the_screen_can_be_filled(browse: Open, meeting: UUID) -> None:
    page = open_it(browse, meeting, HALL).page
    back, after, full = (page.get_by_role("button", name=name) for name in ("Sebelumnya", "Berikutnya", "Layar penuh"))
    assert back.is_disabled()
    after.click()
    assert number(page)[0] == 2
    page.keyboard.press("Space")
    assert number(page)[0] == 3, "the button does not keep the keys"
    full.click()
    until(page, "document.fullscreenElement !== null")
    page.keyboard.press("f")
    until(page, "document.fullscreenElement === null")
    page.reload()
    page.wait_for_selector("html.on")
    assert number(page)[0] == 3, "after a reload one stands where one was"


@pytest.mark.parametrize(("size", "least"), [(HALL, 32), ({"width": 1366, "height": 768}, 22), (MOBILE, 17)])
def test_type_is_large_and_nothing_is_cut_off(browse: Open, meeting: UUID, size: dict[str, int], least: int) -> None:
    page = open_it(browse, meeting, size).page
    for _ in range(number(page)[1]):
        assert float(page.evaluate(f"parseFloat(getComputedStyle({SHOWN}).fontSize)")) >= least - 0.05
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(f"{SHOWN}.scrollHeight - {SHOWN}.clientHeight <= 1 || getComputedStyle({SHOWN}).overflowY === 'auto'")
        assert page.evaluate(
            f"[...{SHOWN}.querySelectorAll('h2,p,dd,li,text')].every((e) => e.getBoundingClientRect().right <= innerWidth + 1)"
        )
        assert page.evaluate(
            f"(([above, below]) => !above || !below || above.getBoundingClientRect().bottom <= below.getBoundingClientRect().top)"
            f"(['.words', '.small'].map((one) => {SHOWN}.querySelector(one)))"
        ), "the small type stands below the words"
        page.keyboard.press("ArrowRight")


def test_what_is_too_long_for_a_hall_scrolls(browse: Open, meeting: UUID) -> None:
    page = open_it(browse, meeting, HALL).page
    while "Iuran promo" not in page.evaluate(f"{SHOWN}.querySelector('.space')?.innerText ?? ''"):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    until(page, f"{SHOWN}.scrollTop > 0")


def test_without_its_script_all_slides_stand_one_under_the_other(chromium: Any, server: Server, meeting: UUID) -> None:
    context = chromium.new_context(viewport=HALL, java_script_enabled=False)
    context.add_cookies([{"name": "cblp_sid", "value": server.token(COORDINATOR), "url": server.base}])
    page = context.new_page()
    page.goto(f"{server.base}/tayangkan/{meeting}")
    assert page.locator("section:visible").count() == page.locator("section").count() > 4
    context.close()
