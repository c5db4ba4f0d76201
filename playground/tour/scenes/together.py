"""Wednesday of the third week: who was away is back, units tick their part of an item, the lead closes it."""

from playground.tour.runner import Runner
from texts import tour as words
from texts import tour_third_week as said

DAY = 16


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await _back(runner)
    await _ticks(runner)
    await runner.at(DAY, "15:00")
    await runner.sum_up()


async def _back(runner: Runner) -> None:
    """Nobody does anything: the leave is over while the bot runs."""
    stand_in = runner.players.newcomer
    runner.terminal.scene(said.LEAVE_OVER, said.LEAVE_OVER_STORY)
    await runner.at(DAY, "09:30")
    await runner.sum_up()
    await runner.at(DAY, "09:40")
    await runner.say(stand_in, None, said.FOR_PRESENT, said.NOT_YOURS)
    await runner.show(stand_in)
    await runner.end_scene()


async def _ticks(runner: Runner) -> None:
    players, owner = runner.players, runner.players["王某"]
    first, second = players.group("养老服务股"), players.group("儿童福利股")
    runner.terminal.scene(said.TICKS, said.TICKS_STORY)
    await runner.at(DAY, "10:00")
    task = runner.newest(first, said.PART)
    await runner.press(players["陈某"], task, "配合完成")
    await runner.expect(owner, said.PART_DONE)
    asked = await runner.say(owner, None, said.CLOSING, said.STILL_MISSING)
    await runner.press(owner, asked, "提醒配合单位")
    reminder = await runner.expect(second, said.REMINDER)
    await runner.say(players["蒋某"], second, said.PART_WORDS, said.PART_NOTED, reply_to=reminder.message_id)
    await runner.expect(owner, said.ALL_PARTS)
    await runner.say(owner, None, said.CLOSING, words.CLOSED)
    await runner.show(first, second, owner)
    await runner.sum_up()
    await runner.end_scene()
