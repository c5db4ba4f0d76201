"""Taking over: what the holder had is at the standby, files and large imports too, and nobody writes beside it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from domain.letter import Way
from store.bulk import make_batch
from store.errors import LedgerLocked, NotSaved
from store.ledger import Ledger
from store.postgres.standby import Standby
from tests.cut_proxy import cut_proxy
from tests.postgres import Place
from tests.store.conftest import engine_at
from tests.store.sample import NOW, a_letter, an_item

#: What the standby is called in the database.
_NAME = "the-standby"
_CONNECTIONS = f"select pid from pg_stat_activity where application_name = '{_NAME}' and query like %s"


class Waiting:
    """A standby on another machine, in a thread."""

    def __init__(self, place: Place, folder: Path, url: str = "") -> None:
        folder.mkdir(exist_ok=True)
        self.path = folder / "ledger.json"
        url = f"{url or place.url}?application_name={_NAME}"
        self._standby = Standby(url, place.schema, self.path, clock=lambda: NOW)
        self._found: list[Ledger | None] = []
        self._thread = Thread(target=lambda: self._found.append(self._standby.wait()))
        self._thread.start()

    def follow_to(self, position: int) -> None:
        """Until it has that in memory."""
        while self._standby.position < position:
            time.sleep(0)

    def end(self) -> Ledger | None:
        """Stop it; the ledger, if it was faster."""
        self._standby.stop()
        self._thread.join()
        return self._found[0]

    def ledger(self) -> Ledger:
        """The ledger, once it is free."""
        self._thread.join()
        assert self._found[0] is not None
        return self._found[0]


@pytest.fixture
def holder(place: Place, tmp_path: Path) -> Iterator[Ledger]:
    """The ledger in another process's hands."""
    ledger = Ledger.open(tmp_path / "holder.json", at=NOW, engine=engine_at(place, tmp_path / "holder"))
    yield ledger
    ledger.abandon()


@pytest.fixture
def waiting(holder: Ledger, place: Place) -> Iterator[Waiting]:
    """Who waits for it."""
    made = Waiting(place, holder.path.parent / "other")
    yield made
    if (ledger := made.end()) is not None:
        ledger.abandon()


def add(ledger: Ledger, **fields: Any) -> int:
    with ledger.transaction(at=NOW, by="办公室", did="add") as tx:
        return tx.add_item(an_item(**fields)).number


def test_a_second_process_is_refused(holder: Ledger, place: Place, tmp_path: Path) -> None:
    with pytest.raises(LedgerLocked):
        Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine_at(place, tmp_path))
    assert add(holder) == 1


def test_a_standby_has_what_the_holder_said_last(holder: Ledger, waiting: Waiting) -> None:
    for _ in range(30):
        add(holder, owner="乙某")
    waiting.follow_to(30)
    with holder.transaction(at=NOW, by="甲某", did="edit") as tx:
        tx.save_item(an_item(7, owner="丙某", version=2))
        tx.receive(7, -100, b"{}", NOW)
    waiting.follow_to(31)
    add(holder, owner="乙某")
    head = holder.head()
    holder.close()
    ledger = waiting.ledger()
    assert (ledger.head(), ledger.sequence, len(ledger.open_of("乙某"))) == (head, 32, 30)
    assert [item.number for item in ledger.open_of("丙某")] == [7]
    assert ledger.is_waiting(7)
    assert add(ledger) == 32
    with pytest.raises(NotSaved):
        add(holder)


def test_what_was_received_and_not_handled_waits_at_the_standby(holder: Ledger, waiting: Waiting) -> None:
    with holder.transaction(at=NOW, by="", did="receive") as tx:
        tx.receive(7, -100, b"{}", NOW)
        tx.queue(a_letter(html="您好"))
    holder.close()
    ledger = waiting.ledger()
    assert [update.update_id for update in ledger.waiting_updates()] == [7]
    assert [letter.html for letter in ledger.waiting_letters()] == ["您好"]


def test_a_file_that_a_letter_names_is_in_the_standbys_spool(holder: Ledger, waiting: Waiting) -> None:
    holder.spool.mkdir(exist_ok=True)
    (holder.spool / "list-7.xlsx").write_bytes(b"a list")
    (holder.spool / "list-8.part").write_bytes(b"half a li")
    with holder.transaction(at=NOW, by="", did="list") as tx:
        tx.queue(a_letter(way=Way.FILE, file="list-7.xlsx"))
    holder.close()
    ledger = waiting.ledger()
    assert {path.name: path.read_bytes() for path in ledger.spool.iterdir()} == {"list-7.xlsx": b"a list"}


def test_a_file_is_in_the_database_before_the_line_that_names_it(holder: Ledger, place: Place) -> None:
    holder.spool.mkdir(exist_ok=True)
    (holder.spool / "list-7.xlsx").write_bytes(b"a list")
    with place.connect() as connection:
        connection.execute("alter table files add constraint none check (false)")
        with pytest.raises(NotSaved), holder.transaction(at=NOW, by="", did="list") as tx:
            tx.queue(a_letter(way=Way.FILE, file="list-7.xlsx"))
        assert connection.execute("select count(*) from journal").fetchone() == (0,)
    assert holder.waiting_letters() == []


def test_a_large_import_is_at_the_standby(holder: Ledger, waiting: Waiting, place: Place) -> None:
    large = an_item(9, title="新" * 200_000, owner="乙某")
    batch = holder.enclose(make_batch([large], [], holder.moment()))
    with holder.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.enter(batch)
    with place.connect() as connection:
        assert connection.execute("select count(*) from enclosures").fetchone() == (1,)
        assert connection.execute("select length(payload) < 1000 from journal").fetchone() == (True,)
    holder.close()
    assert waiting.ledger().open_of("乙某") == [large]


def test_an_enclosure_that_is_never_entered_is_removed(holder: Ledger, place: Place) -> None:
    holder.enclose(make_batch([an_item(9, title="新" * 200_000)], [], holder.moment()))
    holder.close()
    with place.connect() as connection:
        assert connection.execute("select count(*) from enclosures").fetchone() == (0,)


def test_what_is_said_first_needs_no_new_connection(holder: Ledger, waiting: Waiting, place: Place) -> None:
    """Making one takes longer than a command, and who takes over sixty bureaux would make sixty."""
    add(holder)
    waiting.follow_to(1)
    with place.connect() as connection:
        standing_by = connection.execute(_CONNECTIONS, ("%",)).fetchall()
        holder.close()
        ledger = waiting.ledger()
        add(ledger)
        assert connection.execute(_CONNECTIONS, ("%insert into journal%",)).fetchall() == standing_by
        assert len(standing_by) == 1
    assert waiting.end() is ledger


def _until(holds: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < ends_at
        time.sleep(0)


def test_a_standby_says_once_that_its_database_is_away_and_once_that_it_is_back(
    holder: Ledger, place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def said() -> list[str]:
        return [each.message for each in caplog.records if "followed" in each.message]

    with cut_proxy(place.cluster.port) as proxy:
        waiting = Waiting(place, tmp_path / "other", place.cluster.url(port=proxy.port))
        add(holder)
        try:
            waiting.follow_to(1)
            proxy.cut()
            _until(lambda: bool(said()))
            proxy.heal()
            add(holder)
            waiting.follow_to(2)
            _until(lambda: said()[-1] == "the ledger's database can be followed again")
        finally:
            assert waiting.end() is None
    assert sum(each.endswith("followed again") for each in said()) == 1


def test_a_standby_that_is_stopped_leaves_the_ledger(holder: Ledger, waiting: Waiting) -> None:
    assert waiting.end() is None
    assert add(holder) == 1
