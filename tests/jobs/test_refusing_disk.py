"""A disk that refuses for a while: a look that could not save is made up by the next one, wherever it stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.item import ItemStatus
from jobs.lookout import Lookout
from store.errors import NotSaved
from store.journal.disk import RealDisk
from store.ledger import Ledger
from tests.domain.office import at
from tests.jobs.office import (
    BUREAU_GROUP,
    DEPUTY,
    DIRECTOR,
    GROUPS,
    HEAD,
    OFFICE,
    OWNER,
    RELIEF_GROUP,
    Bureau,
    chats_of,
    task,
)


class MoodyDisk(RealDisk):
    """Takes ``patience`` more writes, then none; ``None`` for any number."""

    def __init__(self) -> None:
        self.patience: int | None = None

    def write(self, handle: int, data: bytes) -> int:
        """Write, or refuse."""
        if self.patience is not None:
            if self.patience == 0:
                raise OSError(28, "No space left on device")
            self.patience -= 1
        return super().write(handle, data)


@pytest.fixture
def disk() -> MoodyDisk:
    """A disk that takes everything for now."""
    return MoodyDisk()


@pytest.fixture
def bureau(tmp_path: Path, disk: MoodyDisk) -> Iterator[Bureau]:
    """A bureau on that disk."""
    made = Bureau(tmp_path)
    made.ledger.close()
    made.ledger = Ledger.open(made.path, at=at("01-05 10:00"), disk=disk)
    made.lookout = Lookout(made.ledger, made.rules, "duban_bot")
    made.groups(*GROUPS)
    made.people(OFFICE, DIRECTOR, DEPUTY, HEAD, OWNER)
    yield made
    made.ledger.close()


def refused(bureau: Bureau, disk: MoodyDisk, moment: str, patience: int) -> list[int]:
    """A look on a disk that gives up after so many writes; who is told when it takes them again."""
    disk.patience = patience
    with pytest.raises(NotSaved):
        bureau.lookout.look(at(moment))
    disk.patience = None
    return chats_of(bureau.look(moment))


@pytest.mark.parametrize("patience", range(5))
def test_a_morning_that_could_not_be_saved_is_made_up_for(bureau: Bureau, disk: MoodyDisk, patience: int) -> None:
    """Fault 7.4: at the first chat, in between, or at the day's own key: nobody is forgotten or hears twice."""
    bureau.items(task(9, "2026-11-18"), task(10, "2026-11-20", status=ItemStatus.ASSIGNED))
    told = refused(bureau, disk, "11-20 08:30", patience)
    assert {RELIEF_GROUP, BUREAU_GROUP, DEPUTY.telegram_id, OFFICE.telegram_id, OWNER.telegram_id} <= set(told)
    assert len(told) == len(set(told))
    assert bureau.look("11-20 08:31") == []


@pytest.mark.parametrize("patience", range(3))
def test_alerts_that_could_not_be_saved_are_made_up_for(bureau: Bureau, disk: MoodyDisk, patience: int) -> None:
    """Fault 7.4: the unit's, the deputy leader's, the office's."""
    bureau.items(task(9, "2026-11-19"))
    bureau.look("11-20 08:30")
    told = refused(bureau, disk, "11-20 09:30", patience)
    assert sorted(told) == sorted([RELIEF_GROUP, DEPUTY.telegram_id or 0, OFFICE.telegram_id or 0])
    assert bureau.look("11-20 09:31") == []


def test_a_clock_that_could_not_be_minded_is_minded_by_the_next_look(bureau: Bureau, disk: MoodyDisk) -> None:
    """Fault 7.4: what was told for tomorrow opens again, however often the disk refuses."""
    bureau.items(task(11, "2026-11-24"))
    bureau.look("11-24 10:00")
    refused(bureau, disk, "11-23 10:05", 0)
    assert RELIEF_GROUP in chats_of(bureau.look("11-24 08:30"))
