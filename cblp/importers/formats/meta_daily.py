"""Daily figures of an Instagram or Facebook account from Meta Business Suite: a title, a header, a row per day, and again."""

from __future__ import annotations

import re
from typing import Final

from cblp.i18n import N_
from cblp.importers.columns import Bad, Cell, Count, Moment, When, normalise
from cblp.importers.format import Format, Reading, Record
from cblp.importers.posts import days_once
from cblp.importers.records import DailyMetric, Note

METRICS: Final = {
    "jangkauan": "reach", "reach": "reach", "penonton": "reach", "viewers": "reach",
    "tayangan": "views", "views": "views", "impresi": "views", "impressions": "views",
    "kunjungan": "profile_visits", "visits": "profile_visits",
    # the chart counts those who came on that day, whatever its Indonesian title says
    "pengikut": "new_followers", "pengikut baru": "new_followers", "mengikuti": "new_followers", "follows": "new_followers",
    "followers": "new_followers", "new followers": "new_followers",
    "interaksi": "interactions", "interactions": "interactions",
    "klik tautan": "clicks", "link clicks": "clicks",
    "suka": "likes", "likes": "likes", "tanggapan": "likes", "reactions": "likes", "komentar": "comments", "comments": "comments",
    "dibagikan": "shares", "shares": "shares",
}  # fmt: skip
NETWORKS: Final = ("instagram", "facebook")
_NATIVE: Final = {"jangkauan": "instagram", "reach": "instagram", "penonton": "facebook", "viewers": "facebook"}
_WHERE: Final = re.compile(r"\b(?:instagram|facebook|profil|profile|halaman|page|akun|account|konten|content)\b")


class _DayOrTitle(When):
    """The first cell of a row: a day, else the text that it is."""

    def read(self, cell: Cell, seen: str) -> Moment | str:  # type: ignore[override]
        try:
            return super().read(cell, seen)
        except Bad:
            return seen


class _Value(Count):
    """The second cell: a number; the header of a further block has none."""

    def read(self, cell: Cell, seen: str) -> int | None:  # type: ignore[override]
        return None if seen.casefold() == "primary" else super().read(cell, seen)


def begin(reading: Reading) -> None:
    """The title of the first block stands above the header."""
    titles = [row[0] for row in reading.banner if row and row[0]]
    _block(reading, titles[-1] if titles else "")


def _block(reading: Reading, title: str) -> None:
    said = normalise(title)
    bare = " ".join(_WHERE.sub(" ", said).split())
    metric = METRICS.get(bare, "")
    network = next((name for name in NETWORKS if name in said), _NATIVE.get(bare, ""))
    reading.state["block"] = (network, metric)
    if metric and network:
        reading.state.setdefault("networks", set()).add(network)
    if not metric:
        reading.notes.append(Note("metrics_left_out", (title[:60],)))


def row(reading: Reading, day: Moment | str, value: int | None) -> DailyMetric | None:
    """One row: a day, the title of the next block, or its header."""
    if isinstance(day, str):
        if value is not None:
            raise Bad("when", "day")
        if normalise(day) not in {"tanggal", "date"}:
            _block(reading, day)
        return None
    network, metric = reading.state["block"]
    return DailyMetric(network, "", day.day, metric, value) if metric and value is not None else None


def finish(reading: Reading, records: list[Record]) -> list[Record]:
    """A file is of one account: a block that does not name its network has that of the others, or a person says it."""
    networks = reading.state.get("networks", set())
    if len(networks) == 1:
        (network,) = networks
        records = [(record[0] or network, *record[1:]) for record in records]
    else:
        reading.marketplaces.update(NETWORKS)
    return days_once(records)


DAILY: Final = Format(
    id="meta.daily",
    source="meta",
    kind="daily",
    label=N_("a Meta file of daily figures"),
    columns=(
        _DayOrTitle("day", "Date", "Tanggal", patterns=("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"), event=False),
        _Value("value", "Primary", required=False, empty=None),
    ),
    row=row,
    signature=("day", "value"),
    since=(("2024", ""),),
    prepare=begin,
    finish=finish,
)

FORMATS: Final = (DAILY,)
