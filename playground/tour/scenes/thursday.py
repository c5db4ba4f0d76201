"""Thursday: the rectification is submitted again, approved, and its result told in the unit's group."""

from playground.tour.runner import Runner
from texts import tour as words

UNIT = "社会救助股"


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(3)))
    await runner.at(3, "09:30")
    await runner.sum_up()
    await _again(runner)
    await _approved(runner)


async def _again(runner: Runner) -> None:
    players, owner, deputy = runner.players, runner.players["冯某"], runner.players["赵某"]
    runner.terminal.scene(words.AGAIN, words.AGAIN_STORY)
    await runner.at(3, "10:15")
    await runner.say(owner, None, f"完成 {players.number('临时救助台账')} 签字页已补齐", words.ASKED)
    await runner.expect(deputy, words.PETITION)
    await runner.show(owner, deputy)
    await runner.end_scene()


async def _approved(runner: Runner) -> None:
    players, deputy, group = runner.players, runner.players["赵某"], runner.players.group(UNIT)
    runner.terminal.scene(words.APPROVED, words.APPROVED_STORY)
    await runner.at(3, "11:00")
    petition = runner.newest(deputy, words.PETITION)
    await runner.press(deputy, petition, "同意销号", words.AGREED)
    await runner.expect(group, words.RESULT)
    await runner.show(deputy, group, players["冯某"])
    await runner.end_scene()
    await runner.at(3, "15:00")
    await runner.sum_up()
