"""Friday before the week: the workbook is imported, the bot started, the groups bound."""

from playground.stage import Astray, Stage
from texts import tour as words

_SHOWN = 16  # lines of the preview


async def play(stage: Stage) -> None:
    await _import(stage)
    await _bind(stage)


async def _import(stage: Stage) -> None:
    tell = stage.narrator
    tell.chapter(words.BEFORE)
    tell.scene(words.IMPORT, words.IMPORT_STORY)
    lines = await stage.call("import", words.WORKBOOK, "--yes", "--clock", stage.playground.base_url)
    left = len(lines) - _SHOWN - 1
    tell.printed(words.say_command("import", words.WORKBOOK), [*lines[:_SHOWN], words.left_out(left), lines[-1]])


async def _bind(stage: Stage) -> None:
    """One head taps the link, another types /bind, and so on through the units; the office binds the bureau's group."""
    cast, tell = stage.cast, stage.narrator
    tell.scene(words.BIND, words.BIND_STORY)
    await stage.start_bot()
    await stage.at(-3, "16:00")
    for unit in cast.units:
        await _bind_by_link(stage, unit)
    shown = cast.units[1]
    await stage.show(cast.head(shown), cast.group(shown))
    others = [unit for unit in cast.units if unit != shown]
    await stage.likewise([cast.group(unit) for unit in others], words.BOUND)
    await stage.likewise([cast.head(unit) for unit in others], words.BIND_LINKS)
    office = cast.head(cast.units[0])
    cast.everybody.add_bot(office)
    await stage.say(office, cast.everybody, f"/bind@{stage.username} 全局", words.BOUND)
    await stage.likewise([cast.everybody], words.BOUND)
    tell.note(words.say_bound(len(others)))
    await stage.end_scene()


async def _bind_by_link(stage: Stage, unit: str) -> None:
    head, group = stage.cast.head(unit), stage.cast.group(unit)
    offer = await stage.say(head, None, "/bind", words.BIND_LINKS)
    link = next((button.url for button in offer.buttons if button.label == unit), "")
    if not link:
        raise Astray(words.missing(stage.name_of(head), unit))
    await head.follow(link, group)
    await stage.expect(group, words.BOUND)
