"""Every word of the routes has its Indonesian, and none of the words that are wrong everywhere."""

from __future__ import annotations

import ast
import re

import pytest

from cblp.i18n import catalogue
from cblp.settings import ROOT

SAME_IN_BOTH = {"WIT (Maluku, Papua)", "Bapak/Ibu"}
WRONG = re.compile(
    r"\b(ekspor|impor|login|logout|upload|download|lokapasar|binaan|kamu|mohon|silakan|harap|tolong|error|invalid|valid"
    r"|sesi|dashboard)\b",
    re.IGNORECASE,
)


def said() -> list[str]:
    calls = [
        node for path in sorted((ROOT / "cblp/web").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"words", "visit.words", "self.words", "N_"}
    ]
    return sorted({call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)})


@pytest.mark.parametrize("msgid", said())
def test_the_routes_speak_indonesian(msgid: str) -> None:
    text = catalogue("id").gettext(msgid)
    assert text != msgid or msgid in SAME_IN_BOTH
    assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", msgid))
    assert not WRONG.search(text)
    assert max(len(sentence.split()) for sentence in re.split(r"[.:]\s", text)) <= 14


def test_something_is_said() -> None:
    assert len(said()) > 80
