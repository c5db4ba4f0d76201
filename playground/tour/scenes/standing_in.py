"""Monday of the third week: the stand-in signs and reports for who is away, the liaison signs for a leader."""

from playground.tour.runner import Runner
from texts import tour as words
from texts import tour_third_week as said

DAY = 14


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await _stand_in(runner)
    await _liaison(runner)
    await runner.at(DAY, "15:00")
    await runner.sum_up()


async def _stand_in(runner: Runner) -> None:
    """The morning of an absent colleague's items goes to the stand-in, and so do the rights."""
    stand_in = runner.players.newcomer
    runner.terminal.scene(said.STANDING_IN, said.STANDING_IN_STORY)
    await runner.at(DAY, "09:30")
    await runner.sum_up()
    await runner.at(DAY, "10:00")
    await runner.say(stand_in, None, said.FOR_ABSENT, said.NOTED)
    await runner.say(stand_in, None, said.HISTORY_OF_ABSENT, said.HISTORY)
    await runner.show(stand_in)
    await runner.end_scene()


async def _liaison(runner: Runner) -> None:
    liaison, leader = runner.players["吴某"], runner.players["赵某"]
    runner.terminal.scene(said.LIAISON, said.LIAISON_STORY)
    await runner.at(DAY, "10:20")
    await runner.say(liaison, None, said.SIGN_FOR_LEADER, words.SIGNED)
    await runner.say(liaison, None, said.REPORT_FOR_LEADER, said.NOTED)
    await runner.say(leader, None, said.CARD_OF_LEADER, said.ON_BEHALF)
    await runner.show(liaison, leader)
    await runner.end_scene()
