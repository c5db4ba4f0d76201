"""The exchanges in which office, head, leader and other units take part: difficulties, new work, changes, absences."""

import re
from datetime import date, timedelta

from playground.telegram.chats import Message
from tests.chaos.conversation import (
    DUE,
    HEAD,
    LEADER,
    OFFICE,
    PARTNER,
    STAFF,
    UNIT,
    Exchange,
    Matter,
    in_words,
    labels,
    later,
)

_TOPICS = ("低保家庭入户核查", "社区工作者培训", "村规民约修订", "地名标志维护", "慈善募捐备案检查")


async def difficulty_answered(talk: Exchange) -> None:
    """报告难点: the leader answers once; owner and head read it; the owner says 已解决."""
    words, answer = f"验收排期第{talk.token}位，请协调", f"已商定第{talk.token}位提前"
    async with talk.alone(talk.by):
        await talk.say(talk.by, f"/stuck {talk.matter.number} {words}")
        asked = await talk.hear(talk.chat(talk.by), "【难点报告】", talk.matter.named, words)
        await talk.press(talk.by, asked, "需协调")
        talk.matter.step("obstacle", talk.by, words)
        await talk.see(asked, "已报分管领导")
    reported = await talk.hear(talk.chat(LEADER), "【难点报告】", talk.matter.named, words)
    async with talk.alone(LEADER):
        await talk.say(LEADER, f"/answer {talk.matter.number} {answer}")
        talk.matter.step("answer", LEADER, answer)
        await talk.see(reported, "已答复", answer)
    told = [await talk.hear(talk.chat(name), "【难点答复】", talk.matter.named, answer) for name in (talk.by, HEAD)]
    async with talk.alone(talk.by):
        await talk.press(talk.by, told[0], "已解决")
        talk.matter.step("solve", talk.by)
        for name in (talk.by, HEAD):
            await talk.hear(talk.chat(name), talk.matter.named, f"✅ {talk.by} ", "难点已解决")


async def work_set_and_signed(talk: Exchange) -> None:
    """交办: entered once, told once, signed once."""
    given, told = await _set_work(talk)
    async with talk.alone(given.owner):
        await talk.press(given.owner, told, "签收")
        _signed(given)
        await talk.see(told, "已签收")


async def work_set_and_objected_to(talk: Exchange) -> None:
    """有异议: the office hears it once, keeps to the assignment, and unit and owner are told."""
    given, _ = await _set_work(talk)
    words, answer = f"系统第{talk.token}批才开放", f"按第{talk.token}批通知办理"
    async with talk.alone(given.owner):
        await talk.say(given.owner, f"/object {given.number} {words}")
        ask = await talk.find(talk.chat(given.owner), given.named, words)
        await talk.press(given.owner, ask, "时限无法完成")
        given.step("doubt", given.owner, words)
        await talk.see(ask, "已报办公室答复")
    asked = await talk.hear(talk.chat(OFFICE), "【交办异议】", given.named, words)
    async with talk.alone(OFFICE):
        await talk.press(OFFICE, asked, "维持")
        await talk.find(talk.chat(OFFICE), given.named, "维持原交办。请直接发送说明")
        await talk.say(OFFICE, answer)
        given.step("settle", OFFICE, answer)
        await talk.see(asked, "已答复：维持")
    for chat_id in (talk.group.chat_id, talk.chat(given.owner)):
        await talk.hear(chat_id, given.named, "维持原交办", answer)
    await _sign(talk, given)


async def limit_changed(talk: Exchange) -> None:
    """调整: shown, confirmed, told, and perhaps taken back, which is told as well."""
    day, why = later(talk.matter.due, talk.dice.randint(2, 9)), f"系统升级第{talk.token}批"
    before = talk.matter.due
    async with talk.alone(OFFICE):
        await talk.say(OFFICE, f"/edit {talk.matter.number} 期限={in_words(day)} 原因={why}")
        shown = await talk.hear(talk.chat(OFFICE), "【请核对】拟调整", talk.matter.named, why)
        await talk.press(OFFICE, shown, "确认调整")
        talk.matter.step("edit", OFFICE, why)
        talk.matter.move(day)
        await talk.see(shown, "【调整】")
    await _told(talk, "【调整】", why)
    if talk.dice.random() < 0.5:
        async with talk.alone(OFFICE):
            await talk.press(OFFICE, shown, "撤回")
            talk.matter.step("undo", OFFICE)
            talk.matter.due = before
            talk.matter.former.pop()
            await _told(talk, "“调整”已撤回", in_words(before))


