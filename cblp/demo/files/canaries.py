"""Buyers who do not exist, with data that is easy to find again: whatever of it survives an import is a leak."""

from __future__ import annotations

from typing import Final

NAME: Final = "Kanari Pembeli"
USERNAME: Final = "kanari_pembeli"
EMAIL: Final = "kanari.pembeli@contoh.invalid"
ADDRESS: Final = "Jalan Kanari No. 99, RT.9/RW.9, Simpang Kanari, ID, 36999"
NOTE: Final = "Catatan kanari: titip di pos satpam, telepon 0812-0099-0099"
PHONE: Final = "081200990099"
PHONE_INTERNATIONAL: Final = "6281200990099"
NIK: Final = "1571990000990099"
TRACKING: Final = "KANARI0990099"

CANARIES: Final = ("kanari", "81200990099", "0812-0099-0099", NIK)
"""Search for these, ignoring case: every made-up buyer's field above contains one of them."""
