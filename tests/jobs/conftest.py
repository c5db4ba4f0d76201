"""The bureau that the tests of this room share: a unit with everybody, its groups bound, and nothing to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.office import DEPUTY, DIRECTOR, GROUPS, HEAD, OFFICE, OWNER, Bureau


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """A bureau on disk."""
    made = Bureau(tmp_path)
    made.groups(*GROUPS)
    made.people(OFFICE, DIRECTOR, DEPUTY, HEAD, OWNER)
    yield made
    made.ledger.close()
