"""A ledger read by another process than the one that owns it: always a whole transaction, never a lock or a write."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.item import ItemStatus
from domain.roster import Person, Role
from domain.sign_in import SignInLink
from store.errors import NotSaved, StoreError
from store.journal.files import folder_of
from store.journal.months import file_of
from store.ledger import Ledger
from store.reader import LedgerReader
from tests.store.sample import NOW, a_letter, an_item

LATER = NOW + timedelta(days=12)  # in the next month


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A running bot's ledger: a checkpoint with one item, and a second one behind it."""
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
        tx.queue(a_letter())
    ledger.checkpoint()
    _add(ledger, 2)
    return ledger


def _add(ledger: Ledger, number: int, at: object = NOW) -> None:
    with ledger.transaction(at=at, by="甲某", did="add") as tx:  # type: ignore[arg-type]
        tx.add_item(an_item(number))
        tx.queue(a_letter())


def _numbers(reader: LedgerReader) -> list[int]:
    return [item.number for item in reader.all_items()]


def test_a_reader_sees_the_file_and_what_the_journal_says_since(ledger: Ledger) -> None:
    reader = LedgerReader(ledger.path, at=NOW)
    assert _numbers(reader) == [1, 2]
    assert not reader.refresh(NOW)
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED))
        tx.save_person(Person(name="甲某", unit="社会救助股", role=Role.STAFF, telegram_id=7))
        tx.add_sign_in(SignInLink(token="ab", telegram_id=7, made_at=NOW))
    assert reader.refresh(NOW)
    assert [item.number for item in reader.open_items()] == [2]
    assert reader.roster.who(7) is not None
    assert reader.sign_in_of("ab") is not None
    assert reader.sign_in_of("ac") is None
    assert reader.revision == 1


def test_a_reader_follows_into_the_next_month_and_over_a_new_checkpoint(ledger: Ledger) -> None:
    reader = LedgerReader(ledger.path, at=NOW)
    _add(ledger, 3)
    _add(ledger, 4, LATER)
    ledger.checkpoint()
    _add(ledger, 5, LATER)
    assert reader.refresh(LATER)
    assert _numbers(reader) == _numbers(LedgerReader(ledger.path, at=LATER)) == [1, 2, 3, 4, 5]


def test_what_is_half_written_is_left_to_the_next_look(ledger: Ledger) -> None:
    reader = LedgerReader(ledger.path, at=NOW)
    file = file_of(folder_of(ledger.path), "2026-11")
    before = file.read_bytes().rstrip(b"\0")
    _add(ledger, 3)
    whole = file.read_bytes()
    added = whole.rstrip(b"\0")
    mail_line = added.index(b"\n", len(before)) + 1
    for cut in (
        len(before) + 10,
        mail_line,
        mail_line + 10,
    ):  # at mail_line its ledger line is missing
        file.write_bytes(added[:cut].ljust(len(whole), b"\0"))
        assert not reader.refresh(NOW)
    assert _numbers(reader) == [1, 2]
    file.write_bytes(whole)
    assert reader.refresh(NOW)
    assert _numbers(reader) == [1, 2, 3]


def test_a_journal_that_does_not_fit_is_named_and_everything_read_again(ledger: Ledger) -> None:
    reader = LedgerReader(ledger.path, at=NOW)
    file = file_of(folder_of(ledger.path), "2026-11")
    whole = file.read_bytes()
    _add(ledger, 3)
    damaged = file.read_bytes()
    place = len(whole.rstrip(b"\0")) + 40
    file.write_bytes(damaged[:place] + b"XX" + damaged[place + 2 :])
    with pytest.raises(StoreError):
        reader.refresh(NOW)
    assert _numbers(reader) == [1, 2]
    file.write_bytes(damaged)
    assert reader.refresh(NOW)
    assert _numbers(reader) == [1, 2, 3]


def test_a_file_that_another_program_changed_is_read_from_the_journal(ledger: Ledger) -> None:
    ledger.path.write_text(
        ledger.path.read_text(encoding="utf-8").replace('"version":1', '"version":9'), encoding="utf-8"
    )
    assert _numbers(LedgerReader(ledger.path, at=NOW)) == [1, 2]


def test_nothing_is_written_and_no_lock_is_taken(ledger: Ledger, tmp_path: Path) -> None:
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    reader = LedgerReader(ledger.path, at=NOW)
    reader.refresh(NOW)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == files
    with pytest.raises(NotSaved), reader._books.change(at=NOW, by="", did="try"):
        reader._books.rows.put("items", 9, b"{}")
    _add(ledger, 3)  # its owner goes on
    assert reader.refresh(NOW)


def test_links_into_the_board_are_dropped_after_a_day(ledger: Ledger) -> None:
    with ledger.transaction(at=NOW, by="甲某", did="board") as tx:
        tx.add_sign_in(SignInLink(token="old", telegram_id=7, made_at=NOW))
    ledger.prune(NOW + timedelta(hours=23))
    assert ledger.sign_in_of("old") is not None
    ledger.prune(NOW + timedelta(hours=25))
    assert ledger.sign_in_of("old") is None


def test_what_was_lost_is_read_again_beforehand(ledger: Ledger) -> None:
    """By ``fetch``, in a thread, so that whoever else the process serves need not wait for it."""
    reader = LedgerReader(ledger.path, at=NOW)
    folder = folder_of(ledger.path)
    aside = folder.with_name("aside")
    folder.rename(aside)
    for _ in range(2):
        with pytest.raises(StoreError):
            reader.refresh(NOW)
        reader.fetch()
    aside.rename(folder)
    with pytest.raises(StoreError):  # as it was found
        reader.refresh(NOW)
    _add(ledger, 3)
    reader.fetch()
    folder.rename(aside)
    assert reader.refresh(NOW)
    assert _numbers(reader) == [1, 2, 3]
