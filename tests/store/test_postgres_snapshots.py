"""Snapshots as rows: little to be read again, nothing believed that was altered, and a copy for readers."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB

from domain.letter import Way
from store.errors import SchemaTooNew
from store.ledger import Ledger
from store.postgres.engine import PostgresEngine
from store.schema import SCHEMA
from tests.postgres import Place
from tests.store.sample import NOW, a_letter, an_item

#: So many of these are more than a snapshot waits for.
_LARGE = "x" * 1_500_000


@pytest.fixture
def engine(place: Place, tmp_path: Path) -> PostgresEngine:
    return PostgresEngine(place.url, place.schema, tmp_path / "ledger.json")


@pytest.fixture
def ledger(engine: PostgresEngine, tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine)
    yield opened
    opened.abandon()


def grow(ledger: Ledger) -> None:
    """By more than a snapshot waits for."""
    for _ in range(3):
        with ledger.transaction(at=NOW, by="办公室", did="add") as tx:
            tx.add_item(an_item(title=_LARGE))


def positions(place: Place) -> list[tuple[object, ...]]:
    with place.connect() as connection:
        return connection.execute("select position, count(*) from snapshots group by 1 order by 1").fetchall()


def opened_again(ledger: Ledger, engine: PostgresEngine) -> tuple[PostgresEngine, Ledger]:
    ledger.abandon()
    other = engine.another()
    return other, Ledger.open(ledger.path, at=NOW, engine=other)


def test_what_has_grown_is_kept_as_rows_the_newest_two(ledger: Ledger, place: Place) -> None:
    ledger.checkpoint()
    assert positions(place) == []  # there is nothing yet
    for _ in range(3):
        grow(ledger)
        ledger.checkpoint()
        ledger.checkpoint()
    assert positions(place) == [(6, 3), (9, 4)]


def test_a_new_ledger_says_its_schema_from_the_first_snapshot_on(
    ledger: Ledger, engine: PostgresEngine, place: Place
) -> None:
    """An older program opened a ledger that a newer one had begun, until it had grown by 4 MB."""
    for _ in range(2):
        with ledger.transaction(at=NOW, by="办公室", did="add") as tx:
            tx.add_item(an_item())
        ledger.checkpoint()
    with place.connect() as connection:
        assert connection.execute("select position, ledger_schema from snapshots").fetchall() == [(1, SCHEMA)]
        connection.execute("update snapshots set ledger_schema = ledger_schema + 1")
    with pytest.raises(SchemaTooNew):
        opened_again(ledger, engine)


def test_who_opens_it_reads_only_what_came_after_the_snapshot(ledger: Ledger, engine: PostgresEngine) -> None:
    grow(ledger)
    ledger.checkpoint()
    with ledger.transaction(at=NOW, by="甲某", did="edit") as tx:
        tx.save_item(an_item(2, version=2))
    held = list(ledger.all_items())
    other, again = opened_again(ledger, engine)
    assert other.reader.snapshot_at == 3
    assert list(again.all_items()) == held
    assert again.head() == ledger.head()
    again.abandon()


@pytest.mark.parametrize(
    "altering",
    [
        "update snapshots set data = overlay(data placing 'y'::bytea from 90) where position = 6 and part = 0",
        "delete from snapshots where position = 6 and part = 1",
        "update snapshots set position = 5 where position = 6",
    ],
)
def test_a_snapshot_that_was_altered_is_passed_over(
    ledger: Ledger, engine: PostgresEngine, place: Place, altering: str
) -> None:
    for _ in range(2):
        grow(ledger)
        ledger.checkpoint()
    held = list(ledger.all_items())
    with place.connect() as connection:
        connection.execute(altering.encode())
    other, again = opened_again(ledger, engine)
    assert other.reader.snapshot_at == 3
    assert list(again.all_items()) == held
    again.abandon()


def test_a_snapshot_of_a_newer_program_is_refused(ledger: Ledger, engine: PostgresEngine, place: Place) -> None:
    grow(ledger)
    ledger.checkpoint()
    with place.connect() as connection:
        connection.execute("update snapshots set ledger_schema = ledger_schema + 1")
    with pytest.raises(SchemaTooNew):
        opened_again(ledger, engine)


def test_an_older_snapshot_is_brought_up_to_date(ledger: Ledger, engine: PostgresEngine, place: Place) -> None:
    """And one of today's schema takes its place at once."""
    grow(ledger)
    ledger.checkpoint()
    with place.connect() as connection:
        connection.execute("update snapshots set ledger_schema = 3")
        other, again = opened_again(ledger, engine)
        assert other.reader.schema == 3
        with again.transaction(at=NOW, by="办公室", did="add") as tx:
            tx.add_item(an_item())
        again.checkpoint()
        newest = "select ledger_schema from snapshots order by position desc limit 1"
        assert connection.execute(newest).fetchone() == (SCHEMA,)
    again.abandon()


