"""Tuesday: who may not, and a rectification that is submitted and returned."""

from playground.stage import Stage
from texts import tour as words

UNIT = "社会救助股"


async def play(stage: Stage) -> None:
    stage.narrator.chapter(words.say_day_title(stage.day(1)))
    await stage.at(1, "09:30")
    await stage.sum_up()
    await _strangers(stage)
    await _submitted(stage)
    await _returned(stage)


async def _strangers(stage: Stage) -> None:
    """Somebody whom nobody knows, a colleague whose id is not in the roster, a member of another unit."""
    cast = stage.cast
    home, group = cast.number("敬老院改造提升"), cast.group("青禾敬老院")
    stage.narrator.scene(words.STRANGERS, words.STRANGERS_STORY)
    await stage.at(1, "10:10")
    await stage.say(cast.stranger, None, f"/item {home}", words.NOT_LISTED)
    await stage.say(cast["何某"], None, "/whoami", "Telegram ID")
    await cast["尤某"].join(group)
    await stage.say(cast["尤某"], group, f"/done@{stage.username} {home}", words.NOT_HERE)
    await stage.say(cast["尤某"], None, f"/done {home}", words.NO_SUCH_ITEM)
    await stage.show(cast.stranger, cast["何某"], group, cast["尤某"])
    await stage.end_scene()


async def _submitted(stage: Stage) -> None:
    cast, owner, deputy = stage.cast, stage.cast["冯某"], stage.cast["赵某"]
    stage.narrator.scene(words.SUBMITTED, words.SUBMITTED_STORY)
    await stage.at(1, "14:20")
    number = cast.number("临时救助台账")
    await stage.say(owner, None, f"/done {number} 补录126户，抽查20户无误", words.ASKED)
    await stage.expect(deputy, words.PETITION)
    await stage.show(owner, deputy)
    await stage.end_scene()


async def _returned(stage: Stage) -> None:
    cast, owner, deputy = stage.cast, stage.cast["冯某"], stage.cast["赵某"]
    stage.narrator.scene(words.RETURNED, words.RETURNED_STORY)
    await stage.at(1, "15:00")
    await stage.sum_up()
    await stage.at(1, "16:40")
    petition = stage.newest(deputy, words.PETITION)
    await stage.press(deputy, petition, "退回补充", words.WHICH_REASON)
    await stage.press(deputy, petition, "另写原因", words.WRITE_REASON)
    await stage.say(deputy, None, "抽查记录缺签字页，请补齐后再报", words.RETURN)
    await stage.expect(owner, words.RETURN)
    await stage.expect(cast.head(UNIT), words.RETURN)
    await stage.show(deputy, owner)
    await stage.likewise([cast.head(UNIT)], words.RETURN)
    stage.narrator.note(words.HEAD_TOLD)
    await stage.end_scene()
