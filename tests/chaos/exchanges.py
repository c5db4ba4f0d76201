"""The exchanges between staff, their head and the leader: reports, evidence, more time."""

from datetime import date

from tests.chaos.conversation import HEAD, LEADER, Exchange, in_words, labels, later


async def report_by_command(talk: Exchange) -> None:
    """``/progress``: recorded at once."""
    words = f"走访{talk.token}户，待会签"
    async with talk.alone(talk.by):
        await talk.say(talk.by, f"/progress {talk.matter.number} {words}")
        talk.matter.step("progress", talk.by, words)
        await talk.hear(talk.chat(talk.by), f"已记录{talk.matter.named}进展")


async def report_in_words(talk: Exchange) -> None:
    """Plain words are echoed, and recorded once they are confirmed; or dropped, and nothing is recorded."""
    words = f"走访{talk.token}户，待会签"
    async with talk.alone(talk.by):
        await talk.say(talk.by, f"{talk.matter.number} {words}")
        echo = await talk.hear(talk.chat(talk.by), f"记为{talk.matter.named}进展？", words)
        if talk.dice.random() < 0.2:
            await talk.press(talk.by, echo, "取消")
            await talk.see(echo, "未作记录")
            return
        await talk.press(talk.by, echo, "确认")
        talk.matter.step("progress", talk.by, words)
        await talk.see(echo, f"已记录{talk.matter.named}进展")


async def report_in_the_group(talk: Exchange) -> None:
    """A reply to the bot's message in the group, confirmed there. It names the item: the bot may not know the copy."""
    words = f"走访{talk.token}户，待会签"
    async with talk.alone(talk.by):
        await talk.say(talk.by, f"/item@duban_bot {talk.matter.number}", talk.group)
        card = await talk.find(talk.group.chat_id, f"{talk.matter.named} ")
        await talk.say(talk.by, f"{talk.matter.number} {words}", talk.group, card)
        echo = await talk.hear(talk.group.chat_id, f"记为{talk.matter.named}进展？", words)
        await talk.press(talk.by, echo, "确认")
        talk.matter.step("progress", talk.by, words)
        await talk.see(echo, f"已记录{talk.matter.named}进展")


async def evidence_by_caption(talk: Exchange) -> None:
    """One picture or an album, whose caption names the item."""
    words, count = f"现场照片{talk.token}", talk.dice.choice((1, 1, 3))
    async with talk.alone(talk.by):
        await talk.send_pictures(talk.by, count, f"{talk.matter.number} {words}")
        for place in range(count):
            talk.matter.step("evidence", talk.by, "" if place else words)
        talk.matter.pieces += count
        filed = await talk.hear(talk.chat(talk.by), f"已存入{talk.matter.named}佐证", words)
        await talk.see(filed, f"照片{count}张", words)


async def evidence_asked_for(talk: Exchange) -> None:
    """``/evidence``: the next picture belongs to the item."""
    async with talk.alone(talk.by):
        await talk.say(talk.by, f"/evidence {talk.matter.number}")
        await talk.find(talk.chat(talk.by), "【补充佐证】", talk.matter.named)
        await talk.send_pictures(talk.by, 1)
        talk.matter.step("evidence", talk.by)
        talk.matter.pieces += 1
        await talk.hear(talk.chat(talk.by), f"已存入{talk.matter.named}佐证", f"该项共{talk.matter.pieces}份")


async def extension_granted(talk: Exchange) -> None:
    """The limit moves once; unit and owner read both days."""
    day = await _ask_for_more_time(talk)
    asked = await talk.hear(talk.chat(LEADER), "【延期申请】", talk.matter.named, _reason(talk))
    async with talk.alone(LEADER):
        await talk.press(LEADER, asked, "同意")
        _moved(talk, day)
        await talk.see(asked, "✅", in_words(day))
    await _told_of_the_move(talk, "同意")


async def extension_to_another_day(talk: Exchange) -> None:
    """The leader sets a day of their own, before the one that was asked for: on that day it would read 同意."""
    await _ask_for_more_time(talk)
    asked = await talk.hear(talk.chat(LEADER), "【延期申请】", talk.matter.named, _reason(talk))
    day = later(talk.matter.due, talk.dice.randint(1, 7))
    async with talk.alone(LEADER):
        await talk.press(LEADER, asked, "另定日期")
        await talk.find(talk.chat(LEADER), "请直接发送同意延至的日期", talk.matter.named)  # each press asks
        await talk.say(LEADER, in_words(day))
        choice = await talk.hear(talk.chat(LEADER), "另定日期：", talk.matter.named, in_words(day))
        await talk.press(LEADER, choice, labels(choice)[0])
        _moved(talk, day)
        await talk.see(asked, "✅", in_words(day))
    await _told_of_the_move(talk, "另定")


async def extension_refused(talk: Exchange) -> None:
    """The limit stands; owner and head read the reason."""
    await _ask_for_more_time(talk)
    asked = await talk.hear(talk.chat(LEADER), "【延期申请】", talk.matter.named, _reason(talk))
    async with talk.alone(LEADER):
        await talk.press(LEADER, asked, "不同意")
        await talk.press(LEADER, asked, "理由不充分")
        talk.matter.step("refuse_extension", LEADER, "理由不充分")
        await talk.see(asked, "不同意延期")
    for name in (talk.by, HEAD):
        await talk.hear(talk.chat(name), "不同意延期", talk.matter.named)


async def _ask_for_more_time(talk: Exchange) -> date:
    """Of another year, so the day is shown back first."""
    day = later(talk.matter.due, talk.dice.randint(10, 20))
    async with talk.alone(talk.by):
        await talk.say(talk.by, f"/extend {talk.matter.number} {in_words(day)} {_reason(talk)}")
        choice = await talk.hear(talk.chat(talk.by), "【延期申请】", talk.matter.named, f"“{in_words(day)}”指以下日期")
        await talk.press(talk.by, choice, labels(choice)[0])
        talk.matter.step("ask_extension", talk.by, _reason(talk))
        await talk.see(choice, "已送分管领导审批")
    return day


def _reason(talk: Exchange) -> str:
    return f"系统升级第{talk.token}批"


def _moved(talk: Exchange, day: date) -> None:
    talk.matter.step("extend", LEADER)
    talk.matter.move(day)


async def _told_of_the_move(talk: Exchange, verb: str) -> None:
    for chat_id in (talk.group.chat_id, talk.chat(talk.by)):
        await talk.hear(chat_id, f"{talk.matter.named} ", f"期限调整为{in_words(talk.matter.due)}", LEADER, verb)


#: Each kind of exchange, and how often it is chosen.
SCRIPTS = {
    report_by_command: 2,
    report_in_words: 3,
    report_in_the_group: 2,
    evidence_by_caption: 2,
    evidence_asked_for: 1,
    extension_granted: 2,
    extension_to_another_day: 1,
    extension_refused: 1,
}
