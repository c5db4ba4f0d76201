"""Thursday of the third week: a leader keeps one item quiet for some days; the item that was helped is submitted."""

from playground.tour.runner import Runner
from texts import tour as words
from texts import tour_third_week as said

DAY = 17


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await _muted(runner)
    await _submitted(runner)
    await runner.at(DAY, "15:00")
    await runner.sum_up()


async def _muted(runner: Runner) -> None:
    leader = runner.players["郑某"]
    runner.terminal.scene(said.MUTING, said.MUTING_STORY)
    await runner.at(DAY, "09:30")
    report = runner.newest(leader, said.REPORT)
    await runner.press(leader, report, "为何收到")
    await runner.say(leader, None, said.MUTE, said.MUTED)
    await runner.show(leader)
    await runner.sum_up()
    await runner.end_scene()


async def _submitted(runner: Runner) -> None:
    """第28号, whose difficulty the director answered."""
    owner, approver = runner.players["许某"], runner.players["钱某"]
    runner.terminal.scene(said.HELPED, said.HELPED_STORY)
    await runner.at(DAY, "14:00")
    await runner.send_photos(owner, None, said.HELPED_PHOTO, words.FILED)
    await runner.say(owner, None, said.HELPED_CLOSING, words.ASKED)
    await runner.expect(approver, words.PETITION)
    await runner.show(owner, approver)
    await runner.say(approver, None, said.APPROVERS_LEAVE, said.LEAVE_PROPOSED)
    await runner.press(approver, runner.newest(approver, said.LEAVE_PROPOSED), "确认", said.LEAVE_ENTERED)
    await runner.show(approver)
    await runner.expect_each([runner.players["孙某"]], said.STANDS_IN)
    await runner.end_scene()
