"""Commands that print figures: reports of sales and reach, and the match of orders with income."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.catalogue.models import Product, Shop
from cblp.commands import Desk
from cblp.commands.files import NoShop
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.db.scope import visible
from cblp.errors import UserError
from cblp.i18n import N_, _, formats
from cblp.people.models import Business
from cblp.reach import reports as reach
from cblp.sales import reconcile, reports

MEASURES: Final = (
    "orders",
    "quantity",
    "returned",
    "gross",
    "discount",
    "refunds",
    "sales",
    "vouchers",
    "fees",
    "net",
    "settled_orders",
)
BY: Final = {
    "month": "month",
    "day": "day",
    "week": "week",
    "marketplace": "marketplace",
    "member": "business",
    "product": "product",
    "shop": "shop",
    "regency": "regency",
}


class BadDay(UserError):
    """Not a day, or the last before the first."""

    message = N_("Write days as 2026-10-31, the first before the last.")


def register(commands: Any) -> None:
    """Add the commands to the parser."""
    group = commands.group("report", _("figures of a period"))
    for name, run, about, keys in (
        ("sales", report_sales, _("sales by month, day, marketplace, member or product"), list(BY)),
        ("reach", report_reach, _("reach and interactions"), ["month", "week", "day", "marketplace", "member", "kind", "hashtag"]),
    ):
        made = group.add(name, run, about)
        made.add_argument("--association", required=True, metavar="SLUG")
        made.add_argument("--from", dest="first", required=True, metavar="DATE")
        made.add_argument("--to", dest="last", required=True, metavar="DATE")
        made.add_argument("--by", choices=keys, default="month")
        made.add_argument("--json", action="store_true")
    made = commands.add("reconcile", run_reconcile, _("match orders with the income that was paid out"))
    made.add_argument("--association", required=True, metavar="SLUG")
    made.add_argument("--shop", required=True, metavar="HANDLE")
    made.add_argument("--marketplace", default="", metavar="CODE")
    made.add_argument("--json", action="store_true")


def report_sales(desk: Desk, arguments: argparse.Namespace) -> None:
    """Print the measures of each group."""
    actor = desk.actor(arguments.association)
    selection = reports.Selection(_span(arguments))
    groups = desk.app.read(actor, reports.grouped, by=BY[arguments.by], selection=selection)
    codes = desk.app.read(actor, _codes)
    rows: list[dict[str, Any]] = []
    for group in groups:
        measures = group.measures.as_dict()
        key = _key(arguments.by, group.key, codes)
        rows.append(
            {
                "key": key,
                arguments.by: key,
                "name": group.label,
                **{name: measures[name] for name in MEASURES},
                "typed": measures["typed"],
                "fees_known": measures["fees_known"],
            }
        )
    if arguments.json:
        desk.json(rows)
    else:
        desk.table(
            [arguments.by, *MEASURES], [[row["name"] or row["key"], *[_shown(row[name]) for name in MEASURES]] for row in rows]
        )


def report_reach(desk: Desk, arguments: argparse.Namespace) -> None:
    """Print what was seen and answered, of each group."""
    actor = desk.actor(arguments.association)
    by = BY.get(arguments.by, arguments.by)
    selection = reach.Selection(_span(arguments))
    groups = (
        desk.app.read(actor, reach.hashtags, selection=selection, limit=1000)
        if by == "hashtag"
        else desk.app.read(actor, reach.grouped, by=by, selection=selection)
    )
    codes = desk.app.read(actor, _codes)
    rows: list[dict[str, Any]] = []
    for group in groups:
        key = _key(arguments.by, group.key, codes)
        rows.append({"key": key, arguments.by: key, "name": group.label, **group.measures.as_dict()})
    if arguments.json:
        desk.json(rows)
    elif rows:
        names = [name for name in rows[0] if name not in {"key", arguments.by, "name"}]
        desk.table([arguments.by, *names], [[row["name"] or row["key"], *[_shown(row[name]) for name in names]] for row in rows])


def run_reconcile(desk: Desk, arguments: argparse.Namespace) -> int:
    """Print how orders and income agree; exit code 0 also when they don't, because that is the answer."""
    actor = desk.actor(arguments.association)
    with desk.app.database.reading(actor.association) as session:
        shops = [
            shop
            for shop in session.scalars(visible(actor, Shop).order_by(Shop.marketplace))
            if shop.handle.casefold() == arguments.shop.strip().lstrip("@").casefold()
            and arguments.marketplace in {"", shop.marketplace}
        ]
    if not shops:
        raise NoShop(handle=arguments.shop, marketplaces=arguments.marketplace or _("any marketplace"))
    results = [desk.app.read(actor, reconcile.reconcile, shop_id=shop.id) for shop in shops]
    told: dict[str, Any] = {"shop": arguments.shop, "marketplaces": [shop.marketplace for shop in shops]}
    for part in (result.to_json() for result in results):
        for name, value in part.items():
            told[name] = told[name] + value if name in told else value
    if arguments.json:
        desk.json(told)
        return 0
    desk.say(
        _(
            "{matched} orders are in both; {equal} agree, {differing} do not.",
            matched=told["matched"],
            equal=told["equal"],
            differing=len(told["differing"]),
        )
    )
    desk.say(_("Paid out: {amount}.", amount=formats.money(told["total_income"])))
    for row in told["differing"]:
        desk.say("  " + "  ".join(f"{name}={value}" for name, value in row.items()))
    return 0


def _span(arguments: argparse.Namespace) -> Span:
    try:
        return Span(date.fromisoformat(arguments.first), date.fromisoformat(arguments.last))
    except ValueError:
        raise BadDay from None


def _codes(session: Session, actor: Actor) -> dict[Any, str]:
    """Codes by which people know businesses, products and shops, by id."""
    codes: dict[Any, str] = {row.id: row.code for row in session.scalars(visible(actor, Business))}
    codes |= {row.id: row.sku for row in session.scalars(visible(actor, Product))}
    return codes | {
        row.id: row.handle for row in session.execute(select(Shop.id, Shop.handle).where(Shop.association_id == actor.association))
    }


def _key(by: str, key: Any, codes: dict[Any, str]) -> str | None:
    if isinstance(key, date):
        return f"{key:%Y-%m}" if by == "month" else key.isoformat()
    return codes.get(key, key) if key is None or not isinstance(key, str) else key


def _shown(value: int | None) -> str:
    return "" if value is None else formats.count(value)
