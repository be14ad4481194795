"""The menu as data: every page with its file, its Indonesian address, its words and the roles that may open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.i18n import N_
from cblp.settings import ROOT

EVERYONE: Final = (COORDINATOR, TREASURER, MEMBER, MENTOR, LIAISON)
OFFICE: Final = (COORDINATOR, TREASURER)


@dataclass(frozen=True)
class Entry:
    """A page: ``pages/<id>.py`` at the address ``/<path>``. ``group`` empty: reached by a link, not by the menu."""

    id: str
    path: str
    title: str
    icon: str
    group: str
    roles: tuple[str, ...]

    @property
    def file(self) -> str:
        """The absolute file of the page: Streamlit resolves a relative one against the script, which is elsewhere."""
        return str(ROOT / "pages" / f"{self.id}.py")


HOME, SALES, PEOPLE, PROMOTION = N_("Home"), N_("Sales"), N_("Members & products"), N_("Promotion")
TOGETHER, LEARNING, REPORTS, MINE = N_("Decisions & cash"), N_("Learning"), N_("Reports"), N_("My menu")

ENTRIES: Final = (
    Entry("home", "beranda", N_("Home"), ":material/home:", HOME, OFFICE),
    Entry("sales", "penjualan", N_("Sales"), ":material/bar_chart:", SALES, OFFICE),
    Entry("import_files", "masukkan-file", N_("Bring in files"), ":material/upload_file:", SALES, (COORDINATOR,)),
    Entry("import_history", "riwayat-file", N_("File history"), ":material/history:", SALES, OFFICE),
    Entry("reconcile", "cocokkan-penghasilan", N_("Match income"), ":material/fact_check:", SALES, OFFICE),
    Entry("members", "anggota", N_("Members"), ":material/groups:", PEOPLE, OFFICE),
    Entry("catalogue", "produk-toko", N_("Products & shops"), ":material/storefront:", PEOPLE, OFFICE),
    Entry("superior", "produk-unggulan", N_("Superior products"), ":material/award_star:", PEOPLE, OFFICE),
    Entry("storefront", "etalase-bersama", N_("Shared storefront"), ":material/shopping_bag:", PEOPLE, (COORDINATOR,)),
    Entry("campaigns", "promo-bersama", N_("Campaigns"), ":material/campaign:", PROMOTION, OFFICE),
    Entry("reach", "jangkauan", N_("Reach"), ":material/visibility:", PROMOTION, OFFICE),
    Entry("studio", "buat-konten", N_("Make content"), ":material/edit_square:", PROMOTION, (COORDINATOR, MEMBER)),
    Entry("letters", "teks-wa", N_("WA texts"), ":material/forum:", PROMOTION, (COORDINATOR,)),
    Entry("decisions", "musyawarah", N_("Decisions"), ":material/how_to_vote:", TOGETHER, OFFICE),
    Entry("sharing", "bagi-hasil", N_("Profit sharing"), ":material/pie_chart:", TOGETHER, OFFICE),
    Entry("ledger", "kas", N_("Cash book"), ":material/menu_book:", TOGETHER, OFFICE),
    Entry("safety_net", "dana-sosial", N_("Solidarity fund"), ":material/volunteer_activism:", TOGETHER, OFFICE),
    Entry("mentoring", "pendampingan", N_("Mentoring"), ":material/diversity_3:", LEARNING, OFFICE),
    Entry("trainings", "pelatihan", N_("Trainings"), ":material/school:", LEARNING, OFFICE),
    Entry("clinic", "tanya-jawab", N_("Questions & answers"), ":material/contact_support:", LEARNING, OFFICE),
    Entry("digital_capital", "bekal-digital", N_("Digital capital"), ":material/backpack:", LEARNING, (COORDINATOR,)),
    Entry("meetings", "temu-bulanan", N_("Monthly meeting"), ":material/co_present:", REPORTS, OFFICE),
    Entry("action_items", "tindak-lanjut", N_("Action items"), ":material/task_alt:", REPORTS, OFFICE),
    Entry("programmes", "program-mitra", N_("Programmes & partners"), ":material/handshake:", REPORTS, (*OFFICE, LIAISON)),
    Entry("progress", "kemajuan", N_("Progress"), ":material/trending_up:", REPORTS, (*OFFICE, LIAISON)),
    Entry("period_reports", "laporan-triwulan", N_("Quarterly report"), ":material/description:", REPORTS, (*OFFICE, LIAISON)),
    Entry("my_shop", "toko-saya", N_("My shop"), ":material/storefront:", MINE, (MEMBER,)),
    Entry("activities", "kegiatan", N_("Activities"), ":material/event:", MINE, (MEMBER,)),
    Entry("my_money", "uang-saya", N_("My money"), ":material/payments:", MINE, (MEMBER,)),
    Entry("learning", "belajar", N_("Learning"), ":material/school:", MINE, (MEMBER,)),
    Entry("my_mentees", "dampingan-saya", N_("My mentees"), ":material/diversity_3:", MINE, (MENTOR,)),
    Entry("log_session", "catat-pendampingan", N_("Log a session"), ":material/edit_note:", MINE, (MENTOR,)),
    Entry("answering", "tanya-jawab-pendamping", N_("Questions & answers"), ":material/contact_support:", MINE, (MENTOR,)),
    Entry("mentor_learning", "belajar-pendamping", N_("Learning"), ":material/school:", MINE, (MENTOR,)),
    Entry("log_whatsapp", "catat-wa", N_("Log WA today"), ":material/chat:", "", (MEMBER, COORDINATOR)),
    Entry("accounts", "akun", N_("Accounts"), ":material/key:", "", (COORDINATOR,)),
    Entry("changes", "riwayat-perubahan", N_("History of changes"), ":material/manage_history:", "", OFFICE),
    Entry("association", "asosiasi", N_("Association"), ":material/apartment:", "", (COORDINATOR,)),
    Entry("settings", "pengaturan", N_("Settings"), ":material/settings:", "", EVERYONE),
    Entry("guide", "panduan", N_("Guide"), ":material/help:", "", EVERYONE),
)

BY_ID: Final = {entry.id: entry for entry in ENTRIES}
HOMES: Final = {MEMBER: "my_shop", LIAISON: "progress"}
"""Where a role begins, if not with its first page."""


def of_role(role: str) -> list[Entry]:
    """The pages of a role in menu order, its home first."""
    return sorted((entry for entry in ENTRIES if role in entry.roles), key=lambda entry: entry.id != HOMES.get(role))
