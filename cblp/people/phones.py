"""Phone numbers as people write them, and as they are stored (+62…); how they are shown is in i18n.formats."""

from __future__ import annotations

from urllib.parse import quote

from cblp.errors import UserError
from cblp.i18n import N_

REGION = "ID"


class PhoneUnreadable(UserError):
    """A text that is no phone number."""

    message = N_("This phone number cannot be read. Write it like 0812-3456-7890.")


def normalise(typed: str) -> str:
    """The number in E.164 form (``+62…``), "" for an empty text. Raises PhoneUnreadable."""
    if not typed.strip():
        return ""
    import phonenumbers  # every country's rules: only for a number

    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException as error:
        raise PhoneUnreadable from error
    if any(letter.isalpha() for letter in typed) or not phonenumbers.is_valid_number(number):
        raise PhoneUnreadable
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def chat(stored: str = "", text: str = "") -> str:
    """The address that opens WhatsApp with ``text`` written and not sent yet: to a stored number, or to whom the person chooses there."""
    return f"https://wa.me/{_digits(stored)}" + (f"?text={quote(text, safe='')}" if text else "")


def reachable(stored: str) -> bool:
    """Whether ``chat`` can name this number: "" and what an old register left are no numbers."""
    return bool(_digits(stored))


def _digits(stored: str) -> str:
    """Country code and number, as WhatsApp wants them; "" for what cannot be a number."""
    import phonenumbers

    try:
        number = phonenumbers.parse(stored, REGION)
    except phonenumbers.NumberParseException:
        return ""
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}" if phonenumbers.is_possible_number(number) else ""
