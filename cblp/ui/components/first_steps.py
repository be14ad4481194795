"""The first steps of a new association: who, where, what was sold, and who may sign in; each done or with its button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _
from cblp.intake import reports as intake
from cblp.people.reports import accounts, register
from cblp.ui import menu, reads
from cblp.ui.page import Visit


@dataclass(frozen=True)
class Step:
    """A step: what to do, why, its button, the page on which it is done, and whether it is done."""

    title: str
    why: str
    button: str
    page: str
    done: Callable[[Visit], bool]


STEPS: Final = (
    Step(N_("Add the first member"), N_("One by one, or all at once from your own list."), N_("Add a member"), "members",
         lambda visit: bool(reads.ask(register.counts, today=visit.today))),
    Step(N_("Add a shop"), N_("Where your members sell, so that files find their shop."), N_("Add a shop"), "catalogue",
         lambda visit: bool(reads.ask(catalogue.shops, today=visit.today))),
    Step(N_("Bring in the first file"), N_("The report that the shop itself gives. Sales appear right after."),
         N_("Bring in files"), "import_files", lambda visit: reads.ask(intake.history_size) > 0),
    Step(N_("Make accounts"), N_("Members sign in on their phones and see their own shop."), N_("Make accounts"), "accounts",
         lambda visit: len(reads.ask(accounts.accounts, today=visit.today)) > 1),
)


def pending(visit: Visit) -> list[Step]:
    """The steps that are still to do; nothing for whoever cannot do them."""
    return [step for step in STEPS if not step.done(visit)] if visit.actor.role == COORDINATOR else []


def show(visit: Visit, *, only_on: str = "") -> None:
    """All steps with what is done and the button of the next ones; nothing once all are done.

    ``only_on`` names the page that shows them: its own step needs no button there, because the form stands below.
    """
    todo = pending(visit)
    if not todo:
        return
    with st.container(border=True):
        st.subheader(_("First steps"), anchor=False)
        for number, step in enumerate(STEPS, 1):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                if step not in todo:
                    st.markdown(f":green[:material/check_circle: {_('Done')}]  \n{number}. {_(step.title)}")
                    continue
                st.markdown(f"**{number}. {_(step.title)}**  \n{_(step.why)}")
                if step.page != only_on:
                    st.page_link(menu.BY_ID[step.page].file, label=_(step.button), icon=menu.BY_ID[step.page].icon)
