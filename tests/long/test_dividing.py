"""Twenty thousand generated pools, rules and associations: every property of sharing holds in each."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from cblp.decisions.rules import Component
from cblp.sharing.rules.dividing import Figures
from tests.sharing.test_dividing import check_everything, groups, pools, rules


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(pools, rules(), groups)
def test_the_properties_of_sharing(pool: int, components: tuple[Component, ...], members: dict[str, Figures]) -> None:
    check_everything(pool, components, members)
