"""Opening: a stock file is adopted, what is missing is built anew, what can't be read harms nothing."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from domain.item import Evidence, Item, ItemStatus, Misread
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Chat, Person, Role, Unit
from store.errors import JournalDamaged, LedgerLocked, LedgerUnreadable, SchemaTooNew
from store.journal.months import folder_of
from store.journal.verify import verify
from store.ledger import Ledger
from store.schema import SCHEMA
from store.values import Dialogue
from tests.store.conftest import Home
from tests.store.sample import BEIJING, NOW, a_letter, an_item, document_of, text_of

LATER = NOW + timedelta(days=1)
BEFORE = datetime(2026, 11, 1, 10, tzinfo=BEIJING)
MINIMAL = {
    "kind": "rectification",
    "title": "临时救助台账不规范",
    "unit": "社会救助股",
    "owner": "乙某",
    "due": "2026-11-23",
    "status": "acknowledged",
    "version": 3,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger of these tests is."""
    return tmp_path / "ledger.json"


def stock(path: Path) -> TinyDB:
    """The file as any other program opens it."""
    return TinyDB(path, encoding="utf-8")


def test_instants_written_by_hand_without_a_zone_are_the_offices(path: Path) -> None:
    """One of them stopped every look at what is due: no digest and no alert for anybody."""
    by_hand = {"due_set_at": "2026-11-01 10:00", "assigned_at": "2026-11-01", "remark": "2026-11-01"}
    steps = [{"at": "2026-11-01T10:00:00", "by": "办公室", "did": "assign"}]
    with stock(path) as db:
        db.table("items").insert_multiple([MINIMAL | by_hand | {"history": steps}, MINIMAL | {"closed_at": "昨天"}])
        db.table("chats").insert({"chat_id": -100, "unit": "社会救助股", "bound_at": "2026-11-01T10:00"})
    ledger = Ledger.open(path, at=NOW)
    item, other = ledger.all_items()
    assert (item.due_set_at, item.assigned_at) == (BEFORE, BEFORE - timedelta(hours=10))
    assert item.history[0].at == BEFORE
    assert item.remark == "2026-11-01"
    assert ledger.roster.chats[0].bound_at == BEFORE
    assert other.faults == (Misread("closed_at", "昨天"),)
    ledger.close()
    with stock(path) as db:
        db.table("items").update({"returned_at": "2026-11-01T10:00:00"}, doc_ids=[1])
    item = next(Ledger.open(path, at=LATER).all_items())
    assert item.returned_at == BEFORE


def test_an_instant_without_a_zone_is_the_bureaus(home: Home) -> None:
    ledger = home.open()
    ledger.db.table("items").insert_multiple([MINIMAL, MINIMAL | {"assigned_at": "2026-11-01T10:00:00"}])
    assert [item.assigned_at for item in ledger.all_items()] == [None, BEFORE]


def test_a_stock_file_with_the_contracts_fields_is_adopted(path: Path) -> None:
    with stock(path) as db:
        db.table("items").insert_multiple([MINIMAL, {**MINIMAL, "assigned_at": "2026-01-05T09:00:00+08:00"}])
        db.table("people").insert(
            {"name": "丁某", "unit": "", "role": "deputy", "oversees": ["社会救助股"], "telegram_id": 77}
        )
        db.table("units").insert({"name": "社会救助股"})
        db.table("chats").insert({"chat_id": -100, "thread_id": None, "unit": "社会救助股"})
        db.table("会议").insert({"题": "局务会"})
    ledger = Ledger.open(path, at=NOW)
    item = ledger.item(1)
    assert item == Item(number=1, **(MINIMAL | {"status": ItemStatus.ACKNOWLEDGED}), assigned_at=NOW, due_set_at=NOW)  # type: ignore[arg-type]
    second = ledger.item(2)
    assert second is not None
    assert second.assigned_at == datetime.fromisoformat("2026-01-05T09:00:00+08:00")
    assert ledger.roster.deputies("社会救助股") == (
        Person(number=1, name="丁某", unit="", role=Role.DEPUTY, oversees=("社会救助股",), telegram_id=77),
    )
    assert ledger.roster.units == (Unit(number=1, name="社会救助股"),)
    assert ledger.roster.chat(-100) == Chat(number=1, chat_id=-100, unit="社会救助股")
    assert ledger.db.table("会议").all() == [{"题": "局务会"}]
    ledger.abandon()
    assert verify(path).is_sound
    assert Ledger.open(path, at=LATER).item(1) == item


