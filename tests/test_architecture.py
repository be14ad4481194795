"""What imports cannot show: one place for commits, caches and state keys, no wall left open, every shown word translated."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cblp.ui import menu

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*ROOT.glob("cblp/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"])
PAGES = sorted(ROOT.glob("pages/*.py"))
UI = [path for path in SOURCES if path.is_relative_to(ROOT / "cblp/ui") or path in PAGES]


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a file with its dotted name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def offenders(paths: list[Path], wrong: set[str]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{call.lineno} {name}" for path in paths for call, name in calls(path) if name in wrong]


def test_dependencies_point_downwards() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_only_the_database_layer_commits() -> None:
    allowed = ROOT / "cblp/db"
    found = [o for o in offenders(SOURCES, {"session.commit"}) if not (ROOT / o.split(":")[0]).is_relative_to(allowed)]
    assert found == []


def test_fragments_and_callbacks_go_through_the_page() -> None:
    assert offenders([p for p in UI if p.name != "page.py"], {"st.fragment", "st.cache_resource"}) == []
    for path in UI:
        for call, name in calls(path):
            words = {keyword.arg for keyword in call.keywords}
            allowed = name.startswith("page.") or path.name == "page.py"
            assert allowed or not words & {"on_click", "on_change", "on_submit"}, f"{path.name}:{call.lineno}"


def test_tenant_data_is_cached_in_one_place_and_never_leaves_by_a_download_button() -> None:
    assert offenders([p for p in SOURCES if p.name != "reads.py"], {"st.cache_data"}) == []
    assert offenders(UI, {"st.download_button"}) == []


def test_session_state_is_named_in_one_place() -> None:
    for path in UI:
        if path.name != "state.py":
            assert "session_state" not in path.read_text(encoding="utf-8"), path


def test_pages_are_prose() -> None:
    for path in PAGES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not imported & {"sqlalchemy", "pandas", "plotly", "requests"}, path
        assert not any(isinstance(node, ast.Try) for node in ast.walk(tree)), f"{path.name}: errors end at the page's edge"


def test_every_page_opens_itself_with_its_own_name() -> None:
    assert {path.stem for path in PAGES} == {entry.id for entry in menu.ENTRIES}
    for path in PAGES:
        opened = [ast.unparse(call.args[0]) for call, name in calls(path) if name == "page.open"]
        assert opened == [repr(path.stem)], f"{path.name} must call page.open({path.stem!r}) once"


def test_services_never_ask_the_clock_or_the_environment() -> None:
    services = [p for p in SOURCES if "services" in p.parts or p.stem in {"services", "rules", "reports"}]
    assert offenders(services, {"datetime.now", "date.today", "datetime.utcnow", "time.time", "os.getenv"}) == []


def test_sql_is_never_glued_together() -> None:
    for path in SOURCES:
        if path.is_relative_to(ROOT / "cblp/db"):
            continue
        for call, name in calls(path):
            if name in {"text", "sa.text", "sqlalchemy.text"} and call.args:
                assert not isinstance(call.args[0], ast.JoinedStr), f"{path}:{call.lineno}"


SHOWN = {
    "st.write", "st.markdown", "st.info", "st.warning", "st.error", "st.success", "st.caption", "st.title", "st.header",
    "st.subheader", "st.button", "st.form_submit_button", "st.text_input", "st.text_area", "st.selectbox", "st.radio", "st.pills",
    "st.checkbox", "st.toggle", "st.expander", "st.popover", "st.metric", "st.file_uploader", "st.date_input", "st.multiselect",
    "st.segmented_control",
}


@pytest.mark.parametrize("path", UI, ids=lambda p: p.stem)
def test_every_shown_word_is_translated(path: Path) -> None:
    for call, name in calls(path):
        if name in SHOWN and call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            assert not any(letter.isalpha() for letter in call.args[0].value), f"{path.name}:{call.lineno} {call.args[0].value!r}"
