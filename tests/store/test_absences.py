"""The roster of a day: built once for it, from rows that are kept as they are."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.absence import Absence
from domain.roster import Addressee
from store.ledger import Ledger
from tests.domain.office import COLLEAGUE, OWNER, ZONE, at

LEAVE = Absence(
    first_on=date(2026, 12, 1),
    last_on=date(2026, 12, 5),
    stand_in=COLLEAGUE.name,
    stand_in_number=COLLEAGUE.number,
    named_at=at("11-20 10:00"),
    asked_by=OWNER.name,
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    opened = Ledger.open(tmp_path / "ledger.json", at=at("11-20 10:00"))
    with opened.transaction(at=at("11-20 10:00"), by="test", did="roster") as tx:
        tx.save_person(COLLEAGUE)
        tx.save_person(replace(OWNER, away=(LEAVE,), liaisons=("乙某",)))
    return opened


def test_a_leave_is_read_as_it_was_written(ledger: Ledger) -> None:
    """Also from the file, after a restart."""
    path = ledger.path
    ledger.close()
    again = Ledger.open(path, at=at("11-20 11:00"))
    person = again.roster.person(OWNER.number)
    assert person is not None
    assert (person.away, person.liaisons) == ((LEAVE,), ("乙某",))
    again.close()


def test_the_roster_of_a_day_is_built_once_and_again_when_somebody_changes(ledger: Ledger) -> None:
    morning, night = (ledger.roster_at(at(f"12-01 {hour}"), ZONE) for hour in ("08:00", "23:59"))
    assert morning is night
    assert [each.telegram_id for each in morning.addressees] == [COLLEAGUE.telegram_id] * 2
    after = ledger.roster_at(at("12-06 00:00"), ZONE)
    assert [each.telegram_id for each in after.addressees] == [COLLEAGUE.telegram_id, OWNER.telegram_id]
    with ledger.transaction(at=at("12-01 10:00"), by="test", did="roster") as tx:
        tx.save_person(replace(OWNER, away=()))
    assert ledger.roster_at(at("12-01 11:00"), ZONE) is ledger.roster
    ledger.close()


def test_a_row_made_for_a_day_is_never_kept(ledger: Ledger) -> None:
    """Else a stand-in's account would end up in somebody else's row."""
    named = ledger.roster_at(at("12-01 10:00"), ZONE).named("甲某")
    assert isinstance(named, Addressee)
    with pytest.raises(KeyError), ledger.transaction(at=at("12-01 10:00"), by="test", did="roster") as tx:
        tx.save_person(named)
    ledger.close()
