"""Photos of papers that prove something: chosen and shrunk here, kept by ``decisions.services.evidence``, shown to who may see them."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.catalogue import pictures
from cblp.catalogue.pictures import Picture
from cblp.decisions.reports import evidence
from cblp.errors import UserError
from cblp.i18n import _
from cblp.ui import reads, state
from cblp.ui.components import papers
from cblp.ui.components.frame import esc


def choose(label: str, *, key: str) -> Picture | None:
    """The uploader of a photo of a paper; the prepared picture once a readable one was chosen. ``chosen`` empties it."""
    file = st.file_uploader(label, type=["jpg", "jpeg", "png", "webp"], max_upload_size=12, key=f"{key}_{state.UPLOADS.get()}")
    st.caption(_("Press **Upload** and choose a clear photo. Place and time inside the photo are taken out."))
    if file is None:
        return None
    with st.spinner(_("Preparing the photo")):
        found = _prepared(file.getvalue())
    if isinstance(found, UserError):
        st.error(esc(found.text()))
        return None
    return found


def chosen() -> None:
    """The photo is kept: the next uploader starts empty."""
    state.UPLOADS.set(state.UPLOADS.get() + 1)


def show(evidence_id: UUID, name: str) -> None:
    """A kept photo, with what it shows."""
    papers.shown(reads.ask(evidence.picture, evidence_id=evidence_id), name)


def _prepared(content: bytes) -> Picture | UserError:
    try:
        return pictures.prepare(content)
    except UserError as refused:
        return refused
