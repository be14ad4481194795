"""What people send: pictures are shrunk at once, and what is wrong with one that cannot be used is said."""

from __future__ import annotations

import streamlit as st

from cblp.catalogue import pictures
from cblp.catalogue.pictures import Picture
from cblp.errors import UserError
from cblp.i18n import _
from cblp.ui import state
from cblp.ui.components.frame import esc


def picture(label: str, *, key: str, note: str = "") -> Picture | None:
    """The place to send a picture, and ``note`` below it; the prepared picture once a readable one was sent. ``kept`` empties it."""
    sent = st.file_uploader(label, type=["jpg", "jpeg", "png", "webp"], max_upload_size=12, key=f"{key}_{state.UPLOADS.get()}")
    if note:
        st.caption(note)
    if sent is None:
        return None
    try:
        with st.spinner(_("Preparing the photo")):
            return pictures.prepare(sent.getvalue())
    except UserError as refused:
        st.error(esc(refused.text()))
        return None


def photo(label: str, *, key: str) -> Picture | None:
    """The same, for a photo of which one must see what is on it."""
    return picture(label, key=key, note=_("Press **Upload** and choose a clear photo. Place and time inside the photo are taken out."))


def kept() -> None:
    """What was sent is kept: the next uploader starts empty."""
    state.UPLOADS.set(state.UPLOADS.get() + 1)
