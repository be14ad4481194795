"""Which photo goes with a text: one that is sent now, one that is on the phone already, or the product's own."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import pictures, thumbnails
from cblp.catalogue import reports as catalogue
from cblp.decisions.reports import evidence
from cblp.growth.services import pieces
from cblp.i18n import N_, _
from cblp.outreach.reports.studio import OF_PRODUCT, ON_PHONE, SENT, Drafted
from cblp.outreach.services import drafts
from cblp.people.services.tickets import Document
from cblp.ui import page, reads
from cblp.ui.components import downloads
from cblp.ui.components import evidence as photos
from cblp.ui.components.my_shop_sheet import Sheet
from cblp.ui.page import Visit

ANSWERS: Final = {
    SENT: N_("Send a photo now"), ON_PHONE: N_("My own photo is already on the phone"), OF_PRODUCT: N_("The product's photo"),
}
SIDE: Final = 320
"""Pixels of a photo that is only there to be recognised."""


def ask(visit: Visit, draft: Drafted, sheet: Sheet) -> tuple[str, UUID | None] | None:
    """The question and its answer as ``drafts.add`` takes it; None as long as it is open."""
    products = _of_product(visit, draft)
    answers = [answer for answer in ANSWERS if answer != OF_PRODUCT or products]
    before = sheet.typed.get("photo", draft.photo)
    chosen = st.radio(
        _("Which photo goes with it?"), answers, index=answers.index(before) if before in answers else None,
        format_func=lambda answer: _(ANSWERS[answer]), key=f"{sheet.form}/which_photo",
    ) or ""
    sheet.note("photo", chosen)
    if chosen == SENT:
        sent = _sent(draft, sheet)
        return ("", sent) if sent else None
    if chosen == OF_PRODUCT:
        _picture(reads.ask(thumbnails.thumbnail, photo_id=products[0], side=SIDE), draft.product)
    return (chosen, None) if chosen else None


def show(visit: Visit, draft: Drafted) -> None:
    """The photo that was chosen, beside the text that is posted with it."""
    if draft.photo == ON_PHONE:
        st.markdown(f":material/photo_camera: {_('Add your own photo from the phone when you post.')}")
    elif draft.photo == SENT and draft.evidence_id:
        _picture(pictures.smaller(reads.ask(evidence.picture, evidence_id=draft.evidence_id), SIDE), draft.product)
        st.caption(_("Add this photo when you post."))
    elif draft.photo == OF_PRODUCT:
        newest = _of_product(visit, draft)[0]
        _picture(reads.ask(thumbnails.thumbnail, photo_id=newest, side=SIDE), draft.product)
        st.caption(_("Add this photo when you post."))
        downloads.download(_("Keep the photo on the phone"), lambda: Document(
            f"{draft.product}.jpg", "image/jpeg", reads.ask(thumbnails.jpeg, photo_id=newest),
        ), key="studio_photo_keep")


def _sent(draft: Drafted, sheet: Sheet) -> UUID | None:
    """The photo that was sent for this text, which can be taken away again; else the place to send one."""
    kept = sheet.typed.get("evidence_id", draft.evidence_id.hex if draft.evidence_id else "")
    if not kept:
        picture = photos.choose(_("A photo of your own"), key=f"{sheet.form}/photo")
        sent = picture and page.action(pieces.keep_photo, picture=picture, business_id=draft.business_id)
        if sent and sent.value:
            photos.chosen()
            sheet.note("evidence_id", sent.value.hex)
            st.rerun()
        return None
    _picture(pictures.smaller(reads.ask(evidence.picture, evidence_id=UUID(kept)), SIDE), draft.product)
    st.markdown(f":material/check: {_('The photo is kept.')}")
    if st.button(_("Remove the photo"), key="studio_photo_away") and (
        not draft.evidence_id or page.action(drafts.illustrate, draft_id=draft.id)
    ):
        sheet.note("evidence_id", "")
        st.rerun()
    return UUID(kept)


def _of_product(visit: Visit, draft: Drafted) -> tuple[UUID, ...]:
    """The product's photos, the newest first."""
    found: tuple[UUID, ...] = reads.ask(catalogue.product, product_id=draft.product_id, today=visit.today).photos
    return found


def _picture(content: bytes, name: str) -> None:
    """A small WebP picture in the page itself (Streamlit's own carry an English button)."""
    look = "height:8rem;max-width:100%;border-radius:.6rem;display:block"
    st.html(f'<img src="data:image/webp;base64,{b64encode(content).decode()}" alt="{escape(name)}" style="{look}">')
