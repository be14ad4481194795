"""In and out through the forms: secrets, tries, forms from elsewhere, replayed cookies, slips, roles, languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.people import passwords
from cblp.people.services import accounts, roles, setup
from cblp.web import cookies, visitors
from cblp.web.signing_in import device_name
from tests.conftest import new_association
from tests.web.conftest import ORIGIN, PASSWORD, PIN, TODAY, Browser, Clock, add, browser


def who(app: App, client: Browser) -> visitors.Visitor | None:
    return visitors.current(app, dict(client.cookies))


def test_a_right_secret_leads_to_the_wanted_page(web: App) -> None:
    client = browser(web)
    answer = client.sign_in("wati", PASSWORD, ke="/penjualan?bulan=2026-10")
    assert (answer.status_code, answer.headers["location"]) == (303, "/penjualan?bulan=2026-10")
    flags = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("cblp_sid="))
    assert "HttpOnly" in flags
    assert "SameSite=lax" in flags
    visitor = who(web, client)
    assert visitor is not None
    assert (visitor.actor.role, visitor.name, visitor.association_name) == (COORDINATOR, "Wati", "Asosiasi Contoh")
    assert client.get("/masuk").headers["location"] == "/"


def test_behind_https_the_cookie_is_locked_to_its_host(make: Callable[..., App]) -> None:
    secure = make(secure_cookies=True)
    add(secure, new_association(secure), "wati", COORDINATOR, PASSWORD)
    client = browser(secure)
    client.base_url = "https://localhost:8501"
    page = client.get("/masuk")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    answer = client.post(
        "/masuk", data={"csrf": token[1], "nama": "wati", "sandi": PASSWORD}, headers={"origin": "https://localhost:8501"},
    )
    flags = next(value for value in answer.headers.get_list("set-cookie") if "cblp_sid" in value)
    assert flags.startswith("__Host-cblp_sid=")
    assert "Secure" in flags
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize("wanted", [
    "//evil.example/x", "https://evil.example", "/\\evil.example", "/%2f%2fevil", "javascript:alert(1)", "/a//b", "/a\nb",
    "/..//x",
    "/x" * 400,
])
def test_nobody_is_sent_to_another_host(web: App, wanted: str) -> None:
    assert cookies.own_path(wanted) == "/"
    answer = browser(web).sign_in("wati", PASSWORD, ke=wanted)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("wanted", ["/", "/penjualan", "/penjualan?bulan=2026-10&toko=a%20b", "/unduh/Ab-_9"])
def test_pages_of_ours_are_wanted_pages(wanted: str) -> None:
    assert cookies.own_path(wanted) == wanted


def test_t2_five_wrong_tries_then_wait(web: App, clock: Clock) -> None:
    client = browser(web)
    answers = [client.sign_in("sari", f"wrong {number}") for number in range(8)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 3
    assert "Tunggu 1 menit" in answers[-1].text
    assert answers[-1].headers["retry-after"] == "60"
    assert client.sign_in("sari", PIN).status_code == 429, "the right one must wait as well"
    assert client.sign_in("wati", PASSWORD).status_code == 303, "other names need not"
    clock.forward(minutes=1)
    assert browser(web).sign_in("sari", PIN).status_code == 303


def test_only_who_knows_the_secret_hears_that_the_account_is_closed(web: App, system: Actor) -> None:
    account = add(web, system, "budi", MEMBER, PASSWORD)
    web.act(system, accounts.disable, account=account)
    client = browser(web)
    closed, wrong = client.sign_in("budi", PASSWORD), client.sign_in("budi", "wrong")
    assert closed.status_code == wrong.status_code == 401
    assert "Akun Anda ditutup." in closed.text and "Akun Anda ditutup." not in wrong.text
    assert "cblp_sid" not in client.cookies


def test_t2_unknown_names_take_as_long_and_hear_the_same(web: App, system: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hashes that are computed are what takes time: as many, and as dear ones, whether the name is known or not."""
    work: list[str] = []

    class Watched(PasswordHash):
        def verify(self, password: str | bytes, hash: str | bytes) -> bool:
            work.append(str(hash).rsplit("$", 2)[0])
            return super().verify(password, hash)

    monkeypatch.setattr(passwords, "_hasher", Watched((Argon2Hasher(time_cost=2, memory_cost=8192, parallelism=1),)))
    passwords._nobody.cache_clear()
    add(web, system, "budi", MEMBER, PASSWORD)
    client = browser(web)
    client.get("/masuk")

    def tried(name: str) -> tuple[list[str], str]:
        work.clear()
        page = client.press("/masuk", csrf=client.cookies["cblp_csrf"], nama=name, sandi="salah semua")
        return work.copy(), page.text.replace(name, "")

    known, unknown = tried("budi"), tried("tidak.ada")
    assert known == unknown
    assert len(known[0]) == 1 and "m=8192,t=2,p=1" in known[0][0]


