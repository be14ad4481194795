"""Every letter that people send by WhatsApp: its code, the product's words, and the places that are filled in when it is written.

An association may put its own words in place of the product's (services.letters). The signature is none of them: it always follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cblp.db.actor import COORDINATOR, MENTOR
from cblp.errors import UserError
from cblp.forum import summary
from cblp.i18n import N_, _, formats, places, speaking, translate

LONGEST: Final = 350
"""Characters of a letter with the example filled in and signed; what is longer is not read on a phone."""
STORED: Final = 700

ABBREVIATIONS: Final = frozenset({"BPJPH", "BPOM", "HAKI", "KBLI", "NPWP", "PIRT", "QRIS", "UMKM", "WITA"})
"""Words that are written in capitals without shouting; shorter ones never shout."""
SHOUTED: Final = 4


class UnknownPlace(UserError):
    """A place that this letter cannot fill in."""

    message = N_("{place} is not known here. In this text you can use {known}.")


class PlaceMissing(UserError):
    """A letter that would not say what it is sent for."""

    message = N_("{places} must stay in this text.")


class BracketOpen(UserError):
    """A brace that belongs to no place."""

    message = N_("A brace is alone in the text. Write a place with both braces, like {example}.")


class LetterTooLong(UserError):
    """More than is read on a phone."""

    message = N_("With the example filled in, the text has {length} characters. Use at most {most}.")


class Shouted(UserError):
    """A word in capitals."""

    message = N_("“{word}” is in capitals. Write it in small letters.")


@dataclass(frozen=True)
class Place:
    """What a letter fills in: its name in code and in English, its Indonesian name, what it is, and an example as of a day.

    A ``needed`` one may not be left out of the association's own words.
    """

    name: str
    indonesian: str
    meaning: str
    example: Callable[[date], str]
    needed: bool = True

    def word(self, language: str) -> str:
        """As it stands in a text of this language, with its braces."""
        return "{" + (self.indonesian if language == "id" else self.name) + "}"


@dataclass(frozen=True)
class Letter:
    """A letter: ``name``, ``text`` and ``note`` (to whoever changes it) are msgids, ``group`` is one of GROUPS; ``by`` whom it is sent."""

    code: str
    group: str
    name: str
    text: str
    places: tuple[Place, ...]
    longest: int = LONGEST
    note: str = ""
    by: str = COORDINATOR


# -- what is filled in -------------------------------------------------------------------------------------------------


def _said(msgid: str) -> Callable[[date], str]:
    return lambda _day: _(msgid)


def _in(days: int) -> Callable[[date], str]:
    return lambda day: formats.full_day(day + timedelta(days))


def _rupiah(amount: int) -> Callable[[date], str]:
    return lambda _day: formats.money(amount)


def _number(count: int) -> Callable[[date], str]:
    return lambda _day: formats.count(count)


MENTOR_NAME: Final = "Putri"
WHO = Place("who", "nama", N_("form of address and name"), _said(N_("Mrs Sari")))
LINK = Place("link", "link", N_("link to the page"), lambda _day: "https://asosiasi.example/kegiatan")
UNTIL = Place("until", "batas", N_("last day to answer"), _in(3))
AMOUNT = Place("amount", "uang", N_("how much money"), _rupiah(326_000))
COUNT = Place("count", "jumlah", N_("how many questions"), _number(12))
NUMBER = Place("number", "nomor", N_("number of the profit sharing"), _number(3), needed=False)
CAMPAIGN = Place("name", "promo", N_("name of the joint promotion"), _said(N_("Batik week")))
DAYS = Place("days", "tanggal", N_("first and last day"), lambda day: formats.said_range(day + timedelta(9), day + timedelta(11)))
PRODUCT = Place("product", "produk", N_("name of the product"), _said(N_("Hand-drawn batik, 2 m")))
BUSINESS = Place("business", "usaha", N_("name of the business"), _said(N_("Batik Sari")))
MONTH = Place("month", "bulan", N_("name of the month"), lambda day: formats.month(day), needed=False)
TITLE = Place("title", "judul", N_("its title"), _said(N_("Contribution for the December promotion")))
WHEN = Place("when", "waktu", N_("day and time"), lambda day: " ".join([
    formats.full_day(day + timedelta(7)), _("at {time} {zone}", time="14.00", zone="WIB")]))
WHERE = Place("place", "tempat", N_("where it is"), _said(N_("the village hall")))

# -- the letters -------------------------------------------------------------------------------------------------------

PROMOTION, TOGETHER, SHOPS, LEARNING, MENTORING, REPORTS = (
    N_("Promotion"), N_("Decisions & cash"), N_("Members & products"), N_("Learning"), N_("Mentoring"), N_("Reports"),
)
GROUPS: Final = (PROMOTION, TOGETHER, SHOPS, LEARNING, MENTORING, REPORTS)

ALL: Final = (
    Letter(
        "campaign_call", PROMOTION, N_("Promotion: to the group"),
        N_("{name}, {days}. {terms} Do you take part? Please answer by {until}, here: {link}"),
        (CAMPAIGN, DAYS, Place("terms", "syarat", N_("what it costs"), _said(N_("The contribution is Rp25.000.")), needed=False),
         UNTIL, LINK),
    ),
    Letter(
        "campaign_invited", PROMOTION, N_("Promotion: ask a member"),
        N_("{who}, we hold {name} on {days}. Do you take part? Please answer by {until}, here: {link}"),
        (WHO, CAMPAIGN, DAYS, UNTIL, LINK),
    ),
    Letter(
        "campaign_missing", PROMOTION, N_("Promotion: not ready yet"),
        N_("{who}, {product} is not ready for {name} yet. {sentence} Could you look at it before {until}? Here: {link}"),
        (WHO, PRODUCT, CAMPAIGN, Place("sentence", "kekurangan", N_("what is missing"), _said(N_("There is no photo yet."))), UNTIL, LINK),
    ),
    Letter(
        "decision_vote", TOGETHER, N_("Vote is not in yet"),
        N_("{who}, the vote on “{title}” closes on {until}. Your vote is not in yet. Vote here: {link}"),
        (WHO, TITLE, UNTIL, LINK),
    ),
    Letter(
        "share_told", TOGETHER, N_("Share of a member"),
        N_("{who}, your share is {amount}, from profit sharing no. {number}. See how it is counted: {link}. "
           "If something is wrong, say so by {until}."),
        (WHO, AMOUNT, NUMBER, LINK, UNTIL),
    ),
    Letter(
        "share_paid", TOGETHER, N_("Receipt of a share"),
        N_("{who}, your share of {amount} was paid on {day} {how}. {kept} Profit sharing no. {number}. Does it not match? Tell me."),
        (WHO, AMOUNT, Place("day", "tanggal", N_("day of the payment"), lambda day: formats.day(day)),
         Place("how", "cara", N_("how it was paid"), _said(N_("in cash")), needed=False),
         Place("kept", "potongan", N_("what of it went to the contribution, if any"), lambda _day: "", needed=False), NUMBER),
    ),
    Letter(
        "contribution", TOGETHER, N_("Contribution is not in yet"),
        N_("{who}, the contribution for {purpose} is {amount}. Please pay by {day}."),
        (WHO, Place("purpose", "keperluan", N_("what it is for"), _said(N_("November 2026"))), AMOUNT,
         Place("day", "batas", N_("last day to pay"), _in(3))),
    ),
    Letter(
        "aid_talk", TOGETHER, N_("Ask for a talk"),
        N_("{who}, there is something to talk about. Can we meet before {until}?"), (WHO, UNTIL),
        note=N_("This text goes to a member who got help. Do not say what it is about: others may read the phone, too."),
    ),
    Letter(
        "file_missing", SHOPS, N_("Shop file is not in yet"),
        N_("{who}, the file of {place} for {month} is not in yet. Could you send it here before {until}?"),
        (WHO, Place("place", "toko", N_("name of the marketplace"), lambda _day: "Shopee"), MONTH, UNTIL),
    ),
    Letter(
        "link_dead", SHOPS, N_("Link does not open"),
        N_("{who}, the link of {product} does not open. Could you look at it before {until}? Here: {link}"),
        (WHO, PRODUCT, UNTIL, LINK),
    ),
    Letter(
        "stock_out", SHOPS, N_("Out of stock"),
        N_("{who}, {product} is out of stock. Could you fill in the new stock before {until}? Here: {link}"),
        (WHO, PRODUCT, UNTIL, LINK),
    ),
    Letter(
        "storefront_asked", SHOPS, N_("May products be shown"),
        N_("{who}, our members' products stand in the shared storefront for all buyers. May yours, too? Answer here: {link} "
           "You can take a yes back at any time."),
        (WHO, LINK),
        note=N_("It asks and does not press: without a yes nothing is shown, and a no costs nothing."),
    ),
    Letter(
        "training_invited", LEARNING, N_("Invitation to a training"),
        N_("{who}, there is a training “{title}” on {when} at {place}. Can you come? Answer here: {link}."),
        (WHO, Place("title", "judul", N_("title of the training"), _said(N_("Product photos with a phone"))), WHEN, WHERE, LINK),
    ),
    Letter(
        "digital_capital", LEARNING, N_("Questions on digital capital"),
        N_("{who}, {count} short questions about your phone and selling wait. Answer by {day}: {link}"),
        (WHO, COUNT, Place("day", "batas", N_("last day to answer"), _in(3)), LINK),
    ),
    Letter(
        "safety_check", LEARNING, N_("Account safety"),
        N_("{who}, are your shop accounts safe? There are {count} short questions here: {link}"), (WHO, COUNT, LINK),
    ),
    Letter(
        "question_answered", LEARNING, N_("Question is answered"),
        N_("{who}, your question about “{topic}” has an answer. Read it here: {link}"),
        (WHO, Place("topic", "topik", N_("what was asked about"), _said(N_("Photos and content")), needed=False), LINK),
    ),
    Letter(
        "question_call", LEARNING, N_("Questions for the mentors"),
        N_("{count} questions of members wait for an answer. Read and answer them here: {link}"), (COUNT, LINK),
    ),
    Letter(
        "mentoring_asked", MENTORING, N_("Mentor: can you help"),
        N_("{who},\n\nCan you accompany {business}? Please answer here: {link}"), (WHO, BUSINESS, LINK),
    ),
    Letter(
        "mentoring_first", MENTORING, N_("Mentor: first session"),
        N_("{who},\n\nYou accompany {business}, and there was no session yet. When can you meet?"), (WHO, BUSINESS),
    ),
    Letter(
        "mentoring_running", MENTORING, N_("Mentor: how is it going"),
        N_("{who},\n\nHow is it going with {business}? The last session was on {day}. Write down the next one when you have met: {link}"),
        (WHO, BUSINESS, Place("day", "tanggal", N_("day of the last session"), lambda day: formats.day(day - timedelta(16)), needed=False),
         LINK),
    ),
    Letter(
        "mentoring_ending", MENTORING, N_("Mentor: ends soon"),
        N_("{who},\n\nThe mentoring of {business} ends on {day}. Is the goal reached, or should it go on? Tell me by WA."),
        (WHO, BUSINESS, Place("day", "batas", N_("last day of the mentoring"), lambda day: formats.day(day + timedelta(7)))),
    ),
    Letter(
        "mentoring_confirm", MENTORING, N_("Member: is the note right"),
        N_("{who},\n\n{mentor} wrote down what you did together. Is it right? Press yes or no here: {link}"),
        (WHO, Place("mentor", "pendamping", N_("name of the mentor"), lambda _day: MENTOR_NAME), LINK),
    ),
    Letter(
        "mentee_confirm", MENTORING, N_("From mentor: is it right"),
        N_("{who}, I wrote down what we did together. Is it right? Press yes or no here: {link}"), (WHO, LINK), by=MENTOR,
    ),
    Letter(
        "mentee_next", MENTORING, N_("From mentor: next step"),
        N_("{who}, how is it going with “{step}”?"),
        (WHO, Place("step", "langkah", N_("the next step"), _said(N_("Send 3 new photos")))), by=MENTOR,
    ),
    Letter(
        "mentee_ending", MENTORING, N_("From mentor: ends soon"),
        N_("{who}, our mentoring ends on {day}. What should we still do before?"),
        (WHO, Place("day", "batas", N_("last day of the mentoring"), lambda day: formats.day(day + timedelta(7)))), by=MENTOR,
    ),
    Letter("mentee_hello", MENTORING, N_("From mentor: greeting"), N_("{who}, how is the shop?"), (WHO,), by=MENTOR),
    Letter(
        "action_items", REPORTS, N_("Action items"),
        N_("{who}, we agreed: {promised} How far is it? Tell us here: {link}"),
        (WHO, Place("promised", "janji", N_("what was promised, each with its day"), lambda day: _(
            "“{text}” until {day}.", text=_("Send 3 new photos"), day=formats.full_day(day + timedelta(5)))), LINK),
    ),
    Letter(
        "meeting_invited", REPORTS, N_("Meeting: invitation"),
        N_("To all members: our meeting is on {when} at {place}. We look at {month} together."), (WHEN, WHERE, MONTH),
    ),
    Letter(
        "meeting_summary", REPORTS, N_("Meeting: summary"), summary.WORDS,
        (
            Place("association", "asosiasi", N_("name of the association"), _said(N_("Batik Association")), needed=False),
            Place("day", "tanggal", N_("day of the meeting"), lambda day: formats.full_day(day - timedelta(1)), needed=False),
            Place("sales", "penjualan", N_("the month's sales"), _said(N_("Sales of October 2026 Rp84,2 million, up 12% from September.")),
                  needed=False),
            Place("kept", "hasil", N_("what became of the last meeting's promises"), lambda _day: _(
                "From the last meeting, {done} of {all} are done.", done="3", all="4"), needed=False),
            Place("decided", "keputusan", N_("what was decided"), lambda _day: "\n- ".join([
                _("We decided:"), _("Contribution for the December promotion")])),
            Place("promised", "janji", N_("what was promised"), lambda _day: "\n- ".join([
                _("We promised:"), _("Send 3 new photos")])),
            Place("next", "berikutnya", N_("the next meeting"), lambda day: _(
                "The next meeting: {day}.", day=formats.full_day(day + timedelta(30))), needed=False),
        ), longest=STORED,
    ),
    Letter(
        "erased", REPORTS, N_("Personal data erased"),
        N_("{who}, your personal data was erased on {day}: name, number, address, photos and texts. Figures of sales, money and votes "
           "stay, without your name."),
        (WHO, Place("day", "tanggal", N_("day of the erasure"), formats.full_day)),
    ),
)
BY_CODE: Final = {letter.code: letter for letter in ALL}


# -- words -------------------------------------------------------------------------------------------------------------


def product_words(code: str, language: str) -> str:
    """What the product says when the association has no words of its own; raises KeyError."""
    return translate(BY_CODE[code].text, language)


def closing(name: str, role: str) -> str:
    """``Terima kasih. Wati, koordinator``, in the language in use."""
    title = {COORDINATOR: _("coordinator"), MENTOR: _("mentor")}.get(role, _("treasurer"))
    return f"{_('Thank you.')} {name}, {title}"


def signed(text: str, name: str, role: str) -> str:
    """A filled letter with its closing: behind it, below it where it has paragraphs."""
    return ("\n\n" if "\n" in text else " ").join([text, closing(name, role)])


def example(letter: Letter, text: str, *, language: str, day: date, name: str) -> str:
    """The letter with its examples as of ``day``, signed by the coordinator ``name`` or by a mentor of the example, whoever sends it.

    Places that it does not know stay as they are.
    """
    with speaking(language):
        values = {place.name: place.example(day) for place in letter.places}
        values = {**{found: "{" + found + "}" for found in places.names(text)}, **values}
        return signed(places.fill(text, values), name if letter.by == COORDINATOR else MENTOR_NAME, letter.by)


def typed(letter: Letter, text: str, language: str) -> str:
    """A stored text as the coordinator reads and types it: its places by their names in that language."""
    words = {place.name: place.word(language) for place in letter.places}
    return places.PLACE.sub(lambda found: words.get(found[1], found[0]), text)


def understood(letter: Letter, text: str, language: str) -> str:
    """A typed text as it is stored: places by their names in code, which may be typed, too. Unknown ones stay as typed."""
    names = {place.word(spoken)[1:-1]: place.name for place in letter.places for spoken in ("en", language)}
    return places.PLACE.sub(lambda found: "{" + names.get(found[1].strip().lower(), found[1]) + "}", _clean(text))


def checked(letter: Letter, text: str, *, language: str, day: date, name: str, proper: str = "") -> str:
    """The text as it is stored. ``proper`` are names that may be in capitals, such as the association's.

    Raises UnknownPlace, PlaceMissing, BracketOpen, LetterTooLong, Shouted.
    """
    kept = understood(letter, text, language)
    used, known = places.names(kept), {place.name: place for place in letter.places}
    for found in used:
        if found not in known:
            raise UnknownPlace(place="{" + found + "}", known=", ".join(place.word(language) for place in letter.places))
    missing = [place.word(language) for place in letter.places if place.needed and place.name not in used]
    if missing:
        raise PlaceMissing(places=", ".join(missing))
    bare = places.PLACE.sub(" ", kept)
    if "{" in bare or "}" in bare:
        raise BracketOpen(example=letter.places[0].word(language))
    allowed = ABBREVIATIONS | frozenset(_words(proper))
    for word in _words(bare):
        if len(word) >= SHOUTED and word.isupper() and word not in allowed:
            raise Shouted(word=word)
    length = max(len(example(letter, kept, language=language, day=day, name=name)), len(kept))
    if length > letter.longest:
        raise LetterTooLong(length=formats.count(length), most=formats.count(letter.longest))
    return kept


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _clean(text: str) -> str:
    """Without what cannot be seen (but what joins emoji), and without spaces and empty lines that mean nothing."""
    seen = "".join(one for one in text.replace("\r\n", "\n") if one in "\n\u200d" or one.isprintable())
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r" {2,}", " ", seen))).strip()
