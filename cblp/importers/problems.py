"""What a file can be refused for, and what the codes of row problems and notes say in words."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final

from cblp.errors import UserError
from cblp.i18n import N_, translate
from cblp.importers.options import likeliest_year


class FileRefused(UserError):
    """Nothing of the file was kept. Values that are msgids themselves (see ``translated``) are translated with it."""

    message = N_("This file could not be read.")
    translated: ClassVar[tuple[str, ...]] = ()

    def text(self, language: str | None = None) -> str:
        """The message in ``language`` (default: the language in use now)."""
        values = {k: translate(str(v), language) if k in self.translated else v for k, v in self.values.items()}
        return super(FileRefused, type(self)(**values)).text(language)


class EmptyFile(FileRefused):
    """There is nothing in it."""

    message = N_("The file {name} is empty.")


class TooLarge(FileRefused):
    """Larger than any real report, in bytes, rows, columns or cells."""

    message = N_("The file {name} is too large. Choose a shorter period and take the report again.")


class OldExcel(FileRefused):
    """The binary format before 2007, or an encrypted workbook (both come in the same wrapper)."""

    message = N_("The file {name} is an old Excel file or has a password. Save it as .xlsx without a password.")


class WebPage(FileRefused):
    """A web page that is called .xls."""

    message = N_("The file {name} is a web page, not a table. Take the report again as .xlsx or .csv.")


class NotATable(FileRefused):
    """A picture, a PDF, a program, an archive of other things."""

    message = N_("The file {name} is not a table. Choose the .xlsx or .csv report of the shop.")


class Unsafe(FileRefused):
    """Built in a way that no marketplace builds a report: traps for the reader of the file."""

    message = N_("The file {name} is not built like a shop report, so it was not opened. Take it again from the shop.")


class Damaged(FileRefused):
    """Broken off while it was copied, or the guarded reader gave up on it."""

    message = N_("The file {name} is damaged or too heavy to read. Take the report again from the shop.")


class NotRecognised(FileRefused):
    """No format claims the file and none comes near."""

    message = N_(
        "The file {name} is not known yet: its columns fit no known report. "
        "Choose the file as the marketplace gives it, or match its columns yourself."
    )


class NearlyRecognised(NotRecognised):
    """One format comes nearest, but columns that it needs are missing."""

    message = N_(
        'The file {name} looks like {nearest}, but it has no column "{missing}". Found: {found}. '
        "Take it again from the shop and choose it without opening it in Excel."
    )
    translated = ("nearest",)


class TwoFormats(FileRefused):
    """Two formats claim the same file: a mistake in the formats, not in the file."""

    message = N_("The file {name} could be {first} or {second}. It was not read, so that nothing is counted twice.")
    translated = ("first", "second")


class ResavedByExcel(FileRefused):
    """Excel took the dots of the prices for decimal points: 89.000 became 89."""

    message = N_(
        "The file {name} was saved again in Excel, and its prices changed: 89.000 became 89. "
        "Take the report again from the shop and choose it without opening it in Excel."
    )


class TooManyBadRows(FileRefused):
    """More than a fifth of the rows cannot be read: the layout must have changed."""

    message = N_(
        "{bad} of {rows} rows of the file {name} can't be read, first in row {line}, column {column}. "
        "The layout may have changed, so nothing was kept."
    )


class YearNeeded(FileRefused):
    """The file prints days without a year: its last one is ``last`` (MM-DD), in words of the screen ``day``."""

    message = N_("The file {name} shows days without a year. Choose the year of its last day, {day}.")

    def proposed(self, today: date) -> int:
        """The likeliest year of the last day: the latest in which no day of the file lies in the future."""
        return likeliest_year(self.values["last"], self.values.get("leap"), today)


class NoDates(FileRefused):
    """The report has one sum for a whole period."""

    message = N_("The file {name} does not say on which day things were sold. Take the report of single transactions.")


class TinyAmounts(FileRefused):
    """Prices in thousands, or thousands that were lost."""

    message = N_(
        "All amounts in the file {name} are below Rp1.000. Perhaps Excel changed them, or they are in thousands. "
        "Write them in whole rupiah."
    )


class PeriodOnly(FileRefused):
    """Statistics of a whole period, of which no single day can be told."""

    message = N_("The file {name} has only the total of a period. Take the report again with single days.")


REFUSALS: Final[dict[str, type[FileRefused]]] = {
    cls.__name__: cls
    for cls in (
        FileRefused, EmptyFile, TooLarge, OldExcel, WebPage, NotATable, Unsafe, Damaged, NotRecognised, NearlyRecognised,
        TwoFormats, ResavedByExcel, TooManyBadRows, YearNeeded, NoDates, TinyAmounts,
        PeriodOnly,
    )
}  # fmt: skip
"""Refusals by name, as the guarded child reports them."""

MESSAGES: Final[dict[str, str]] = {
    "blank": N_("Row {line}: the column {column} is empty."),
    "money": N_("Row {line}: the amount in the column {column} can't be read."),
    "count": N_("Row {line}: the number in the column {column} can't be read."),
    "when": N_("Row {line}: the date in the column {column} can't be read."),
    "choice": N_('Row {line}: the word "{value}" in the column {column} is not known yet.'),
    "negative": N_("Row {line}: the number in the column {column} is below zero."),
    "returned": N_("Row {line}: more came back than was sold ({column})."),
    "sum": N_("Row {line}: the amounts do not add up ({column})."),
    "twice": N_("Row {line}: this receipt stands in the file twice with different contents ({column})."),
    "status": N_("Row {line}: the status in the column {column} is not known yet."),
}
"""Codes of ``records.Problem`` → msgid with the fields line, column, value."""

NOTES: Final[dict[str, str]] = {
    "unknown_column": N_("New column that is not used yet: {0}."),
    "encoding": N_("The letters of this file were guessed ({0}). Check the names of the products."),
    "order_count": N_("{0} orders list fewer or more items than they say. Part of them may be in another file."),
    "no_rows": N_("There is no row in this period."),
    "control_total": N_("The file says that {0} was released, but its rows add up to {1}."),
    "balance_gap": N_("The rows and the balance that they print differ by {0}. Some rows may be missing."),
    "no_order": N_("{0} amounts, together {1}, belong to no order, so they are in no order's income."),
    "not_released": N_("{0} amounts are not released yet and are left out."),
    "broken_orders": N_("{0} orders are left out because one of their amounts can't be read."),
    "lone_refunds": N_("{0} refunds, together {1}, belong to sales that are not in this file. Take both days in one report."),
    "fees_apart": N_("The fees in this file ({0}) are not kept: fees come from income reports."),
    "daily_posts": N_("{0} rows give a post's figures of single days and are left out. Choose lifetime figures."),
    "dayless_posts": N_("{0} posts are deleted or not public, so they have no date. They are left out."),
    "metrics_left_out": N_("Not counted here: {0}."),
}
"""Codes of ``records.Note`` → msgid with the values by position."""


def problem_text(line: int, column: str, code: str, value: str = "") -> str:
    """A row problem in the language in use."""
    return translate(MESSAGES[code]).format(line=line, column=column, value=value)


def note_text(code: str, values: tuple[Any, ...] = ()) -> str:
    """A note in the language in use."""
    return translate(NOTES[code]).format(*values)
