"""Words that stand in data files in both languages, rather than in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from cblp.i18n import language


@dataclass(frozen=True)
class Text:
    """The same words in both languages; ``str`` gives those of the language in use."""

    id: str
    en: str

    def __str__(self) -> str:
        return self.en if language() == "en" else self.id
