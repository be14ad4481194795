"""A deck as a meeting has it, made up: every kind of slide, every shape of chart, in either language."""

from __future__ import annotations

from fractions import Fraction

from cblp.forum.slides import Chart, Deck, Figure, Line, Series, Slide

MONTHS = ("Mei", "Jun", "Jul", "Agu", "Sep", "Okt")
SALES = Chart(
    "columns", MONTHS, (Series("Penjualan", (61_500_000, 58_250_000, 70_000_000, None, 75_400_000, 84_200_000)),), "rupiah",
    "Penjualan enam bulan terakhir",
)
PLACES = Chart(
    "columns", MONTHS,
    (Series("Shopee", (30, 32, 35, 31, 40, 44), "shopee"), Series("TikTok Shop", (12, 15, None, 20, 22, 25), "tiktok_shop"),
     Series("WA", (8, 7, 9, 9, 10, 12))),
    "count", "Pesanan di tiap tempat jualan",
)
READY = Chart(
    "bars", ("Foto", "Judul dan keterangan", "Harga di semua toko", "Izin PIRT, NIB dan halal"),
    (Series("Produk", (Fraction(9, 10), Fraction(3, 4), Fraction(1, 2), None)),), "share", "Produk yang siap dijual",
)
REACH = Chart(
    "line", MONTHS, (Series("Tayangan", (1_200, 1_450, None, 2_100, 1_900, 2_600)), Series("Balasan", (90, 80, None, 130, 125, 160))),
    "count", "Tayangan dan balasan",
)

SLIDES = (
    Slide("promises", "Tindak lanjut bulan lalu", "5 dari 8 tindak lanjut sudah selesai.", lines=(
        Line("Foto ulang 12 produk batik", "done", "Batik Ayu · paling lambat 10 Nov 2026"),
        Line("Urus NIB untuk tiga usaha", "doing", "Koordinator · paling lambat 30 Nov 2026"),
        Line("Samakan harga kopi di semua toko", "open", "Kopi Cik · paling lambat 15 Nov 2026"),
        Line("Sewa stan di bazar kota", "dropped", "Terlalu mahal"),
        Line("Balas chat pembeli sebelum pukul 20.00", "done"), Line("Kirim laporan ke dinas", "done"),
    ), notes="Bacakan satu per satu.\nTanyakan apa yang menghambat."),
    Slide("month", "Oktober 2026", "Penjualan naik 12%, dan 4 usaha ikut promo bersama.", figures=(
        Figure("Penjualan", "Rp84,2 juta", "naik 12% dari September"), Figure("Pesanan", "412", "naik 38"),
        Figure("Usaha yang berjualan", "24 dari 30"), Figure("Tayangan", "12,5 rb", "turun 3,5%"),
    ), small="1–31 Oktober 2026. Dari file 5 marketplace dan catatan WA; 3 usaha belum mengirim.", notes="Sapa tamu."),
    Slide("sales", "Penjualan", "Penjualan Oktober Rp84,2 juta, naik 12% dari September.", figures=(
        Figure("Penjualan", "Rp84,2 juta", "naik 12%"), Figure("Rata-rata tiap pesanan", "Rp204.000"), Figure("Usaha", "24"),
    ), chart=SALES, small="Mei sampai Oktober 2026. Agustus belum lengkap.", notes="Sebut tiga marketplace terbesar."),
    Slide("reach", "Jangkauan", "Tayangan naik, balasan ikut naik.", chart=REACH, lines=(
        Line("#batikjambi paling sering dilihat"), Line("Video pendek lebih ramai daripada foto"),
    ), small="Instagram dan TikTok, 18 dari 30 usaha."),
    Slide("campaigns", "Promo bersama", "Promo 10.10 menambah 96 pesanan.", chart=PLACES, small="10–12 Oktober 2026."),
    Slide("listings", "Produk siap jual", "Separuh produk punya harga yang sama di semua toko.", chart=READY, lines=(
        Line("Foto paling cepat dibereskan: 6 produk lagi", "open"), Line("Izin halal menunggu 2 usaha", "doing"),
    )),
    Slide("mentoring", "Pendampingan", "14 usaha didampingi, 31 pertemuan.", figures=(
        Figure("Pendamping", "6"), Figure("Usaha yang didampingi", "14"), Figure("Pertemuan", "31"),
    )),
    Slide("capital", "Bekal digital", "Kemampuan naik 8 poin; jejaring paling lemah."),
    Slide("money", "Kas dan dana", "Dana sosial cukup untuk 4 bantuan.", figures=(Figure("Dana promo", "Rp3.250.000"),)),
    Slide("clinic", "Tanya jawab", "9 pertanyaan, 7 sudah dijawab.", typed="Banyak yang bertanya soal ongkir.\n\nMinta pelatihan <live>."),
    Slide("decide", "Yang kita putuskan hari ini", "", notes="Tulis di kertas besar."),
    Slide("actions", "Tindak lanjut", "Siapa mengerjakan apa, paling lambat kapan.", lines=(
        Line("Buat video bersama untuk 12.12", "open", "Sari · paling lambat 1 Des 2026"),
    )),
)


def deck(language: str = "id", **changes: object) -> Deck:
    """The deck of October."""
    given: dict[str, object] = {
        "association": "Asosiasi Contoh & Kawan", "title": "Temu bulanan Oktober 2026", "day": "Sabtu, 21 November 2026",
        "colour": "#2F6B5C", "slides": SLIDES, "language": language,
    }
    return Deck(**{**given, **changes})  # type: ignore[arg-type]
