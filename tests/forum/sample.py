"""A meeting of a synthetic association, ready to be drawn: its snapshot, its names, its action items, its deck."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cblp.forum import deck
from cblp.forum.reports.actions import Item
from cblp.forum.reports.meetings import Material
from cblp.forum.slides import Deck

SHIRT, CRISPS, FAIR, NEXT, ASKED = (f"00000000-0000-7000-8000-00000000000{number}" for number in range(1, 6))

SNAPSHOT: dict[str, Any] = {
    "made_on": "2026-11-05",
    "period": {"now": ["2026-10-01", "2026-10-31"], "before": ["2026-09-01", "2026-09-30"], "closed": True, "unfair": []},
    "members": {"active": 24, "sellers": 19, "help": {"any": 7, "no_file": 3, "dead": 2, "out": 4}},
    "sales": {
        "now": 84_200_000, "change": 1_200, "year_change": 3_150, "orders": 812, "orders_before": 740, "settled": 640,
        "months": [
            ["2025-11-01", None], ["2025-12-01", 51_300_000], ["2026-01-01", 44_800_000], ["2026-02-01", 49_100_000],
            ["2026-03-01", 71_900_000], ["2026-04-01", 58_000_000], ["2026-05-01", 60_200_000], ["2026-06-01", 63_700_000],
            ["2026-07-01", 66_400_000], ["2026-08-01", 70_900_000], ["2026-09-01", 75_200_000], ["2026-10-01", 84_200_000],
        ],
        "places": [[["shopee"], 41_300_000], [["tokopedia"], 24_900_000], [["lazada", "tiktok_shop"], 18_000_000]],
        "best": [SHIRT, CRISPS], "nothing": False, "coverage": {"shops": 24, "covered": 21, "last_day": "2026-11-03"},
    },
    "reach": {
        "posts": {"posts": 96, "interactions": 5_310, "before": 4_870, "rate": 640}, "followers": [18_400, 17_950],
        "whatsapp": {"days": 141, "chats": 620, "orders": 133},
        "months": [
            ["2026-05-01", None], ["2026-06-01", 3_900], ["2026-07-01", 4_250], ["2026-08-01", 4_100], ["2026-09-01", 4_870],
            ["2026-10-01", 5_310],
        ],
        "coverage": {"shops": 12, "covered": 9, "last_day": "2026-10-31"}, "why": "",
    },
    "campaigns": {
        "ran": [{
            "id": FAIR, "first": "2026-10-10", "last": "2026-10-12", "joined": 12, "sales": 20_100_000, "target": 18_000_000,
            "effect": 2_800,
        }],
        "next": [{"id": NEXT, "first": "2026-11-11", "last": "2026-11-12", "joined": 9}],
    },
    "listings": {
        "products": 118, "ready": 71, "several": 64, "dead_links": 5, "price_differs": 11,
        "lacks": [["description", 21], ["photo", 14], ["hashtag", 9], ["stock_out", 8], ["licence", 4]], "why": "",
    },
    "mentoring": {
        "mentees": 11, "mentors": 5, "sessions": 26, "before": 19, "stalled": 2, "without": 6, "continuity": 7_200,
        "held": [{"module": "content", "day": "2026-10-17", "present": 13}], "planned": [{"module": "ai", "day": "2026-11-21"}],
    },
    "capital": {
        "questions": 1, "people": 18, "index": 5_140, "weakest": "content", "until": "2026-10-30",
        "areas": [["equipment", 6_200], ["connection", 5_500], ["information", 5_000], ["communication", 5_700], ["content", 3_950],
                  ["safety", 4_300]],
        "change": {"pairs": 14, "before": 4_480, "after": 5_230, "proven": True},
    },
    "money": {
        "day": "2026-10-31", "at_hand": 23_400_000, "reserve": 6_100_000, "education": 2_400_000, "solidarity": 1_900_000,
        "pool": 3_200_000, "savings": 9_800_000, "shared": {"amount": 5_200_000, "members": 17}, "why": "",
    },
    "clinic": {"asked": 14, "answered": 11, "open": 3, "topics": [["photo", 6], ["price", None]], "published": [ASKED]},
}
NAMES = {
    SHIRT: "Kemeja batik parang", CRISPS: "Keripik singkong pedas", FAIR: "Pekan 10.10", NEXT: "Harbolnas 11.11",
    ASKED: "Bagaimana mengambil foto yang terang tanpa lampu?", "shopee": "Shopee", "tokopedia": "Tokopedia", "lazada": "Lazada",
    "tiktok_shop": "TikTok Shop",
}
"""What a hall may read; nothing else of a snapshot has a name."""


def item(number: int, text: str, state: str, due: date | None = date(2026, 11, 28), who: str = "Sari Batik") -> Item:
    return Item(
        UUID(int=number), 1, number, text, UUID(int=99), 4, datetime(2026, 10, 3, 2, tzinfo=UTC), UUID(int=50 + number), who, "", due,
        state, date(2026, 10, 20), "", "",
    )


PROMISES = (
    item(1, "Foto ulang 12 produk dengan latar polos", "done", date(2026, 10, 20)),
    item(2, "Samakan harga keripik di semua marketplace", "doing", date(2026, 10, 31), "Keripik Maju"),
    item(3, "Daftarkan tiga usaha ke halal", "open", date(2026, 12, 5), "Anyaman Pandan"),
    item(4, "Sewa tenda bersama", "dropped", None, "Tas Rotan"),
)
ITEMS = (
    item(5, "Siapkan stok untuk Harbolnas 11.11", "open", date(2026, 11, 9)),
    item(6, "Latihan membalas chat bersama pendamping", "open", date(2026, 11, 21), "Kopi Bubuk"),
)
MATERIAL = Material(
    "monthly", "", date(2026, 10, 1), date(2026, 11, 7), SNAPSHOT,
    {"decide": "Iuran promo 11.11: Rp25.000 per usaha.", "sales": "Banyak yang habis stok sejak tanggal 20."},
    PROMISES, ITEMS, "Asosiasi Batik Contoh", "#7a3b1d", None,
)


def sample(**changed: Any) -> Deck:
    """The deck in the language in use; ``changed`` fields of its material."""
    return deck.slides(replace(MATERIAL, **changed), NAMES)
