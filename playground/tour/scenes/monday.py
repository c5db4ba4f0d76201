"""Monday: the first digests, a 催办, 签收, my items, 办结 and 撤回, two presses of one button, an alert at three."""

import asyncio

from playground.tour.runner import Runner
from texts import tour as words

UNIT = "社会救助股"
#: Whose groups have something to hear as well.
WITH_DIGEST = ("办公室", "养老服务股", "儿童福利股", "社会事务股", "青禾敬老院")


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(0)))
    await _digests(runner)
    await _chases(runner)
    await _receipts(runner)
    await _my_items(runner)
    await _one_button(runner)
    await _due_today(runner)


async def _digests(runner: Runner) -> None:
    players = runner.players
    runner.terminal.scene(words.DIGESTS, words.DIGESTS_STORY)
    await runner.at(0, "08:30")
    await runner.show_expected(
        (players.group(UNIT), words.OF_UNIT),
        (players.everybody, words.OF_BUREAU),
        (players["赵某"], words.OF_LEADER),
        (players["周某"], words.OF_OFFICE),
    )
    for unit in WITH_DIGEST:
        await runner.expect(players.group(unit), words.OF_UNIT)
    await runner.sum_up()
    await runner.end_scene()


async def _chases(runner: Runner) -> None:
    players = runner.players
    runner.terminal.scene(words.CHASES, words.CHASES_STORY)
    await runner.at(0, "09:30")
    await runner.show_expected(
        (players.group("青禾敬老院"), words.FIRST_CHASE),
        (players["钱某"], words.COPY),
        (players["周某"], words.COPY),
        (players.group(UNIT), words.FIRST_CHASE),
    )
    await runner.sum_up()
    await runner.end_scene()


async def _receipts(runner: Runner) -> None:
    players, group = runner.players, runner.players.group(UNIT)
    runner.terminal.scene(words.RECEIPTS, words.RECEIPTS_STORY)
    await runner.at(0, "09:40")
    alert = runner.newest(group, words.NEW)
    await runner.press(players["王某"], alert, f"签收第{players.number('低保动态管理')}号", words.SIGNED)
    await runner.say(players["冯某"], group, words.RECEIVED, words.SIGNED, reply_to=alert.message_id)
    await runner.show(group)
    await runner.end_scene()


async def _my_items(runner: Runner) -> None:
    players, who = runner.players, runner.players["王某"]
    late = players.number("低保动态管理")
    runner.terminal.scene(words.MY_ITEMS, words.MY_ITEMS_STORY)
    await runner.at(0, "10:05")
    mine = await runner.say(who, None, "/mytasks", words.MINE)
    named = next(button.label for button in mine.buttons if button.label.startswith(f"{late} "))
    await runner.press(who, mine, named, f"第{late}号")
    await runner.show(who)
    await runner.at(0, "10:12")
    done = await runner.say(who, None, f"/done {late} 数据比对完成，核减12户", words.CLOSED)
    await runner.press(who, done, "撤回", words.RESTORED)
    await runner.show(who)
    await runner.end_scene()


async def _one_button(runner: Runner) -> None:
    """Two people press the same button in the same instant."""
    players, group = runner.players, runner.players.group(UNIT)
    runner.terminal.scene(words.ONE_BUTTON, words.ONE_BUTTON_STORY)
    await runner.at(0, "10:30")
    label = f"办结第{players.number('低保动态管理')}号"
    alert = runner.newest(group, label)
    await asyncio.gather(runner.press(players["王某"], alert, label), runner.press(players["李某"], alert, label))
    await runner.expect(group, words.CLOSED)
    await runner.show(group)
    await runner.end_scene()


async def _due_today(runner: Runner) -> None:
    players, group = runner.players, runner.players.group(UNIT)
    runner.terminal.scene(words.DUE_TODAY, words.DUE_TODAY_STORY)
    await runner.at(0, "15:00")
    alert = await runner.expect(group, words.DUE)
    await runner.show(group)
    await runner.sum_up()
    await runner.at(0, "16:05")
    await runner.say(players["冯某"], group, "/done 测算报告已报局党组", words.CLOSED, reply_to=alert.message_id)
    await runner.show(group)
    await runner.end_scene()
