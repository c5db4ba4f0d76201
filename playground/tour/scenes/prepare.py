"""Friday before the week: the workbook is imported, the bot started, the groups bound."""

from playground.tour.runner import Runner, TourError
from texts import tour as words

_SHOWN = 16  # lines of the preview


async def play(runner: Runner) -> None:
    await _import(runner)
    await _bind(runner)


async def _import(runner: Runner) -> None:
    tell = runner.terminal
    tell.chapter(words.BEFORE)
    tell.scene(words.IMPORT, words.IMPORT_STORY)
    lines = await runner.call("import", words.WORKBOOK, "--yes", "--clock", runner.playground.base_url)
    left = len(lines) - _SHOWN - 1
    tell.printed(words.say_command("import", words.WORKBOOK), [*lines[:_SHOWN], words.left_out(left), lines[-1]])


async def _bind(runner: Runner) -> None:
    """One head taps the link, another types /bind, and so on through the units; the office binds the bureau's group."""
    players, tell = runner.players, runner.terminal
    tell.scene(words.BIND, words.BIND_STORY)
    await runner.start_bot()
    await runner.at(-3, "16:00")
    for unit in players.units:
        await _bind_by_link(runner, unit)
    shown = players.units[1]
    await runner.show(players.head(shown), players.group(shown))
    others = [unit for unit in players.units if unit != shown]
    await runner.expect_each([players.group(unit) for unit in others], words.BOUND)
    await runner.expect_each([players.head(unit) for unit in others], words.BIND_LINKS)
    office = players.head(players.units[0])
    players.everybody.add_bot(office)
    await runner.say(office, players.everybody, f"/bind@{runner.username} 全局", words.BOUND)
    await runner.expect_each([players.everybody], words.BOUND)
    tell.note(words.say_bound(len(others)))
    await runner.end_scene()


async def _bind_by_link(runner: Runner, unit: str) -> None:
    head, group = runner.players.head(unit), runner.players.group(unit)
    offer = await runner.say(head, None, "/bind", words.BIND_LINKS)
    link = next((button.url for button in offer.buttons if button.label == unit), "")
    if not link:
        raise TourError(words.missing(runner.name_of(head), unit))
    await head.follow(link, group)
    await runner.expect(group, words.BOUND)
