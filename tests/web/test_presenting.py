"""Tayangkan: for whom it opens, and a page that is small, complete, and runs nothing but its own few lines."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.forum.services import meetings
from cblp.forum.slides import Line
from cblp.web import presenting
from tests.conftest import NOW, new_association
from tests.documents.decks import SLIDES, deck
from tests.web.conftest import PASSWORD, PIN, Browser, add, browser


@pytest.fixture
def meeting(web: App, system: Actor) -> UUID:
    """The meeting about October, its figures frozen."""
    made: UUID = web.act(system, meetings.make, month=date(2026, 10, 1), starts_at=NOW, place="Balai desa")
    return made


def signed_in(app: App, name: str = "wati", secret: str = PASSWORD) -> Browser:
    client = browser(app)
    assert client.sign_in(name, secret).status_code == 303
    return client


# -- for whom ----------------------------------------------------------------------------------------------------------


def test_the_coordinator_and_the_treasurer_present(web: App, system: Actor, meeting: UUID) -> None:
    add(web, system, "budi", TREASURER, PASSWORD)
    for name in ("wati", "budi"):
        answer = signed_in(web, name).open(f"/tayangkan/{meeting}")
        assert answer.status_code == 200
        assert "Oktober 2026" in answer.text
        assert "Yang kita putuskan hari ini" in answer.text


@pytest.mark.parametrize("role", [MEMBER, MENTOR, LIAISON])
def test_nobody_else_of_the_association_does(web: App, system: Actor, meeting: UUID, role: str) -> None:
    add(web, system, "siti", role, PIN if role == MEMBER else PASSWORD)
    answer = signed_in(web, "siti", PIN if role == MEMBER else PASSWORD).open(f"/tayangkan/{meeting}")
    assert answer.status_code == 404
    assert "Oktober" not in answer.text


def test_another_association_has_no_such_meeting(web: App, meeting: UUID) -> None:
    other = new_association(web, slug="berau", name="Asosiasi Lain")
    add(web, other, "lani", "coordinator", PASSWORD)
    answer = signed_in(web, "lani").open(f"/tayangkan/{meeting}")
    assert answer.status_code == 404
    assert "Oktober" not in answer.text


def test_a_guest_signs_in_and_comes_back(web: App, meeting: UUID) -> None:
    client = browser(web)
    assert client.open(f"/tayangkan/{meeting}").headers["location"] == f"/masuk?ke=/tayangkan/{meeting}"
    answer = client.post_form(f"/masuk?ke=/tayangkan/{meeting}", nama="wati", sandi=PASSWORD, ke=f"/tayangkan/{meeting}")
    assert answer.headers["location"] == f"/tayangkan/{meeting}"


def test_who_must_choose_a_password_first_does(web: App, system: Actor, meeting: UUID) -> None:
    add(web, system, "tono", TREASURER, PASSWORD, must_change=True)
    assert signed_in(web, "tono").open(f"/tayangkan/{meeting}").headers["location"].startswith("/ganti-sandi?ke=/tayangkan/")


@pytest.mark.parametrize("address", ["x", "00000000-0000-7000-8000-000000000001"])
def test_what_is_not_there_says_so(web: App, address: str) -> None:
    answer = signed_in(web).open(f"/tayangkan/{address}")
    assert answer.status_code == 404
    assert "Temu bulanan ini tidak ada" in answer.text


def test_a_meeting_without_figures_leads_to_where_they_are_made(web: App, system: Actor) -> None:
    bare = web.act(system, meetings.plan, month=date(2026, 11, 1), starts_at=NOW)
    answer = signed_in(web).open(f"/tayangkan/{bare}")
    assert answer.status_code == 409
    assert 'href="/temu-bulanan"' in answer.text


def test_it_speaks_the_visitors_language(web: App, meeting: UUID) -> None:
    client = signed_in(web)
    client.press("/bahasa", bahasa="en")
    page = client.open(f"/tayangkan/{meeting}").text
    assert '<html lang="en">' in page
    assert "October 2026" in page
    assert "Next" in page


def test_what_was_typed_a_moment_ago_is_on_it(web: App, system: Actor, meeting: UUID) -> None:
    client = signed_in(web)
    web.act(system, meetings.write, meeting_id=meeting, slide="decide", text="Iuran <b>promo</b>", version=0)
    answer = client.open(f"/tayangkan/{meeting}")
    assert "Iuran &lt;b&gt;promo&lt;/b&gt;" in answer.text
    assert answer.headers["cache-control"] == "no-store, private"


# -- the page ----------------------------------------------------------------------------------------------------------


def hashed(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_only_its_own_script_and_look_are_let_run(web: App, meeting: UUID) -> None:
    answer = signed_in(web).open(f"/tayangkan/{meeting}")
    policy = answer.headers["content-security-policy"]
    look, script = (re.findall(rf"<{tag}>(.*?)</{tag}>", answer.text, re.DOTALL) for tag in ("style", "script"))
    assert len(look) == len(script) == 1
    assert f"style-src 'sha256-{hashed(look[0])}'" in policy
    assert f"script-src 'sha256-{hashed(script[0])}'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]* (style|on\w+)=", answer.text.split("</style>")[1]), "nothing that this policy would stop"


def test_it_asks_for_nothing_once_it_is_there() -> None:
    page = presenting.render(deck(logo=logo())).content.decode()
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|import\(|url\(|@import|sendBeacon", page)
    addresses = re.findall(r"(?:src|href|action)=\"([^\"]*)\"", page)
    assert addresses
    assert all(one.startswith("data:") for one in addresses)
    assert 'rel="icon"' in page, "a browser asks for a picture of a page that names none"


def test_the_largest_deck_is_small() -> None:
    full = [replace(SLIDES[2], lines=[Line("kata " * 40, "open", "kata " * 20)] * 30, typed="kata " * 800, small="kata " * 100)] * 12
    content = presenting.render(deck(slides=full, logo=logo())).content
    assert len(content) < 1_000_000


def test_every_slide_is_there_and_the_speakers_notes_are_not() -> None:
    page = presenting.render(deck()).content.decode()
    assert page.count("<section") == len(SLIDES)
    assert page.count("<svg") == 8, "each chart once for a hall and once for a phone"
    assert "Halaman 3 dari 12" in page
    assert "Bacakan satu per satu" not in page


@pytest.mark.parametrize("colour", ["#FFE066", "#000000", "red;}body{display:none"])
def test_any_colour_of_an_association_is_taken(colour: str) -> None:
    page = presenting.render(deck(colour=colour)).content.decode()
    assert "display:none}body" not in page
    assert re.search(r"--tone:#[0-9A-Fa-f]{6};--shade:#[0-9A-Fa-f]{6}\}", page)


def test_no_text_becomes_markup() -> None:
    evil = "</style></script><img src=x onerror=1>"
    made = deck(association=evil, title=evil, day=evil, slides=[replace(
        SLIDES[0], title=evil, sentence=evil, small=evil, typed=evil, lines=[Line(evil, "open", evil)],
    )])
    page = presenting.render(made).content.decode()
    assert "<img" not in page
    assert page.count("</script>") == page.count("</style>") == 1


def logo() -> bytes:
    made = BytesIO()
    Image.effect_noise((1200, 1200), 90).convert("RGB").save(made, "WEBP", quality=80)
    return made.getvalue()


def test_it_stands_below_the_base_path(make: Callable[..., App]) -> None:
    app = make(base_path="/app")
    actor = new_association(app)
    add(app, actor, "wati", "coordinator", PASSWORD)
    made = app.act(actor, meetings.make, month=date(2026, 10, 1), starts_at=NOW)
    client = browser(app)
    client.post_form("/app/masuk", nama="wati", sandi=PASSWORD)
    assert client.open(f"/app/tayangkan/{made}").status_code == 200
