"""Wednesday of the second week: a 催办 answered, reports confirmed, corrected and taken back, one picture returned."""

from playground.tour.runner import Runner
from texts import tour as words
from texts import tour_second_week as said

DAY = 9


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await _chase_answered(runner)
    await _reports(runner)
    await _pieces(runner)
    await runner.at(DAY, "15:00")
    await runner.sum_up()


async def _chase_answered(runner: Runner) -> None:
    players, group = runner.players, runner.players.group("养老服务股")
    runner.terminal.scene(said.CHASE_ANSWERED, said.CHASE_ANSWERED_STORY)
    await runner.at(DAY, "09:30")
    chase = await runner.expect(group, said.CHASED)
    await runner.show_one(group, chase)
    await runner.sum_up()
    await runner.at(DAY, "09:40")
    asked = await runner.say(players["褚某"], group, said.TO_CHASE, said.ASK_REPORT, reply_to=chase.message_id)
    await runner.press(players["褚某"], asked, "确认", said.NOTED)
    await runner.expect(players["钱某"], said.CHASE_ANSWER)
    await runner.show(group, players["钱某"])
    await runner.expect_each([players["周某"]], said.CHASE_ANSWER)
    await runner.end_scene()


async def _reports(runner: Runner) -> None:
    players, group = runner.players, runner.players.group("社会救助股")
    runner.terminal.scene(said.REPORTS, said.REPORTS_STORY)
    await runner.at(DAY, "10:00")
    morning = runner.newest(group, words.OF_UNIT)
    asked = await runner.say(players["王某"], group, said.BY_REPLY, said.ASK_REPORT, reply_to=morning.message_id)
    await runner.press(players["王某"], asked, "确认", said.NOTED)
    await runner.show(group)
    who = players["褚某"]
    report = await runner.speak(who, None, said.BY_COMMAND)
    await runner.expect(who, said.NOTED)
    asked = await runner.correct(who, None, report, said.CORRECTED, said.ASK_CORRECT)
    await runner.press(who, asked, "更正", said.CORRECTED_NOW)
    await runner.say(who, None, said.UNDO, said.TAKEN_BACK)
    await runner.show(who)
    await runner.end_scene()


async def _pieces(runner: Runner) -> None:
    players, owner, approver = runner.players, runner.players["蒋某"], runner.players["赵某"]
    runner.terminal.scene(said.PIECES, said.PIECES_STORY)
    await runner.at(DAY, "14:00")
    await runner.send_photos(owner, None, said.PHOTOS, words.FILED, count=3)
    await runner.say(owner, None, said.CLOSING, words.ASKED)
    petition = await runner.expect(approver, words.PETITION)
    second = await runner.expect(approver, "第2件")
    await runner.press(approver, second, "退回此件", said.PIECE_REASON)
    await runner.press(approver, runner.newest(approver, said.PIECE_REASON), "看不清")
    await runner.expect(owner, said.PIECE_RETURNED)
    await runner.send_photos(owner, None, said.ONE_AGAIN, words.FILED)
    await runner.expect(approver, said.FOURTH_PIECE)
    await runner.at(DAY, "14:20")
    await runner.press(approver, petition, "同意销号", words.AGREED)
    await runner.expect(players.group("儿童福利股"), words.RESULT)
    await runner.show(owner, approver, players.group("儿童福利股"))
    await runner.expect_each([players.head("儿童福利股")], said.PIECE_RETURNED)
    await runner.end_scene()
