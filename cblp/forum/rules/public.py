"""What may stand on a screen that everybody sees: sums of enough businesses, of which no single one can be read off.

A group is told when at least FEWEST businesses are in it and none of them makes up more than LARGEST of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import Final, TypeVar

FEWEST: Final = 5
LARGEST: Final = Fraction(4, 5)

Key = TypeVar("Key", bound=Hashable)
Business = TypeVar("Business", bound=Hashable)
Parts = Mapping[Business | None, int]
"""What each business gives to a group; None for what belongs to nobody in particular."""


def told(parts: Parts[Business]) -> bool:
    """Whether the sum of these parts may be told."""
    amounts = [abs(amount) for business, amount in parts.items() if business is not None and amount]
    whole = sum(abs(amount) for amount in parts.values())
    return len(amounts) >= FEWEST and max(amounts) <= LARGEST * whole


def few(businesses: int) -> bool:
    """So few businesses that a count would speak of one of them; none at all is not few."""
    return 0 < businesses < FEWEST


def split(groups: Mapping[Key, Parts[Business]]) -> list[tuple[tuple[Key, ...], int]]:
    """(keys, sum) of groups whose total is told, the largest first; groups that may not be told alone stand together, last.

    The smallest others join them until the rest may be told, so that no difference to the total gives one away. An empty list:
    there is nothing to tell besides the total.
    """
    sums = {key: sum(parts.values()) for key, parts in groups.items()}
    shown = sorted((key for key in groups if told(groups[key])), key=lambda key: (-sums[key], str(key)))
    together = [key for key in groups if key not in shown]
    while together and shown and not (len(together) > 1 and told(_joined(groups, together))):
        together.append(shown.pop())
    rows: list[tuple[tuple[Key, ...], int]] = [((key,), sums[key]) for key in shown]
    if not shown or not together:
        return rows
    rest = tuple(sorted(together, key=lambda key: (-sums[key], str(key))))
    return [*rows, (rest, sum(sums[key] for key in rest))]


def _joined(groups: Mapping[Key, Parts[Business]], keys: list[Key]) -> dict[Business | None, int]:
    found: dict[Business | None, int] = {}
    for key in keys:
        for business, amount in groups[key].items():
            found[business] = found.get(business, 0) + amount
    return found


def rounded(amount: int) -> int:
    """Rupiah as coarse as they are said aloud: a tenth of a million, of a billion. Two readings a day apart then seldom differ by
    what one business sold."""
    size = abs(amount)
    step = next((unit // 10 for unit in (10**12, 10**9, 10**6) if size >= unit), 1)
    near = (2 * size + step) // (2 * step) * step
    return -near if amount < 0 else near
