"""Every page before every role, by menu, by a switch and by its address: refused, or without a word that is another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, ROLES, TREASURER, Actor
from cblp.people.models import Association
from cblp.settings import ROOT
from cblp.ui import menu, runtime, state, visitor
from cblp.ui.components import studio
from cblp.ui.components.letter_texts import GROUPS
from cblp.web.visitors import Visitor
from tests.calls_mirror import OPENED as OF_MIRROR
from tests.calls_mirror import OPENED_BY_LIAISONS
from tests.filled import House, Owner
from tests.filled_mirror import hushed
from tests.filled_studio import own
from tests.houses import TWO, Opened
from tests.pages.conftest import SCRIPT, scan_once  # noqa: F401  (a fixture for this file, too)

SHELL = str(ROOT / "cblp" / "ui" / "shell.py")
REFUSAL = "Halaman ini untuk peran lain"
FAULT = "Ada yang rusak di sistem"
PAGES = [entry.id for entry in menu.ENTRIES]

Sit = Callable[[Actor | None], None]


def shown(test: AppTest) -> str:
    """Everything that reaches the browser, also in figures, tables and hidden places."""
    assert not test.exception, test.exception[0].message
    return "\n".join(str(element.proto) for element in _all(test._tree))


def _all(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _all(child)
        if hasattr(child, "proto") and child.proto is not None:
            yield child


@pytest.fixture(scope="module")
def app(opening: Callable[[str], Opened]) -> App:
    """One app for all tests of this module: a page that is opened changes nothing."""
    return opening("sqlite").open(TWO)[0]


@pytest.fixture(scope="module")
def houses(opening: Callable[[str], Opened]) -> list[House]:
    """Two associations, two members in the first."""
    return opening("sqlite").open(TWO)[1]


@pytest.fixture
def sit(app: App, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Puts somebody (or nobody) before the screen."""
    def seat(actor: Actor | None) -> None:
        def current(*, seen: bool = True) -> Visitor | None:
            if actor is None:
                return None
            with app.database.reading(actor.association) as session:
                here = session.scalars(select(Association)).one()
            return Visitor(
                actor=actor, name=actor.name or "Wati", language="id", association_name=here.name, colour="", places=(),
                data_version=here.data_version, kind="pin", must_change=False, secret_kind="pin", set_by="", set_at=None,
            )

        monkeypatch.setattr(visitor, "current", current)

    monkeypatch.setattr(runtime, "app", lambda: app)
    monkeypatch.setattr(visitor, "guest_language", lambda: "id")
    monkeypatch.setattr(visitor, "is_stranger", lambda: False)
    return seat


def who(house: House, role: str) -> Actor:
    return house.owners[0].member if role == MEMBER else house.staff[role]


