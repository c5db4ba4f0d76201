"""The connection to Telegram: down at the start, refused, broken after a delivery, with bad updates, and late."""

import asyncio
from datetime import timedelta
from pathlib import Path

from playground.telegram.server import Playground
from tests.e2e.bureau import RELIEF, TOKEN, Bureau, did
from tests.e2e.process import PATIENCE, BotProcess

#: The bot's waits are divided by this.
FAST = ("--speed", "60")
MINUTE = 60.0
PHONE = "13800000000"


async def test_the_bot_outlives_a_network_that_is_not_there_yet(tmp_path: Path) -> None:
    """docs/promises.md 27: first no server, then one that closes the connection, then Telegram."""
    knocks = asyncio.Event()

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        knocks.set()
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    telegram = Playground(token=TOKEN)
    bureau = Bureau(tmp_path, telegram)
    bureau.configure(base_url=f"http://127.0.0.1:{port}")
    bureau.bot = BotProcess(bureau.config, *FAST)
    async with bureau.bot as bot:
        await asyncio.wait_for(knocks.wait(), PATIENCE)
        server.close()
        await server.wait_closed()
        await telegram.start(port)
        try:
            assert "9007" in await bureau.ask("甲某", "/whoami")
            assert await bot.stop() == 0
        finally:
            await telegram.stop()


async def test_one_refusal_of_the_token_is_got_over(bureau: Bureau) -> None:
    """docs/promises.md 12."""
    await bureau.open(*FAST)
    for refusal in ("unauthorized", "not_found"):
        order = bureau.telegram.faults.order("getUpdates", refusal)
        await bureau.until(lambda met=order: met.is_spent)  # type: ignore[misc]
        assert "甲某" in await bureau.ask("甲某", "/whoami")


async def test_a_token_refused_for_good_ends_the_process_loudly(bureau: Bureau) -> None:
    """docs/promises.md 12 and 30: within a minute (here sixty times faster), non-zero, and without naming the token."""
    await bureau.open(*FAST)
    bureau.telegram.faults.order("getUpdates", "unauthorized", times=0)
    assert await bureau.bot.exited(within=MINUTE) == 1
    bureau.configure(token="999:never-heard-of")
    async with BotProcess(bureau.config, *FAST) as revoked:
        assert await revoked.exited(within=MINUTE) == 1
    assert bureau.bot.said().count("Telegram 持续拒绝该令牌") == 2
    assert TOKEN not in bureau.bot.said()
    assert "never-heard-of" not in bureau.bot.said()
    assert "Unclosed" not in bureau.bot.said(), "connections were left behind"


async def test_updates_that_nobody_can_read_hold_nothing_up(bureau: Bureau) -> None:
    """docs/promises.md 13: the command behind them is served, the line is not stormed, the stop is clean."""
    bureau.add_item(12)
    await bureau.open()
    for shape in ("no_date", "wrong_types", "not_an_object"):
        bureau.telegram.faults.order("getUpdates", "refuse_update", times=3, shape=shape)
    assert "已办结" in await bureau.ask("甲某", "/done 12")
    await bureau.idle()
    assert bureau.count("getUpdates") < 20
    assert await bureau.bot.stop() == 0


async def test_a_send_without_an_answer_is_tried_once_more_however_long_the_silence(bureau: Bureau) -> None:
    """docs/promises.md 9, fault 1.1: the message arrived, its answer and those to many questions never."""
    chat_id = bureau.player("甲某").chat_id
    bureau.add_item(12)
    await bureau.open(*FAST)
    bureau.telegram.faults.order("sendMessage", "reset_after_delivery", chat_id=chat_id)
    await bureau.ask("甲某", "/mytasks")
    await bureau.until(lambda: len(bureau.private("甲某")) == 2)
    await bureau.idle()
    silence = bureau.telegram.faults.order("sendMessage", "reset_after_delivery", chat_id=chat_id, times=5)
    await bureau.ask("甲某", "/done 12")
    await bureau.until(lambda: silence.is_spent and len(bureau.private("甲某")) == 4)
    await bureau.idle()
    assert len(bureau.private("甲某")) == 4
    assert not bureau.texts("办主任")
    assert did((await bureau.items())[12]) == ["close_out"]


