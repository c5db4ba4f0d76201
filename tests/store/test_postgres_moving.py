"""A ledger moves from a file into PostgreSQL and back: the same bytes, and one ledger at a time."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socket import gethostname

import pytest

from domain.item import ItemStatus
from domain.roster import Unit
from store.errors import LedgerElsewhere, LedgerLocked, LedgerMoved, LedgerThere
from store.holding import Holding
from store.journal.files import folder_of, spool_of
from store.journal.holding import FileHolding
from store.journal.verify import verify
from store.ledger import Ledger
from store.postgres.holding import DatabaseHolding
from store.postgres.moved import LEAVING, holder_for
from store.postgres.moving import Place as Target
from store.postgres.moving import move_in, move_out
from store.postgres.standby import Standby
from store.reader import LedgerReader
from tests.postgres import Place
from tests.store.conftest import engine_at
from tests.store.sample import NOW, an_item
from tests.store.stripping import strip_mail
from tests.store.test_postgres_holding import LATER, add, contents, tell


@pytest.fixture
def target(place: Place) -> Target:
    """Where it moves to."""
    return Target(place.url, place.schema)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger file that was adopted, of two months, the first without its correspondence."""
    path = tmp_path / "ledger.json"
    path.write_text('{"items": {"7": {"kind": "task", "title": "低保", "status": "assigned"}}}', encoding="utf-8")
    ledger = Ledger.open(path, at=NOW)
    tell(ledger)
    ledger.close()
    assert strip_mail(path, "2026-11")
    return path


def journal(path: Path) -> dict[str, bytes]:
    """All that the journal's folder holds, but for the note of what was checked."""
    return {name: data for name, data in contents(folder_of(path)).items() if name != "checked.json"}


def test_a_ledger_goes_there_and_back_byte_for_byte(path: Path, target: Target, place: Place, tmp_path: Path) -> None:
    before, spool, head = journal(path), contents(spool_of(path)), verify(path).head
    assert move_in(path, target, path, LATER).head == head
    with pytest.raises(LedgerElsewhere):
        Ledger.open(path, at=LATER)
    assert FileHolding(path).left_for() == ""
    assert DatabaseHolding(place.url, place.schema, path).left_for() is None
    with pytest.raises(LedgerElsewhere):
        FileHolding(path).backup(tmp_path / "copy")
    moved = Ledger.open(path, at=LATER, engine=engine_at(place, tmp_path))
    assert sorted(item.number for item in moved.all_items()) == [1, 2, 7]
    assert moved.items([1]) == [an_item(1, status=ItemStatus.CLOSED)]
    assert moved.is_known(7)
    assert moved.head() == head
    moved.close()
    assert FileHolding(path).verify().head == head, "its copy has gone on, its journal has not"
    assert move_out(target, path).head == head
    assert FileHolding(path).left_for() is None
    assert journal(path) == before
    assert contents(spool_of(path)) == spool
    again = Ledger.open(path, at=LATER)
    assert sorted(item.number for item in again.all_items()) == [1, 2, 7]
    assert again.head() == head
    again.close()


@pytest.fixture
def moved_out(path: Path, target: Target) -> str:
    """Where the ledger is that was in the database before."""
    move_in(path, target, path, LATER)
    move_out(target, path)
    return f"{gethostname()}:{path.resolve()}"


def test_a_ledger_that_has_left_is_opened_by_nobody_and_everybody_hears_where_it_is(
    moved_out: str, target: Target, place: Place, path: Path, tmp_path: Path
) -> None:
    with pytest.raises(LedgerMoved) as opened:
        Ledger.open(tmp_path / "x.json", at=LATER, engine=engine_at(place, tmp_path / "x"))
    with pytest.raises(LedgerMoved) as waited:
        Standby(place.url, place.schema, tmp_path / "x.json", clock=lambda: LATER).wait()
    with pytest.raises(LedgerMoved) as checked:
        DatabaseHolding(place.url, place.schema, tmp_path / "x.json").require_usable()
    with pytest.raises(LedgerMoved) as again:
        move_out(target, path)
    with pytest.raises(LedgerMoved) as copied:
        DatabaseHolding(place.url, place.schema, tmp_path / "x.json").backup(tmp_path / "backup")
    assert {each.value.file for each in (opened, waited, checked, again, copied)} == {moved_out}


