"""Tuesday of the third week: 挂账 comes back by itself; an item declined and taken over; all of somebody's at once."""

from playground.tour.runner import Runner
from texts import tour as words
from texts import tour_third_week as said

DAY = 15


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await _back(runner)
    await _declined(runner)
    await _everything(runner)
    await runner.at(DAY, "15:00")
    await runner.sum_up()


async def _back(runner: Runner) -> None:
    """Nobody does anything: the day has come while the bot runs."""
    group = runner.players.group("社会事务股")
    runner.terminal.scene(said.CAME_BACK, said.CAME_BACK_STORY)
    await runner.at(DAY, "08:30")
    await runner.show_expected((group, said.RESUMED))
    await runner.sum_up()
    await runner.at(DAY, "09:30")
    await runner.sum_up()
    await runner.end_scene()


async def _declined(runner: Runner) -> None:
    head, first, second = runner.players["李某"], runner.players["冯某"], runner.players.newcomer
    runner.terminal.scene(said.HANDED, said.HANDED_STORY)
    await runner.at(DAY, "10:00")
    await runner.say(head, None, said.HAND_TO_FIRST, said.WAITS)
    offer = await runner.expect(first, said.OFFER)
    await runner.press(first, offer, "不接手，说明原因", said.WHY_NOT)
    await runner.say(first, None, said.TOO_MUCH, said.DECLINED)
    await runner.expect(head, said.DECLINED_TOLD)
    await runner.show(first, head)
    await runner.say(head, None, said.HAND_TO_SECOND, said.WAITS)
    offer = await runner.expect(second, said.OFFERED_TO_SECOND)
    await runner.press(second, offer, "接手", said.TAKEN)
    await runner.show(head, second)
    await runner.sum_up()
    await runner.end_scene()


async def _everything(runner: Runner) -> None:
    office, receiver = runner.players["周某"], runner.players["秦某"]
    runner.terminal.scene(said.ALL_HANDED, said.ALL_HANDED_STORY)
    await runner.at(DAY, "10:30")
    await runner.say(office, None, said.HAND_ALL, said.ALL_SENT)
    offer = await runner.expect(receiver, said.ALL_OFFERED)
    await runner.press(receiver, offer, "接手全部", said.ALL_TAKEN)
    await runner.show(office, receiver)
    await runner.sum_up()
    await runner.end_scene()