@pytest.mark.parametrize("origin", [None, "https://evil.example", "http://localhost:9999", "http://127.0.0.1:8501", "null"])
def test_t3_a_form_from_elsewhere_is_refused(web: App, origin: str | None) -> None:
    client = browser(web)
    assert client.post_form("/masuk", origin=origin, nama="wati", sandi=PASSWORD).status_code == 403
    assert who(web, client) is None
    client.sign_in("wati", PASSWORD)
    for path in ("/keluar", "/bahasa", "/peran", "/ganti-sandi"):
        answer = client.post(path, data={"bahasa": "en"}, headers={"origin": origin} if origin else {})
        assert answer.status_code == 403, path
    assert who(web, client) is not None


def test_t3_a_form_without_its_token_is_refused(web: App) -> None:
    client = browser(web)
    client.get("/masuk")
    given = {"nama": "wati", "sandi": PASSWORD}
    assert client.press("/masuk", **given).status_code == 403
    assert client.press("/masuk", csrf="x" * 43, **given).status_code == 403
    token = client.cookies["cblp_csrf"]
    client.cookies.clear()
    assert client.press("/masuk", csrf=token, **given).status_code == 403
    assert client.press("/masuk", csrf="", **given).status_code == 403


def test_t1_a_replayed_cookie_is_worth_nothing_after_sign_out(web: App) -> None:
    client = browser(web)
    client.sign_in("wati", PASSWORD)
    stolen = dict(client.cookies)
    assert client.press("/keluar").headers["location"] == "/masuk"
    assert "cblp_sid" not in client.cookies
    thief = browser(web, cookies=stolen)
    assert visitors.current(web, stolen) is None
    assert thief.open("/penjualan").headers["location"] == "/masuk?ke=/penjualan"
    assert thief.get("/media/x.png").status_code == 403


def test_t1_time_limits_reach_an_open_browser(web: App, clock: Clock) -> None:
    office, member = browser(web), browser(web)
    office.sign_in("wati", PASSWORD)
    member.sign_in("sari", PIN)
    clock.forward(minutes=29)
    assert visitors.current(web, dict(office.cookies), seen=False) is not None
    clock.forward(minutes=1)
    assert (who(web, office), who(web, member) is not None) == (None, True), "a look that is no click keeps nobody signed in"
    clock.forward(days=29)
    assert who(web, member) is not None
    clock.forward(days=30)
    assert who(web, member) is None


def test_a_second_sign_in_on_the_same_browser_ends_the_first(web: App) -> None:
    client = browser(web)
    client.sign_in("wati", PASSWORD)
    first = dict(client.cookies)
    # Somebody else takes the keyboard and finds the form still open in another tab.
    client.press("/masuk", csrf=client.cookies["cblp_csrf"], nama="sari", sandi=PIN)
    assert visitors.current(web, first) is None
    assert who(web, client).name == "Sari"  # type: ignore[union-attr]


def test_a_new_slip_must_be_changed_before_anything_else(web: App, system: Actor) -> None:
    chief, client = browser(web), browser(web)
    chief.sign_in("wati", PASSWORD)
    member = who_account(web, "sari")
    web.act(visitors.current(web, dict(chief.cookies)).actor, accounts.reset, account=member, pin=passwords.NewPin(  # type: ignore[union-attr]
        "730164", passwords.seal("730164", passwords.PIN)))
    client.sign_in("sari", "730164")
    assert client.open("/toko-saya").headers["location"] == "/ganti-sandi?ke=/toko-saya"
    assert client.get("/media/x").status_code == 403
    assert who(web, client) is None, "for the pages it is a guest"
    assert "PIN ini dibuat oleh Wati pada 21 Nov 2026." in client.get("/ganti-sandi").text
    assert client.post_form("/ganti-sandi", baru="295038", lagi="295039").status_code == 400
    assert client.post_form("/ganti-sandi", baru="123456", lagi="123456").status_code == 400
    done = client.post_form("/ganti-sandi", baru="295038", lagi="295038", ke="/toko-saya")
    assert done.headers["location"] == "/toko-saya"
    assert client.open("/toko-saya").status_code == 200
    assert browser(web).sign_in("sari", "730164").status_code == 401
    assert browser(web).sign_in("sari", "295038").status_code == 303


def test_a_coordinator_with_a_pin_is_asked_for_a_password(web: App, system: Actor) -> None:
    add(web, system, "budi", COORDINATOR, "480916")
    client = browser(web)
    client.sign_in("budi", "480916")
    assert client.open("/penjualan").headers["location"] == "/ganti-sandi?ke=/penjualan"
    assert client.post_form("/ganti-sandi", baru="295038", lagi="295038").status_code == 400
    assert client.post_form("/ganti-sandi", baru=PASSWORD, lagi=PASSWORD).status_code == 303
    assert client.open("/penjualan").status_code == 200


def test_changing_ones_own_secret_needs_the_present_one(web: App) -> None:
    client = browser(web)
    client.sign_in("sari", PIN)
    wrong = [client.post_form("/ganti-sandi", lama="000111", baru="295038", lagi="295038") for _ in range(6)]
    assert "belum cocok" in wrong[0].text
    assert "Tunggu" in wrong[5].text
    assert browser(web).sign_in("sari", PIN).status_code == 303


