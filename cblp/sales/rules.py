"""Money rules of orders: exact sharing of whole rupiah, and what a line of an order brings in."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any, Final, NamedTuple

from cblp.importers.records import CANCELLED, UNPAID

COUNTED: Final = tuple(range(UNPAID + 1, CANCELLED))
"""Statuses of lines that count as sold: neither unpaid nor cancelled (a returned line was sold, and is refunded)."""


def largest_remainder(total: int, weights: Sequence[int | Fraction], ties: Sequence[Any]) -> list[int]:
    """Share ``total`` rupiah by ``weights`` (none negative, not all zero) so that the parts add up to it exactly.

    Everybody gets the floor of their exact part; the rupiah that are left go one by one to the largest fractions, among equal
    ones to the smallest of ``ties``. A negative total is shared like its opposite. Raises ValueError without a weight.
    """
    if total < 0:
        return [-part for part in largest_remainder(-total, weights, ties)]
    scale = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * scale) for weight in weights]
    base = sum(whole)
    if base <= 0 or min(whole) < 0:
        raise ValueError("weights must not be negative, and not all zero")
    parts, fractions = [], []
    for weight in whole:
        part, rest = divmod(total * weight, base)
        parts.append(part)
        fractions.append(rest)
    left = total - sum(parts)
    for place in sorted(range(len(whole)), key=lambda i: (-fractions[i], ties[i]))[:left]:
        parts[place] += 1
    return parts


class Line(NamedTuple):
    """What settling needs of a line of an order; ``order_voucher`` is the whole order's, repeated on its lines."""

    key: Any  # orders lines among themselves
    status: int
    returned_quantity: int
    unit_price: int
    gross: int
    discount: int
    order_voucher: int


class Entry(NamedTuple):
    """Money released for an order, signed: the eight amounts add up to what was paid out."""

    product: int
    refund: int
    seller_voucher: int
    shipping: int
    platform_fee: int
    affiliate: int
    tax: int
    other: int


class Money(NamedTuple):
    """Derived money of one line; ``fees`` are None until the order is settled."""

    refunds: int
    vouchers: int
    fees: int | None
    settled: bool


UNCOUNTED: Final = Money(0, 0, None, False)


def settle_order(lines: Sequence[Line], entries: Sequence[Entry]) -> list[Money]:
    """What each line of one order is refunded, gives in vouchers and pays in fees (domain rules: measures).

    Without an entry that pays its price (an adjustment alone is none) a line's refund is returned quantity × unit price, and
    fees are unknown. With entries the order's refund,
    seller vouchers and fees (minus everything that is not price, refund or voucher) are the settlement's, so that
    Σ (gross − discount − refunds − vouchers − fees) of the counted lines is the money released whenever the settlement's price
    is their Σ (gross − discount). Vouchers and fees go to the counted lines by largest remainder on their sales; the refund goes
    to the lines that came back, by the value of what came back, or where the orders know of none by price.
    """
    counted = [line for line in lines if UNPAID < line.status < CANCELLED]
    if not counted:
        return [UNCOUNTED] * len(lines)
    came_back = [line.returned_quantity * line.unit_price for line in counted]
    prices = [line.gross - line.discount for line in counted]
    keys = [line.key for line in counted]
    settled = bool(entries) and (any(entry.product for entry in entries) or not any(prices))
    if settled:
        refunds = _share(-sum(entry.refund for entry in entries), came_back if any(came_back) else prices, keys)
        voucher = -sum(entry.seller_voucher for entry in entries)
        fee = -sum(e.shipping + e.platform_fee + e.affiliate + e.tax + e.other for e in entries)
    else:
        refunds, voucher, fee = came_back, max(line.order_voucher for line in counted), None
    sales = [price - refund for price, refund in zip(prices, refunds, strict=True)]
    vouchers = _share(voucher, sales, keys)
    fees: Sequence[int | None] = [None] * len(counted) if fee is None else _share(fee, sales, keys)
    money = iter([Money(*amounts, settled=settled) for amounts in zip(refunds, vouchers, fees, strict=True)])
    return [next(money) if UNPAID < line.status < CANCELLED else UNCOUNTED for line in lines]


def _share(total: int, weights: Sequence[int], keys: Sequence[Any]) -> list[int]:
    if len(weights) == 1 or not total:
        return [total] * len(weights)
    positive = [max(weight, 0) for weight in weights]
    return largest_remainder(total, positive if any(positive) else [1] * len(positive), keys)