def test_a_snapshot_of_who_lost_the_ledger_is_not_kept(ledger: Ledger, place: Place) -> None:
    grow(ledger)
    with place.connect() as connection:
        connection.execute("update lease set epoch = epoch + 1, holder = 'another'")
    ledger.checkpoint()
    assert positions(place) == []


def test_the_file_is_a_copy_that_any_tinydb_reads_and_nobody_writes(ledger: Ledger, engine: PostgresEngine) -> None:
    with ledger.transaction(at=NOW, by="办公室", did="add") as tx:
        tx.add_item(an_item(title="low"))
    assert ledger.needs_checkpoint
    ledger.checkpoint()
    assert not ledger.needs_checkpoint
    with TinyDB(ledger.path, access_mode="r") as reader:
        assert [row["title"] for row in reader.table("items")] == ["low"]
    assert ledger.path.stat().st_mode & 0o777 == 0o440
    ledger.path.chmod(0o640)
    ledger.path.write_text(json.dumps({"items": {"1": {"title": "edited"}}}))
    _, again = opened_again(ledger, engine)
    assert [item.title for item in again.all_items()] == ["low"]
    again.close()


def test_a_clean_stop_leaves_the_copy_up_to_date(ledger: Ledger) -> None:
    with ledger.transaction(at=NOW, by="办公室", did="add") as tx:
        tx.add_item(an_item(title="low"))
    ledger.close()
    assert "low" in ledger.path.read_text()


@pytest.mark.parametrize("is_served", [False, True])
async def test_an_answer_that_waits_has_its_file_wherever_the_next_bot_is(
    ledger: Ledger, place: Place, tmp_path: Path, *, is_served: bool
) -> None:
    """docs/promises.md 2: a list took long to upload, the machine lost, and with the snapshot the update counted."""
    grow(ledger)
    ledger.stage_received(7, 5, b"{}", NOW)
    ledger.flush(NOW)
    (ledger.spool / "list-7.xlsx").write_bytes(b"a list")
    with ledger.transaction(at=NOW, by="甲某", did="list", comes_again=True) as tx:
        tx.handled(7)
        tx.queue(a_letter(way=Way.FILE, file="list-7.xlsx"))
    if is_served:
        ledger.begin_serving()
        await ledger.checkpoint_in_slices()
    else:
        ledger.checkpoint()
    ledger.abandon()
    path = tmp_path / "elsewhere" / "ledger.json"
    with closing(Ledger.open(path, at=NOW, engine=PostgresEngine(place.url, place.schema, path))) as there:
        assert not there.is_waiting(7)
        assert [(there.spool / letter.file).read_bytes() for letter in there.waiting_letters()] == [b"a list"]


async def test_a_running_bot_writes_the_copy_once_it_is_durable(ledger: Ledger, place: Place) -> None:
    ledger.begin_serving()
    grow(ledger)
    await ledger.checkpoint_in_slices()
    assert _LARGE in ledger.path.read_text()
    assert positions(place) == [(3, 2)]


def test_what_the_holder_swept_leaves_the_database(ledger: Ledger, place: Place) -> None:
    ledger.spool.mkdir(exist_ok=True)
    for name in ("old.docx", "new.docx"):
        (ledger.spool / name).write_bytes(b"a paper")
    with ledger.transaction(at=NOW, by="", did="list") as tx:
        tx.queue(a_letter(way=Way.FILE, file="old.docx"))
    (ledger.spool / "old.docx").unlink()
    grow(ledger)
    ledger.checkpoint()
    with place.connect() as connection:
        assert connection.execute("select name from files").fetchall() == [("new.docx",)]
