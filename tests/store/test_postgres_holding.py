"""A ledger in PostgreSQL beside its running bot: checked, copied and followed as one of files is."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import main
from domain.item import ItemStatus
from domain.roster import Person, Role
from domain.sign_in import SignInLink
from house.trouble import refusal_of
from store.bulk import make_batch
from store.errors import BackupExists, DatabaseAway, JournalDamaged, SchemaTooNew, StoreError
from store.journal import checkpoint
from store.journal.files import FileEngine, folder_of, spool_of
from store.journal.holding import FileHolding
from store.journal.verify import verify
from store.ledger import Ledger
from store.postgres import snapshots
from store.postgres.connection import connect
from store.postgres.engine import PostgresEngine
from store.postgres.holding import DatabaseHolding
from store.postgres.reading import JournalReader
from store.reader import LedgerReader
from store.rows import OUTBOX, Rows
from tests.cut_proxy import cut_proxy
from tests.postgres import Place
from tests.store.conftest import engine_at
from tests.store.sample import NOW, a_letter, an_item

LATER = NOW + timedelta(days=12)  # in the next month


@pytest.fixture
def ledger(place: Place, tmp_path: Path) -> Iterator[Ledger]:
    """A running bot's ledger of two months, with an import that a line only names, and a file that waits."""
    opened = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine_at(place, tmp_path))
    tell(opened)
    yield opened
    opened.abandon()


@pytest.fixture
def holding(place: Place, tmp_path: Path) -> DatabaseHolding:
    """The same as an operator sees it."""
    return holding_at(place, tmp_path)


def holding_at(place: Place, folder: Path) -> DatabaseHolding:
    """A ledger in that place, of a bot that runs in that folder."""
    return DatabaseHolding(place.url, place.schema, folder / "ledger.json")


def tell(ledger: Ledger, *, is_large: bool = True) -> None:
    """What happens in these tests."""
    add(ledger, 1)
    title = "长" * 400_000 if is_large else "短"
    batch = ledger.enclose(make_batch([an_item(2, title=title)], [], ledger.moment()))
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.enter(batch)
    ledger.spool.mkdir(exist_ok=True)
    (ledger.spool / "催办.xlsx").write_bytes(b"file")
    with ledger.transaction(at=LATER, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED))
        tx.queue(a_letter(file="催办.xlsx"))
    with ledger.transaction(at=LATER, by="甲某", did="mail") as tx:
        tx.receive(7, 5, b"{}", LATER)


def add(ledger: Ledger, number: int) -> None:
    """One more item, and a letter about it."""
    with ledger.transaction(at=NOW, by="甲某", did="add") as tx:
        tx.add_item(an_item(number))
        tx.queue(a_letter())


def test_a_backup_is_the_ledger_of_files_that_was_told_the_same_byte_for_byte(
    place: Place, holding: DatabaseHolding, tmp_path: Path
) -> None:
    engines = (engine_at(place, tmp_path), FileEngine(tmp_path / "files" / "ledger.json"))
    for engine in engines:
        opened = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine)
        tell(opened, is_large=False)
        opened.close()
    of_files = FileHolding(tmp_path / "files" / "ledger.json")
    ours, theirs = (each.backup(tmp_path / name) for name, each in (("ours", holding), ("theirs", of_files)))
    assert contents(folder_of(ours)) == contents(folder_of(theirs))
    assert contents(spool_of(ours)) == contents(spool_of(theirs))
    found, expected = (checkpoint.parse(path, path.read_bytes()) for path in (ours, theirs))
    assert found.tables == expected.tables
    assert found.meta is not None
    assert expected.meta is not None
    assert found.is_ours
    assert found.meta.position == expected.meta.position


