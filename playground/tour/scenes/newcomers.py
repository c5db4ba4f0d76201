"""Monday of the second week: what was escalated, 「我是何某」, a roster sent in the chat, an invitation link."""

import re
from io import BytesIO

from openpyxl import Workbook

from playground.tour.runner import Runner, TourError
from texts import tour as words
from texts import tour_second_week as said

DAY = 7


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await _escalated(runner)
    await _joins(runner)
    await _invited(runner)
    await runner.at(DAY, "15:00")
    await runner.sum_up()


async def _escalated(runner: Runner) -> None:
    director = runner.players["郑某"]
    runner.terminal.scene(said.DIRECTORS, said.DIRECTORS_STORY)
    await runner.at(DAY, "08:30")
    await runner.show_expected((director, said.TO_DIRECTOR))
    await runner.sum_up()
    await runner.at(DAY, "09:30")
    report = await runner.expect(director, said.TO_DIRECTOR_OF_CHASES)
    await runner.press(director, report, "为何收到")
    await runner.show(director)
    await runner.sum_up()
    await runner.end_scene()


async def _joins(runner: Runner) -> None:
    who, office = runner.players["何某"], runner.players["周某"]
    runner.terminal.scene(said.JOINS, said.JOINS_STORY)
    await runner.at(DAY, "10:00")
    await runner.say(who, None, said.I_AM, said.APPLIED)
    asked = await runner.expect(office, said.APPLICATION)
    await runner.press(office, asked, "是青禾敬老院何某")
    await runner.expect(who, said.WELCOME)
    await runner.at(DAY, "10:05")
    await runner.expect(who, said.TO_SIGN)
    await runner.say(who, None, words.RECEIVED, words.SIGNED)
    await runner.show(office, who)
    await runner.end_scene()


async def _invited(runner: Runner) -> None:
    """The roster of a new colleague, who also makes 吴某 the liaison of 赵某; then a link for the colleague."""
    newcomer, office = runner.players.newcomer, runner.players["周某"]
    runner.terminal.scene(said.INVITED, said.INVITED_STORY)
    await runner.at(DAY, "10:20")
    preview = await runner.send_file(office, said.ROSTER_WORKBOOK, _roster(), said.PREVIEW)
    await runner.press(office, preview, "确认导入", said.IMPORTED)
    await runner.show(office)
    invitation = await runner.say(office, None, f"/invite {newcomer.person.first_name}", said.INVITATION)
    link = re.search(r"https://t\.me/\S+", invitation.text)
    if link is None:
        raise TourError(words.missing(runner.name_of(office), "https://t.me/"))
    await newcomer.follow(link[0])
    await runner.expect(newcomer, said.WELCOME)
    await runner.show(office, newcomer, runner.players["李某"])
    await runner.end_scene()


def _roster() -> bytes:
    """The workbook of those whose rows are new or different."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = said.ROSTER_SHEET
    for row in said.ROSTER:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()
