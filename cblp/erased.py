"""The list of the erased, kept beside the backups: whoever an older backup brings back is erased again.

The list holds ids and instants, nothing that says who somebody was. It lies outside the database, because a database that is
lost takes its own list along.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from cblp.bootstrap import App
from cblp.db.actor import SYSTEM, Actor
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.models import AssociationDirectory
from cblp.people.services import erasing
from cblp.people.services.erasing import Erased

NAME: Final = "erased.json"


class BadList(UserError):
    """The file is no list of the erased."""

    message = N_("{name} is no list of erased people. Take {file} from the folder of the backups.")


def remember(app: App, folder: Path | None = None) -> Path:
    """Bring the list beside the backups up to what the database says; what stands in it already stays. Returns its path.

    Nothing is written while nobody was erased.
    """
    path = (folder or beside(app)) / NAME
    listed = _merged([*read(path), *_held(app)])
    if not listed:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps([asdict(one) for one in listed], default=str, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, path)
    return path


def known(app: App, *files: Path) -> list[Erased]:
    """Everybody who is known as erased: by the database, where it still answers, by the list beside the backups, by ``files``."""
    try:
        held = _held(app)
    except SQLAlchemyError:  # lost, or older than the list: that is why somebody restores
        held = []
    return _merged([*held, *(one for path in (beside(app) / NAME, *files) for one in read(path))])


def again(app: App, listed: Iterable[Erased]) -> int:
    """Erase those again whom the database knows by name; returns how many."""
    here = set(_associations(app))
    return sum(
        app.act(Actor(account=None, association=one.association, role=SYSTEM), erasing.again, listed=one)
        for one in listed if one.association in here
    )


def beside(app: App) -> Path:
    """The folder of the backups."""
    return app.settings.data_dir / "backups"


def read(path: Path) -> list[Erased]:
    """A list that was written before; empty where there is none. Raises BadList."""
    if not path.exists():
        return []
    try:
        return [_one(each) for each in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadList(name=path.name, file=NAME) from None


def _one(row: dict[str, Any]) -> Erased:
    return Erased(
        UUID(row["association"]), int(row["number"]), UUID(row["person"]), UUID(row["account"]) if row["account"] else None,
        datetime.fromisoformat(row["asked_at"]) if row["asked_at"] else None, datetime.fromisoformat(row["at"]),
        UUID(row["by"]) if row["by"] else None,
    )


def _held(app: App) -> list[Erased]:
    return [
        one for id_ in _associations(app)
        for one in app.read(Actor(account=None, association=id_, role=SYSTEM), erasing.erased)
    ]


def _associations(app: App) -> list[UUID]:
    with app.globally() as session:
        return list(session.scalars(select(AssociationDirectory.id).order_by(AssociationDirectory.slug)))


def _merged(listed: Iterable[Erased]) -> list[Erased]:
    found = {(one.association, one.person): one for one in listed}
    return sorted(found.values(), key=lambda one: (str(one.association), one.number))
