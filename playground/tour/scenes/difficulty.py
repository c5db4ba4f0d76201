"""Friday of the second week: an unanswered difficulty reaches the director, silence is chased, leave is entered."""

from playground.tour.runner import Runner
from texts import tour as words
from texts import tour_second_week as said

DAY = 11


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await runner.at(DAY, "08:30")
    await runner.sum_up()
    await _escalated(runner)
    await _silence(runner)
    await _leave(runner)
    await runner.at(DAY, "16:00")
    await runner.sum_up()


async def _escalated(runner: Runner) -> None:
    owner, director = runner.players["许某"], runner.players["郑某"]
    runner.terminal.scene(said.UNANSWERED, said.UNANSWERED_STORY)
    await runner.at(DAY, "09:30")
    report = await runner.expect(director, said.OBSTACLE_REPORT)
    await runner.at(DAY, "09:50")
    await runner.say(director, None, said.ANSWER, said.ANSWERED, reply_to=report.message_id)
    answered = await runner.expect(owner, said.ANSWER_TOLD)
    await runner.rest()
    await runner.at(DAY, "10:00")
    await runner.press(owner, answered, "已解决", said.SOLVED)
    await runner.show(director, owner)


async def _silence(runner: Runner) -> None:
    owner = runner.players["韩某"]
    runner.terminal.scene(said.SILENCE, said.SILENCE_STORY)
    asked = await runner.expect(owner, said.SILENT)
    await runner.press(owner, asked, "推进中")
    await runner.show(owner)
    await runner.sum_up()
    await runner.end_scene()


async def _leave(runner: Runner) -> None:
    owner, stand_in = runner.players["王某"], runner.players.newcomer
    runner.terminal.scene(said.LEAVE, said.LEAVE_STORY)
    await runner.at(DAY, "10:30")
    draft = await runner.say(owner, None, said.ASK_LEAVE, said.LEAVE_PROPOSED)
    await runner.press(owner, draft, "确认", said.LEAVE_ENTERED)
    await runner.expect(stand_in, said.STANDS_IN)
    await runner.show(owner, stand_in)
    await runner.sum_up()
    await runner.end_scene()
