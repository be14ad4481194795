"""What an address is: a page, a route of ours, a part of Streamlit, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from cblp.web.application import Application

STREAMLIT_FILES: Final = frozenset({"favicon.png", "manifest.json", "oauth2callback", "robots.txt"})
STREAMLIT_FOLDERS: Final = frozenset({"_stcore", "static", "media", "component", "auth"})


class Kind(Enum):
    """What stands at an address."""

    PAGE = auto()
    OWN = auto()
    STREAMLIT = auto()
    CLOSED = auto()
    GUARDED = auto()
    NOTHING = auto()


@dataclass(frozen=True)
class Addresses:
    """Every address that this server knows."""

    base: str
    pages: frozenset[str]
    own: frozenset[str]

    @classmethod
    def of(cls, app: Application, pages: Iterable[str]) -> Addresses:
        """The addresses of the Streamlit ``pages`` and of our own routes."""
        from cblp.web.routes import routes

        base = app.settings.base_path
        own = {route.path.removeprefix(base).strip("/").split("/")[0] for route in routes(app)}
        return cls(base, frozenset(pages) | {""}, frozenset(own))

    def relative(self, path: str) -> str | None:
        """A path without the base; None outside of it."""
        if self.base and path != self.base and not path.startswith(self.base + "/"):
            return None
        return path[len(self.base):] or "/"

    def kind(self, path: str) -> Kind:
        """What stands at a (decoded) path. CLOSED: for nobody; GUARDED: only for somebody who is signed in."""
        inside = self.relative(path)
        if inside is None or "//" in inside or "\\" in inside:
            return Kind.NOTHING
        parts = inside.strip("/").split("/")
        if "_stcore" in parts:
            return self._core(parts[parts.index("_stcore") + 1:], first=parts[0] == "_stcore")
        if len(parts) == 1 and parts[0] in self.pages:
            return Kind.PAGE
        if parts[0] in self.own:
            return Kind.OWN
        if parts[0] == "media":
            return Kind.GUARDED
        if parts[0] in STREAMLIT_FOLDERS or (len(parts) == 1 and parts[0] in STREAMLIT_FILES):
            return Kind.STREAMLIT
        return Kind.NOTHING

    @staticmethod
    def _core(parts: list[str], *, first: bool) -> Kind:
        name = parts[0].lower() if parts else ""
        if name in {"metrics", "agent", "script-health-check"}:
            return Kind.CLOSED
        # Below a page's own address the frontend asks for health and host-config first; Streamlit answers 404 itself.
        return Kind.GUARDED if first and name == "upload_file" else Kind.STREAMLIT