async def cancelled_and_restored(talk: Exchange) -> None:
    """撤销 by mistake, and 撤回 of it; both are told."""
    why = f"误录第{talk.token}条"
    before = talk.matter.status
    await _amend(talk, f"/cancel {talk.matter.number} {why}", "撤销", why)
    talk.matter.step("cancel", OFFICE, why)
    talk.matter.status = "cancelled"
    await _told(talk, "【撤销】", why)
    async with talk.alone(OFFICE):
        await talk.say(OFFICE, f"/undo {talk.matter.number}")
        talk.matter.step("undo", OFFICE)
        talk.matter.status = before
        await talk.hear(talk.chat(OFFICE), talk.matter.named, "已撤回“撤销”")
    await _told(talk, "“撤销”已撤回")


async def suspended_and_resumed(talk: Exchange) -> None:
    """挂账 and 恢复办理; then it is signed again."""
    why = f"等待第{talk.token}批系统"
    await _amend(talk, f"/suspend {talk.matter.number} 至2028年3月31日 {why}", "挂账", why)
    talk.matter.step("suspend", OFFICE, why)
    talk.matter.status = "suspended"
    await _told(talk, "【挂账】", why)
    async with talk.alone(OFFICE):
        await talk.say(OFFICE, f"/resume {talk.matter.number}")
        talk.matter.step("resume", OFFICE)
        talk.matter.status = "acknowledged" if talk.matter.is_signed else "assigned"
        await talk.hear(talk.chat(OFFICE), "【恢复办理】", talk.matter.named)
    await _told(talk, "【恢复办理】")
    await _sign(talk, talk.matter)


async def handed_over(talk: Exchange) -> None:
    """转办: the receiver is asked once, and takes it over, or says why not."""
    receiver = talk.dice.choice([name for name in STAFF if name != talk.by])
    why, refusal = f"借调第{talk.token}组", f"手上已有{talk.token}户"
    async with talk.alone(HEAD):
        await talk.say(HEAD, f"/assign {talk.matter.number} {receiver} {why}")
        talk.matter.step("offer", HEAD, why)
        await talk.hear(talk.chat(HEAD), "【转办】", talk.matter.named, f"已送{receiver}")
    offer = await talk.hear(talk.chat(receiver), "【转办】", talk.matter.named, why)
    if talk.dice.random() < 0.6:
        async with talk.alone(receiver):
            await talk.press(receiver, offer, "接手")  # which ends a question that waits for words
            talk.matter.step("take_over", receiver, talk.by)
            talk.matter.owner, talk.matter.is_signed = receiver, True
            await talk.see(offer, "签收已一并完成")
        for chat_id in (talk.group.chat_id, talk.chat(talk.by)):
            await talk.hear(chat_id, "【转办】", talk.matter.named, f"起由{receiver}负责，原责任人{talk.by}")
        return
    async with talk.alone(receiver):
        await talk.press(receiver, offer, "不接手，说明原因")
        await talk.find(talk.chat(receiver), "请直接发送不接手的原因", talk.matter.named)
        await talk.say(receiver, refusal)
        talk.matter.step("decline", receiver, refusal)
        await talk.see(offer, "您未接手", refusal)
    await talk.hear(talk.chat(HEAD), talk.matter.named, "未接手", refusal)


async def ticked_and_taken_back(talk: Exchange) -> None:
    """配合完成 of another unit, told to the lead; its 撤回 leaves the next one room."""
    words = f"已提供名单{talk.token}人"
    async with talk.alone(PARTNER):
        await talk.say(PARTNER, f"/tick {talk.matter.number} {words}")
        talk.matter.step("tick", PARTNER, words)
        await talk.hear(talk.chat(PARTNER), talk.matter.named, "已记录", "配合完成")
    await talk.hear(talk.chat(talk.by), "【配合完成】", talk.matter.named, words)
    async with talk.alone(PARTNER):
        await talk.say(PARTNER, f"/undo {talk.matter.number}")
        talk.matter.step("undo", PARTNER)
        await talk.hear(talk.chat(PARTNER), talk.matter.named, "已撤回“")


