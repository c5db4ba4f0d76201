"""Friday: the week's last morning, with what was closed in it."""

from playground.tour.runner import Runner
from texts import tour as words


async def play(runner: Runner) -> None:
    players = runner.players
    runner.terminal.chapter(words.say_day_title(runner.day(4)))
    runner.terminal.scene(words.LAST_MORNING, words.LAST_MORNING_STORY)
    await runner.at(4, "08:30")
    await runner.show_expected((players.everybody, words.CLOSED_THIS_WEEK))
    await runner.at(4, "16:00")
    await runner.sum_up()
    await runner.end_scene()
