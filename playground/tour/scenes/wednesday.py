"""Wednesday: kill -9 after the bot has fetched what people sent; nothing is lost, nothing doubled."""

from playground.telegram.player import Player
from playground.tour.runner import Runner
from texts import tour as words

#: Who reports what in the minute before the kill, and while the bot is gone.
BEFORE = (
    ("朱某", "孵化园投入运行", "已入驻12家，制度上墙"),
    ("卫某", "事实无人抚养儿童", "复核率100%"),
    ("吴某", "半年工作通报", "汇总材料已报局党组"),
    ("杨某", "社会组织年检", "年检率95.6%"),
    ("陈某", "消防安全排查", "问题清单已闭环"),
    ("李某", "冬春救助方案", "方案已印发"),
)
WHILE_GONE = (("韩某", "区划地名标志", "45处已更新"), ("蒋某", "工作站（点）建设", "114个站点全部建成"))


async def play(runner: Runner) -> None:
    runner.terminal.chapter(words.say_day_title(runner.day(2)))
    await _morning(runner)
    await _kill(runner)


async def _morning(runner: Runner) -> None:
    owner = runner.players["冯某"]
    runner.terminal.scene(words.REMINDED, words.REMINDED_STORY)
    await runner.at(2, "08:30")
    await runner.show_expected((owner, words.TO_SUPPLEMENT))
    await runner.sum_up()
    await runner.at(2, "09:30")
    await runner.sum_up()
    await runner.end_scene()


async def _kill(runner: Runner) -> None:
    """The replies are held back on the line, so that the kill falls between handling and replying."""
    runner.terminal.scene(words.KILL, words.KILL_STORY)
    await runner.at(2, "10:20")
    playground = runner.playground
    playground.faults.order("sendMessage", "no_answer", times=0)
    for report in BEFORE:
        await _report(runner, *report)
    await playground.wait_for(lambda: not len(playground.updates), timeout=20)
    runner.terminal.note(words.say_fetched([who for who, _, _ in BEFORE]))
    await runner.program.kill()
    runner.terminal.note(words.KILLED)
    playground.faults.clear()
    for report in WHILE_GONE:
        await _report(runner, *report)
    runner.terminal.note(words.say_sent_meanwhile([who for who, _, _ in WHILE_GONE]))
    await runner.start_bot()
    players = [runner.players[who] for who, _, _ in (*BEFORE, *WHILE_GONE)]
    for player in players:
        await runner.expect(player, words.CLOSED)
    await runner.rest()
    replies = [runner.count_unshown(player, words.CLOSED) for player in players]
    await runner.show(players[0])
    await runner.expect_each(players[1:], words.CLOSED)
    runner.check(holds=replies == [1] * len(players), claim=words.say_survived(len(players)))
    await runner.end_scene()
    await runner.at(2, "15:00")
    await runner.sum_up()


async def _report(runner: Runner, who: str, title: str, words_of: str) -> Player:
    player = runner.players[who]
    await runner.speak(player, None, f"/done {runner.players.number(title)} {words_of}")
    return player
