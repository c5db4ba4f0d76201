"""``/status``: the office reads how the bot is, and what to see to."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.condition import Concern, Condition, concerns
from domain.letter import Letter, Urgency
from store.journal.footprint import footprint_of, note_backup
from tests.domain.office import RULES, at, item
from tests.handlers.office import NOW, Bureau, open_bureau
from tests.postgres import Place
from tests.store.conftest import engine_at
from tests.texts.reading import model, read
from texts.status import WORDS, render_status

WELL = Condition(
    started_at=at("11-18 09:12"),
    heard_ago=timedelta(seconds=8),
    is_ours=True,
    outbox={},
    inbox=0,
    undelivered=0,
    items=42,
    lines=1234,
    head="3f2a9c01b2d4" + "0" * 52,
    file_bytes=12_900_000,
    journal_bytes=84_000_000,
    written_at=at("11-20 16:04"),
    backed_up_at=at("11-19 19:00"),
    free_bytes=48 << 30,
)


async def test_the_office_reads_it_on_one_screen(bureau: Bureau) -> None:
    bureau.add(item("2026-12-15", number=12), item("2026-12-15", number=13))
    with bureau.ledger.transaction(at=bureau.now, by="test", did="post") as tx:
        later = NOW + timedelta(days=1)
        tx.queue(Letter(chat_id=7, html="词", urgency=Urgency.ALERT, queued_at=bureau.now, not_before=later))
    [said] = await bureau.say("办主任", "运行情况")
    lines = said.splitlines()
    assert lines[:2] == ["【运行情况】11月20日（周五）16:05", "⚠ 两天内没有备份，请运维人员检查备份。"]
    assert "自11月18日9:12起运行" in lines
    assert "Telegram：8秒前有应答" in lines
    assert "台账：事项2项，流水账第" in said
    assert f"校验码：{bureau.ledger.head()[:12]}…" in said
    assert len(lines) <= 18
    for words in ("/status", "系统正常吗？"):
        assert (await bureau.say("办主任", words))[0].startswith("【运行情况】")


async def test_of_a_ledger_in_a_database_the_size_of_the_copy_is_told(place: Place, tmp_path: Path) -> None:
    """There is no journal's folder on this machine: it used to say 流水账0 B."""
    async with open_bureau(tmp_path, engine_at(place, tmp_path)) as bureau:
        bureau.ledger.checkpoint()
        [said] = await bureau.say("办主任", "运行情况")
        size = (tmp_path / "ledger.json").stat().st_size
    assert 0 < size < 100 * 1024
    assert f"大小：本机副本{size / 1024:.1f} KB（台账在数据库中）" in said.splitlines()


async def test_the_office_alone_reads_it_and_no_group_is_told(bureau: Bureau) -> None:
    for who in ("局长", "分管甲", "股长", "甲某", "纪委"):
        [said] = await bureau.say(who, "/status")
        assert said == "运行情况由办公室查看。请查看我的事项：/mytasks", who
    group = bureau.group("办公室群", "办公室", "办主任")
    for said in await bureau.say("办主任", "/status@duban_bot", group):
        assert "校验码" not in said
    [stranger] = await bureau.say("陌生人", "/status")
    assert "校验码" not in stranger


def test_what_waits_is_told_by_kind_and_sizes_in_words() -> None:
    outbox = {Urgency.ALERT: 2, Urgency.DIGEST: 1}
    told = read(render_status(replace(WELL, outbox=outbox), (), RULES, NOW))
    assert "一切正常。" in told
    assert "待发消息3条：提醒2、晨报1" in told
    assert "大小：台账12.3 MB，流水账80.1 MB" in told
    assert "最近备份：11月19日19:00" in told
    assert "磁盘剩余：48.0 GB" in told
    whole = replace(WELL, outbox=outbox, undelivered=1)
    assert read(render_status(whole, (Concern.UNDELIVERED,), RULES, NOW)) in model(29)


@pytest.mark.parametrize(
    ("change", "concern"),
    [
        ({"is_ours": False}, Concern.NOT_OURS),
        ({"heard_ago": None}, Concern.DEAF),
        ({"heard_ago": timedelta(minutes=3)}, Concern.DEAF),
        ({"free_bytes": 900 << 20}, Concern.FULL),
        ({"inbox": 101}, Concern.MANY_WAIT),
        ({"outbox": {Urgency.DIGEST: 101}}, Concern.MANY_WAIT),
        ({"undelivered": 1}, Concern.UNDELIVERED),
        ({"backed_up_at": at("11-18 16:00")}, Concern.NO_BACKUP),
        ({"backed_up_at": None}, Concern.NO_BACKUP),
    ],
)
def test_what_is_not_as_it_should_be_is_said_first(change: dict[str, object], concern: Concern) -> None:
    assert concerns(WELL, NOW) == ()
    found = replace(WELL, **change)
    assert concerns(found, NOW) == (concern,)
    assert read(render_status(found, (concern,), RULES, NOW)).splitlines()[1] == f"⚠ {WORDS[concern]}。"


def test_a_backup_leaves_its_instant_beside_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    assert footprint_of(path).backed_up_at is None
    note_backup(path)
    assert footprint_of(path).backed_up_at is not None
    note_backup(tmp_path / "nowhere" / "ledger.json")  # read-only or gone: no reason to fail