@pytest.mark.parametrize("is_in", [True, False])
def test_what_a_moved_ledger_leaves_behind_is_verified_and_its_code_is_found_where_it_went(
    path: Path, target: Target, place: Place, tmp_path: Path, *, is_in: bool
) -> None:
    move_in(path, target, path, LATER)
    there: Holding = DatabaseHolding(place.url, place.schema, path)
    here: Holding = FileHolding(path)
    if is_in:
        gone_on = Ledger.open(path, at=LATER, engine=engine_at(place, tmp_path))
        former, present, where = here, there, ""
    else:
        move_out(target, path)
        gone_on = Ledger.open(path, at=LATER)
        former, present, where = there, here, f"{gethostname()}:{path.resolve()}"
    add(gone_on, 3)
    gone_on.close()
    left = former.verify()
    assert (left.is_sound, former.left_for(), present.left_for()) == (True, where, None)
    found = present.verify(left.head).found
    assert found is not None
    assert (found.sequence, found.head) == (left.sequence, left.head)
    assert present.verify().sequence == left.sequence + 1


def test_a_board_does_not_show_a_ledger_that_has_left(path: Path, target: Target, place: Place) -> None:
    """A city's board on another machine, with the former configuration, showed it as if it were today's."""
    move_in(path, target, path, LATER)
    holding = DatabaseHolding(place.url, place.schema, path)
    reader = LedgerReader(path, at=LATER, follower=holding.follower())
    move_out(target, path)
    reader.fetch()
    with pytest.raises(LedgerMoved):
        reader.refresh(LATER)
    reader.close()
    with pytest.raises(LedgerMoved):
        LedgerReader(path, at=LATER, follower=holding.follower())


def test_who_stands_by_while_it_leaves_hears_of_it(place: Place, tmp_path: Path) -> None:
    holder = Ledger.open(tmp_path / "holder.json", at=NOW, engine=engine_at(place, tmp_path / "holder"))
    standby = Standby(place.url, place.schema, tmp_path / "x.json", clock=lambda: NOW, asked_every=0)
    with ThreadPoolExecutor(1) as threads, place.connect() as connection:
        waiting = threads.submit(standby.wait)
        connection.execute("update lease set holder = 'moving to a file: h:/p', until = 'infinity', epoch = epoch + 1")
        assert not waiting.done()
        connection.execute("update lease set holder = 'moved to a file: h:/p'")
        with pytest.raises(LedgerMoved, match="h:/p"):
            waiting.result()
    holder.abandon()


@pytest.mark.parametrize("left", ["nothing", "the journal", "everything"])
def test_a_move_out_that_was_interrupted_is_done_by_the_next(
    path: Path, target: Target, place: Place, left: str
) -> None:
    """``kill -9`` at each of its steps; the lease stays barred until the same is asked again."""
    move_in(path, target, path, LATER)
    copy = path.read_bytes()
    head = move_out(target, path).head
    with place.connect() as connection:
        leaving = holder_for(LEAVING, path.resolve())
        connection.execute("update lease set holder = %s", (leaving,))
    if left == "nothing":
        shutil.rmtree(folder_of(path))
    if left != "everything":
        path.write_bytes(copy)
    with pytest.raises(LedgerLocked):
        move_out(target, path.with_name("elsewhere.json"))
    assert move_out(target, path).head == head
    again = Ledger.open(path, at=LATER)
    assert again.head() == head
    again.close()


def test_a_move_out_is_not_finished_over_a_file_that_was_written_since(
    path: Path, target: Target, place: Place
) -> None:
    move_in(path, target, path, LATER)
    move_out(target, path)
    with place.connect() as connection:
        connection.execute("update lease set holder = %s", (holder_for(LEAVING, path.resolve()),))
    started = Ledger.open(path, at=LATER)
    add(started, 3)
    head = started.head()
    started.close()
    with pytest.raises(LedgerThere):
        move_out(target, path)
    assert verify(path).head == head


def test_a_running_bot_or_a_ledger_at_the_target_refuses(
    path: Path, target: Target, place: Place, tmp_path: Path
) -> None:
    running = Ledger.open(path, at=LATER)
    with pytest.raises(LedgerLocked):
        move_in(path, target, path, LATER)
    running.close()
    there = Ledger.open(tmp_path / "there" / "ledger.json", at=NOW, engine=engine_at(place, tmp_path / "there"))
    add(there, 1)
    with pytest.raises(LedgerThere):
        move_in(path, target, path, LATER)
    with pytest.raises(LedgerThere):
        move_out(target, path)
    with pytest.raises(LedgerLocked):
        move_out(target, tmp_path / "new" / "ledger.json")
    there.close()
    assert not (tmp_path / "new" / "ledger.json").exists()
    with pytest.raises(LedgerThere):
        move_in(path, target, path, LATER)
    Ledger.open(path, at=LATER).close()