def test_a_kill_right_after_adoption_adopts_once(path: Path) -> None:
    with stock(path) as db:
        db.table("items").insert(MINIMAL)
    original = path.read_bytes()
    Ledger.open(path, at=NOW).abandon()
    path.write_bytes(original)  # as if the checkpoint had not been written before the kill
    ledger = Ledger.open(path, at=NOW)
    assert [item.number for item in ledger.all_items()] == [1]
    ledger.close()
    assert verify(path).is_sound
    assert not verify(path).differing


def test_an_empty_file_and_none_at_all_begin_a_ledger(path: Path) -> None:
    path.touch()
    ledger = Ledger.open(path, at=NOW)
    assert list(ledger.all_items()) == []
    ledger.close()
    with stock(path) as db:
        db.table("items").insert(MINIMAL)
    ledger = Ledger.open(path, at=NOW)
    assert [item.number for item in ledger.all_items()] == [1]
    ledger.close()


@pytest.mark.parametrize(
    "fields", [{"oversees": "社会救助股、养老服务股"}, {"oversees": "社会救助股, 养老服务股 ", "telegram_id": "77"}]
)
def test_people_as_others_write_them_are_understood(path: Path, fields: dict[str, Any]) -> None:
    with stock(path) as db:
        db.table("people").insert({"name": "丁某", "unit": None, "role": "deputy", "telegram_id": None, **fields})
    ledger = Ledger.open(path, at=NOW)
    (person,) = ledger.roster.people
    assert person.oversees == ("社会救助股", "养老服务股")
    assert person.telegram_id == (77 if "telegram_id" in fields else None)
    ledger.close()


def test_an_item_that_cannot_be_read_stays_in_every_list_and_is_left_alone(path: Path) -> None:
    """Fault 8.2: with what is wrong; a person without a name is none."""
    with stock(path) as db:
        db.table("items").insert_multiple(
            [
                MINIMAL,
                {**MINIMAL, "status": "fertig"},
                {**MINIMAL, "status": 5},
                {**MINIMAL, "version": "drei"},
                {**MINIMAL, "due": None},
            ]
        )
        db.table("people").insert_multiple([{"role": "head"}, {"name": "丁某", "unit": "", "role": "deputy"}])
    ledger = Ledger.open(path, at=NOW)
    assert [item.number for item in ledger.all_items()] == [1, 2, 3, 4, 5]
    assert [tuple(fault.field for fault in item.faults) for item in ledger.all_items()] == [
        (),
        ("status",),
        ("status",),
        ("version",),
        (),
    ]
    assert [item.number for item in ledger.open_of("乙某")] == [1, 2, 3, 4, 5]
    assert ledger.count_by_status()[ItemStatus.ACKNOWLEDGED] == 3
    assert [person.name for person in ledger.roster.people] == ["丁某"]
    assert document_of(ledger, "items", 2)["status"] == "fertig"
    with ledger.transaction(at=NOW, by="办公室", did="mend") as tx:
        tx.save_item(an_item(2))
    ledger.db.table("items").remove(doc_ids=[3, 4])
    assert not any(item.faults for item in ledger.all_items())
    assert ledger.count_by_status() == dict.fromkeys(ItemStatus, 0) | {"assigned": 1, "acknowledged": 2}
    ledger.close()


