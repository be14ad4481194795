"""Choosing files: each is recognised by itself; what can't be taken stands aside with its reason and stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

import streamlit as st

from cblp.errors import UserError
from cblp.i18n import _
from cblp.importers import FileRefused, NotRecognised, Options, Reader, YearNeeded
from cblp.importers.records import Extract, SheetPreview
from cblp.intake import mappings, services
from cblp.intake.services import AlreadyIn, Checked
from cblp.intake.shops import OrdersElsewhere, WrongMarketplace
from cblp.ui import menu, page, runtime, state, visitor
from cblp.ui.components import intake_columns, uploads
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

T = TypeVar("T")


@dataclass(frozen=True)
class Aside:
    """A file that was not taken, with its reason. Its bytes are kept only while a question about it is open."""

    key: str
    name: str
    reason: UserError
    content: bytes = b""
    sheets: tuple[SheetPreview, ...] = ()


def choose(visit: Visit) -> None:
    """The uploader; files are read as soon as they are there, and the uploader is empty again."""
    key = f"files_{state.UPLOADS.get()}"
    files = st.file_uploader(_("Choose files"), accept_multiple_files=True, max_upload_size=25, key=key)
    st.caption(_(
        "The reports as the shop gives them, several at once if you like, up to 25 MB each. Don't open them in Excel first."
    ))
    if files:
        take([(file.name, file.getvalue()) for file in files])
        uploads.kept()
        st.rerun()


def take(files: Sequence[tuple[str, bytes]], options: Options | None = None) -> None:
    """Read and check files one by one; what can't be taken goes aside."""
    bar = st.progress(0.0)
    with Reader() as reader:
        for number, (name, content) in enumerate(files, 1):
            bar.progress((number - 1) / len(files), text=_(
                "Reading file {number} of {total}: {name}", number=number, total=len(files), name=esc(name)
            ))
            put_away(_key(content))
            aside = _take(reader, name, content, options or Options())
            if aside:
                state.ASIDE.set((*state.ASIDE.get(), aside))
    bar.empty()


def put_away(key: str) -> None:
    """Forget a file that stood aside."""
    state.ASIDE.set(tuple(aside for aside in state.ASIDE.get() if aside.key != key))


def asides(visit: Visit) -> None:
    """The files that were not taken: a question that can be answered here, or the reason and where to get the right file."""
    for aside in state.ASIDE.get():
        with st.container(border=True):
            st.markdown(f":material/info: {esc(aside.reason.text())}")
            if isinstance(aside.reason, YearNeeded):
                _ask_year(visit, aside, aside.reason)
            elif isinstance(aside.reason, AlreadyIn):
                st.page_link(
                    menu.BY_ID["import_history"].file, label=_("See the receipt"), icon=":material/receipt_long:",
                    query_params={"file": str(aside.reason.values["batch_id"])},
                )
            elif aside.sheets:
                _ask_columns(visit, aside)
            asks = bool(aside.content)
            if st.button(_("Leave this file") if asks else _("Close"), key=f"leave_{aside.key}"):
                put_away(aside.key)
                st.rerun()


def _ask_year(visit: Visit, aside: Aside, reason: YearNeeded) -> None:
    likeliest = reason.proposed(visit.today)
    with st.form(f"year_{aside.key}", border=False):
        years = [likeliest, likeliest - 1, likeliest - 2]
        year = st.radio(_("Year of the last day"), years, format_func=str, horizontal=True, key=f"year_of_{aside.key}")
        if not st.form_submit_button(_("Read file")):
            return
    take([(aside.name, aside.content)], Options(year=year))
    st.rerun()


def _ask_columns(visit: Visit, aside: Aside) -> None:
    answer = intake_columns.ask(visit, aside.name, aside.sheets, key=aside.key)
    if answer is None:
        return
    with st.spinner(_("Reading {name}", name=esc(aside.name))), Reader() as reader:
        found = _attempt(reader, aside, answer)
    if isinstance(found, UserError):
        st.error(esc(found.text()))
    else:
        put_away(aside.key)
        st.rerun()


def _attempt(reader: Reader, aside: Aside, answer: intake_columns.Answer) -> UserError | None:
    """Read a file by the columns that a person matched, and remember them once they work."""
    try:
        mapping = mappings.made(
            answer.columns, shop_id=answer.shop_id, marketplace=answer.marketplace, sheet=answer.sheet.name,
        )
        extract = reader.read(aside.content, aside.name, Options(mapping=mapping))
        _check(extract, aside.content, {answer.marketplace: answer.shop_id})
        _act(mappings.save, shop_id=answer.shop_id, sheet=answer.sheet, columns=answer.columns)
    except UserError as reason:
        return reason
    return None


def _take(reader: Reader, name: str, content: bytes, options: Options) -> Aside | None:
    key = _key(content)
    try:
        _ask(services.refuse_known, name=name, sha256=sha256(content).digest())
        extract, shops = _read(reader, name, content, options)
        _check(extract, content, shops)
    except YearNeeded as reason:
        return Aside(key, name, reason, content)
    except NotRecognised as reason:
        return Aside(key, name, reason, content, _sheets(reader, name, content))
    except UserError as reason:
        return Aside(key, name, reason)
    return None


def _read(reader: Reader, name: str, content: bytes, options: Options) -> tuple[Extract, dict[str, UUID] | None]:
    """The file; one that no format knows by the columns that were matched for such a sheet before, with their shop."""
    try:
        return reader.read(content, name, options), None
    except NotRecognised:
        known = _ask(mappings.find, sheets=_sheets(reader, name, content))
        if known is None:
            raise
    mapping, shop = known
    return reader.read(content, name, Options(mapping=mapping)), {mapping.marketplace: shop}


def _sheets(reader: Reader, name: str, content: bytes) -> tuple[SheetPreview, ...]:
    try:
        return tuple(reader.headers(content, name))
    except FileRefused:
        return ()


def _check(extract: Extract, content: bytes, shops: dict[str, UUID] | None) -> None:
    """Let the file wait in the database; where its likeliest shop turns out wrong it waits without a shop."""
    file = {"size": len(content), "sha256": sha256(content).digest()}
    try:
        checked: Checked = _act(services.check, extract, shops=shops, **file)
    except (OrdersElsewhere, WrongMarketplace) as wrong:
        page.say(esc(wrong.text()), "warning")
        checked = _act(services.check, extract, shops={}, **file)
    state.CHECKED.set({**state.CHECKED.get(), checked.batch_id: checked})


def _key(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _ask(report: Callable[..., T], **kwargs: Any) -> T:
    return runtime.app().read(visitor.require().actor, report, **kwargs)


def _act(service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Like page.action, but a refusal is the caller's: it is shown with its file."""
    result = runtime.app().act(visitor.require().actor, service, *args, **kwargs)
    visitor.current()  # what is read below must not be of before
    return result
