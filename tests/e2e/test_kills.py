"""``kill -9`` of the real process, at the worst instants."""

from collections import Counter
from collections.abc import Callable

from tests.e2e.bureau import Bureau, did

COMMANDS = 50
OWNERS = ("甲某", "乙某", "丙某", "股长", "别股长")

Moment = Callable[[Bureau], Callable[[], object]]


def _fetched(bureau: Bureau) -> Callable[[], object]:
    """Telegram has answered getUpdates; nothing of it is confirmed."""

    def answered() -> int:
        return sum(seen.method == "getUpdates" and seen.status == 200 for seen in bureau.telegram.requests)

    before = answered()
    return lambda: answered() > before


def _confirmed(bureau: Bureau) -> Callable[[], object]:
    """The batch is stored, and Telegram has forgotten it."""
    return lambda: not len(bureau.telegram.updates)


def _replying(count: int) -> Moment:
    """This process has begun to send that many replies."""

    def moment(bureau: Bureau) -> Callable[[], object]:
        before = bureau.count("sendMessage")
        return lambda: bureau.count("sendMessage") >= before + count

    return moment


async def test_each_command_takes_effect_once_whenever_the_process_is_killed(bureau: Bureau) -> None:
    """docs/promises.md 1: fifty commands; killed after they were fetched, stored, and while they are answered."""
    for number in range(1, COMMANDS + 1):
        bureau.add_item(number, OWNERS[number % len(OWNERS)])
    bureau.write_ledger()
    for number in range(1, COMMANDS + 1):
        await bureau.player(OWNERS[number % len(OWNERS)]).say(None, f"/done {number}")
    moments = (_fetched, _confirmed, _replying(1), _replying(12))
    for moment in moments:
        has_come = moment(bureau)
        await bureau.bot.start()
        await bureau.until(has_come)
        await bureau.bot.kill()
    await bureau.start()
    share = COMMANDS // len(OWNERS)
    await bureau.until(lambda: all(len({*bureau.first_lines(owner)}) == share for owner in OWNERS))
    await bureau.idle()
    items = await bureau.items()
    assert {(item["version"], *did(item)) for item in items.values()} == {(2, "close_out")}
    for owner in OWNERS:
        replies = Counter(bureau.first_lines(owner))
        assert all("已办结" in reply for reply in replies)
        assert replies.total() - len(replies) <= len(moments)


async def test_a_reply_that_was_never_sent_arrives_after_the_restart(bureau: Bureau) -> None:
    """docs/promises.md 2: the command was committed; Telegram never saw the reply."""
    bureau.add_item(12)
    await bureau.open()
    held = bureau.telegram.faults.order("sendMessage", "no_answer")
    await bureau.player("甲某").say(None, "/done 12")
    await bureau.until(lambda: held.met)
    assert b'"raw"' not in bureau.journal().read_bytes(), "the update was kept by a write of its own"
    await bureau.restart()
    await bureau.until(lambda: bureau.private("甲某"))
    await bureau.idle()
    assert bureau.first_lines("甲某") == ["✅ 第12号 事项12 已办结"]
    assert did((await bureau.items())[12]) == ["close_out"]


async def test_a_reply_in_flight_at_a_kill_arrives_at_most_twice(bureau: Bureau) -> None:
    """docs/promises.md 2: Telegram delivered the reply, and the bot was killed before it got the answer."""
    bureau.add_item(12)
    await bureau.open()
    held = bureau.telegram.faults.order("sendMessage", "timeout_after_delivery")
    await bureau.player("甲某").say(None, "/done 12")
    await bureau.until(lambda: held.met and bureau.private("甲某"))
    await bureau.restart()
    await bureau.until(lambda: len(bureau.private("甲某")) > 1)
    await bureau.idle()
    assert bureau.first_lines("甲某") == ["✅ 第12号 事项12 已办结"] * 2
    assert did((await bureau.items())[12]) == ["close_out"]


async def test_a_stop_with_fifty_commands_queued_is_quick_and_loses_nothing(bureau: Bureau) -> None:
    """docs/promises.md 27: Telegram takes one message a second in a chat; the bot is told to stop after the first."""
    for number in range(1, COMMANDS + 1):
        bureau.add_item(number)
    bureau.configure(pace=(30, 1, 20))
    bureau.write_ledger()
    for number in range(1, COMMANDS + 1):
        await bureau.player("甲某").say(None, f"/done {number}")
    first = _replying(1)(bureau)
    await bureau.bot.start()
    await bureau.until(first)
    assert await bureau.bot.stop(within=10) == 0
    bureau.configure()
    await bureau.start()
    await bureau.until(lambda: len({*bureau.first_lines("甲某")}) == COMMANDS)
    await bureau.idle()
    assert len(bureau.private("甲某")) == COMMANDS
    assert {(item["version"], *did(item)) for item in (await bureau.items()).values()} == {(2, "close_out")}