def _note(ledger: Ledger) -> None:
    """What the program itself notes on a morning, where there is nobody to tell anything."""
    with ledger.transaction(at=LATER, by="", did="digest") as tx:
        tx.tell("digest-day|2026-11-27", LATER)


def test_an_empty_ledger_at_the_target_is_replaced_once_its_bot_is_stopped(
    path: Path, target: Target, place: Place, tmp_path: Path
) -> None:
    """A bot that was started there for a moment; what else is in the schema stays."""
    head, replaced = verify(path).head, list[str]()
    there = Ledger.open(tmp_path / "there" / "ledger.json", at=NOW, engine=engine_at(place, tmp_path / "there"))
    _note(there)
    there.checkpoint()
    with place.connect() as connection:
        connection.execute("create table others (id int)")
    with pytest.raises(LedgerLocked):
        move_in(path, target, path, LATER, lambda: replaced.append("too early"))
    there.close()
    assert move_in(path, target, path, LATER, lambda: replaced.append("it")).head == head
    assert replaced == ["it"]
    with place.connect() as connection:
        connection.execute("select from others")
    moved = Ledger.open(path, at=LATER, engine=engine_at(place, tmp_path))
    assert sorted(item.number for item in moved.all_items()) == [1, 2, 7]
    moved.close()


@pytest.mark.parametrize("what", ["person", "message", "waits", "spool", "moved"])
def test_a_ledger_that_anything_was_written_to_is_not_replaced(
    path: Path, target: Target, place: Place, tmp_path: Path, what: str
) -> None:
    there = Ledger.open(tmp_path / "there" / "ledger.json", at=NOW, engine=engine_at(place, tmp_path / "there"))
    _note(there)
    with there.transaction(at=LATER, by="", did=what) as tx:
        if what == "person":
            tx.save_unit(Unit(name="办公室"))
        if what == "message":
            tx.receive(7, 5, b"{}", LATER)
    there.close()
    with place.connect() as connection:
        if what == "waits":
            connection.execute("insert into incoming values (7, default, '{}')")
        if what == "spool":
            connection.execute("insert into files values ('list-7.xlsx', '')")
        if what == "moved":
            connection.execute("update lease set holder = 'moved to a file: h:/p', until = 'infinity'")
        rows = connection.execute("select count(*) from journal").fetchone()
        with pytest.raises(LedgerThere):
            move_in(path, target, path, LATER)
        assert connection.execute("select count(*) from journal").fetchone() == rows
    Ledger.open(path, at=LATER).close()


@pytest.mark.parametrize("is_retired", [False, True])
def test_a_move_that_was_interrupted_is_done_by_the_next(
    path: Path, target: Target, place: Place, tmp_path: Path, *, is_retired: bool
) -> None:
    head = verify(path).head
    original, lines = path.read_bytes(), contents(folder_of(path))
    move_in(path, target, path, LATER)
    with place.connect() as connection:
        connection.execute("update lease set holder = 'moving in', until = 'infinity'")
    if not is_retired:
        path.write_bytes(original)
        folder_of(path).mkdir()
        for name, data in lines.items():
            (folder_of(path) / name).write_bytes(data)
    assert move_in(path, target, path, LATER).head == head
    assert DatabaseHolding(place.url, place.schema, path).verify().is_sound
    moved = Ledger.open(path, at=LATER, engine=engine_at(place, tmp_path))
    assert moved.head() == head
    moved.close()


def test_an_altered_line_keeps_the_ledger_where_it_is(path: Path, target: Target, place: Place) -> None:
    Ledger.open(path, at=LATER).close()
    move_in(path, target, path, LATER)
    with place.connect() as connection:
        connection.execute("alter table journal disable trigger user")
        connection.execute("update journal set head = repeat('0', 64) where position = 1")
    with pytest.raises(Exception, match="its row is not"):
        move_out(target, path)
    assert not folder_of(path).exists()
    with place.connect() as connection:
        assert connection.execute("select holder, until < now() from lease").fetchall() == [("", True)]