def direct(page_id: str, **query: str) -> AppTest:
    """The page by its address, as if the menu had let it through."""
    test = AppTest.from_string(SCRIPT.format(id=page_id), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


@pytest.mark.parametrize("role", ROLES)
def test_a_page_refuses_every_other_role_by_itself(sit: Sit, houses: list[House], role: str) -> None:
    sit(who(houses[0], role))
    for entry in menu.ENTRIES:
        if role not in entry.roles:
            said = shown(direct(entry.id))
            assert REFUSAL in said, entry.id
            assert not any(word in said for word in ("Zumala", "Zubela", "Wimaxi")), entry.id


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_has_no_way_to_a_page_of_another_role(sit: Sit, houses: list[House], role: str) -> None:
    sit(who(houses[0], role))
    test = AppTest.from_file(SHELL, default_timeout=60).run()
    for entry in menu.ENTRIES:
        if role not in entry.roles:
            with pytest.raises(ValueError, match="Could not find"):
                test.switch_page(entry.file)


@pytest.mark.parametrize("page_id", PAGES)
def test_nobody_reads_without_signing_in(sit: Sit, houses: list[House], page_id: str) -> None:
    sit(None)
    said = shown(direct(page_id))
    assert "Masuk" in said
    assert not any(word in said for word in ("Qubaru", "Zumala", "Wexoro", "Wimaxi"))


@pytest.mark.parametrize(("page_id", "role"), [(entry.id, role) for entry in menu.ENTRIES for role in entry.roles])
def test_a_page_shows_nothing_of_another_association_or_member(
    sit: Sit, houses: list[House], page_id: str, role: str,
) -> None:
    sit(who(houses[0], role))
    said = shown(direct(page_id))
    assert FAULT not in said
    for word in ("Wexoro", "Wimaxi"):
        assert word.casefold() not in said.casefold(), "another association's"
    if role in {MEMBER, MENTOR, LIAISON}:
        assert "zubela" not in said.casefold(), "another member's"


OPENED: Final[list[tuple[str, dict[str, str]]]] = [
    *(("decisions", {"keputusan": str(number)}) for number in (1, 2, 3, 4, 5)),
    *(("campaigns", {"promo": code, "bagian": part}) for code in ("P03", "P09") for part in (
        "rencana", "peserta", "tugas", "jam", "capaian", "hasil", "pesanan",
    )),
    *(("sharing", {"no": str(number)}) for number in (1, 2, 3, 4, 5)), ("sharing", {"lihat": "aturan"}),
    ("sharing", {"lihat": "coba-hitung"}),
    *(("safety_net", {"permintaan": str(number)}) for number in (1, 2, 3, 4)),
    *(("ledger", {"bagian": part}) for part in ("catatan", "simpanan", "iuran", "dana", "cek")), ("ledger", {"no": "1"}),
    *(("superior", {"bagian": part}) for part in ("peringkat", "nilai", "cerita")), ("superior", {"no": "1"}),
    *(("mentoring", {"bagian": part}) for part in ("berjalan", "pasangkan", "pendamping")),
    *(("trainings", {"bagian": part}) for part in ("jadwal", "putaran", "materi")),
    *(("trainings", {"pelatihan": code}) for code in ("PL01", "PL02")), *(("trainings", {"putaran": number}) for number in "12"),
    *(("clinic", {"pertanyaan": number}) for number in "123"), *OF_MIRROR, ("reach", {"rinci": "etalase"}),
    *(("storefront", {"bagian": part}) for part in ("tampil", "siap", "belum")),
    *(("letters", {"bagian": group}) for group in GROUPS),
]
"""What an address of the office opens beyond the first screen of a page."""


@pytest.mark.parametrize("role", [COORDINATOR, TREASURER])
@pytest.mark.parametrize(("page_id", "query"), OPENED, ids=str)
def test_what_an_address_opens_is_the_own_associations(
    sit: Sit, houses: list[House], page_id: str, query: dict[str, str], role: str,
) -> None:
    sit(who(houses[0], role))
    said = shown(direct(page_id, **query))
    assert FAULT not in said
    assert not any(word.casefold() in said.casefold() for word in ("Wexoro", "Wimaxi"))


@pytest.mark.parametrize(("page_id", "query"), OPENED_BY_LIAISONS, ids=str)
def test_what_a_liaison_opens_is_what_was_sent(sit: Sit, houses: list[House], page_id: str, query: dict[str, str]) -> None:
    sit(who(houses[0], LIAISON))
    said = shown(direct(page_id, **query)).casefold()
    assert FAULT.casefold() not in said
    assert not any(word in said for word in (hushed("Qubaru"), "zumala", "zubela", "wexoro"))


OPENED_ON_THE_PHONE: Final[list[tuple[str, dict[str, str], str]]] = [
    *(("learning", {"bagian": part}, MEMBER) for part in (
        "pendamping", "pelatihan", "bekal-digital", "tanya-jawab", "materi", "konten", "keamanan",
    )),
    *(("learning", {"materi": module, "langkah": "1"}, MEMBER) for module in ("content", "business")),
    ("mentor_learning", {"materi": "content", "langkah": "1"}, MENTOR), ("log_session", {"usaha": "ZUMALA"}, MENTOR),
]


@pytest.mark.parametrize(("page_id", "query", "role"), OPENED_ON_THE_PHONE, ids=str)
def test_what_an_address_opens_on_the_phone_is_ones_own(
    sit: Sit, houses: list[House], page_id: str, query: dict[str, str], role: str,
) -> None:
    sit(who(houses[0], role))
    said = shown(direct(page_id, **query))
    assert FAULT not in said
    assert not any(word.casefold() in said.casefold() for word in ("Zubela", "Wexoro", "Wimaxi"))


@pytest.mark.parametrize(("page_id", "query", "role"), [
    ("members", {}, TREASURER), ("my_shop", {}, MEMBER), ("catalogue", {}, COORDINATOR), ("activities", {}, MEMBER),
    ("my_money", {}, MEMBER), ("safety_net", {}, COORDINATOR), ("ledger", {"bagian": "simpanan"}, TREASURER),
    ("sharing", {"no": "1"}, TREASURER), ("campaigns", {"promo": "P03", "bagian": "peserta"}, COORDINATOR),
    ("campaigns", {"promo": "P03", "bagian": "jam"}, TREASURER), ("decisions", {"keputusan": "3"}, COORDINATOR),
    ("superior", {"bagian": "nilai"}, COORDINATOR), ("mentoring", {}, TREASURER), ("trainings", {"pelatihan": "PL02"}, COORDINATOR),
    ("trainings", {"putaran": "2"}, COORDINATOR), ("clinic", {"pertanyaan": "2"}, TREASURER), ("digital_capital", {}, COORDINATOR),
    ("learning", {"bagian": "pendamping"}, MEMBER), ("learning", {"bagian": "konten"}, MEMBER),
    ("learning", {"bagian": "tanya-jawab"}, MEMBER), ("my_mentees", {}, MENTOR), ("log_session", {}, MENTOR), ("answering", {}, MENTOR),
    ("meetings", {"temu": "2", "bagian": "hadir"}, COORDINATOR), ("action_items", {}, TREASURER),
    ("programmes", {"bagian": "pembiayaan"}, COORDINATOR), ("programmes", {"program": "PB02", "lihat": "peserta"}, TREASURER),
    ("storefront", {}, COORDINATOR), ("reach", {"rinci": "etalase"}, TREASURER), ("studio", {}, MEMBER),
], ids=str)
def test_what_is_theirs_is_on_the_page(
    sit: Sit, houses: list[House], page_id: str, query: dict[str, str], role: str,
) -> None:
    """The counter-test: the words that must not be found elsewhere are found where they belong."""
    sit(who(houses[0], role))
    assert "zumala" in shown(direct(page_id, **query)).casefold()


@pytest.mark.parametrize("step", studio.STEPS)
def test_a_text_that_is_worked_on_is_ones_own(sit: Sit, houses: list[House], step: str) -> None:
    first, second, stranger = *houses[0].owners, *houses[1].owners

    def said(owner: Owner, role: str) -> str:
        sit(who(houses[0], role))
        test = AppTest.from_string(SCRIPT.format(id="studio"), default_timeout=60)
        test.session_state["studio_member"] = first.ids["business_id"]
        test.session_state[state.EDITING.name] = f"{studio.PREFIX}{owner.ids['text_id'].hex}/{step}/0"
        return shown(test.run()).casefold()

    for role in (MEMBER, COORDINATOR):
        opened = said(first, role)
        assert "kain zumala" in opened and FAULT.casefold() not in opened
        assert own("zumala").casefold() in opened or step in {studio.LOOK, studio.FOLLOW}
        assert not any(word in opened for word in (own("zubela").casefold(), "wexoro", "wimaxi"))
    for other in (second, stranger):
        assert own(other.word).casefold() not in (there := said(other, MEMBER)) and other.word.casefold() not in there


def test_a_page_that_breaks_would_be_noticed(sit: Sit, houses: list[House], monkeypatch: pytest.MonkeyPatch) -> None:
    sit(who(houses[0], COORDINATOR))
    monkeypatch.setattr(runtime, "app", lambda: 1 // 0)
    assert FAULT in shown(direct("home"))


def test_an_answer_is_not_handed_on_to_the_next_association(sit: Sit, houses: list[House]) -> None:
    """The cache is shared by everybody on the server: the same page by two coordinators, one after the other."""
    for house, others in (houses, houses[::-1]):
        for page_id in PAGES:
            if COORDINATOR in menu.BY_ID[page_id].roles:
                sit(house.staff[COORDINATOR])
                said = shown(direct(page_id)).casefold()
                assert not any(owner.word.casefold() in said for owner in others.owners), page_id
