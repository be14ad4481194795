"""Every key of the session state, named and typed in one place; pages never write a key as a string."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

T = TypeVar("T")


@dataclass(frozen=True)
class Key(Generic[T]):
    """A typed place in this browser tab's session state."""

    name: str
    default: T

    def get(self) -> T:
        """The value, or the default."""
        value: T = st.session_state.get(self.name, self.default)
        return value

    def set(self, value: T) -> None:
        """Keep a value until the tab is closed."""
        st.session_state[self.name] = value

    def take(self) -> T:
        """The value, once: afterwards the default stands there again."""
        value = self.get()
        st.session_state.pop(self.name, None)
        return value


LANGUAGE: Key[str] = Key("language", "id")
MESSAGES: Key[list[tuple[str, str]]] = Key("messages", [])
CHOICES: Key[dict[str, str]] = Key("choices", {})
"""What was chosen on the dashboards, as it stands in their addresses: it survives the way to another page and back."""
CHECKED: Key[dict[Any, Any]] = Key("checked_files", {})
"""What the checked files that wait for the one button mean, by batch; the files themselves wait in the database."""
ASIDE: Key[tuple[Any, ...]] = Key("files_aside", ())
"""Files that were not taken, each with its reason."""
RECEIPTS: Key[tuple[Any, ...]] = Key("receipts", ())
CONFIRMING: Key[str] = Key("confirming", "")
"""What is about to be undone and waits for the second yes."""
UPLOADS: Key[int] = Key("upload_round", 0)
"""Moved on after each round so that the uploader starts empty."""
EDITING: Key[str] = Key("editing", "")
STALE: Key[Any] = Key("stale", None)
FORM: Key[Any] = Key("form", None)
"""The form that is open, with the version and the values that its save starts from (components/fields)."""
SHEET: Key[Any] = Key("register_sheet", None)
"""A sheet of the register that was looked at and waits for its one button."""
EDITED: Key[Any] = Key("edited", None)
"""The association's details as they stood when somebody began to change them."""
SLIPS: Key[Any] = Key("slips", None)
ERASED: Key[Any] = Key("erased", None)
"""The letter to somebody who was just erased, and their number: nobody else knows them any more."""