def test_a_missing_ledger_file_is_built_anew_from_the_journal(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
        tx.queue(a_letter())
    ledger.close()
    path.unlink()
    ledger = Ledger.open(path, at=LATER)
    assert ledger.items([1]) == [an_item(1)]
    assert len(ledger.waiting_letters()) == 1
    ledger.close()
    with stock(path) as db:
        assert len(db.table("items")) == 1


def test_an_older_ledger_file_catches_up_with_the_journal(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
    ledger.checkpoint()
    older = path.read_bytes()
    with ledger.transaction(at=LATER, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED))
    ledger.close()
    path.write_bytes(older)
    ledger = Ledger.open(path, at=LATER)
    assert ledger.items([1]) == [an_item(1, status=ItemStatus.CLOSED)]
    ledger.close()


def test_a_ledger_file_without_its_journal_begins_a_new_one_at_its_own_place(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1, assigned_at=NOW, due_set_at=NOW))
        tx.tell("told", NOW)
    head = ledger.head()
    ledger.close()
    folder_of(path).rename(path.with_name("elsewhere"))
    ledger = Ledger.open(path, at=LATER)
    assert ledger.items([1]) == [an_item(1, assigned_at=NOW, due_set_at=NOW)]
    assert ledger.told("told")
    assert ledger.sequence == 2
    ledger.close()
    verified = verify(path)
    assert verified.is_sound
    assert verified.since == 1
    assert head in (folder_of(path) / "2026-11.jsonl").read_text()
    with stock(path) as db:
        db.table("items").update({"title": "改名"}, doc_ids=[1])
    ledger = Ledger.open(path, at=LATER)
    assert ledger.items([1])[0].title == "改名"
    ledger.close()
    path.unlink()  # and now the file instead: the new journal knows all it needs
    ledger = Ledger.open(path, at=LATER)
    assert ledger.items([1])[0].title == "改名"
    ledger.close()


def test_a_kill_right_after_the_journal_was_begun_anew_harms_nothing(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1, assigned_at=NOW, due_set_at=NOW))
        tx.tell("told", NOW)
    ledger.close()
    before = path.read_bytes()
    folder_of(path).rename(path.with_name("elsewhere"))
    ledger = Ledger.open(path, at=LATER)
    with ledger.transaction(at=LATER, by="甲某", did="note") as tx:
        tx.add_item(an_item(2))
    ledger.abandon()
    path.write_bytes(before)  # as if nothing had been written to the ledger file since
    ledger = Ledger.open(path, at=LATER)
    assert [item.number for item in ledger.all_items()] == [1, 2]
    assert ledger.told("told")
    ledger.close()
    assert verify(path).is_sound


@pytest.mark.parametrize(
    "content", [b"[1, 2]", b'{"items": {"x": {}}}', b'{"items": {"1": {"a": NaN}}}', b'{"items"', b"\xff\xfe"]
)
def test_what_is_no_tinydb_file_is_refused_and_stays(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LedgerUnreadable) as caught:
        Ledger.open(path, at=NOW)
    assert caught.value.path == path
    assert path.read_bytes() == content
    path.unlink()
    Ledger.open(path, at=NOW).close()


def test_a_newer_schema_is_refused_and_stays(path: Path) -> None:
    Ledger.open(path, at=NOW).close()
    newer = path.read_text().replace(f'"schema":{SCHEMA}', f'"schema":{SCHEMA + 1}')
    path.write_text(newer)
    with pytest.raises(SchemaTooNew) as caught:
        Ledger.open(path, at=NOW)
    assert (caught.value.found, caught.value.known) == (SCHEMA + 1, SCHEMA)
    assert path.read_text() == newer


def test_an_older_schema_is_migrated_in_a_journalled_transaction(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
    ledger.close()
    path.write_text(path.read_text().replace(f'"schema":{SCHEMA}', '"schema":0'))
    ledger = Ledger.open(path, at=LATER)
    assert ledger.items([1]) == [an_item(1, assigned_at=LATER, due_set_at=LATER)]
    ledger.abandon()
    assert json.loads(text_of(folder_of(path) / "2026-11.jsonl").splitlines()[-1])["did"] == "migrate 0"


def test_petitions_of_an_older_ledger_become_sensitive_and_other_items_stay(path: Path) -> None:
    """Fault 2.4: what was public because nobody had said anything leaves the groups."""
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1, kind="petition"))
        tx.add_item(an_item(2, kind="hotline"))
        tx.add_item(an_item(3, kind="task"))
    ledger.close()
    path.write_text(path.read_text().replace(f'"schema":{SCHEMA}', '"schema":1'))
    ledger = Ledger.open(path, at=LATER)
    assert [each.is_sensitive for each in ledger.all_items()] == [True, True, False]
    ledger.close()


