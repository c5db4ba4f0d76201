"""Friday of the third week: the last morning counts the week, everybody asks for their list, one item is approved."""

from playground.tour.runner import Runner
from texts import tour as words
from texts import tour_third_week as said

DAY = 18


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await _morning(runner)
    await _lists(runner)
    await _approved(runner)
    await runner.at(DAY, "16:00")
    await runner.sum_up()
    await runner.end_scene()


async def _morning(runner: Runner) -> None:
    """The approver's leave has begun while the bot runs: nobody does anything, and the petition goes on."""
    players = runner.players
    runner.terminal.scene(words.LAST_MORNING, said.LAST_MORNING_STORY)
    await runner.at(DAY, "08:30")
    await runner.show_expected((players.everybody, words.CLOSED_THIS_WEEK))
    petition = await runner.expect(players["孙某"], words.PETITION)
    piece = await runner.expect(players["孙某"], said.HELPED_PIECE)
    for message in (petition, piece):
        await runner.show_one(players["孙某"], message)
    await runner.show(players["钱某"])
    await runner.at(DAY, "09:30")
    await runner.sum_up()
    await runner.end_scene()


async def _lists(runner: Runner) -> None:
    """Everybody asks for what they need; of each list its head is shown, of two the whole."""
    runner.terminal.scene(said.LISTS, said.LISTS_STORY)
    await runner.at(DAY, "10:00")
    for who, asked, expected in said.HEADS:
        await runner.say(runner.players[who], None, asked, expected)
        await runner.show_heads(runner.players[who])
    for who, asked, expected in said.WHOLE:
        await runner.say(runner.players[who], None, asked, expected)
        await runner.show(runner.players[who])
    await runner.end_scene()


async def _approved(runner: Runner) -> None:
    approver, group = runner.players["孙某"], runner.players.group("青禾敬老院")
    runner.terminal.scene(said.LAST_APPROVED, said.LAST_APPROVED_STORY)
    await runner.at(DAY, "11:00")
    petition = runner.newest(approver, words.PETITION)
    await runner.press(approver, petition, "同意销号", words.AGREED)
    await runner.expect(group, words.RESULT)
    await runner.show(approver, group)
    await runner.end_scene()
