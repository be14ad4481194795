"""What can go wrong, in two families: something to tell the person, and something that they may not see."""

from __future__ import annotations

from typing import Any, ClassVar

from cblp.i18n import N_, translate


class UserError(Exception):
    """A person can mend this. ``message`` is an English msgid with named fields; it is translated where it is shown.

    One subclass per cause. Raise it with the values of the fields: ``raise SkuTaken(sku="BTK-01")``.
    """

    message: ClassVar[str] = ""

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.message.format_map(_Lenient(values)))

    def text(self, language: str | None = None) -> str:
        """The message in ``language`` (default: the language in use now)."""
        return translate(self.message, language).format_map(_Lenient(self.values))


class AccessError(Exception):
    """The visitor may not see this: they are not signed in, or their role does not reach it."""


class NotSignedIn(AccessError):
    """Nobody is signed in any more; the sign-in page is the answer."""


class NotAllowed(AccessError):
    """Somebody is signed in, but this is not theirs to see."""


class Missing(UserError):
    """A row that somebody asked for is not there (any more), or not in this association."""

    message = N_("This item was not found. It may have been changed by someone else.")


class Stale(UserError):
    """Two people edited the same row; carries both values so that the page can show them side by side."""

    message = N_("Someone else changed this at the same time.")


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
