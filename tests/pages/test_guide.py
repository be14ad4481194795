"""Panduan: its own answers for each role, the lost connection first, every picture in the reader's language."""

from __future__ import annotations

import pytest

from cblp import i18n
from cblp.db.actor import MEMBER, ROLES
from cblp.i18n import _
from cblp.ui.components import guide
from tests.pages.conftest import Screen, texts


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("language", "first"), [("id", "1. Sinyal putus"), ("en", "1. The signal is lost")])
def test_the_lost_connection_comes_first_for_everybody(screen: Screen, role: str, language: str, first: str) -> None:
    test = screen.sit(role, language=language).open("guide")
    assert test.subheader[0].value == first
    texts(test)


def test_nobody_sees_it_signed_out(screen: Screen) -> None:
    assert "Waktu masuk habis" in texts(screen.leave().open("guide"))


def test_members_read_nothing_about_accounts(screen: Screen) -> None:
    said = texts(screen.sit(MEMBER).open("guide"))
    assert "Ubah harga atau stok" in said
    assert "Beri akun untuk anggota" not in said


def test_steps_are_short_enough_for_people_who_read_with_effort() -> None:
    i18n.use(lambda: "id")
    for entry in guide.ENTRIES:
        assert len(entry.steps) <= 4, entry.title
        for step in entry.steps:
            for sentence in _(step).split(". "):
                assert len(sentence.split()) <= 14, _(step)
