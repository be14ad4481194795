"""What all order formats share: the key that a line keeps from file to file, and amounts that belong to a whole order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from cblp.importers.columns import Cell, Choice
from cblp.importers.records import OrderLine

Record = tuple[Any, ...]
_ORDER: Final = OrderLine._fields.index("order_no")
_KEY: Final = OrderLine._fields.index("line_key")
_QUANTITY: Final = OrderLine._fields.index("quantity")
_UNIT_PRICE: Final = OrderLine._fields.index("unit_price")
_PLATFORM: Final = OrderLine._fields.index("platform_discount")


class Status(Choice):
    """The status of an order: a pair of the words as printed and the rank that they have in ``words``."""

    def read(self, cell: Cell, seen: str) -> tuple[str, int]:
        return " ".join(seen.split())[:120], super().read(cell, seen)


@lru_cache(maxsize=4096)
def line_key(sku: str, product_name: str, variation: str) -> str:
    """The key of a line of a source without item ids: seller's code, or the product's name where there is none, + variation."""
    return " ".join(f"{sku or product_name}|{variation}".casefold().split())


def numbered(lines: list[Record]) -> list[Record]:
    """The lines in file order with keys made unique in their order: equal keys get #2, #3 … by unit price, quantity, content."""
    if len({(line[_ORDER], line[_KEY]) for line in lines}) == len(lines):
        return lines
    counts = Counter((line[_ORDER], line[_KEY]) for line in lines)
    equals: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if counts[line[_ORDER], line[_KEY]] > 1:
            equals[line[_ORDER], line[_KEY]].append(place)
    result = list(lines)
    for (_, key), places in equals.items():
        by_content = sorted(places, key=lambda i: (lines[i][_UNIT_PRICE], lines[i][_QUANTITY], repr(tuple(lines[i])), i))
        for ordinal, place in enumerate(by_content[1:], start=2):
            result[place] = replaced(lines[place], _KEY, f"{key}#{ordinal}")
    return result


def replaced(line: Record, place: int, value: Any) -> Record:
    """The line with one field changed."""
    return (*line[:place], value, *line[place + 1 :])


def platform_discount_once(lines: list[Record]) -> list[Record]:
    """For sources that repeat the order's platform discount on each line: kept on the first line by key, so that it sums."""
    first: dict[str, str] = {}
    for line in lines:
        if line[_PLATFORM]:
            order, key = line[_ORDER], line[_KEY]
            first[order] = min(first.get(order, key), key)
    if not first:
        return lines
    return [
        replaced(line, _PLATFORM, 0) if line[_PLATFORM] and first[line[_ORDER]] != line[_KEY] else line for line in lines
    ]


def count_differs(lines: Iterable[Record], printed: dict[str, int]) -> int:
    """How many orders list another number of items than they print themselves (a part of them is in another file)."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line[_ORDER]] = sums.get(line[_ORDER], 0) + line[_QUANTITY]
    return sum(1 for order, quantity in sums.items() if printed.get(order, quantity) != quantity)


def shares(total: int, weights: list[int]) -> list[int]:
    """``total`` >= 0 split by largest remainder in whole rupiah (equal parts when all weights are zero; ties in list order)."""
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_fraction = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_fraction[: total - sum(parts)]:
        parts[i] += 1
    return parts


