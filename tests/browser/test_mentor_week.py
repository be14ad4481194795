"""A mentor's whole week on a phone: asked on Monday, a yes, the visit, the session written down, doubted and put right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cblp.db.actor import MEMBER, MENTOR
from cblp.growth.reports import mentors as reports
from cblp.growth.services import assignments, mentors, sessions
from cblp.people.reports import register
from tests.browser.conftest import MOBILE, PATIENCE, Open, Server, Tab, today


@pytest.fixture
def asked(server: Server) -> str:
    """Joko studies, is approved, and was asked to accompany Batik Sari; the name of the business."""
    app, system = server.app, server.system
    joko = replace(system, account=server.people[MENTOR], role=MENTOR, name="Joko Susilo")
    profile = app.act(joko, mentors.apply, kind="student", details={
        "institution": "Universitas Percobaan", "skills": ["content"], "born": today().year - 21,
    })
    app.act(system, mentors.submit, profile_id=profile)
    app.act(system, mentors.review, profile_id=profile, approve=True)
    (business, _code, name), *_rest = app.read(system, register.names, today=today())
    app.act(system, assignments.propose, business_id=business, mentor_id=profile, goal="Foto lebih terang")
    return str(name)


def tapped(tab: Tab, *labels: str) -> Tab:
    """Press one pill after the other, waiting each time as long as a thumb would."""
    for label in labels:
        tab.page.get_by_role("button", name=label, exact=True).or_(tab.page.get_by_role("radio", name=label, exact=True)).first.click()
        tab.rest()
    return tab


def test_a_mentors_week(browse: Open, server: Server, asked: str) -> None:
    tab = browse(MENTOR, size=MOBILE).go("/dampingan-saya").sees("1 usaha menunggu jawaban Anda")
    assert tab.overflow() == 0
    tab.press("Bisa").sees("Anda sekarang mendampingi").rest()
    tab.page.get_by_role("link", name="Catat", exact=True).first.click()
    tab.sees("Berapa lama?").rest()
    assert tab.overflow() == 0
    tapped(tab, "Kunjungan", "45 menit", "Foto dan konten")
    tab.go("/dampingan-saya").sees("Ada catatan yang belum disimpan")
    tab.page.get_by_role("link", name="Lanjut").first.click()
    tab.sees("Berapa lama?").rest()
    tab.page.get_by_label("Langkah berikutnya").last.fill("Kirim 3 foto baru")
    tab.sees("Kapan selesai?").rest()
    tapped(tab, "1 minggu lagi")
    tab.press("Simpan").sees("Anggota memeriksanya di HP").rest()
    (row,) = server.app.read(server.system, reports.sessions)
    assert (row.business, row.minutes, row.mode, row.next_step) == (asked, 45, "visit", "Kirim 3 foto baru")

    for label, head, address in (
        ("Tanya jawab", "Tanya jawab", "/tanya-jawab-pendamping"), ("Belajar", "Belajar", "/belajar-pendamping"),
        ("Dampingan", "Dampingan saya", "/dampingan-saya"),
    ):
        tab.page.get_by_role("link", name=label).last.click()
        tab.page.get_by_role("heading", name=head).first.wait_for(timeout=PATIENCE)
        tab.rest()
        assert tab.path() == address
        assert tab.overflow() == 0

    sari = replace(server.system, account=server.people[MEMBER], role=MEMBER, own_businesses=frozenset({row.business_id}))
    server.app.act(sari, sessions.doubt, session_id=row.id, why="Hanya 30 menit")
    tab.go("/catat-pendampingan").sees("Hanya 30 menit")
    tab.press("Ubah").sees("Cara bertemu").rest()
    tab.page.get_by_label("Menit").first.fill("30")
    tab.page.get_by_role("button", name="Simpan").last.click()
    tab.sees("menunggu anggota").rest()
    (row,) = server.app.read(server.system, reports.sessions)
    assert (row.minutes, row.doubted) == (30, "")
