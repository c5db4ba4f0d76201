"""An editor that was opened before a change and saves after it, while the bot runs: nothing acknowledged is undone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.coercion import Discrepancy, DiscrepancyKind, Spot
from domain.item import ItemStatus
from domain.roster import Chat
from store.journal.disk import RealDisk
from store.journal.months import folder_of
from store.journal.verify import verify
from store.ledger import Ledger
from tests.store.sample import NOW, an_item

Tables = dict[str, dict[str, Any]]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A running bot's ledger of twenty items."""
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        for number in range(1, 21):
            tx.add_item(an_item(number, title=f"事项{number}", due_set_at=NOW, assigned_at=NOW))
        tx.save_chat(Chat(chat_id=-100, unit="社会救助股"))
    ledger.checkpoint()
    return ledger


def opened(ledger: Ledger) -> Tables:
    """What an editor loads."""
    tables: Tables = json.loads(ledger.path.read_text(encoding="utf-8"))
    return tables


def saved(ledger: Ledger, tables: Tables) -> None:
    """What an editor leaves: the same file, in its own spelling."""
    ledger.path.write_text(json.dumps(tables, ensure_ascii=False, indent=1), encoding="utf-8")


def closed(ledger: Ledger, number: int) -> None:
    """Somebody closes an item, and the file is written anew."""
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(number, title=f"事项{number}", status=ItemStatus.CLOSED, version=2))
    ledger.checkpoint()


def found(ledger: Ledger) -> list[Discrepancy]:
    """What the office will be told."""
    return [discrepancy for _, discrepancy in ledger.discrepancies()]


def reopened(ledger: Ledger) -> Ledger:
    """After a kill."""
    ledger.abandon()
    return Ledger.open(ledger.path, at=NOW)


def test_an_old_copy_saved_late_undoes_nothing(ledger: Ledger) -> None:
    """Fault 8.1: the file is merged against the checkpoint that it names itself, not against the newest one."""
    copy = opened(ledger)
    closed(ledger, 3)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(21))
    ledger.checkpoint()
    copy["items"]["5"]["title"] = "改名"
    saved(ledger, copy)
    closed(ledger, 7)
    for state in (ledger, reopened(ledger)):
        assert [item.status for item in state.items([3, 5, 7, 21])] == ["closed", "assigned", "closed", "assigned"]
        assert state.items([5])[0].title == "改名"
        assert not found(state)
        state.close()
    assert not verify(ledger.path).differing


def test_where_both_sides_changed_a_field_the_bots_stays_and_is_told(ledger: Ledger) -> None:
    """Fault 8.1: a status that the bot changed meanwhile is not undone; the office hears which field of which item."""
    copy = opened(ledger)
    closed(ledger, 3)
    copy["items"]["3"] |= {"status": "suspended", "remark": "暂停办理"}
    saved(ledger, copy)
    ledger.checkpoint()
    (item,) = ledger.items([3])
    assert (item.status, item.remark) == ("closed", "暂停办理")
    told = Discrepancy(DiscrepancyKind.BOTH_CHANGED, (Spot("items", 3, ("status",)),))
    assert found(ledger) == [told]
    assert found(reopened(ledger)) == [told]


def test_what_was_removed_on_one_side_and_changed_on_the_other_stays_as_the_bot_has_it(ledger: Ledger) -> None:
    """Fault 8.1: a row that the bot changed outlives its removal; one that the bot removed does not come back."""
    copy = opened(ledger)
    closed(ledger, 3)
    with ledger.transaction(at=NOW, by="telegram", did="leave") as tx:
        tx.remove_chat(1)
    ledger.checkpoint()
    del copy["items"]["3"]
    copy["chats"]["1"]["title"] = "救助股工作群"
    saved(ledger, copy)
    ledger.checkpoint()
    assert ledger.items([3])[0].status == "closed"
    assert not ledger.roster.chats
    assert found(ledger)[0].spots == (Spot("chats", 1), Spot("items", 3))


