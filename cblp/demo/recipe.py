"""The register of the demo association, read from ``data/demo``: who they are, what they make, where they sell it.

Nothing here is a database row; whoever loads the demo writes it through the same services as everybody else.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from cblp.demo.files.facts import Area
from cblp.settings import ROOT

DATA: Final = ROOT / "data"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of a business; its days are given against the demo's last day."""

    business: str
    kind: str  # nib, pirt, halal, bpom, merek
    number: str
    state: str  # held, applied, ended
    issued: int
    expires: int | None

    def days(self, end: date) -> tuple[date, date | None]:
        """Issued on, expires on (None: it does not), for a demo that ends on ``end``."""
        return end + timedelta(self.issued), None if self.expires is None else end + timedelta(self.expires)


@dataclass(frozen=True, slots=True)
class Product:
    """A product as the association's register knows it; ``popularity`` is its weight among the business's products."""

    business: str
    sku: str
    name: str
    category: str
    variations: tuple[str, ...]  # at least one; "" for a product without
    price: int
    cost: int
    stock: int
    weight: int  # gram
    photo: bool
    popularity: int
    story: str

    @property
    def description(self) -> str:
        """What a shop page says; empty when nobody has written anything yet."""
        return f"{self.name}. {self.story}" if self.story else ""

    def item_id(self, marketplace: str, variation: str = "") -> str:
        """The number under which ``marketplace`` keeps it: always the same, different everywhere."""
        text = f"{marketplace}|{self.sku}|{variation}"
        return f"17{sum((n + 7) * ord(letter) ** 3 for n, letter in enumerate(text)) % 10**16:016}"


@dataclass(frozen=True, slots=True)
class Business:
    """A business with its owner; ``level`` is its orders a day at the end of the story, ``growth`` that of a year."""

    code: str
    name: str
    owner: str
    form: str  # Ibu, Bapak, Mbak, Bang
    phone: str
    women_led: bool
    sector: str
    kbli: str
    area: str
    address: str
    workers: int
    internet: bool
    handle: str
    months: int  # since it sells online, before the end
    level: float
    growth: float
    whatsapp: float  # share of days on which it logs its WhatsApp
    behind: bool  # has not sent last month's files
    decree: str
    help: str  # why it needs special help, "" if not
    shops: dict[str, int]  # marketplace: share of its orders in percent
    social: dict[str, int]  # platform: followers at the end
    products: tuple[Product, ...]
    licences: tuple[Licence, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody as whom a visitor of the demo may look around."""

    role: str
    name: str
    form: str
    username: str
    business: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that the demo is made from."""

    association: dict[str, str]  # name, slug, area, timezone, colour, hashtags
    showroom: dict[str, str]  # name, handle: the shop that belongs to the association as a whole
    businesses: tuple[Business, ...]
    personas: tuple[Persona, ...]
    buyers: tuple[tuple[Area, int], ...]  # where buyers live, and how many of them
    quirks: dict[str, frozenset[str]]
    fees: dict[str, dict[str, int]]
    ramadan: tuple[date, ...]
    lebaran: tuple[date, ...]
    harbolnas: dict[int, float]  # month: factor on the day of the same number


@cache
def recipe() -> Recipe:
    """The recipe as it stands in ``data/demo``."""
    folder = DATA / "demo"
    settings = tomllib.loads((folder / "recipe.toml").read_text("utf-8"))
    calendar = settings["calendar"]
    return Recipe(
        association=settings["association"],
        showroom=settings["showroom"],
        businesses=tuple(_businesses(folder)),
        personas=tuple(Persona(**persona) for persona in settings["personas"]),
        buyers=tuple(_buyers(folder)),
        quirks={name: frozenset(members) for name, members in settings["quirks"].items()},
        fees=settings["fees"],
        ramadan=tuple(calendar["ramadan"]),
        lebaran=tuple(calendar["lebaran"]),
        harbolnas={int(month): factor for month, factor in calendar["harbolnas"].items()},
    )


def _businesses(folder: Path) -> list[Business]:
    products, licences = _rows(folder / "products.csv"), _rows(folder / "licences.csv")
    businesses = []
    for number, row in enumerate(_rows(folder / "businesses.csv"), 1):
        code, sector = row["code"], row["sector"]
        businesses.append(
            Business(
                code=code,
                name=row["name"],
                owner=row["owner"],
                form=row["form"],
                phone=f"+62812000000{number:02}",
                women_led=row["women_led"] == "1",
                sector=sector,
                kbli=row["kbli"],
                area=row["area"],
                address=row["address"],
                workers=int(row["workers"]),
                internet=row["internet"] == "1",
                handle=row["handle"],
                months=int(row["months"]),
                level=float(row["level"]),
                growth=float(row["growth"]),
                whatsapp=float(row["whatsapp"]),
                behind=row["behind"] == "1",
                decree="Keputusan Gubernur Jambi 599/2013" if row["decree"] == "1" else "",
                help=row["help"],
                shops=_numbers(row["shops"]),
                social=_numbers(row["social"]),
                products=tuple(_product(line, sector) for line in products if line["business"] == code),
                licences=tuple(_licence(line) for line in licences if line["business"] == code),
            )
        )
    return businesses


def _product(row: dict[str, str], sector: str) -> Product:
    price = int(row["price"])
    return Product(
        business=row["business"],
        sku=row["sku"],
        name=row["name"],
        category=sector,
        variations=tuple(row["variations"].split("|")),
        price=price,
        cost=price * 62 // 100 // 500 * 500,
        stock=int(row["stock"]),
        weight=int(row["weight"]),
        photo=row["photo"] == "1",
        popularity=int(row["popularity"]),
        story=row["story"],
    )


def _licence(row: dict[str, str]) -> Licence:
    expires = int(row["expires"]) if row["expires"] else None
    return Licence(row["business"], row["kind"], row["number"], row["state"], int(row["issued"]), expires)


def _buyers(folder: Path) -> list[tuple[Area, int]]:
    names = {row["code"]: row["name"] for row in _rows(DATA / "areas.csv")}
    buyers = []
    for row in _rows(folder / "buyers.csv"):
        code = row["area"]
        kind, _, name = names[code].partition(" ")
        buyers.append((Area(code, kind == "Kota", name.removeprefix("Administrasi "), names[code[:2]]), int(row["weight"])))
    return buyers


def _numbers(text: str) -> dict[str, int]:
    """``shopee=60 lazada=40`` as a mapping."""
    pairs = (pair.split("=") for pair in text.split())
    return {name: int(number) for name, number in pairs}


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
