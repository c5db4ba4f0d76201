"""Friday: the week's last morning, with what was closed in it."""

from playground.stage import Stage
from texts import tour as words


async def play(stage: Stage) -> None:
    cast = stage.cast
    stage.narrator.chapter(words.say_day_title(stage.day(4)))
    stage.narrator.scene(words.LAST_MORNING, words.LAST_MORNING_STORY)
    await stage.at(4, "08:30")
    await stage.show_expected((cast.everybody, words.CLOSED_THIS_WEEK))
    await stage.at(4, "16:00")
    await stage.sum_up()
    await stage.end_scene()
