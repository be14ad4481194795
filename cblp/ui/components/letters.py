"""Letters by WhatsApp: they open with the person's form of address, say one thing, and end with who writes; sent by hand only.

What each says is declared in outreach.letters; the association's own words come before the product's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR, MENTOR
from cblp.i18n import LANGUAGES, _, language, places, speaking
from cblp.outreach import letters
from cblp.outreach.reports import letters as reports
from cblp.people import phones
from cblp.people.reports import register
from cblp.ui import menu, reads, runtime
from cblp.ui.components import copying
from cblp.ui.page import Visit


@contextmanager
def to(visit: Visit, business_id: UUID) -> Iterator[None]:
    """Inside, letters are written in the language that this member chose; without an account, in the one of the screen."""
    # A change of language does not move the association's data on: what is kept of it would be yesterday's.
    with to_reader(runtime.app().read(visit.actor, register.tongue, business_id=business_id, today=visit.today)):
        yield


@contextmanager
def to_reader(tongue: str) -> Iterator[None]:
    """The same for whose language is known already ("": not known)."""
    with speaking(tongue if tongue in LANGUAGES else language()):
        yield


def opening(address_form: str, person: str, business: str) -> str:
    """``Ibu Sari``; without a person the business."""
    return f"{address_form or _('Mr/Ms')} {person or business}"


def words(code: str) -> str:
    """What this kind of letter says here in the language in use, its places in braces."""
    said: str = reads.ask(reports.text, code=code, language=language())
    return said


def write(visit: Visit, code: str, **values: str) -> str:
    """The letter, filled in and signed by whoever is here; ``values`` are all its places (outreach.letters)."""
    return letters.signed(places.fill(words(code), values), visit.visitor.name, visit.actor.role)


def address(page_id: str) -> str:
    """The whole address of a page."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{runtime.app().settings.base_path}/{menu.BY_ID[page_id].path}"


def remind(visit: Visit, phone: str, text: str, *, key: str, label: str = "", told: str = "") -> None:
    """A small window with the text, to be changed, copied or opened in WhatsApp; ``phone`` as stored, "" if none is known.

    ``told`` stands below it instead of what is said about the number. A treasurer never learns a number; a mentor has those of
    the mentees.
    """
    with st.popover(label or _("Remind"), icon=":material/chat:", wrap=False, key=key):
        written = st.text_area(_("WA text"), text, height=200, key=f"{key}_text")
        number = phone if visit.actor.role in (COORDINATOR, MENTOR) and phones.reachable(phone) else ""
        with st.container(horizontal=True, vertical_alignment="center"):
            copying.button(written or "")
            st.link_button(_("Open WA"), phones.chat(number, written or ""), icon=":material/open_in_new:")
        st.caption(told or (
            _("Sent only when you press send in WA.") if number else _("No phone number is known. Choose the person in WA.")
        ))
