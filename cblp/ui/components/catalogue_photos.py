"""Photos of a product: sent, shown and taken away."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from uuid import UUID

import streamlit as st

from cblp.catalogue import thumbnails
from cblp.catalogue.services import products as services
from cblp.i18n import _
from cblp.ui import page, reads
from cblp.ui.components import fields, uploads
from cblp.ui.page import Visit


def choose(visit: Visit, product_id: UUID) -> None:
    """The uploader of a photo; it is shrunk before it is kept."""
    sent = uploads.photo(_("Choose a photo"), key=f"photo_{product_id}")
    if st.button(_("Close"), key=f"close_photo_{product_id}"):
        fields.close()
        st.rerun()
    if sent and page.action(services.add_photo, product_id=product_id, picture=sent, now=visit.now):
        uploads.kept()
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
