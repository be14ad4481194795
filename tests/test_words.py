"""The words on the screen: complete in Indonesian, one translation each, and easy enough to read (floors, not praise)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted(ROOT.glob("cblp/i18n/id/*.po"))
MARKERS = {"_", "N_", "ngettext", "i18n._", "i18n.N_"}
WRONG = re.compile(
    r"\b(ekspor|impor|login|logout|upload|download|lokapasar|binaan|kamu|mohon|silakan|silahkan|harap|tolong|error|invalid|valid|sesi"
    r"|dashboard|kampanye|berkas|tautan)\b|apakah anda yakin|[a-z]-mu\b", re.IGNORECASE,
)
ALLOWED = re.compile(r"\*\*Upload\*\*")  # naming Streamlit's own button, whose word cannot be changed


def msgids() -> Iterator[tuple[str, str]]:
    """(place, msgid) of every marked text in the product."""
    for path in sorted([*ROOT.glob("cblp/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in MARKERS:
                texts = node.args[:2] if ast.unparse(node.func).endswith("ngettext") else node.args[:1]
                for argument in texts:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", argument.value


@cache
def messages() -> list[tuple[str, Message]]:
    found = []
    for path in CATALOGUES:
        with path.open("rb") as file:
            found += [(path.name, message) for message in read_po(file, locale="id") if message.id]
    return found


def texts(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def ids(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple | list) else [message.id]


def test_every_text_has_its_indonesian() -> None:
    known = {msgid for _, message in messages() for msgid in ids(message)}
    missing = sorted({f"{place}  {msgid!r}" for place, msgid in msgids() if msgid not in known})
    assert not missing, "\n".join(missing)


def test_nothing_is_untranslated_or_uncertain() -> None:
    bad = [f"{name}: {message.id!r}" for name, message in messages() if message.fuzzy or not all(texts(message))]
    assert not bad, "\n".join(bad)


def test_one_text_has_one_translation() -> None:
    seen: dict[str, tuple[str, list[str]]] = {}
    for name, message in messages():
        key = ids(message)[0]
        first = seen.setdefault(key, (name, texts(message)))
        assert first[1] == texts(message), f"{key!r} differs between {first[0]} and {name}"


def test_named_fields_are_the_same_in_both_languages() -> None:
    for name, message in messages():
        wanted = {field for text in ids(message) for _, field, _, _ in Formatter().parse(text) if field}
        for text in texts(message):
            given = {field for _, field, _, _ in Formatter().parse(text) if field}
            assert given <= wanted and (wanted - given) <= {"count"}, f"{name}: {message.id!r}"


def test_words_that_are_wrong_everywhere_are_nowhere() -> None:
    found = [
        f"{name}: {text}" for name, message in messages() for text in texts(message)
        if WRONG.search(re.sub(r"\{[^}]*\}", "", ALLOWED.sub("", text)))
    ]
    assert not found, "\n".join(found)


def test_no_cheer_and_no_translation_marks() -> None:
    for name, message in messages():
        for text in texts(message):
            assert "!" not in text, f"{name}: {text}"
            assert not re.search(r"Rp ", text), f"{name}: {text}"
            assert not re.search(r"\d %", text), f"{name}: {text}"


SENTENCE = re.compile(r"[.?:](?:\s|$)|\n")
VOWEL = re.compile(r"(?:ai|au|oi)\b|[aiueo]", re.IGNORECASE)
FIELD = re.compile(r"\{[^}]*\}")


@pytest.mark.parametrize("longest", [22])
def test_sentences_are_short(longest: int) -> None:
    long = []
    for name, message in messages():
        for text in texts(message):
            for sentence in SENTENCE.split(FIELD.sub("x", text)):
                if len(sentence.split()) > longest:
                    long.append(f"{name} ({len(sentence.split())}): {sentence.strip()}")
    assert not long, "\n".join(long)


def test_words_are_easy_on_average() -> None:
    words = [word for _, message in messages() for text in texts(message) for word in re.findall(r"[a-zA-Z]+", FIELD.sub("", text))]
    syllables = [max(1, len(VOWEL.findall(word))) for word in words]
    assert sum(syllables) / len(syllables) <= 2.8
    assert sum(count >= 6 for count in syllables) / len(syllables) <= 0.02
