"""Panduan: a short answer for each thing that people of a role do, with a picture and at most four steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, ROLES, TREASURER
from cblp.i18n import N_, _
from cblp.ui.components import guide_pictures as pictures
from cblp.ui.components.guide_pictures import BOX, BUTTON, FIELD, HEAD, PRESSED, TEXT, Part
from cblp.ui.page import Visit

OFFICE: Final = (COORDINATOR, TREASURER)


@dataclass(frozen=True)
class Entry:
    """One question with its steps; ``picture`` are parts of a screen, words as msgids."""

    title: str
    steps: tuple[str, ...]
    picture: tuple[Part, ...]
    roles: tuple[str, ...] = ROLES


ENTRIES: Final = (
    Entry(
        N_("The signal is lost"),
        (N_("This box may come up, or the screen turns grey."),
         N_("What you typed is kept up to the last step."),
         N_("Wait a moment. Then open the page again.")),
        (Part(HEAD, N_("My shop")), Part(BOX, N_("The connection is lost. Wait a moment, then try again."))),
    ),
    Entry(
        N_("Change a price or stock"),
        (N_("Open My shop and look for the product."),
         N_("Press Change price and stock."),
         N_("Choose the shop, write the new price."),
         N_("Read the price in words below. Right? Press Save.")),
        (Part(HEAD, "Batik cap"), Part(FIELD, "190.000"), Part(TEXT, "Rp190.000"), Part(PRESSED, N_("Save"))),
        (MEMBER,),
    ),
    Entry(
        N_("Log WA, bazaar or cash"),
        (N_("Press Log WA today."),
         N_("Press the numbers: status, groups, chats, orders."),
         N_("Money came in? Write the amount."),
         N_("Press Save the log. A wrong log can be taken back.")),
        (Part(HEAD, N_("Log WA today")), Part(TEXT, N_("Chats that came in")), Part(BUTTON, "0   1   2   3   4   5"),
         Part(PRESSED, N_("Save the log"))),
        (MEMBER, COORDINATOR),
    ),
    Entry(
        N_("Write a text for a post"),
        (N_("Press Write a text for a post, then choose the product."),
         N_("Look at an example. Read the draft."),
         N_("Add your own sentence. Then the text can be copied."),
         N_("Post it yourself. Then press I have posted it.")),
        (Part(HEAD, N_("Make content")), Part(TEXT, N_("3 · Add your own")), Part(FIELD, N_("My own sentence")),
         Part(PRESSED, N_("Add it to the text"))),
        (MEMBER, COORDINATOR),
    ),
    Entry(
        N_("Show my products to buyers"),
        (N_("Open My shop, press Show it at the product."),
         N_("Answer two questions: your products, then your WA number."),
         N_("Press Share by WA, and send the link to buyers."),
         N_("Press Take out whenever you want it gone.")),
        (Part(HEAD, N_("Shared storefront")), Part(TEXT, N_("May your products stand in it?")), Part(PRESSED, N_("Yes, I allow it")),
         Part(BUTTON, N_("No"))),
        (MEMBER,),
    ),
    Entry(
        N_("Open the shared storefront"),
        (N_("Open Shared storefront. Ask those who have not answered by WA."),
         N_("Press Show it at the products, then Open the storefront."),
         N_("Make the sheet of codes. Stick them on the packages."),
         N_("Clicks stand in Reach, under Storefront.")),
        (Part(HEAD, N_("Shared storefront")), Part(PRESSED, N_("Open the storefront")), Part(BUTTON, N_("Make the sheet"))),
        (COORDINATOR,),
    ),
    Entry(
        N_("Say a WA text in our own words"),
        (N_("Open WA texts and choose the text."),
         N_("Press Change. Words in braces are filled in by themselves."),
         N_("Read the example below, then press Save.")),
        (Part(HEAD, N_("WA texts")), Part(FIELD, N_("WA text")), Part(PRESSED, N_("Save"))),
        (COORDINATOR,),
    ),
    Entry(
        N_("Get the sales file of a shop"),
        (N_("Shopee, on a computer: My orders, then Export, then choose one month."),
         N_("TikTok Shop and Tokopedia: Orders, then Export orders, as a file for Excel."),
         N_("Send the file to the coordinator by WA, as a document."),
         N_("Don't open it in Excel first: numbers can change.")),
        (Part(HEAD, N_("Shop file")), Part(TEXT, N_("Choose one month")), Part(PRESSED, N_("Download"))),
        (MEMBER, COORDINATOR),
    ),
    Entry(
        N_("Send a photo of a product"),
        (N_("Take the photo by day, near a window, without a flash."),
         N_("Open the product, press Send a photo."),
         N_("Press Choose a file, then Use this photo.")),
        (Part(HEAD, N_("Send a photo")), Part(BUTTON, N_("Choose a file")), Part(PRESSED, N_("Use this photo"))),
        (MEMBER,),
    ),
    Entry(
        N_("Two people change the same thing"),
        (N_("Both values stand beside each other, with the name of the other."),
         N_("Press the value that is right. Nothing is lost.")),
        (Part(TEXT, N_("Price")), Part(PRESSED, "Rp42.000"), Part(BUTTON, "Rp45.000")),
        (MEMBER, COORDINATOR),
    ),
    Entry(
        N_("Bring in this month's files"),
        (N_("Open Bring in files, press Choose a file, take all files at once."),
         N_("Check the four counts: new, changed, known, not readable."),
         N_("Choose the shop where it is asked."),
         N_("Press the button. A wrong file is taken back in File history.")),
        (Part(HEAD, N_("Bring in files")), Part(BUTTON, N_("Choose a file")), Part(PRESSED, N_("Bring in files"))),
        (COORDINATOR,),
    ),
    Entry(
        N_("How far to trust a figure"),
        (N_("Beside each figure stands how many shops have a file, and the last day."),
         N_("“Fees are not taken off yet” means: the income file is not in yet."),
         N_("A dash means not known. It never means zero.")),
        (Part(HEAD, "Rp84,2 jt"), Part(TEXT, N_("9 of 24 shops have a file."))),
        OFFICE,
    ),
    Entry(
        N_("Erase somebody's personal data"),
        (N_("Open Members, choose the member, then Consent and accounts."),
         N_("Press Erase personal data. Settle first what is listed there."),
         N_("Type the word. Name and texts go, figures stay."),
         N_("Press Tell by WA before you close the letter.")),
        (Part(HEAD, N_("Personal data")), Part(FIELD, N_("erase")), Part(PRESSED, N_("Erase personal data"))),
        (COORDINATOR,),
    ),
    Entry(
        N_("Give members an account"),
        (N_("Open Accounts under your name."),
         N_("Choose persons of the register, press Make accounts and PIN slips."),
         N_("Print the slips at once. They are shown only once."),
         N_("A PIN is forgotten? Make a new PIN slip.")),
        (Part(HEAD, N_("Accounts")), Part(PRESSED, N_("Make accounts and PIN slips"))),
        (COORDINATOR,),
    ),
    Entry(
        N_("Give my vote"),
        (N_("Open Activities. What waits stands first."),
         N_("Read the proposal, press your choice."),
         N_("You can change it until the vote closes.")),
        (Part(HEAD, N_("Activities")), Part(BUTTON, N_("In favour")), Part(BUTTON, N_("Against")), Part(BUTTON, N_("Abstain"))),
        (MEMBER,),
    ),
    Entry(
        N_("Ask something, or learn step by step"),
        (N_("Open Learning. What waits for you stands first."),
         N_("Questions & answers: write your question, add a photo if you like."),
         N_("Materials: one step on each screen. Go on later where you stopped.")),
        (Part(HEAD, N_("Learning")), Part(BUTTON, N_("Questions & answers")), Part(BUTTON, N_("Materials"))),
        (MEMBER,),
    ),
    Entry(
        N_("Log a session in a minute"),
        (N_("Press Log a session and choose the member."),
         N_("Press how, how long and about what. Each press is kept."),
         N_("Write the next step and its day, then press Save."),
         N_("The member says on their phone that it was so.")),
        (Part(HEAD, N_("Log a session")), Part(TEXT, N_("How long?")), Part(BUTTON, "15   30   45   60"), Part(PRESSED, N_("Save"))),
        (MENTOR,),
    ),
    Entry(
        N_("Make the monthly meeting"),
        (N_("Open Monthly meeting, press Make the meeting."),
         N_("Read the slides, add a word where one is missing."),
         N_("In the hall press Show on the screen. It goes on without a signal."),
         N_("Write who came and who does what. Close it at the end.")),
        (Part(HEAD, N_("Monthly meeting")), Part(BUTTON, N_("Make the meeting")), Part(PRESSED, N_("Show on the screen"))),
        (COORDINATOR,),
    ),
    Entry(
        N_("Answer a quarterly report"),
        (N_("Open Quarterly report. What waits for you stands first."),
         N_("Small figures are hidden, so that nobody's own figures can be read."),
         N_("Write what is missing and press Return with a comment, or press Approve.")),
        (Part(HEAD, N_("Quarterly report")), Part(BUTTON, N_("Return with a comment")), Part(PRESSED, N_("Approve"))),
        (LIAISON,),
    ),
    Entry(
        N_("The PIN is forgotten"),
        (N_("Ask the coordinator for a new PIN slip."),
         N_("Sign in with it, then choose your own PIN."),
         N_("Keep the PIN to yourself. Nobody of us asks for it.")),
        (Part(HEAD, N_("Sign in")), Part(FIELD, "• • • • • •"), Part(PRESSED, N_("Sign in"))),
        (MEMBER, MENTOR, LIAISON, TREASURER),
    ),
    Entry(
        N_("Who sees my data"),
        (N_("Settings shows what you allowed. You can take it back there."),
         N_("There you also download your data, or ask to erase it."),
         N_("Other members never see your sales.")),
        (Part(HEAD, N_("Data consent")), Part(BUTTON, N_("Yes, I allow it")), Part(BUTTON, N_("No"))),
        (MEMBER, MENTOR, LIAISON),
    ),
)


def show(visit: Visit) -> None:
    """The entries of the visitor's role, all open: a closed one is not found."""
    mine = [entry for entry in ENTRIES if visit.actor.role in entry.roles]
    for number, entry in enumerate(mine, 1):
        with st.container(border=True):
            st.subheader(f"{number}. {_(entry.title)}", anchor=False)
            _picture(entry)
            st.markdown("\n".join(f"{step}. {_(words)}" for step, words in enumerate(entry.steps, 1)))


def _picture(entry: Entry) -> None:
    parts = [Part(part.kind, _(part.words)) for part in entry.picture]
    st.image(pictures.screen(*parts), alt=pictures.told(*parts))
