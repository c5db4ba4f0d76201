"""Friday: the last morning, with what was closed in the week, and the wall chart that the director asks for."""

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
    await _chart(runner)


async def _chart(runner: Runner) -> None:
    director = runner.players["郑某"]
    runner.terminal.scene(words.CHART, words.CHART_STORY)
    await runner.at(4, "16:10")
    counts = await runner.say(director, None, words.ASK_COUNTS, words.COUNTS)
    await runner.press(director, counts, "挂图", words.OF_CHART)
    await runner.show(director)
    await runner.end_scene()
