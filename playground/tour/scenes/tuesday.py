"""Tuesday: people without rights, and a rectification that is submitted and returned."""

from playground.tour.runner import Runner
from texts import tour as words

UNIT = "社会救助股"


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(1)))
    await runner.at(1, "09:30")
    await runner.sum_up()
    await _strangers(runner)
    await _submitted(runner)
    await _returned(runner)


async def _strangers(runner: Runner) -> None:
    """Somebody whom nobody knows, a colleague whose id is not in the roster, a member of another unit."""
    players = runner.players
    home, group = players.number("敬老院改造提升"), players.group("青禾敬老院")
    runner.terminal.scene(words.STRANGERS, words.STRANGERS_STORY)
    await runner.at(1, "10:10")
    await runner.say(players.stranger, None, f"/item {home}", words.NOT_LISTED)
    await runner.say(players["何某"], None, "/whoami", "Telegram ID")
    await players["尤某"].join(group)
    await runner.say(players["尤某"], group, f"/done@{runner.username} {home}", words.NOT_HERE)
    await runner.say(players["尤某"], None, f"/done {home}", words.NO_SUCH_ITEM)
    await runner.show(players.stranger, players["何某"], group, players["尤某"])
    await runner.end_scene()


async def _submitted(runner: Runner) -> None:
    players, owner, deputy = runner.players, runner.players["冯某"], runner.players["赵某"]
    runner.terminal.scene(words.SUBMITTED, words.SUBMITTED_STORY)
    await runner.at(1, "14:20")
    number = players.number("临时救助台账")
    await runner.say(owner, None, f"/done {number} 补录126户，抽查20户无误", words.WANTS_EVIDENCE)
    await runner.send_photos(owner, None, f"{number} 抽查记录", words.FILED)
    await runner.say(owner, None, f"/done {number} 补录126户，抽查20户无误", words.ASKED)
    await runner.expect(deputy, words.PETITION)
    await runner.show(owner, deputy)
    await runner.end_scene()


async def _returned(runner: Runner) -> None:
    players, owner, deputy = runner.players, runner.players["冯某"], runner.players["赵某"]
    runner.terminal.scene(words.RETURNED, words.RETURNED_STORY)
    await runner.at(1, "15:00")
    await runner.sum_up()
    await runner.at(1, "16:40")
    petition = runner.newest(deputy, words.PETITION)
    await runner.press(deputy, petition, "退回补充", words.WHICH_REASON)
    await runner.press(deputy, petition, "另写原因", words.WRITE_REASON)
    await runner.say(deputy, None, "抽查记录缺签字页，请补齐后再报", words.RETURN)
    await runner.expect(owner, words.RETURN)
    await runner.expect(players.head(UNIT), words.RETURN)
    await runner.show(deputy, owner)
    await runner.expect_each([players.head(UNIT)], words.RETURN)
    runner.terminal.note(words.HEAD_TOLD)
    await runner.end_scene()
