"""Rows that hold for a time: ``valid_from`` is the first day, ``valid_to`` the first day on which they hold no longer."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

EVER = date(2000, 1, 1)
"""The first day of what has always been so: earlier than any file of any shop."""


def on(entity: Any, day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The rows of a dated table that hold on ``day`` (a date, or a column of another table in a join)."""
    condition: ColumnElement[bool] = (entity.valid_from <= day) & (entity.valid_to.is_(None) | (entity.valid_to > day))
    return condition
