"""Photos of a product: sent, shown and taken away."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from uuid import UUID

import streamlit as st

from cblp.catalogue import pictures, thumbnails
from cblp.catalogue.pictures import Picture
from cblp.catalogue.services import products as services
from cblp.errors import UserError
from cblp.i18n import _
from cblp.ui import page, reads, state
from cblp.ui.components import fields
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit


def choose(visit: Visit, product_id: UUID) -> None:
    """The uploader of a photo; it is shrunk before it is kept."""
    file = st.file_uploader(_("Choose a photo"), type=["jpg", "jpeg", "png", "webp"], max_upload_size=12,
                            key=f"photo_{product_id}_{state.UPLOADS.get()}")
    st.caption(_("Press **Upload** and choose a clear photo. Place and time inside the photo are taken out."))
    if st.button(_("Close"), key=f"close_photo_{product_id}"):
        fields.close()
        st.rerun()
    if file is None:
        return
    with st.spinner(_("Preparing the photo")):
        picture = _prepared(file.getvalue())
    if isinstance(picture, UserError):
        st.error(esc(picture.text()))
    elif page.action(services.add_photo, product_id=product_id, picture=picture, now=visit.now):
        state.UPLOADS.set(state.UPLOADS.get() + 1)
        fields.close()
        page.say(_("The photo is saved."))
        st.rerun()


def shown(visit: Visit, name: str, photos: Sequence[UUID], *, change: bool) -> None:
    """The photos of a product, the newest first, each with its button."""
    for start in range(0, len(photos), 2):
        for column, photo_id in zip(st.columns(2), photos[start : start + 2], strict=False):
            with column:
                picture(photo_id, name, side=600, width="100%")
                if change:
                    _remove(visit, name, photo_id)


def picture(photo_id: UUID, name: str, *, side: int, width: str) -> None:
    """A photo in the page itself (Streamlit's own pictures carry an English button), ``side`` pixels at most."""
    content = b64encode(reads.ask(thumbnails.thumbnail, photo_id=photo_id, side=side)).decode()
    look = f"width:{width};border-radius:.6rem;display:block"
    st.html(f'<img src="data:image/webp;base64,{content}" alt="{escape(name)}" style="{look}">')


def _remove(visit: Visit, name: str, photo_id: UUID) -> None:
    sure = fields.confirm(f"photo_{photo_id}", _("Remove photo"), _("Remove this photo of {name}?", name=name))
    if sure and page.action(services.remove_photo, photo_id=photo_id, now=visit.now):
        page.say(_("The photo is gone."))
        st.rerun()


def _prepared(content: bytes) -> Picture | UserError:
    try:
        return pictures.prepare(content)
    except UserError as refused:
        return refused
