"""Tuesday of the second week: work set in one line, pasted minutes, an objection answered, a difficulty reported."""

from playground.tour.runner import Runner
from texts import tour as words
from texts import tour_second_week as said

DAY = 8
UNIT, OBJECTS = "社会救助股", "社会组织管理股"


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(DAY)))
    await runner.at(DAY, "09:30")
    await runner.sum_up()
    await _one_line(runner)
    await _minutes(runner)
    await _objection(runner)
    await _stuck(runner)
    await runner.at(DAY, "15:00")
    await runner.sum_up()


async def _one_line(runner: Runner) -> None:
    players, office, group = runner.players, runner.players["周某"], runner.players.group(UNIT)
    runner.terminal.scene(said.ONE_LINE, said.ONE_LINE_STORY)
    await runner.at(DAY, "10:00")
    draft = await runner.say(office, None, said.ASSIGNED, said.PROPOSED)
    await runner.press(office, draft, "确认交办", said.ASSIGNED_NOW)
    told = await runner.expect(group, words.NEW)
    await runner.press(players["王某"], told, "签收", words.SIGNED)
    await runner.expect(players.group("养老服务股"), said.PARTNERS_TOLD)
    await runner.show(office, group, players.group("养老服务股"))
    await runner.expect_each([players.group("儿童福利股")], said.PARTNERS_TOLD)
    await runner.end_scene()


async def _minutes(runner: Runner) -> None:
    players, office = runner.players, runner.players["周某"]
    runner.terminal.scene(said.MINUTES_AT_ONCE, said.MINUTES_STORY)
    await runner.at(DAY, "10:20")
    draft = await runner.say(office, None, said.MINUTES, said.PROPOSED)
    asked = await runner.press(office, draft, "逐条补齐", "请选择责任人")
    await runner.press(office, asked or draft, "朱某", "第4条")
    draft = await runner.say(office, None, "12月25日", "均可交办")
    await runner.press(office, draft, "确认交办4条", said.ASSIGNED_NOW)
    await runner.show(office, players.group(OBJECTS))
    await runner.sum_up()
    await runner.end_scene()


async def _objection(runner: Runner) -> None:
    players, office, group = runner.players, runner.players["周某"], runner.players.group(OBJECTS)
    runner.terminal.scene(said.OBJECTING, said.OBJECTING_STORY)
    await runner.at(DAY, "10:40")
    told = runner.newest(group, words.NEW)
    asked = await runner.press(players["杨某"], told, "有异议", said.WHICH_OBJECTION)
    await runner.press(players["杨某"], asked or told, "时限无法完成", said.OBJECTED)
    request = await runner.expect(office, said.OBJECTION)
    await runner.press(office, request, "改期限", said.ADJUSTED)
    draft = await runner.say(office, None, said.LATER_LIMIT, said.ADJUSTING)
    await runner.press(office, draft, "确认调整")
    await runner.expect(group, said.ADJUSTED)
    await runner.show(group, office)
    await runner.expect_each([players["朱某"]], said.ADJUSTED)
    await runner.end_scene()


async def _stuck(runner: Runner) -> None:
    owner, deputy = runner.players["许某"], runner.players["钱某"]
    runner.terminal.scene(said.STUCK, said.STUCK_STORY)
    await runner.at(DAY, "11:00")
    asked = await runner.say(owner, None, said.OBSTACLE, said.WHICH_KIND)
    await runner.press(owner, asked, "需协调", said.OBSTACLE_SENT)
    await runner.expect(deputy, said.OBSTACLE_REPORT)
    await runner.show(owner, deputy)
    await runner.end_scene()
