"""One guarded child for all tests that read files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cblp.importers import Reader


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    with Reader() as one:
        yield one
