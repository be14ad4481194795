"""All formats that are known: each module of this package declares the layouts of one kind of file of one source."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from cblp.importers.format import Format
from cblp.importers.formats.mapped import build
from cblp.importers.options import Options

FORMATS: tuple[Format, ...] = tuple(
    form
    for module in sorted(iter_modules(__path__), key=lambda m: m.name)
    for form in getattr(import_module(f"{__name__}.{module.name}"), "FORMATS", ())
)


def choose(options: Options) -> tuple[Format, ...]:
    """The formats that may claim a file, given what the person said about it."""
    return (build(options.mapping),) if options.mapping else FORMATS