def contents(folder: Path) -> dict[str, bytes]:
    """What a folder's files hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_backup_of_a_running_ledger_opens_as_one_of_files(
    ledger: Ledger, holding: DatabaseHolding, tmp_path: Path
) -> None:
    copy = holding.backup(tmp_path / "copy")
    add(ledger, 9)
    assert verify(copy).is_sound
    restored = Ledger.open(copy, at=LATER)
    assert [item.number for item in restored.all_items()] == [1, 2]
    assert len(restored.waiting_letters()) == 2
    assert restored.is_known(7)
    assert contents(restored.spool) == {"催办.xlsx": b"file"}
    restored.close()
    with pytest.raises(BackupExists):
        holding.backup(tmp_path / "copy")


def test_the_chain_is_checked_and_a_code_is_found_while_the_bot_runs(ledger: Ledger, holding: DatabaseHolding) -> None:
    before = ledger.head()
    add(ledger, 9)
    found = holding.verify(before[:12])
    assert found.is_sound
    assert (found.head, found.sequence, found.months) == (ledger.head(), 4, ("2026-11", "2026-12"))
    assert found.found is not None
    assert (found.found.sequence, found.found.head, found.found.at) == (3, before, LATER)
    assert holding.verify("0" * 12).found is None


_ALTERED = {
    "update journal set payload = replace(encode(payload, 'escape'), 'done', 'dune')::bytea where position = 3": (
        "2026-12.jsonl",
        "hash",
    ),
    "update journal set head = repeat('0', 64) where position = 2": ("2026-11.jsonl", "its row is not"),
    "update journal set mail = repeat('0', 64) where position = 4": ("2026-12.jsonl", "its row is not"),
    "delete from journal where position = 2": ("2026-12.jsonl", "the row before it is missing"),
    "delete from months where month = '2026-12'": ("2026-12.jsonl", "does not begin with its month"),
    "update months set head = repeat('0', 64) where month = '2026-12'": ("2026-12.jsonl", "where the one before"),
    "delete from enclosures": ("enclosed-", "missing"),
    "update enclosures set data = data || 'x'": ("enclosed-", "not the file"),
    "update journal set position = 5 where position = 4": ("2026-12.jsonl", "the row before it is missing"),
}


@pytest.mark.parametrize("change", _ALTERED)
def test_whatever_is_altered_is_named(ledger: Ledger, holding: DatabaseHolding, place: Place, change: str) -> None:
    """docs/promises.md 3, by somebody who may do everything in the database."""
    assert holding.verify().is_sound
    ledger.abandon()
    with place.connect() as connection:
        connection.execute("alter table journal disable trigger user")
        assert connection.execute(change.encode()).rowcount
    fault = holding.verify().fault
    assert fault is not None
    file, why = _ALTERED[change]
    assert fault.file.name.startswith(file)
    assert why in fault.why


#: Commands that read the whole of it.
_COMMANDS = ("verify", "backup {copy}")
#: What makes the ledger one that can't be read; what is said of it, and behind its place; commands that find it out.
_UNREADABLE = {
    "update meta set layout = layout + 1": ("台账由更新版本的程序写成", "", _COMMANDS),
    "update snapshots set ledger_schema = ledger_schema + 1": ("台账由更新版本的程序写成", "", _COMMANDS[1:]),
    "delete from snapshots; update journal set mail = repeat('0', 64) where position = 3": (
        "校验不符",
        r"(?: 2026-12)? 第\d行",
        _COMMANDS,
    ),
    "delete from snapshots; delete from enclosures": ("校验不符", r" enclosed-\w+\.json", _COMMANDS),
}


@pytest.mark.parametrize("change", _UNREADABLE)
def test_what_can_not_be_read_is_said_to_be_in_its_database_and_never_with_a_password(
    ledger: Ledger, place: Place, tmp_path: Path, change: str
) -> None:
    """The operator was sent to a file, ledger.json.journal, which is nowhere."""
    write_snapshot(ledger, place)
    ledger.abandon()
    with place.connect() as connection:
        connection.execute("alter table journal disable trigger user")
        connection.execute(change.encode())
    url, path, config = place.url.replace("@", ":hush@"), tmp_path / "ledger.json", tmp_path / "config.toml"
    config.write_text(
        f'[telegram]\ntoken = "1:a"\n[store]\npath = "{path}"\nurl = "{url}"\nschema = "{place.schema}"\n',
        encoding="utf-8",
    )
    what, behind, commands = _UNREADABLE[change]
    lines = [f"{command} --config {config}".format(copy=tmp_path / "copy").split() for command in commands]
    said = [CliRunner().invoke(main, line).output for line in lines]
    there = DatabaseHolding(url, place.schema, path)
    follower = there.follower()
    for read in (lambda: Ledger.open(path, at=NOW, engine=there.engine()), lambda: follower.tables(NOW)):
        with pytest.raises(StoreError) as caught:
            read()
        said.append(str(refusal_of(caught.value)))
    follower.close()
    where = re.escape(f"{place.url.partition('@')[2]} {place.schema}")
    for each in said:
        assert what in each
        assert re.search(rf"：{where}{behind}(?:\n|；|（|$)", each), each
        assert "hush" not in each
        assert "ledger.json" not in each


def test_what_comes_in_damaged_or_from_a_newer_program_later_is_said_to_be_there_as_well(
    ledger: Ledger, place: Place, tmp_path: Path
) -> None:
    """Who stands by reads on."""
    write_snapshot(ledger, place)
    reader = JournalReader(tmp_path / "ledger.json", place.schema)
    with closing(connect(place.url, place.schema)) as connection:
        reader.tables(connection)
        connection.execute(
            "insert into journal select position + 1, month, sequence, head, mail, 'x' from journal where position = 4"
        )
        connection.execute("update snapshots set ledger_schema = ledger_schema + 1")
        for read in (lambda: reader.follow(connection, Rows()), lambda: reader.require_known(connection)):
            with pytest.raises((JournalDamaged, SchemaTooNew)) as caught:
                read()
            assert f"位置：{place.url.partition('@')[2]} {place.schema}" in str(refusal_of(caught.value))


def test_a_backup_names_the_month_of_a_line_that_a_snapshot_made_up_for(
    ledger: Ledger, holding: DatabaseHolding, place: Place, tmp_path: Path
) -> None:
    write_snapshot(ledger, place)
    with place.connect() as connection:
        connection.execute("alter table journal disable trigger user")
        connection.execute("update journal set mail = repeat('0', 64) where position = 2")
    with pytest.raises(JournalDamaged) as caught:
        holding.backup(tmp_path / "copy")
    assert f"位置：{holding.where} 2026-11 第" in str(refusal_of(caught.value))


def test_an_altered_snapshot_is_named(ledger: Ledger, holding: DatabaseHolding, place: Place) -> None:
    write_snapshot(ledger, place)
    with place.connect() as connection:
        assert holding.verify().is_sound
        altered = "update snapshots set data = replace(encode(data, 'escape'), 'closed', 'clesod')::bytea"
        assert connection.execute(altered.encode()).rowcount
    fault = holding.verify().fault
    assert fault is not None
    assert fault.why == "its bytes were altered"


def write_snapshot(ledger: Ledger, place: Place) -> None:
    """One of now, which is too early for the bot."""
    engine = ledger._engine
    assert isinstance(engine, PostgresEngine)
    connection = connect(place.url, place.schema)
    assert snapshots.write(connection, engine._image(), engine._lease.epoch)
    connection.close()


def test_a_reader_follows_and_keeps_what_it_read_while_the_database_is_away(
    ledger: Ledger, place: Place, tmp_path: Path
) -> None:
    with cut_proxy(place.cluster.port) as proxy:
        url = place.cluster.url(port=proxy.port)
        follower = DatabaseHolding(url, place.schema, tmp_path / "ledger.json").follower()
        reader = LedgerReader(ledger.path, at=NOW, follower=follower)
        assert numbers(reader) == [1, 2]
        assert OUTBOX not in reader._books.rows.tables
        with ledger.transaction(at=LATER, by="甲某", did="add") as tx:
            tx.add_item(an_item(3))
            tx.save_person(Person(name="甲某", unit="社会救助股", role=Role.STAFF, telegram_id=7))
            tx.add_sign_in(SignInLink(token="ab", telegram_id=7, made_at=LATER))
        assert not reader.refresh(LATER), "the database is asked in a thread"
        reader.fetch()
        assert reader.refresh(LATER)
        assert numbers(reader) == [1, 2, 3]
        assert reader.sign_in_of("ab") is not None
        proxy.cut()
        add(ledger, 4)
        for _ in range(2):
            reader.fetch()
            with pytest.raises(DatabaseAway):
                reader.refresh(LATER)
            assert numbers(reader) == [1, 2, 3]
        proxy.heal()
        reader.fetch()
        assert reader.refresh(LATER)
        assert numbers(reader) == [1, 2, 3, 4]
        reader.close()


def test_a_reader_waits_for_a_ledger_that_is_not_there_yet(
    place: Place, holding: DatabaseHolding, tmp_path: Path
) -> None:
    reader = LedgerReader(tmp_path / "ledger.json", at=NOW, follower=holding.follower())
    reader.fetch()
    assert not reader.refresh(NOW)
    opened = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine_at(place, tmp_path))
    add(opened, 1)
    reader.fetch()
    assert reader.refresh(NOW)
    assert numbers(reader) == [1]
    opened.close()
    reader.close()


def test_looking_makes_nothing(place: Place, holding: DatabaseHolding) -> None:
    assert not holding.is_there()
    assert holding.misread() == []
    holding.require_usable()
    assert place.cluster.execute(f"select 1 from pg_namespace where nspname = '{place.schema}'") == []


def numbers(reader: LedgerReader) -> list[int]:
    """Of all items."""
    return [item.number for item in reader.all_items()]