def test_rows_entered_on_both_sides_under_one_number_are_both_kept(ledger: Ledger) -> None:
    """Fault 8.1: the bot's keeps the number, the other one gets the next, once, however often the file is seen."""
    copy = opened(ledger)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(21, title="机器人登记"))
    ledger.checkpoint()
    copy["items"]["21"] = {"kind": "task", "title": "手工登记", "unit": "养老服务股", "status": "assigned"}
    saved(ledger, copy)
    late = ledger.path.read_bytes()
    ledger.checkpoint()
    ledger.path.write_bytes(late)
    ledger = reopened(ledger)
    assert [item.title for item in ledger.all_items()][20:] == ["机器人登记", "手工登记"]
    assert found(ledger) == [Discrepancy(DiscrepancyKind.BOTH_CHANGED, (Spot("items", 21, became=22),))]


def test_an_edit_is_seen_although_the_bot_has_nothing_to_write(ledger: Ledger) -> None:
    """Fault 8.1: an idle bot does not wait for its next command to know what the office typed into the file."""
    copy = opened(ledger)
    copy["items"]["5"]["due"] = "2026-12-31"
    assert not ledger.needs_checkpoint
    saved(ledger, copy)
    assert ledger.needs_checkpoint
    ledger.checkpoint()
    assert ledger.items([5])[0].due == "2026-12-31"
    assert not ledger.needs_checkpoint


def test_a_copy_from_before_the_journals_beginning_undoes_nothing(ledger: Ledger) -> None:
    """Fault 8.1: the first months are elsewhere, so rows that the bot touched since stay, and the copy is kept."""
    later = NOW.replace(month=12)
    with ledger.transaction(at=later, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED, version=2))
    ledger.checkpoint()
    copy = opened(ledger)
    with ledger.transaction(at=later, by="甲某", did="done") as tx:
        tx.save_item(an_item(2, title="事项2", status=ItemStatus.CLOSED, version=2))
    ledger.checkpoint()
    (folder_of(ledger.path) / "2026-11.jsonl").rename(ledger.path.with_name("2026-11.jsonl"))
    copy["items"]["2"]["status"] = copy["items"]["9"]["status"] = "suspended"
    saved(ledger, copy)
    ledger.checkpoint()
    assert [item.status for item in ledger.items([1, 2, 9])] == ["closed", "closed", "suspended"]
    assert found(ledger) == [Discrepancy(DiscrepancyKind.UNKNOWN_STATE, file="ledger.json.outside")]
    assert '"suspended"' in ledger.path.with_name("ledger.json.outside").read_text(encoding="utf-8")


def test_a_copy_of_a_state_that_never_was_is_not_taken_over(ledger: Ledger) -> None:
    """Fault 8.1: its ``_meta`` names a line that this journal does not have."""
    copy = opened(ledger)
    copy["_meta"]["1"]["position"]["place"]["head"] = "f" * 64
    copy["items"]["2"]["status"] = "suspended"
    saved(ledger, copy)
    ledger.checkpoint()
    assert ledger.items([2])[0].status == "assigned"
    assert found(ledger)[0].kind is DiscrepancyKind.UNKNOWN_STATE


@pytest.mark.parametrize("content", ["{}", '{"items": {}}', None], ids=["empty", "no items", "three of twenty"])
@pytest.mark.parametrize("is_running", [True, False])
def test_a_file_that_lost_too_much_is_not_believed(ledger: Ledger, content: str | None, *, is_running: bool) -> None:
    """Fault 8.4: more than a tenth of the items gone at once: kept aside, the ledger stays, the office is told."""
    if content is None:
        copy = opened(ledger)
        for number in ("4", "5", "6"):
            del copy["items"][number]
        content = json.dumps(copy)
    if not is_running:
        ledger.close()
    ledger.path.write_text(content, encoding="utf-8")
    if is_running:
        ledger.checkpoint()
    else:
        ledger = Ledger.open(ledger.path, at=NOW)
    assert len(list(ledger.all_items())) == 20
    assert len(ledger.roster.chats) == 1
    assert len(opened(ledger)["items"]) == 20
    assert ledger.path.with_name("ledger.json.outside").read_text(encoding="utf-8") == content
    (told,) = found(ledger)
    assert (told.kind, told.file) == (DiscrepancyKind.MANY_GONE, "ledger.json.outside")
    assert told.count in {3, 20}


