"""Thursday: the rectification is submitted again, approved, and its result told in the unit's group."""

from playground.stage import Stage
from texts import tour as words

UNIT = "社会救助股"


async def play(stage: Stage) -> None:
    stage.narrator.chapter(words.say_day_title(stage.day(3)))
    await stage.at(3, "09:30")
    await stage.sum_up()
    await _again(stage)
    await _approved(stage)


async def _again(stage: Stage) -> None:
    cast, owner, deputy = stage.cast, stage.cast["冯某"], stage.cast["赵某"]
    stage.narrator.scene(words.AGAIN, words.AGAIN_STORY)
    await stage.at(3, "10:15")
    await stage.say(owner, None, f"完成 {cast.number('临时救助台账')} 签字页已补齐", words.ASKED)
    await stage.expect(deputy, words.PETITION)
    await stage.show(owner, deputy)
    await stage.end_scene()


async def _approved(stage: Stage) -> None:
    cast, deputy, group = stage.cast, stage.cast["赵某"], stage.cast.group(UNIT)
    stage.narrator.scene(words.APPROVED, words.APPROVED_STORY)
    await stage.at(3, "11:00")
    petition = stage.newest(deputy, words.PETITION)
    await stage.press(deputy, petition, "同意销号", words.AGREED)
    await stage.expect(group, words.RESULT)
    await stage.show(deputy, group, cast["冯某"])
    await stage.end_scene()
    await stage.at(3, "15:00")
    await stage.sum_up()
