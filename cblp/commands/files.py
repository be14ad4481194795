"""Commands about files: what is it, bring it in, take it out again, fetch from the shops' own addresses."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp import routine
from cblp.catalogue.models import Marketplace, Shop
from cblp.commands import Desk
from cblp.db.actor import Actor
from cblp.db.scope import visible
from cblp.errors import UserError
from cblp.i18n import N_, _, ngettext
from cblp.importers import Extract, FileRefused, Mapping, Options, Reader, YearNeeded, note_text, problem_text
from cblp.intake import pulls, reports, services
from cblp.intake.rules import family
from cblp.intake.shops import twin, wanted

SHOWN_PROBLEMS = 10


class NoSuchFile(UserError):
    """The path leads to no file."""

    message = N_("There is no file {path}.")


class NoShop(UserError):
    """The association has no shop with this handle on the file's marketplace."""

    message = N_("There is no shop “{handle}” on {marketplaces}. Add it with: python -m cblp shop add …")


class WhichShop(UserError):
    """The handle stands on several marketplaces and the file tells none."""

    message = N_("The handle “{handle}” is used on several marketplaces: {marketplaces}. Add --marketplace.")


class BadColumns(UserError):
    """--columns is not meaning=header,…"""

    message = N_("Write --columns as date=Tanggal,item=Nama Barang,quantity=Jumlah,amount=Total")


class BadBatch(UserError):
    """Not the number of a batch."""

    message = N_("“{text}” is not the number of a file. It is printed when a file comes in.")


def register(commands: Any) -> None:
    """Add the commands to the parser."""
    made = commands.add("identify", identify, _("say what files are"), ready=False)
    made.add_argument("file", nargs="+", type=Path)
    made.add_argument("--json", action="store_true")

    made = commands.add("import", bring_in, _("bring files in"))
    made.add_argument("file", nargs="+", type=Path)
    made.add_argument("--association", required=True, metavar="SLUG")
    made.add_argument("--shop", required=True, metavar="HANDLE")
    made.add_argument("--marketplace", default="", metavar="CODE", help=_("only where the handle stands on several marketplaces"))
    made.add_argument("--year", type=int, help=_("year of the last day, for files that print days without one"))
    made.add_argument("--columns", default="", help=_("for a sheet of one's own: date=…,item=…,quantity=…,amount=…"))
    made.add_argument("--dry-run", action="store_true", help=_("say what would happen, keep nothing"))
    made.add_argument("--yes", action="store_true", help=_("do not ask"))
    made.add_argument("--json", action="store_true")

    made = commands.add("revert", revert, _("take a file out again"))
    made.add_argument("batch", help=_("number of the file, as printed when it came in"))
    made.add_argument("--association", metavar="SLUG", help=_("only needed with several associations"))
    made.add_argument("--reason", default="")
    made.add_argument("--json", action="store_true")

    made = commands.add("pull", pull, _("fetch the files of all shops that have an address"))
    made.add_argument("--association", metavar="SLUG")
    made.add_argument("--json", action="store_true")


# -- identify --------------------------------------------------------------------------------------------------------


def identify(desk: Desk, arguments: argparse.Namespace) -> int:
    """Say what each file is; a file that is nothing known is named, and makes the exit code 1."""
    found: list[dict[str, Any]] = []
    with Reader() as reader:
        for path in arguments.file:
            try:
                seen = reader.identify(_existing(path), path.name)
            except UserError as error:
                found.append({"file": str(path), "error": error.text()})
                continue
            found.append(
                {
                    "file": str(path),
                    "source": seen.source,
                    "kind": seen.kind,
                    "format": seen.format,
                    "since": seen.since,
                    "period": list(seen.period) if seen.period else None,
                    "shop": seen.shop_hint or None,
                    "marketplaces": list(seen.marketplaces),
                }
            )
    if arguments.json:
        desk.json(found)
    for row in found:
        if "error" in row:
            print(f"{row['file']}: {row['error']}", file=desk.err)
        elif not arguments.json:
            period = " – ".join(row["period"]) if row["period"] else ""
            desk.say(f"{row['file']}: {row['source']} {row['kind']} ({row['format']} {row['since']}) {period}".rstrip())
    return 1 if any("error" in row for row in found) else 0


# -- import ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Told:
    """What is printed of one file."""

    extract: Extract
    result: services.Receipt | services.Checked
    kept: bool
    remark: str = ""

    def as_dict(self, path: Path) -> dict[str, Any]:
        extract, result = self.extract, self.result
        return {
            "file": str(path),
            "batch": str(result.batch_id) if self.kept else None,
            "source": extract.source,
            "kind": extract.kind,
            "format": extract.format,
            "since": extract.since,
            "period": list(extract.period) if extract.period else None,
            "rows": result.rows,
            "new": result.new,
            "changed": result.changed,
            "known": result.known,
            "rejected": result.rejected,
            "problems": [
                {"line": p.line, "column": p.column, "code": p.code, "value": p.value, "message": problem_text(*p)}
                for p in extract.problems
            ],
            "notes": [*([self.remark] if self.remark else []), *(note_text(*note) for note in extract.notes)],
        }


