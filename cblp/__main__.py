"""The command line: ``python -m cblp COMMAND``; a user error is one line and exit code 1."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from cblp import i18n
from cblp.bootstrap import build
from cblp.commands import Command, Desk, deck, demo, files, keeping, reading, serving, setup, verifying
from cblp.db import migrations
from cblp.errors import NotAllowed, UserError
from cblp.i18n import N_, _
from cblp.settings import SettingsError, load


class NotMigrated(UserError):
    """The database has an older (or no) schema."""

    message = N_("The database is not ready yet. Run: python -m cblp migrate")


class _Commands:
    """The parser's sub-commands; each knows its function and whether it needs a migrated database."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._parsers = parser.add_subparsers(dest="command", metavar=_("COMMAND"), required=True)

    def add(self, name: str, run: Command, about: str, *, ready: bool = True) -> argparse.ArgumentParser:
        """A command; returns its parser for its arguments."""
        made = self._parsers.add_parser(name, help=about, description=about)
        made.set_defaults(run=run, ready=ready)
        return made

    def group(self, name: str, about: str) -> _Commands:
        """A command with sub-commands, such as ``association new``."""
        inner = object.__new__(_Commands)
        inner._parsers = self._parsers.add_parser(name, help=about, description=about).add_subparsers(
            dest="subcommand", metavar=_("COMMAND"), required=True
        )
        return inner


def parser() -> argparse.ArgumentParser:
    """The whole command line, in the language in use."""
    made = argparse.ArgumentParser(prog="python -m cblp", description=_("The shared memory of a local product association."))
    made.add_argument("--lang", choices=i18n.LANGUAGES, help=_("language of what is printed"))
    commands = _Commands(made)
    for module in (serving, setup, demo, files, reading, deck, keeping, verifying):
        module.register(commands)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        settings = load()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    first = argparse.ArgumentParser(add_help=False)
    first.add_argument("--lang")
    asked = first.parse_known_args(arguments)[0].lang
    i18n.use(lambda: asked or settings.lang)
    chosen = parser().parse_args(arguments)
    app = build(settings)
    try:
        if chosen.ready and migrations.current(app.database) != migrations.head():
            raise NotMigrated
        return chosen.run(Desk(app), chosen) or 0
    except UserError as error:
        print(error.text(), file=sys.stderr)
        return 1
    except NotAllowed as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        return 0
    finally:
        app.database.dispose()


if __name__ == "__main__":
    sys.exit(main())
