"""The sentences that texts for posts are made of: what sellers of such a thing say to their buyers, in Bahasa Indonesia.

Only what the facts hold is named; no promise, no praise, no shouting. A sentence about a use stands only with things that have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _of(words: str) -> frozenset[str]:
    return frozenset(words.split())


SNACK, CAKE, SIDE_DISH, MEAL, KITCHEN, BREAKFAST, DRINK = "snack", "cake", "side dish", "meal", "kitchen", "breakfast", "drink"
CLOTH, AT_EASE, BAG, HOUSE = "cloth", "at ease", "bag", "house"
EATEN: Final = frozenset({SNACK, CAKE, SIDE_DISH, MEAL, KITCHEN, BREAKFAST, DRINK})

THINGS: Final[Mapping[str, frozenset[str]]] = {
    SNACK: _of("keripik kripik kerupuk kemplang stik rempeyek peyek opak rengginang kacang permen sale camilan pilus"),
    CAKE: _of("kue bolu lapis maksuba dodol wajik roti brownies nastar lemang bika srikaya"),
    SIDE_DISH: _of("sambal abon rendang serundeng dendeng teri"),
    MEAL: _of("pempek tekwan model nugget nuget bakso siomay mi mie soto lontong"),
    KITCHEN: _of("tempoyak bumbu cuko gula terasi kecap tepung beras rempah"),
    BREAKFAST: _of("madu selai granola"),
    DRINK: _of("kopi teh sirup cascara jus wedang minuman jamu"),
    CLOTH: _of("kain kemeja selendang kerudung syal jilbab gamis blus tunik sarung songket rok jaket"),
    AT_EASE: _of("daster piyama"),
    BAG: _of("tas dompet pouch ransel"),
    HOUSE: _of("tikar taplak keranjang nampan kotak kap lampu ambung lilin vas tudung bantal gorden hiasan"),
}
"""What a thing is, by the first of these words in its name: in Indonesian the thing itself comes first (``Bolu Jeruk``)."""
RAW: Final = frozenset({"mentah", "beku", "frozen"})
"""What must be cooked before anybody offers it to a guest."""
UNITS: Final[Mapping[str, frozenset[str]]] = {
    "botol": _of("sirup minyak botol"),
    "bungkus": _of(
        "keripik kripik kerupuk kopi teh abon kemplang dodol bumbu bubuk stik nugget nuget permen sale cascara serbuk bungkus"
    ),
    "lembar": _of("kain songket selendang taplak syal sarung tikar kerudung jilbab"),
    "pasang": _of("sepatu sandal anting"),
}
"""How a thing is counted, by the first of these words in its name: only what is hardly ever packed otherwise."""

OPENINGS: Final = (
    "Kenalkan, {name} dari {area}.", "{name} dari {home}.", "{name} dari {maker}.", "Ini {name} dari kami.",
)
READY: Final = ("{name} sudah bisa dipesan.", "Hari ini ada {name}.")
SOUGHT: Final = ("Mencari oleh-oleh {area}? Ada {name}.",)
"""Only while there is some, like READY and OPENINGS_OF."""
OPENINGS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    SNACK: (
        "Teman ngobrol sore ini: {name}.", "Untuk toples di ruang tamu: {name}.", "Ada tamu? Siapkan {name}.",
        "Bekal perjalanan hari ini: {name}.", "Sudah pernah coba {name}?",
    ),
    CAKE: (
        "Teman minum teh sore ini: {name}.", "Untuk kumpul keluarga: {name}.", "Ada tamu? Siapkan {name}.",
        "Mau bawa buah tangan? Ada {name}.", "Sudah pernah coba {name}?",
    ),
    SIDE_DISH: ("Teman makan nasi hari ini: {name}.", "Tidak sempat masak? Ada {name}.", "Sedang kangen {name}?"),
    MEAL: ("Untuk makan bersama di rumah: {name}.", "Sedang kangen {name}?", "Mau makan apa hari ini? Ada {name}."),
    KITCHEN: ("Mau masak di rumah? Ada {name}.", "Stok dapur minggu ini: {name}.", "Perlu isi dapur? Ada {name}."),
    BREAKFAST: ("Untuk sarapan di rumah: {name}.", "Untuk di meja makan: {name}.", "Mau bawa buah tangan? Ada {name}."),
    DRINK: (
        "Teman istirahat siang: {name}.", "Ada tamu? Suguhkan {name}.", "Untuk diminum bersama: {name}.",
        "Mau minum apa sore ini? Ada {name}.",
    ),
    CLOTH: (
        "Sedang menyiapkan acara keluarga? Ada {name}.", "Untuk dipakai sendiri atau dihadiahkan: {name}.",
        "Perlu oleh-oleh yang bisa disimpan lama? Ada {name}.", "Mencari hadiah? Ada {name}.",
    ),
    AT_EASE: ("Untuk santai di rumah: {name}.", "Untuk dipakai sendiri atau dihadiahkan: {name}."),
    BAG: (
        "Untuk dibawa setiap hari: {name}.", "Perlu oleh-oleh yang bisa disimpan lama? Ada {name}.",
        "Untuk dipakai sendiri atau dihadiahkan: {name}.",
    ),
    HOUSE: ("Untuk rumah sendiri atau hadiah: {name}.", "Sedang menata rumah? Ada {name}.", "Mencari hadiah untuk rumah baru? Ada {name}."),
}
"""Hooks that fit what the thing is for."""
CLOSERS: Final = ("Ini {name} dari {area}.", "Ini {name}.", "Ini {name} dari {maker}.", "Namanya {name}.")
"""After a story that came first: what it was about."""
PRICES: Final = ("Harganya {price}.", "Harga {price}.", "{price}, belum termasuk ongkir.")
OFFERS: Final = (
    "Harga promo {offer}, biasanya {usual}. Berlaku {days}.", "{campaign}, {days}: {offer}. Harga biasa {usual}.",
    "{campaign}: dari {usual} jadi {offer}. Berlaku {days}.",
)
LEFT: Final = ("Tinggal {stock}.", "Sisa {stock}.")
CALLS: Final[Mapping[str, tuple[str, ...]]] = {
    "wa_status": (
        "Balas status ini untuk pesan.", "Mau pesan? Balas di sini, ya.", "Tulis jumlahnya di balasan, nanti kami siapkan.",
        "Bisa pesan di sini atau lewat {places}.",
    ),
    "instagram": (
        "Pesan lewat DM, atau beli di {places}.", "Simpan dulu postingan ini. Nanti kalau perlu, pesan lewat DM.",
        "Bisa dibeli di {places}.", "Ada yang mau ditanyakan? Tulis di komentar.",
    ),
    "tiktok": (
        "Tanya di komentar, nanti kami jawab.", "Bisa dibeli di {places}.", "Mau lihat cara membuatnya? Tulis di komentar.",
    ),
    "listing": (
        "Kalau ragu, tanya dulu lewat chat.", "Ada pertanyaan? Kirim chat sebelum memesan.",
        "Cek lagi jumlah dan alamat sebelum membayar. Pertanyaan kami jawab lewat chat.",
    ),
}
CALLS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    SNACK: ("Di rumah, siapa yang paling suka ngemil? Tulis di komentar.",),
    CAKE: ("Lebih enak dengan teh atau kopi? Tulis di komentar.",),
    SIDE_DISH: ("Biasanya dimakan dengan apa? Tulis di komentar.",),
    MEAL: ("Biasanya dimakan dengan siapa? Tulis di komentar.",),
    KITCHEN: ("Di rumah biasanya dimasak apa? Tulis di komentar.",),
    BREAKFAST: ("Di rumah biasa sarapan apa? Tulis di komentar.",),
    DRINK: ("Lebih suka panas atau dingin? Tulis di komentar.",),
    CLOTH: ("Mau tanya ukuran atau warna? Tulis di komentar.", "Biasanya dipakai ke acara apa? Tulis di komentar."),
    AT_EASE: ("Mau tanya ukuran atau warna? Tulis di komentar.",),
    BAG: ("Biasanya bawa apa saja di tas? Tulis di komentar.",),
    HOUSE: ("Cocoknya ditaruh di ruang mana? Tulis di komentar.",),
}
"""Questions that people like to answer, where a post has comments."""
SOLD_OUT: Final[Mapping[str, str]] = {
    "wa_status": "Stoknya sedang habis. Balas di sini kalau mau dikabari.",
    "instagram": "Stoknya sedang habis. Tulis di komentar kalau mau dikabari.",
    "tiktok": "Stoknya sedang habis. Tulis di komentar kalau mau dikabari.",
    "listing": "Stoknya sedang habis. Kirim chat kalau mau dikabari.",
}
FROM: Final[Mapping[str, str]] = {"food": "Oleh-oleh", "drink": "Oleh-oleh", "batik": "Buatan", "craft": "Buatan"}
"""How a title for a marketplace says where a thing is from."""

TAGGED: Final[Mapping[str, frozenset[str]]] = {
    "batik": frozenset({"batik"}), "songket": frozenset({"batik", "craft"}), "tenun": frozenset({"batik", "craft"}),
    "kerajinan": frozenset({"batik", "craft"}), "anyaman": frozenset({"craft"}), "snack": frozenset({SNACK}),
    "camilan": frozenset({SNACK, CAKE}), "jajan": frozenset({SNACK, CAKE, MEAL}), "kuliner": frozenset({"food", "drink"}),
    "makan": frozenset({"food"}), "kopi": frozenset(), "sambal": frozenset(), "keripik": frozenset(), "madu": frozenset(),
}
"""Words in a hashtag that say what is sold, and the categories and things they fit (besides a name that has the word itself)."""