def test_roles_are_switched_and_never_taken(web: App, system: Actor) -> None:
    web.act(system, roles.grant, account=who_account(web, "wati"), role=MEMBER, since=TODAY)
    client = browser(web)
    client.sign_in("wati", PASSWORD)
    place = {"association": str(system.association)}
    assert client.press("/peran", role=MEMBER, **place).headers["location"] == "/"
    assert who(web, client).actor.role == MEMBER  # type: ignore[union-attr]
    stranger = "01a20125-bbb1-7889-b834-bf59f4a6357f"
    for role, association in ((TREASURER, place["association"]), (MEMBER, "x"), (COORDINATOR, stranger)):
        assert client.press("/peran", role=role, association=association).status_code == 403
    again = browser(web)
    again.sign_in("wati", PASSWORD)
    assert who(web, again).actor.role == MEMBER, "one lands where one was last"  # type: ignore[union-attr]
    web.act(system, roles.end, account=who_account(web, "wati"), role=MEMBER, on_day=TODAY)
    assert who(web, client) is None


def test_somebody_without_a_role_is_told_whom_to_ask(web: App, system: Actor) -> None:
    web.act(system, roles.end, account=who_account(web, "sari"), role=MEMBER, on_day=TODAY)
    answer = browser(web).sign_in("sari", PIN)
    assert answer.status_code == 401
    assert "Hubungi koordinator" in answer.text


def test_the_language_is_the_installations_until_somebody_chooses(web: App) -> None:
    client = browser(web)
    assert '<html lang="id"' in client.get("/masuk").text
    assert '<html lang="id"' in client.get("/masuk", headers={"accept-language": "en-GB"}).text, "phones come in English"
    assert client.press("/bahasa", bahasa="en", ke="/masuk?ke=/penjualan").headers["location"] == "/masuk?ke=/penjualan"
    assert '<html lang="en"' in client.get("/masuk").text
    client.sign_in("sari", PIN)
    assert who(web, client).language == "id"  # type: ignore[union-attr]
    answer = client.post("/bahasa", data={"bahasa": "en"}, headers={"origin": ORIGIN, "referer": ORIGIN + "/toko-saya?a=1"})
    assert answer.headers["location"] == "/toko-saya?a=1"
    other = browser(web)
    other.sign_in("sari", PIN)
    assert who(web, other).language == "en", "the choice belongs to the person"  # type: ignore[union-attr]


def test_what_was_typed_is_shown_as_text(web: App) -> None:
    page = browser(web).sign_in('"><script>alert(1)</script>', "x").text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_large_forms_and_files_are_refused(web: App) -> None:
    client = browser(web)
    assert client.press("/masuk", nama="x" * 100_000).status_code == 413
    answer = client.post("/masuk", files={"nama": ("a.txt", b"x")}, headers={"origin": ORIGIN})
    assert answer.status_code == 400


def test_the_first_start_needs_the_code_of_the_terminal(make: Callable[..., App]) -> None:
    app = make()
    with app.database.writing(None) as session:
        code = setup.new_code(session)
    assert code
    client = browser(app)
    assert client.get("/masuk").headers["location"] == "/mulai"
    given = {
        "asosiasi": "Batik Jambi", "singkat": "batik-jambi", "waktu": "Asia/Jakarta", "nama": "Wati", "masuk": "wati",
        "sandi": PASSWORD, "lagi": PASSWORD,
    }
    wrong = client.post_form("/mulai", kode="AAAA-BBBB-CCCC", **given)
    assert wrong.status_code == 400
    assert 'value="Batik Jambi"' in wrong.text, "what was typed stays"
    assert PASSWORD not in wrong.text
    assert client.post_form("/mulai", kode=code, **{**given, "lagi": "lain sekali ini"}).status_code == 400
    assert client.post_form("/mulai", kode=code, **{**given, "singkat": "Batik Jambi"}).status_code == 400
    assert client.post_form("/mulai", kode=code, **given).headers["location"] == "/"
    assert who(app, client).actor.role == COORDINATOR  # type: ignore[union-attr]
    assert client.get("/mulai").headers["location"] == "/masuk"
    assert browser(app).press("/mulai", kode=code, **given).status_code == 403


def test_the_set_up_code_cannot_be_guessed_by_trying(make: Callable[..., App]) -> None:
    app = make()
    with app.database.writing(None) as session:
        setup.new_code(session)
    client = browser(app)
    answers = [client.post_form("/mulai", kode=f"{number:04d}-0000-0000").status_code for number in range(7)]
    assert answers == [400] * 5 + [429] * 2


def test_devices_are_named_in_two_words() -> None:
    phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36"
    assert device_name(phone) == "Android · Chrome"
    assert device_name("") == ""


def who_account(app: App, username: str) -> object:
    from cblp.people.reports import access

    with app.database.reading(None) as session:
        found = access.secret_of(session, "username", username)
    assert found is not None
    return found.account
