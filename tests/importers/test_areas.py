"""Regencies and cities are found under the ways in which files print them."""

from __future__ import annotations

import pytest

from cblp.importers.areas import code


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("KOTA JAMBI", "15.71"), ("Kota Jambi", "15.71"), ("Jambi", "15.71"), ("Kab. Muaro Jambi", "15.05"),
        ("KABUPATEN MUARO JAMBI", "15.05"), ("KAB. BATANG HARI", "15.04"), ("Kabupaten Batanghari", "15.04"),
        ("KOTA JAKARTA SELATAN", "31.74"), ("Kota Adm. Jakarta Pusat", "31.71"), ("South Jakarta", "31.74"),
        ("KAB. BANDUNG", "32.04"), ("Bandung", "32.73"), ("KAB. SIDENRENG RAPPANG/RAPANG", "73.14"), ("KAB. TOBA", "12.12"),
        ("KAB. KEP. SERIBU", "31.01"), ("Jalan Kanari 99", ""), ("", ""), ("******", ""),
    ],
)  # fmt: skip
def test_code(printed: str, expected: str) -> None:
    assert code(printed) == expected
