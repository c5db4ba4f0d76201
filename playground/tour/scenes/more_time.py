"""Thursday of the second week: more time agreed, another day named, refused; then what the office changes."""

from playground.tour.runner import Runner
from texts import tour as words
from texts import tour_second_week as said

DAY = 10


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await runner.at(DAY, "09:30")
    await runner.sum_up()
    await _agreed(runner)
    await _another_day(runner)
    await _refused(runner)
    await _changes(runner)
    await runner.at(DAY, "15:00")
    await runner.sum_up()


async def _agreed(runner: Runner) -> None:
    players, owner, deputy = runner.players, runner.players["王某"], runner.players["赵某"]
    runner.terminal.scene(said.TIME_GIVEN, said.TIME_GIVEN_STORY)
    await runner.at(DAY, "10:00")
    await runner.say(owner, None, said.ASK_TIME, said.TIME_SENT)
    request = await runner.expect(deputy, said.TIME_ASKED)
    await runner.press(deputy, request, "同意")
    await runner.show(owner, deputy)
    await runner.show_expected((players.group("社会救助股"), said.LIMIT_MOVED))
    await runner.end_scene()


async def _another_day(runner: Runner) -> None:
    players, owner, deputy = runner.players, runner.players["朱某"], runner.players["孙某"]
    runner.terminal.scene(said.OTHER_DAY, said.OTHER_DAY_STORY)
    await runner.at(DAY, "10:20")
    await runner.say(owner, None, said.ASK_LONG, said.TIME_SENT)
    request = await runner.expect(deputy, said.TIME_ASKED)
    await runner.press(deputy, request, "另定日期", said.WHICH_DAY)
    await runner.speak(deputy, None, said.DAY_GIVEN)
    await runner.show(owner, deputy)
    await runner.show_expected((players.group("社会组织管理股"), said.LIMIT_MOVED))
    await runner.end_scene()


async def _refused(runner: Runner) -> None:
    owner, deputy = runner.players["褚某"], runner.players["钱某"]
    runner.terminal.scene(said.NO_TIME, said.NO_TIME_STORY)
    await runner.at(DAY, "10:40")
    await runner.say(owner, None, said.ASK_LATE, said.TIME_SENT)
    request = await runner.expect(deputy, said.TIME_ASKED)
    await runner.press(deputy, request, "不同意", said.WHICH_REASON)
    await runner.press(deputy, request, "理由不充分")
    await runner.expect(owner, said.TIME_REFUSED)
    await runner.show(owner, deputy)
    await runner.expect_each([runner.players["陈某"]], said.TIME_REFUSED)
    await runner.end_scene()


async def _changes(runner: Runner) -> None:
    """The office's three changes, each previewed, confirmed and told."""
    players, office = runner.players, runner.players["周某"]
    runner.terminal.scene(said.CHANGES, said.CHANGES_STORY)
    await runner.at(DAY, "11:00")
    for line, change in said.ASKED_CHANGES:
        draft = await runner.say(office, None, line, f"拟{change}")
        await runner.press(office, draft, f"确认{change}")
    await runner.show(office, players.group("社会事务股"))
    await runner.sum_up()
    await runner.end_scene()