def test_a_tenth_may_go(ledger: Ledger) -> None:
    """Fault 8.4: two of twenty items were removed on purpose."""
    copy = opened(ledger)
    del copy["items"]["4"], copy["items"]["5"]
    saved(ledger, copy)
    ledger.checkpoint()
    assert len(list(ledger.all_items())) == 18
    assert not found(ledger)


def test_a_broken_file_is_kept_and_told_and_a_second_one_does_not_replace_it(ledger: Ledger) -> None:
    """Fault 8.4: neither is put aside in silence, and what was kept stays kept."""
    for content in ("half a fi", "another ha"):
        ledger.path.write_text(content, encoding="utf-8")
        ledger.checkpoint()
    assert [told.file for told in found(ledger)] == ["ledger.json.outside", "ledger.json.outside-1"]
    assert ledger.path.with_name("ledger.json.outside").read_text(encoding="utf-8") == "half a fi"
    assert ledger.path.with_name("ledger.json.outside-1").read_text(encoding="utf-8") == "another ha"
    assert len(opened(ledger)["items"]) == 20


async def test_a_file_that_is_still_being_written_is_waited_for(ledger: Ledger) -> None:
    """Fault 8.4: what can't be read at one look may be whole at the next one."""
    whole = ledger.path.read_text(encoding="utf-8").replace("事项5", "改名").replace("\\u4e8b\\u98795", "gaiming")
    ledger.path.write_text(whole[:-20], encoding="utf-8")
    await ledger.checkpoint_in_slices()
    assert ledger.path.read_text(encoding="utf-8") == whole[:-20]
    ledger.path.write_text(whole, encoding="utf-8")
    await ledger.checkpoint_in_slices()
    assert ledger.items([5])[0].title == "gaiming"
    ledger.path.write_text("half a fi", encoding="utf-8")
    for _ in range(2):
        await ledger.checkpoint_in_slices()
    assert found(ledger)[0].kind is DiscrepancyKind.BROKEN
    assert len(opened(ledger)["items"]) == 20


async def test_a_file_that_an_editor_has_just_emptied_is_waited_for(ledger: Ledger) -> None:
    """Fault 8.3: editors empty a file and then write it; one put in its place between the two would swallow theirs."""
    edited = ledger.path.read_text(encoding="utf-8").replace("\\u4e8b\\u98795", "gaiming")
    with ledger.path.open("w", encoding="utf-8") as file:
        await ledger.checkpoint_in_slices()
        file.write(edited)
    await ledger.checkpoint_in_slices()
    assert ledger.items([5])[0].title == "gaiming"


class Meddler(RealDisk):
    """Somebody saves the file while the bot writes its own: the last moment before the rename, or right after it."""

    def __init__(self, moment: str) -> None:
        self.moment = moment
        self.meddle: Callable[[], None] | None = None

    def sync(self, handle: int) -> None:
        super().sync(handle)
        self._reach("before")

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self._reach("after")

    def _reach(self, moment: str) -> None:
        if moment == self.moment and self.meddle is not None:
            meddle, self.meddle = self.meddle, None
            meddle()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_edit_while_the_file_is_being_written_is_not_overwritten(tmp_path: Path, moment: str) -> None:
    """Fault 8.3: looked at right before it is replaced; what is saved right after that is not taken for the bot's."""
    disk = Meddler(moment)
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, disk=disk)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
    ledger.checkpoint()
    copy = opened(ledger)
    copy["items"]["1"]["remark"] = "手工备注"
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED, version=2))
    disk.meddle = lambda: saved(ledger, copy)
    ledger.checkpoint()
    assert disk.meddle is None
    ledger.checkpoint()
    (item,) = ledger.items([1])
    assert (item.status, item.remark) == ("closed", "手工备注")
    assert opened(ledger)["items"]["1"] == opened(ledger)["items"]["1"] | {"status": "closed", "remark": "手工备注"}