def test_evidence_of_an_older_ledger_becomes_pieces_and_stays_so(path: Path) -> None:
    """Schema 3 kept evidence as texts."""
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1, evidence=(Evidence(words="照片"),)))
        tx.add_item(an_item(2))
    ledger.close()
    older = path.read_text().replace('[{"words":"\\u7167\\u7247"}]', '["\\u7167\\u7247"]')
    path.write_text(older.replace(f'"schema":{SCHEMA}', '"schema":3'))
    for _ in range(2):
        ledger = Ledger.open(path, at=LATER)
        assert [each.evidence for each in ledger.all_items()] == [(Evidence(words="照片"),), ()]
        assert ledger.db.table("items").all()[0]["evidence"] == [{"words": "照片"}]
        ledger.abandon()


def test_changes_by_tinydb_bear_the_clocks_time_or_the_newest_known(home_of_files: Home) -> None:
    ledger = home_of_files.open(clock=lambda: LATER)
    ledger.db.insert({"n": 1})
    ledger = home_of_files.after_a_kill(ledger, NOW)
    with ledger.transaction(at=LATER + timedelta(days=1), by="甲某", did="note") as tx:
        tx.add_item(an_item(1))
    ledger.db.insert({"n": 2})
    lines = home_of_files.disk.read(folder_of(home_of_files.path) / "2026-11.jsonl").rstrip(b"\0").splitlines()[1:]
    assert [json.loads(line)["at"][:10] for line in lines] == ["2026-11-21", "2026-11-22", "2026-11-22"]


def test_the_second_process_on_a_ledger_is_refused(path: Path) -> None:
    """docs/promises.md 10."""
    ledger = Ledger.open(path, at=NOW)
    with pytest.raises(LedgerLocked) as caught:
        Ledger.open(path, at=NOW)
    assert caught.value.path == path
    ledger.close()
    Ledger.open(path, at=NOW).close()


def test_a_refused_opening_leaves_the_lock_free(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
    ledger.close()
    journal = folder_of(path) / "2026-11.jsonl"
    good = journal.read_bytes()
    journal.write_bytes(good.replace(b"import", b"IMPORT"))
    with pytest.raises(JournalDamaged) as caught:
        Ledger.open(path, at=NOW)
    assert (caught.value.path, caught.value.line) == (journal, 2)
    journal.write_bytes(good)
    Ledger.open(path, at=NOW).close()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledger.json.journal").write_text("a file in the folder's place")
    with pytest.raises(LedgerUnreadable) as caught:
        Ledger.open(tmp_path / "ledger.json", at=NOW)
    assert "ledger.json.journal" in caught.value.why


def test_requests_of_an_older_ledger_leave_the_dialogues(path: Path) -> None:
    """Schema 2 kept an open request for 销号 as a dialogue of chat 0, and previews of a workbook under chat -1."""
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.add_item(an_item(15, status=ItemStatus.SUBMITTED, submitted_by="甲某"))
        tx.set_dialogue(0, 15, Dialogue(kind="petition", number=15, data={"7": "9003", "version": "4"}, begun_at=NOW))
        tx.set_dialogue(-1, 2**40, Dialogue(kind="previews", data={"8": "9001", "9": "9002"}, begun_at=NOW))
        tx.set_dialogue(9007, 9007, Dialogue(kind="supplement", number=15, begun_at=NOW))
    ledger.close()
    path.write_text(path.read_text().replace(f'"schema":{SCHEMA}', '"schema":2'))
    for _ in range(2):
        ledger = Ledger.open(path, at=LATER)
        asked = ledger.request_of(RequestKind.CLOSE, 15)
        assert asked == DecisionRequest(
            kind=RequestKind.CLOSE, item=15, asked_by="甲某", asked_at=NOW, version=4, messages={7: 9003}
        )
        previews = ledger.request_of(RequestKind.IMPORT, 2**40)
        assert previews is not None
        assert previews.messages == {8: 9001, 9: 9002}
        assert ledger.dialogue(0, 15) is ledger.dialogue(-1, 2**40) is None
        assert ledger.dialogue(9007, 9007) is not None
        ledger.abandon()


def test_requests_leave_the_dialogues_where_the_ledger_file_is_gone_too(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.add_item(an_item(15, status=ItemStatus.SUBMITTED, submitted_by="甲某"))
        tx.set_dialogue(0, 15, Dialogue(kind="petition", number=15, data={"7": "9003", "version": "4"}, begun_at=NOW))
    ledger.close()
    path.unlink()
    ledger = Ledger.open(path, at=LATER)
    assert ledger.requested({RequestKind.CLOSE}) == [(RequestKind.CLOSE, 15)]
    ledger.close()