async def test_a_second_process_is_refused_and_a_second_poller_reported(bureau: Bureau) -> None:
    """docs/promises.md 10: one ledger, one owner; one token, one receiver."""
    await bureau.open(*FAST)
    async with BotProcess(bureau.config) as second:
        assert await second.exited() == 1
        assert "台账正由另一个程序使用" in second.said()
    bureau.telegram.faults.order("getUpdates", "conflict", times=3)
    await bureau.until(lambda: bureau.private("办主任"))
    assert "甲某" in await bureau.ask("甲某", "/whoami")
    await bureau.idle()
    assert ["【重复运行】" in text for text in bureau.texts("办主任")] == [True]


async def test_a_late_command_counts_from_when_it_was_sent(bureau: Bureau) -> None:
    """docs/promises.md 11: twenty hours late, on an item whose limit has passed meanwhile."""
    bureau.add_item(12, due="2026-11-19")
    await bureau.open()
    sent_at = bureau.telegram.clock.now() - timedelta(hours=20)
    said = await bureau.ask("甲某", "/done 12", date=sent_at)
    assert said.splitlines()[0] == "〔按11月19日12:00发出时受理〕"
    assert "按期" in said
    (step,) = (await bureau.items())[12]["history"]
    assert step["at"] in {sent_at.isoformat(), sent_at.astimezone().isoformat()} or "04:00" in step["at"]


async def test_the_token_is_nowhere(bureau: Bureau) -> None:
    """docs/promises.md 30, fault 1.10: nor what people wrote; at debug level, through faults and restarts."""
    bureau.add_item(12)
    await bureau.open("--verbose", *FAST)
    await bureau.ask("甲某", "/done 12")
    for method in ("getUpdates", "sendMessage"):
        for fault in ("unauthorized", "not_found", "conflict", "server_error", "reset", "bad_json", "too_many"):
            order = bureau.telegram.faults.order(method, fault)
            await bureau.player("甲某").say(None, "/mytasks")
            await bureau.player("甲某").say(None, f"请回电{PHONE}")
            await bureau.until(lambda met=order: met.is_spent)  # type: ignore[misc]
    await bureau.idle()
    await bureau.restart()
    code, out, error = await bureau.cli("backup", str(bureau.folder / "copy"))
    assert code == 0
    assert TOKEN not in out + error
    assert await bureau.bot.stop() == 0
    assert PHONE not in bureau.bot.said()
    bureau.config.unlink()
    secret = TOKEN.partition(":")[2].encode()
    files = [path for path in bureau.folder.rglob("*") if path.is_file()]
    assert {"config.log", "ledger.json"} < {path.name for path in files}
    assert [path for path in files if secret in path.read_bytes()] == []


async def test_a_flood_is_answered_with_one_line_and_delays_nobody(bureau: Bureau) -> None:
    """docs/promises.md 31: thirty times the same within a minute is answered, and what comes after it once."""
    bureau.configure(pace=(30, 1, 20))
    await bureau.open(*FAST)
    for _ in range(150):
        await bureau.player("乙某").say(None, "/whoami")
    assert "丙某" in await bureau.ask("丙某", "/whoami")
    assert len(bureau.private("乙某")) < 30
    await bureau.until(lambda: len(bureau.private("乙某")) > 30)
    await bureau.idle()
    replies = bureau.texts("乙某")
    assert len(replies) == 31
    assert len([reply for reply in replies if "乙某" not in reply]) == 1


async def test_a_group_where_the_bot_was_muted_gets_the_next_digest(bureau: Bureau) -> None:
    """Fault 1.3: the refusal is told to the office, and nobody has to speak for the bot to try again."""
    group = bureau.add_group(RELIEF)
    bureau.add_item(12, "甲某", due="2026-11-23")
    await bureau.open()
    group.forbid_writing()
    bureau.telegram.clock.advance(timedelta(minutes=31))
    await bureau.until(lambda: any("禁言" in text for text in bureau.texts("办主任")))
    group.forbid_writing(is_forbidden=False)
    bureau.telegram.clock.advance(timedelta(days=3))
    await bureau.until(lambda: any("【今日提示】" in text for text in bureau.in_group(RELIEF)))
    await bureau.looked()
    assert sum("禁言" in text for text in bureau.texts("办主任")) == 1
