"""Which language is spoken: the source's, or for a while the one that was asked for, in this thread only."""

from __future__ import annotations

from threading import Thread

from cblp import i18n


def test_a_document_speaks_its_readers_language_and_nobody_elses() -> None:
    i18n.use(lambda: "id")
    heard: list[str] = []
    with i18n.speaking("en"):
        beside = Thread(target=lambda: heard.append(i18n.language()))
        beside.start()
        beside.join()
        with i18n.speaking("id"):
            heard.append(i18n.language())
        heard.append(i18n.language())
    assert [*heard, i18n.language()] == ["id", "id", "en", "id"]


def test_an_unknown_language_is_the_default() -> None:
    with i18n.speaking("jv"):
        assert i18n.language() == i18n.DEFAULT