async def report_taken_back(talk: Exchange) -> None:
    """``/undo`` of one's own report."""
    words = f"走访{talk.token}户，待会签"
    async with talk.alone(talk.by):
        await talk.say(talk.by, f"/progress {talk.matter.number} {words}")
        talk.matter.step("progress", talk.by, words)
        await talk.hear(talk.chat(talk.by), f"已记录{talk.matter.named}进展")
        await talk.say(talk.by, f"/undo {talk.matter.number}")
        talk.matter.step("undo", talk.by)
        await talk.hear(talk.chat(talk.by), talk.matter.named, "已撤回“反馈进展”")


async def muted_and_heard_again(talk: Exchange) -> None:
    """静音 is no step of the item."""
    async with talk.alone(LEADER):
        await talk.say(LEADER, f"/mute {talk.matter.number} 3天")
        await talk.hear(talk.chat(LEADER), talk.matter.named, "不再向您本人抄送和提醒")
        await talk.say(LEADER, f"静音 {talk.matter.number} 取消")
        await talk.hear(talk.chat(LEADER), talk.matter.named, "已恢复抄送和提醒")


async def away_and_back(talk: Exchange) -> None:
    """请假: entered once, told to who stands in, and cancelled again."""
    day = date(2027, 3, 1) + timedelta(days=talk.token % 80)  # no leave is entered more than half a year ahead
    stand_in = talk.dice.choice([name for name in STAFF if name != talk.by])
    said = f"{day.month}月{day.day}日"
    async with talk.alone(talk.by):
        await talk.say(talk.by, f"/leave {in_words(day)} {stand_in} 培训第{talk.token}期")
        echo = await talk.hear(talk.chat(talk.by), "请假", f"培训第{talk.token}期")
        await talk.press(talk.by, echo, "确认")
        talk.talk.leaves[talk.by].append(day.isoformat())
        await talk.see(echo, "已登记请假")
        await talk.hear(talk.chat(stand_in), "【请假代办】", talk.by, said)
        await talk.press(talk.by, echo, "取消请假")
        await talk.see(echo, "请假已取消")
        await talk.hear(talk.chat(stand_in), talk.by, said, "请假已取消")


async def _set_work(talk: Exchange) -> tuple[Matter, Message]:
    """A new item, and the message that tells the unit of it."""
    title = f"第{talk.token}批{talk.dice.choice(_TOPICS)}"
    async with talk.alone(OFFICE):
        await talk.say(OFFICE, f"交办 {UNIT} {talk.by} {in_words(DUE)}前 {title}")
        shown = await talk.find(talk.chat(OFFICE), "【请核对】拟交办", title)  # a later one may name it as much alike
        await talk.press(OFFICE, shown, labels(shown)[0])  # 确认交办, or 仍然交办 where another item is much like it
        await talk.see(shown, "已交办", title)
    given = talk.talk.give(int(re.findall(r"第(\d+)号", shown.text)[0]), talk.by)
    given.step("assign", OFFICE)
    return given, await talk.hear(talk.group.chat_id, "【新交办】", title)


async def _amend(talk: Exchange, command: str, word: str, why: str) -> None:
    """A step of the office that is shown and confirmed before it is taken."""
    async with talk.alone(OFFICE):
        await talk.say(OFFICE, command)
        shown = await talk.hear(talk.chat(OFFICE), f"【请核对】拟{word}", talk.matter.named, why)
        await talk.press(OFFICE, shown, f"确认{word}")
        await talk.see(shown, f"【{word}】")


async def _sign(talk: Exchange, matter: Matter) -> None:
    """签收 of what waits for it, by command."""
    if matter.status != "assigned":
        return
    async with talk.alone(matter.owner):
        await talk.say(matter.owner, f"/ack {matter.number}")
        _signed(matter)
        await talk.hear(talk.chat(matter.owner), f"{matter.named} ", "已签收")


def _signed(matter: Matter) -> None:
    matter.step("acknowledge", matter.owner)
    matter.status, matter.is_signed = "acknowledged", True


async def _told(talk: Exchange, *words: str) -> None:
    """Unit and owner read it."""
    for chat_id in (talk.group.chat_id, talk.chat(talk.matter.owner)):
        await talk.hear(chat_id, talk.matter.named, *words)


#: Each kind of exchange, and how often it is chosen.
SCRIPTS = {
    difficulty_answered: 2,
    work_set_and_signed: 1,
    work_set_and_objected_to: 2,
    limit_changed: 2,
    cancelled_and_restored: 1,
    suspended_and_resumed: 1,
    handed_over: 2,
    ticked_and_taken_back: 1,
    report_taken_back: 1,
    muted_and_heard_again: 1,
    away_and_back: 1,
}