def bring_in(desk: Desk, arguments: argparse.Namespace) -> int:
    """Bring files in, each whole or not at all; a refused one does not stop the others."""
    actor = desk.actor(arguments.association)
    options = Options(year=arguments.year, mapping=_mapping(arguments.columns, arguments.marketplace))
    told: list[dict[str, Any]] = []
    failed = False
    with Reader() as reader:
        for path in arguments.file:
            try:
                one = _one(desk, actor, reader, path, options, arguments)
            except UserError as error:
                failed = True
                message = error.text()
                told.append({"file": str(path), "error": message})
                print(message if len(arguments.file) == 1 else f"{path}: {message}", file=desk.err)
                continue
            if one is not None:
                told.append(one.as_dict(path))
                if not arguments.json:
                    _print(desk, one)
    if arguments.json:
        desk.json(told)
    return 1 if failed else 0


def _one(desk: Desk, actor: Actor, reader: Reader, path: Path, options: Options, arguments: argparse.Namespace) -> _Told | None:
    data = _existing(path).read_bytes()
    try:
        return _read_and_file(desk, actor, reader, path, data, options, arguments)
    except services.AlreadyIn as known:
        # Saying the same thing twice harms nobody: nothing was written, and a script may go on.
        return _again(desk, actor, path.name, known)


def _read_and_file(
    desk: Desk,
    actor: Actor,
    reader: Reader,
    path: Path,
    data: bytes,
    options: Options,
    arguments: argparse.Namespace,
) -> _Told | None:
    size, sha256 = len(data), hashlib.sha256(data).digest()
    desk.app.read(actor, services.refuse_known, name=path.name, sha256=sha256)
    try:
        extract = reader.read(data, path.name, options)
    except YearNeeded as error:
        raise YearAsked(name=path.name, year=error.proposed(desk.today(actor))) from None
    asks = sys.stdin.isatty() and not arguments.yes and not arguments.json
    if arguments.dry_run or asks:
        checked = _dry(desk, actor, extract, arguments, size=size, sha256=sha256)
        if arguments.dry_run:
            return _Told(extract, checked, kept=False)
        _print(desk, _Told(extract, checked, kept=False))
        if input(_("Bring it in? [y/N] ")).strip().lower() not in {"y", "yes", "ya", "j"}:
            return None

    def service(session: Session, actor: Actor, *, now: datetime) -> services.Receipt:
        shops = shops_for(session, actor, extract, arguments.shop, arguments.marketplace, now=now)
        return services.bring_in(session, actor, extract, size=size, sha256=sha256, shops=shops, now=now)

    return _Told(extract, desk.app.act(actor, service), kept=True)


def _again(desk: Desk, actor: Actor, name: str, already: services.AlreadyIn) -> _Told:
    """What is printed of a file whose very bytes are in: it is not read once more."""
    before = desk.app.read(actor, reports.one, batch_id=already.values["batch_id"])
    filed = before.filed
    extract = Extract(
        name=name,
        source=filed.source,
        kind=filed.kind,
        format=filed.format,
        since=filed.since,
        parser_version=0,
        rows=[],
        rows_read=filed.rows,
        problems=before.issues,
        notes=before.notes,
        period=(filed.period[0].isoformat(), filed.period[1].isoformat()) if filed.period else None,
    )
    result = services.Receipt(
        batch_id=filed.batch_id,
        name=name,
        source=filed.source,
        kind=filed.kind,
        period=filed.period,
        shops={},
        rows=filed.rows,
        new=0,
        changed=0,
        known=filed.rows - filed.rejected,
        rejected=filed.rejected,
    )
    return _Told(extract, result, kept=True, remark=already.text())


class YearAsked(FileRefused):
    """The file prints days without a year."""

    message = N_("The file {name} shows days without a year. Say it with --year, probably --year {year}.")


class _Undo(Exception):
    def __init__(self, checked: services.Checked) -> None:
        self.checked = checked


def _dry(
    desk: Desk, actor: Actor, extract: Extract, arguments: argparse.Namespace, *, size: int, sha256: bytes
) -> services.Checked:
    def service(session: Session, actor: Actor, *, now: datetime) -> None:
        shops = shops_for(session, actor, extract, arguments.shop, arguments.marketplace, now=now)
        raise _Undo(services.check(session, actor, extract, size=size, sha256=sha256, shops=shops, now=now))

    try:
        desk.app.act(actor, service)
    except _Undo as undone:
        return undone.checked
    raise AssertionError("a dry run keeps nothing")


