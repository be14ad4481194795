"""A mentor's whole week on a phone: they offer themselves, are asked, visit, write it down, the member says yes, a question is answered."""

from __future__ import annotations

import time
from uuid import UUID

from cblp.growth.reports import clinic
from cblp.growth.reports import mentors as reports
from cblp.growth.services import clinic as asking
from tests.browser.conftest import COORDINATOR, MEMBER, MENTOR, MOBILE, PATIENCE, Open, Server, Tab
from tests.filled import TODAY

MINUTE = 60


def tapped(tab: Tab, *labels: str) -> Tab:
    """Press one pill after the other, waiting each time as long as a thumb would."""
    for label in labels:
        tab.page.get_by_role("button", name=label, exact=True).or_(tab.page.get_by_role("radio", name=label, exact=True)).first.click()
        tab.rest()
    return tab


def written(tab: Tab, label: str, text: str) -> Tab:
    """Write into the field with this name."""
    tab.page.get_by_label(label).last.fill(text)
    return tab


def offers(tab: Tab) -> None:
    """On Monday Joko, who studies, offers to accompany somebody."""
    tab.go("/belajar-pendamping").press("Mau mendampingi").sees("Kampus atau sekolah").rest()
    tab.page.get_by_text("Relawan mahasiswa", exact=True).first.click()
    written(tab, "Kampus atau sekolah", "Universitas Percobaan")
    tapped(tab, "Foto dan konten")
    tab.press("Simpan").sees("Nama kampus atau sekolah").rest()
    assert tab.overflow() == 0
    tab.press("Kirim ke koordinator").sees("menunggu koordinator").rest()


def asked(office: Tab) -> None:
    """Wati approves him on her laptop, and chooses the pair herself."""
    office.go("/pendampingan?bagian=pendamping").sees("Joko Susilo").press("Setujui").sees("boleh mendampingi").rest()
    office.go("/pendampingan?bagian=pasangkan").page.get_by_text("Pilih pasangan sendiri").click()
    office.rest()
    for label in ("Anggota", "Pendamping"):
        office.page.get_by_role("combobox", name=label, exact=True).first.click()
        office.page.get_by_role("option").first.wait_for(timeout=PATIENCE)
        office.page.keyboard.press("Enter")
        office.rest()
    written(office, "Tujuan, jika sudah ada", "Foto lebih terang").page.keyboard.press("Tab")
    office.rest().press("Usulkan ke Joko").sees("Usulan sudah tampil").rest()


def logs(tab: Tab) -> None:
    """The visit is written down within a minute, though in between he looks elsewhere."""
    began = time.monotonic()
    tab.page.get_by_role("button", name="Catat", exact=True).first.click()
    tab.sees("Berapa lama?").rest()
    assert tab.overflow() == 0
    tapped(tab, "Kunjungan", "45 menit", "Foto dan konten")
    tab.go("/dampingan-saya").sees("Ada catatan yang belum disimpan")
    tab.page.get_by_role("button", name="Lanjut").first.click()
    tab.sees("Berapa lama?").rest()
    written(tab, "Langkah berikutnya", "Kirim 3 foto baru").sees("Kapan selesai?").rest()
    tapped(tab, "1 minggu lagi")
    tab.press("Simpan").sees("Anggota memeriksanya di HP").rest()
    assert time.monotonic() - began < MINUTE


def session(server: Server) -> reports.SessionRow:
    found: list[reports.SessionRow] = server.app.read(server.system, reports.sessions)
    (row,) = found
    return row


def test_a_mentors_week(browse: Open, server: Server) -> None:
    tab = browse(MENTOR, size=MOBILE)
    offers(tab)
    asked(browse(COORDINATOR))
    tab.go("/dampingan-saya").sees("1 usaha menunggu jawaban Anda")
    assert tab.overflow() == 0
    tab.press("Bisa").sees("Anda sekarang mendampingi").rest()
    logs(tab)
    row = session(server)
    assert (row.business, row.minutes, row.mode, row.next_step) == ("Batik Sari", 45, "visit", "Kirim 3 foto baru")

    member = browse(MEMBER, size=MOBILE).go("/belajar").sees("Joko Susilo")
    assert member.overflow() == 0
    member.go("/belajar?bagian=pendamping").sees("Benar seperti ini?").press("Tidak sama").sees("Apa yang berbeda?").rest()
    written(member, "Apa yang berbeda?", "Hanya 30 menit").press("Kirim").sees("Pendamping bisa melihat").rest()

    tab.go("/catat-pendampingan").sees("Hanya 30 menit").press("Ubah").sees("Cara bertemu").rest()
    written(tab, "Menit", "30").page.get_by_role("button", name="Simpan").last.click()
    tab.sees("menunggu anggota").rest()

    member.go("/belajar?bagian=pendamping").sees("Benar seperti ini?").press("Ya, benar").sees("sudah benar").rest()
    member.page.get_by_role("button", name="Sudah", exact=True).first.click()
    member.sees("Tercatat selesai").rest()
    row = session(server)
    assert row.confirmed_at is not None and row.minutes == 30 and row.step_done_on == TODAY

    answers(tab, server, row.business_id)
    for label, head, address in (("Belajar", "Belajar", "/belajar-pendamping"), ("Dampingan", "Dampingan saya", "/dampingan-saya")):
        tab.page.get_by_role("link", name=label).last.click()
        tab.page.get_by_role("heading", name=head).first.wait_for(timeout=PATIENCE)
        tab.rest()
        assert tab.path() == address
        assert tab.overflow() == 0


def answers(tab: Tab, server: Server, business: UUID) -> None:
    """At the end of the week a member's question is answered from the same phone."""
    server.app.act(server.system, asking.ask, business_id=business, topic="photo", text="Foto saya selalu gelap, bagaimana?")
    tab.page.get_by_role("link", name="Tanya jawab").last.click()
    tab.sees("Foto saya selalu gelap").rest()
    assert tab.overflow() == 0
    tab.press("Jawab").sees("Tulis jawaban").rest()
    written(tab, "Tulis jawaban", "Ambil foto di dekat jendela, pagi hari.").rest()
    tab.press("Kirim jawaban").sees("Jawaban sudah dikirim").rest()
    (question,) = server.app.read(server.system, clinic.mine, business_id=business)
    assert question.answer == "Ambil foto di dekat jendela, pagi hari."
