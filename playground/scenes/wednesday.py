"""Wednesday: the bot is killed with kill -9 after it has fetched what people sent; nothing is lost, nothing doubled."""

from playground.player import Player
from playground.stage import Stage
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


async def play(stage: Stage) -> None:
    stage.narrator.chapter(words.say_day_title(stage.day(2)))
    await _morning(stage)
    await _kill(stage)


async def _morning(stage: Stage) -> None:
    owner = stage.cast["冯某"]
    stage.narrator.scene(words.REMINDED, words.REMINDED_STORY)
    await stage.at(2, "08:30")
    await stage.show_expected((owner, words.TO_SUPPLEMENT))
    await stage.sum_up()
    await stage.at(2, "09:30")
    await stage.sum_up()
    await stage.end_scene()


async def _kill(stage: Stage) -> None:
    """The replies are held back on the line, so that the kill falls between handling and replying."""
    stage.narrator.scene(words.KILL, words.KILL_STORY)
    await stage.at(2, "10:20")
    playground = stage.playground
    playground.faults.order("sendMessage", "no_answer", times=0)
    for report in BEFORE:
        await _report(stage, *report)
    await playground.wait_for(lambda: not len(playground.updates), timeout=20)
    stage.narrator.note(words.say_fetched([who for who, _, _ in BEFORE]))
    await stage.program.kill()
    stage.narrator.note(words.KILLED)
    playground.faults.clear()
    for report in WHILE_GONE:
        await _report(stage, *report)
    stage.narrator.note(words.say_sent_meanwhile([who for who, _, _ in WHILE_GONE]))
    await stage.start_bot()
    players = [stage.cast[who] for who, _, _ in (*BEFORE, *WHILE_GONE)]
    for player in players:
        await stage.expect(player, words.CLOSED)
    await stage.rest()
    replies = [stage.count_unshown(player, words.CLOSED) for player in players]
    await stage.show(players[0])
    await stage.likewise(players[1:], words.CLOSED)
    stage.check(holds=replies == [1] * len(players), claim=words.say_survived(len(players)))
    await stage.end_scene()
    await stage.at(2, "15:00")
    await stage.sum_up()


async def _report(stage: Stage, who: str, title: str, words_of: str) -> Player:
    player = stage.cast[who]
    await stage.speak(player, None, f"/done {stage.cast.number(title)} {words_of}")
    return player
