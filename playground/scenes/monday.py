"""Monday: the first digests, a 催办, 签收, my items, 办结 and 撤回, two fingers on one button, an alert at three."""

import asyncio

from playground.stage import Stage
from texts import tour as words

UNIT = "社会救助股"
#: Whose groups have something to hear as well.
WITH_DIGEST = ("办公室", "养老服务股", "儿童福利股", "社会事务股", "青禾敬老院")


async def play(stage: Stage) -> None:
    stage.narrator.chapter(words.say_day_title(stage.day(0)))
    await _digests(stage)
    await _chases(stage)
    await _receipts(stage)
    await _my_items(stage)
    await _one_button(stage)
    await _due_today(stage)


async def _digests(stage: Stage) -> None:
    cast = stage.cast
    stage.narrator.scene(words.DIGESTS, words.DIGESTS_STORY)
    await stage.at(0, "08:30")
    await stage.show_expected(
        (cast.group(UNIT), words.OF_UNIT),
        (cast.everybody, words.OF_BUREAU),
        (cast["赵某"], words.OF_LEADER),
        (cast["周某"], words.OF_OFFICE),
    )
    for unit in WITH_DIGEST:
        await stage.expect(cast.group(unit), words.OF_UNIT)
    await stage.sum_up()
    await stage.end_scene()


async def _chases(stage: Stage) -> None:
    cast = stage.cast
    stage.narrator.scene(words.CHASES, words.CHASES_STORY)
    await stage.at(0, "09:30")
    await stage.show_expected(
        (cast.group("青禾敬老院"), words.FIRST_CHASE),
        (cast["钱某"], words.COPY),
        (cast["周某"], words.COPY),
        (cast.group(UNIT), words.FIRST_CHASE),
    )
    await stage.sum_up()
    await stage.end_scene()


async def _receipts(stage: Stage) -> None:
    cast, group = stage.cast, stage.cast.group(UNIT)
    stage.narrator.scene(words.RECEIPTS, words.RECEIPTS_STORY)
    await stage.at(0, "09:40")
    alert = stage.newest(group, words.NEW)
    await stage.press(cast["王某"], alert, f"签收第{cast.number('低保动态管理')}号", words.SIGNED)
    await stage.say(cast["冯某"], group, words.RECEIVED, words.SIGNED, reply_to=alert.message_id)
    await stage.show(group)
    await stage.end_scene()


async def _my_items(stage: Stage) -> None:
    cast, who = stage.cast, stage.cast["王某"]
    late = cast.number("低保动态管理")
    stage.narrator.scene(words.MY_ITEMS, words.MY_ITEMS_STORY)
    await stage.at(0, "10:05")
    mine = await stage.say(who, None, "/mytasks", words.MINE)
    named = next(button.label for button in mine.buttons if button.label.startswith(f"{late} "))
    await stage.press(who, mine, named, f"第{late}号")
    await stage.show(who)
    await stage.at(0, "10:12")
    done = await stage.say(who, None, f"/done {late} 数据比对完成，核减12户", words.CLOSED)
    await stage.press(who, done, "撤回", words.RESTORED)
    await stage.show(who)
    await stage.end_scene()


async def _one_button(stage: Stage) -> None:
    """Two people press the same button in the same instant."""
    cast, group = stage.cast, stage.cast.group(UNIT)
    stage.narrator.scene(words.ONE_BUTTON, words.ONE_BUTTON_STORY)
    await stage.at(0, "10:30")
    label = f"办结第{cast.number('低保动态管理')}号"
    alert = stage.newest(group, label)
    await asyncio.gather(stage.press(cast["王某"], alert, label), stage.press(cast["李某"], alert, label))
    await stage.expect(group, words.CLOSED)
    await stage.show(group)
    await stage.end_scene()


async def _due_today(stage: Stage) -> None:
    cast, group = stage.cast, stage.cast.group(UNIT)
    stage.narrator.scene(words.DUE_TODAY, words.DUE_TODAY_STORY)
    await stage.at(0, "15:00")
    alert = await stage.expect(group, words.DUE)
    await stage.show(group)
    await stage.sum_up()
    await stage.at(0, "16:05")
    await stage.say(cast["冯某"], group, "/done 测算报告已报局党组", words.CLOSED, reply_to=alert.message_id)
    await stage.show(group)
    await stage.end_scene()
