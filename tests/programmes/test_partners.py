"""Partners and agreements: who they are, what both sides do and until when; a liaison reads the government's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from cblp.catalogue.pictures import Picture
from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.decisions.services import evidence
from cblp.errors import Missing, NotAllowed, Stale
from cblp.growth.services.placements import EndsEarly, FirstDayNeeded
from cblp.people.services.register import NameNeeded, TooLong, UnknownChoice
from cblp.programmes.reports import partners as reports
from cblp.programmes.services import advocacy, partners, programmes
from cblp.sales.services import DayInFuture
from tests.campaigns.making import Fair, at

TODAY = date(2026, 11, 1)
YEAR = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31)}


def partner(fair: Fair, name: str = "Dinas Koperasi", kind: str = "government", **given: Any) -> UUID:
    made: UUID = fair.act(partners.add, name=name, kind=kind, **given)
    return made


def rows(fair: Fair, by: Actor | None = None, today: date = TODAY) -> list[reports.PartnerRow]:
    found: list[reports.PartnerRow] = fair.read(reports.listing, by=by, today=today)
    return found


def as_(fair: Fair, role: str) -> Actor:
    return replace(fair.system, role=role)


def test_a_partner_is_written_down_and_changed(fair: Fair) -> None:
    made = partner(fair, role="Memberi alat", contact="Pak Budi 0812", note="Telepon pagi")
    partner(fair, "Universitas Jambi", "academia")
    assert [(row.code, row.name, row.kind, row.contact) for row in rows(fair)] == [
        ("M01", "Dinas Koperasi", "government", "Pak Budi 0812"), ("M02", "Universitas Jambi", "academia", ""),
    ]
    fair.act(partners.edit, partner_id=made, version=1, changes={"name": "Dinas Koperasi Kota", "kind": "government"})
    with pytest.raises(Stale):
        fair.act(partners.edit, partner_id=made, version=1, changes={"role": "Lain"})
    assert rows(fair)[0].name == "Dinas Koperasi Kota"
    for error, given in (
        (NameNeeded, {"name": " ", "kind": "industry"}), (UnknownChoice, {"name": "X", "kind": "bank"}),
        (TooLong, {"name": "X", "kind": "industry", "note": "x" * 601}),
        (partners.PartnerKnown, {"name": "universitas  JAMBI", "kind": "industry"}),
    ):
        with pytest.raises(error):
            fair.act(partners.add, **given)
    with pytest.raises(ValueError, match="code"):
        fair.act(partners.edit, partner_id=made, version=2, changes={"code": "M9"})


def test_an_agreement_runs_over_its_days_and_ends_with_the_partner(fair: Fair) -> None:
    made = partner(fair)
    first = fair.act(partners.agree, partner_id=made, title="Pelatihan foto", ours="Tempat", theirs="Pelatih", **YEAR)
    fair.act(partners.agree, partner_id=made, title="Pameran", valid_from=date(2026, 12, 1))

    def told(today: date) -> list[tuple[str, str, bool]]:
        return [(one.title, one.state, one.ends_soon) for one in rows(fair, today=today)[0].agreements]

    assert told(date(2026, 10, 31)) == [("Pameran", "planned", False), ("Pelatihan foto", "running", False)]
    assert told(TODAY) == [("Pameran", "planned", False), ("Pelatihan foto", "running", True)]
    assert told(date(2026, 12, 31)) == [("Pameran", "running", False), ("Pelatihan foto", "running", True)]
    assert told(date(2027, 1, 1))[1] == ("Pelatihan foto", "over", False)
    assert rows(fair)[0].agreed
    assert fair.act(partners.edit_agreement, agreement_id=first, version=1, changes={"valid_to": date(2027, 6, 30)}) == 2
    assert told(date(2027, 1, 1))[1] == ("Pelatihan foto", "running", False)
    with pytest.raises(EndsEarly):
        fair.act(partners.edit_agreement, agreement_id=first, version=2, changes={"valid_to": date(2025, 6, 30)})
    fair.act(partners.end, partner_id=made, on=TODAY)
    assert told(TODAY)[1] == ("Pelatihan foto", "over", False)
    assert not rows(fair)[0].agreed
    with pytest.raises(partners.PartnerEnded):
        fair.act(partners.agree, partner_id=made, title="Baru", **YEAR)
    assert fair.read(reports.names) == []
    fair.act(partners.resume, partner_id=made)
    assert told(TODAY)[1][1] == "running"
    assert [name for _, name, _ in fair.read(reports.names, kind="government")] == ["Dinas Koperasi"]


def test_what_an_agreement_needs(small: Fair) -> None:
    made = partner(small)
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (NameNeeded, {"title": ""}), (FirstDayNeeded, {"valid_from": None}), (EndsEarly, {"valid_to": date(2025, 1, 1)}),
        (Missing, {"evidence_id": uuid4()}), (Missing, {"partner_id": uuid4()}),
    ]
    for error, given in wrong:
        with pytest.raises(error):
            small.act(partners.agree, **{"partner_id": made, "title": "X", **YEAR, **given})
    with pytest.raises(DayInFuture):
        small.act(partners.end, partner_id=made, on=date(2026, 11, 2))


def test_a_liaison_reads_the_government_s_and_nothing_of_the_others(small: Fair) -> None:
    office, campus = partner(small, contact="Pak Budi 0812", note="rahasia"), partner(small, "Universitas Jambi", "academia")
    paper = small.act(evidence.add, picture=Picture(b"paper", 1, 1))
    for one in (office, campus):
        small.act(partners.agree, partner_id=one, title="Pelatihan", evidence_id=paper, **YEAR)
        small.act(programmes.add, name=f"Program {one}", first=TODAY, last=TODAY, partner_id=one)
    small.act(advocacy.ask, text="Ongkir", partner_id=office, asked_on=TODAY, now=at(1))
    [seen] = rows(small, by=as_(small, LIAISON))
    assert (seen.name, seen.contact, seen.note, seen.programmes, seen.requests) == ("Dinas Koperasi", "", "", 1, 1)
    assert [(one.title, one.evidence_id) for one in seen.agreements] == [("Pelatihan", None)]
    told = rows(small, by=as_(small, TREASURER))[0]
    assert (told.contact, told.agreements[0].evidence_id) == ("", paper)
    for role in (MEMBER, MENTOR):
        with pytest.raises(NotAllowed):
            rows(small, by=as_(small, role))
    for role in (LIAISON, MEMBER, MENTOR, TREASURER):
        with pytest.raises(NotAllowed):
            small.act(partners.add, by=as_(small, role), name="X", kind="industry")
        with pytest.raises(NotAllowed):
            small.act(partners.end, by=as_(small, role), partner_id=office, on=TODAY)
    with pytest.raises(NotAllowed):
        small.read(reports.names, by=as_(small, LIAISON))