def shops_for(session: Session, actor: Actor, extract: Extract, handle: str, marketplace: str, *, now: datetime) -> dict[str, UUID]:
    """The shop with this handle for each marketplace of the file; a shared seller centre's missing twin is made.

    Raises NoShop, WhichShop.
    """
    named, possible = wanted(extract)
    shops = [
        shop for shop in session.scalars(visible(actor, Shop)) if shop.handle.casefold() == handle.strip().lstrip("@").casefold()
    ]
    if marketplace:
        shops = [shop for shop in shops if shop.marketplace in family(marketplace)]
    by_marketplace = {shop.marketplace: shop for shop in shops}
    if not named and not possible:
        if len(shops) > 1:
            raise WhichShop(handle=handle, marketplaces=_names(session, by_marketplace))
        if not shops:
            raise NoShop(handle=handle, marketplaces=_("any marketplace"))
        return {shops[0].marketplace: shops[0].id}
    chosen: dict[str, UUID] = {}
    for code in sorted(named or possible):
        sibling = next((shop for shop in shops if code in family(shop.marketplace)), None)
        if code in by_marketplace:
            chosen[code] = by_marketplace[code].id
        elif sibling and named:
            chosen[code] = twin(session, actor, shop_id=sibling.id, marketplace=code, now=now).id
        elif named:
            raise NoShop(handle=handle, marketplaces=_names(session, [code]))
    if not chosen:
        raise NoShop(handle=handle, marketplaces=_names(session, possible))
    return chosen


def _names(session: Session, codes: Iterable[str]) -> str:
    return ", ".join(
        session.scalars(select(Marketplace.name).where(Marketplace.code.in_(list(codes))).order_by(Marketplace.position))
    )


def _mapping(columns: str, marketplace: str) -> Mapping | None:
    if not columns:
        return None
    pairs = [part.split("=", 1) for part in columns.split(",")]
    if any(len(pair) != 2 or not pair[1].strip() for pair in pairs):
        raise BadColumns
    return Mapping(columns={name.strip(): header.strip() for name, header in pairs}, marketplace=marketplace)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise NoSuchFile(path=path)
    return path


def _print(desk: Desk, told: _Told) -> None:
    extract, result = told.extract, told.result
    period = " – ".join(extract.period) if extract.period else _("no days")
    head = _("{name}: {source} {kind}, {period}", name=extract.name, source=extract.source, kind=extract.kind, period=period)
    counts = _(
        "{rows} rows: {new} new, {changed} changed, {known} already known, {rejected} unreadable",
        rows=result.rows,
        new=result.new,
        changed=result.changed,
        known=result.known,
        rejected=result.rejected,
    )
    desk.say(
        head, f"  {counts}", *([f"  {told.remark}"] if told.remark else []), *(f"  {note_text(*note)}" for note in extract.notes)
    )
    for problem in extract.problems[:SHOWN_PROBLEMS]:
        desk.say(f"  {problem_text(*problem)}")
    if len(extract.problems) > SHOWN_PROBLEMS:
        more = len(extract.problems) - SHOWN_PROBLEMS
        desk.say("  " + ngettext("and {count} more", "and {count} more", more))
    if told.kept and not told.remark:
        desk.say("  " + _("in as {batch}; take it out with: python -m cblp revert {batch}", batch=result.batch_id))
    elif not told.kept:
        desk.say("  " + _("nothing was kept"))


# -- revert and pull -------------------------------------------------------------------------------------------------


def revert(desk: Desk, arguments: argparse.Namespace) -> None:
    """Take one posted file out."""
    try:
        batch = UUID(arguments.batch)
    except ValueError:
        raise BadBatch(text=arguments.batch) from None
    actor = desk.actor(arguments.association) if arguments.association else desk.owner_of_batch(batch)
    desk.app.act(actor, services.revert, batch_id=batch, reason=arguments.reason)
    if arguments.json:
        desk.json({"batch": str(batch), "reverted": True})
    else:
        desk.say(_("The file is out. All figures are as if it had never come."))


def pull(desk: Desk, arguments: argparse.Namespace) -> int:
    """Fetch all files of one association or of every one; a silent server or a refused file makes the exit code 1."""
    done: list[dict[str, Any]] = []
    with Reader() as reader:
        for slug in [arguments.association] if arguments.association else desk.slugs():
            for one in routine.pull(desk.app, desk.actor(slug), reader, everything=True):
                done.append(
                    {
                        "association": slug,
                        "marketplace": one.address.marketplace,
                        "shop": one.address.handle,
                        "worked": one.worked,
                        "outcome": pulls.outcome_text(one.outcome),
                        **(one.counts or {}),
                    }
                )
    if arguments.json:
        desk.json(done)
    else:
        desk.say(*[f"{row['association']} {row['shop']}: {row['outcome']}" for row in done])
        if not done:
            desk.say(_("No shop has an address to fetch from."))
    return 0 if all(row["worked"] for row in done) else 1
