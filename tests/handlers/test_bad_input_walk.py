"""Every command and button, with everything that people send by mistake: one clear line each, and nothing changes.

What a command needs besides its item is in ``NEEDS``; a command that is not there needs nothing more. A new command
or button is walked through by itself.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from domain.actions import ACTIONS, COMMANDS, Action
from domain.item import Item, ItemStatus
from domain.letter import Press
from tests.domain.office import at, item
from tests.handlers.office import Bureau

#: What follows the item's number, where a command needs it.
NEEDS = {
    "progress": "已报局办",
    "evidence": "现场说明",
    "done": "已完成",
    "object": "时间不够",
    "edit": "标准=一户一档",
    "cancel": "重复录入",
    "suspend": "至12月21日 等系统",
    "stuck": "难办",
    "answer": "已协调",
    "extend": "12月31日 系统升级",
    "assign": "乙某 工作调整",
    "mute": "3天",
}
#: Who may most, so that the words are what is refused, and not the person.
BY_OFFICE = frozenset(
    {"edit", "add", "cancel", "suspend", "resume", "assign", "handover", "retire", "rejoin", "invite"}
)
ON_ITEMS = tuple(command for command, act in COMMANDS.items() if ACTIONS[act].on_items)
OTHERS = tuple(command for command in COMMANDS if command not in ON_ITEMS)
LOOKING = frozenset({"item", "history", "plan", "measures"})
#: A closed item may still be looked at and supplemented, and its closing taken back.
ON_CLOSED = LOOKING | {"progress", "evidence", "undo"}
OPEN, CLOSED, CANCELLED, SUSPENDED, FOREIGN, MISSING = 12, 30, 31, 32, 21, 999
LONG = "说明" * 2500
#: No number of an item: one line asks for it.
NO_NUMBERS = ("", "0", "-5", "12345678901234567890", "abc", "12.5", "13a", "🎉", "<b>粗</b>&lt;<i>", "第〇号", "＃")
#: Words that say nothing to a command that needs some; the long ones say too much.
ODD_WORDS = (LONG, "🎉🎉", "<b>粗</b>&lt;<i>", "2020年1月1日", "2月30日", "１３月４５日", "=", "　")
#: Signs of a message that tells somebody what to do, or that nothing is left to do.
_TELLS = (
    "请",
    "可发",
    "可点",
    "无须",
    "例如",
    "没有",
    "目前",
    "不能",
    "须",
    "是否",
    "已申请",
    "已记录",
    "已存入",
    "已送",
)
_MOST_LINES, _MOST_LETTERS = 18, 600


def furnish(bureau: Bureau) -> dict[int, Item]:
    """甲某's items in every state, and one that only others may see."""
    due = "2026-12-18"
    made = (
        item(due, number=OPEN),
        item(due, number=20, owner="乙某"),
        item(due, number=FOREIGN, owner="丙某", unit="儿童福利股", title="绝密标题"),
        item(due, number=CLOSED, status=ItemStatus.CLOSED, closed_at=at("11-10 10:00"), closed_by="甲某"),
        item(due, number=CANCELLED, status=ItemStatus.CANCELLED),
        item(due, number=SUSPENDED, status=ItemStatus.SUSPENDED, suspended_until=date(2026, 12, 31)),
    )
    bureau.add(*made)
    return {each.number: each for each in made}


def check(said: str, replies: list[str]) -> str:
    """One message that fits a screen and says what to do."""
    assert len(replies) == 1, (said[:60], replies)
    [reply] = replies
    assert reply.count("\n") < _MOST_LINES, (said[:60], reply)
    assert len(reply) < _MOST_LETTERS, (said[:60], reply)
    return reply


def tells(said: str, reply: str) -> None:
    assert any(sign in reply for sign in _TELLS), (said[:60], reply)


def start_anew(bureau: Bureau, name: str, before: dict[int, Item]) -> None:
    """No question is open, and the items are as they were."""
    person = bureau.players[name].chat_id
    changed = [each for number, each in before.items() if bureau.item(number) != each]
    if changed or bureau.ledger.dialogue(person, person) is not None:
        with bureau.ledger.transaction(at=bureau.now, by="test", did="start anew") as tx:
            tx.set_dialogue(person, person, None)
            for each in changed:
                tx.save_item(each)
    bureau.wait(seconds=20)


def speaker_of(command: str) -> str:
    return "办主任" if command in BY_OFFICE else "甲某"


async def test_a_command_without_its_number_asks_for_it_and_changes_nothing(bureau: Bureau) -> None:
    before = furnish(bureau)
    for command in ON_ITEMS:
        name = speaker_of(command)
        for number in NO_NUMBERS:
            said = f"/{command} {number} {NEEDS.get(command, '')}".rstrip()
            reply = check(said, await bureau.say(name, said))
            tells(said, reply)
            assert {n: bureau.item(n) for n in before} == before, (said, reply)
            start_anew(bureau, name, before)


async def test_an_item_that_is_not_for_it_is_refused_with_its_state(bureau: Bureau) -> None:
    """Closed, cancelled, suspended, somebody else's, missing: by number, in full width, as 第12号."""
    before = furnish(bureau)
    for command in ON_ITEMS:
        name = speaker_of(command)
        for number in (CLOSED, CANCELLED, SUSPENDED, FOREIGN, MISSING):
            is_fine = command in LOOKING or (number == CLOSED and command in ON_CLOSED)
            is_fine |= (number, command) == (SUSPENDED, "resume") or (number == FOREIGN and name == "办主任")
            for written in (str(number), f"第{number}号", str(number).translate(_WIDE)):
                said = f"/{command} {written} {NEEDS.get(command, '')}".rstrip()
                reply = check(said, await bureau.say(name, said))
                if not is_fine:
                    tells(said, reply)
                    assert {n: bureau.item(n) for n in before} == before, (said, reply)
                    assert f"{number}号" in reply, (said, reply)
                if number == FOREIGN and name == "甲某":
                    assert "绝密" not in reply
                    missing = await bureau.say(name, said.replace(written, str(MISSING)))
                    assert [reply.replace(str(FOREIGN), str(MISSING))] == missing, "whether it exists is not told"
                start_anew(bureau, name, before)


_WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


async def test_odd_words_after_a_number_are_refused_or_shown_before_anything_changes(bureau: Bureau) -> None:
    """Too much, nothing but signs, markup, days that have passed or are none."""
    before = furnish(bureau)
    recorded = {"progress", "evidence", "done", "ack"}  # any words will do
    for command in ON_ITEMS:
        name = speaker_of(command)
        for words in ODD_WORDS:
            said = f"/{command} {OPEN} {words}"
            replies = await bureau.say(name, said)
            reply = check(said, replies[-1:])
            assert len(replies) <= 2
            if words == LONG and command in NEEDS:
                assert "字" in reply or "请" in reply, (said[:40], reply)
            if command not in recorded or words == LONG:
                assert bureau.item(OPEN) == before[OPEN], (said[:60], reply)
            assert "None" not in reply
            assert "&lt;b" not in reply, "what is shown is what was written"
            start_anew(bureau, name, before)


async def test_commands_without_items_take_odd_words_in_one_line(bureau: Bureau) -> None:
    before = furnish(bureau)
    people, units = bureau.roster.people, bureau.roster.units
    for command in OTHERS:
        for name in dict.fromkeys((speaker_of(command), "甲某")):
            for words in (LONG, "🎉", "<b>粗</b>&lt;<i>", "不存在的人", "2月30日", "１２"):
                said = f"/{command} {words}"
                check(said, await bureau.say(name, said))
                start_anew(bureau, name, before)
    assert {n: bureau.item(n) for n in before} == before
    assert (bureau.roster.people, bureau.roster.units) == (people, units)


def payloads(act: Action) -> Iterator[str]:
    """What a button of this kind might say when it is old, or was never made by the bot."""
    for number in () if ACTIONS[act].link else (CLOSED, CANCELLED, SUSPENDED, FOREIGN, MISSING):
        yield Press(act, number, 7, 1).encode()
    yield Press(act, OPEN, 7, 99).encode()
    yield f"{act}:{OPEN}"
    yield f"{act}:{OPEN}:-3:-999999999999"


async def test_an_odd_payload_is_answered_and_changes_no_item(bureau: Bureau) -> None:
    """docs/promises.md 25: a button of another state of its item, of another age, or of nobody's making.

    Its item has moved on since: such a press at most acknowledges, asks, or shows how things stand.
    """
    before, name = furnish(bureau), "甲某"
    await bureau.say(name, "/whoami")
    message = bureau.newest(name)
    for act in Action:
        for payload in payloads(act):
            seen = len(bureau.texts(name))
            answered = await bureau.forge(name, message, payload)
            assert answered is not None, payload
            said = [*filter(None, [answered]), *bureau.texts(name)[seen:]]
            assert len(said) <= 2, (payload, said)
            assert not [text for text in said if "绝密" in text], payload
            assert not [text for text in said if "“”" in text or "查看的" in text or f"“{OPEN}”" in text], said
            for number in (CLOSED, CANCELLED, SUSPENDED, FOREIGN):
                if (number, act) not in _ALLOWED:
                    assert bureau.item(number) == before[number], (payload, said)
            start_anew(bureau, name, before)


async def test_a_strangers_press_of_anything_is_answered_and_does_nothing(bureau: Bureau) -> None:
    before = furnish(bureau)
    await bureau.say("陌生人", "/start")
    message = bureau.newest("陌生人")
    for act in Action:
        answered = await bureau.forge("陌生人", message, Press(act, OPEN, 0, 1).encode())
        assert answered is not None, act
        assert "低保" not in answered + bureau.texts("陌生人")[-1], act
    assert {n: bureau.item(n) for n in before} == before


#: 甲某 may take back the closing of an item of their own.
_ALLOWED = {(CLOSED, Action.UNDO)}

_UPDATES = count(700_000)


async def receive(bureau: Bureau, name: str, kind: str, **content: Any) -> list[str]:
    """What the bot answers to a message of that form."""
    user = bureau.players[name].chat_id
    number = next(_UPDATES)
    seen = {message.message_id for message in bureau.playground.messages(user)}
    message = {
        "message_id": number,
        "date": int(bureau.now.timestamp()),
        "chat": {"id": user, "type": "private", "first_name": name},
        "from": {"id": user, "is_bot": False, "first_name": name},
        **content,
    }
    await bureau.take({"update_id": number, kind: message})
    return [m.text for m in bureau.playground.messages(user) if m.message_id not in seen]


PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]


async def test_a_command_as_an_edit_a_caption_or_a_reply_to_nothing_is_heard_once_or_not_at_all(bureau: Bureau) -> None:
    """An edit of what was never a report does nothing by itself; a caption is heard; the reply finds its item."""
    before = furnish(bureau)
    unknown = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "早上好"}
    for command in ON_ITEMS:
        name = speaker_of(command)
        said = f"/{command} {MISSING} {NEEDS.get(command, '')}".rstrip()
        edited = await receive(bureau, name, "edited_message", text=said, edit_date=int(bureau.now.timestamp()))
        assert len(edited) <= 1, (said, edited)
        start_anew(bureau, name, before)
        check(said, await receive(bureau, name, "message", photo=PHOTO, caption=said))
        start_anew(bureau, name, before)
        check(said, await receive(bureau, name, "message", text=said, reply_to_message=unknown))
        start_anew(bureau, name, before)
        bare = f"/{command} {NEEDS.get(command, '')}".rstrip()
        check(bare, await receive(bureau, name, "message", text=bare, reply_to_message=unknown))
        assert {n: bureau.item(n) for n in before} == before, bare
        start_anew(bureau, name, before)


async def test_said_twice_a_command_does_its_thing_once(bureau: Bureau) -> None:
    for number, command in enumerate(ON_ITEMS, start=100):
        bureau.add(item("2026-12-18", number=number))
        name = speaker_of(command)
        said = f"/{command} {number} {NEEDS.get(command, '')}".rstrip()
        check(said, await bureau.say(name, said))
        once = bureau.item(number)
        bureau.wait(seconds=20)
        reply = check(said, await bureau.say(name, said))
        again = bureau.item(number)
        if command not in {"progress", "evidence"}:  # said twice is meant twice: each can be taken back
            assert (again.status, again.due, again.owner) == (once.status, once.due, once.owner), (said, reply)
            assert len(again.history) == len(once.history), (said, reply)
        start_anew(bureau, name, {})


async def test_in_a_foreign_chat_or_by_the_wrong_person_a_command_tells_nothing_and_does_nothing(
    bureau: Bureau,
) -> None:
    """In the group of another unit, in one bound to nothing, and by somebody who may not even see the item."""
    before = furnish(bureau)
    foreign, unbound = bureau.group("儿福", "儿童福利股", "甲某"), bureau.group("闲聊", None, "甲某")
    for command in COMMANDS:
        words = f"{OPEN} {NEEDS.get(command, '')}".rstrip()
        for group in (foreign, unbound):
            replies = await bureau.say("甲某", f"/{command}@duban_bot {words}", group)
            assert "低保" not in check(command, replies)
        if command in ON_ITEMS:
            replies = await bureau.say("丙某", f"/{command} {words}")
            assert f"没有第{OPEN}号事项" in check(command, replies)
        assert {n: bureau.item(n) for n in before} == before, command
        start_anew(bureau, "丙某", before)


ALL_UNITS = "整体移交须由办公室操作"
#: Who, what they write, what the answer says of it.
ANSWERS = (
    ("甲某", "/item 十二", "是否要查看第12号"),
    ("甲某", "/done 二十", "您无权办理第20号"),
    ("甲某", "/extend 二十 12月25日 系统升级", "您无权办理第20号"),
    ("甲某", "/item 低保", "/find 低保"),
    ("甲某", "/extend 12 12月25日 28日 系统升级", "未能识别期限“12月25日”"),
    ("甲某", "/extend 12 12月25日 110101199001011234", "疑似含有身份证号"),
    ("甲某", "/extend 12 12月25日 3个村未完成", "已送分管领导审批"),
    ("甲某", "/stuck", "是否要就第12号 低保动态管理报告难点？"),
    ("甲某", "/mute 12、20", "请逐项发送，每次写一个编号，例如：/mute 12 3天"),
    ("甲某", "/cancel 12 录错", "您无权办理第12号 低保动态管理 的这项操作，请由分管领导或办公室办理"),
    ("甲某", "/ack 32", "已中止（挂账）"),
    ("甲某", "/undo 30", "不能撤回"),
    ("甲某", "/handover", ALL_UNITS),
    ("甲某", "/handover 甲某 乙某 借调", ALL_UNITS),
    ("股长", "/handover 甲某 丙某 借调", ALL_UNITS),
    ("甲某", "/unbind", "须由办公室或本股室负责人操作"),
    ("股长", "/unbind", "请在需要绑定或解除绑定的群里"),
    ("甲某", "查找", "请写明要查找的词"),
    ("办主任", "/assign 12 乙某、丙某 借调", "只能转给一人"),
    ("办主任", "/assign 12 乙某和丙某 借调", "只能转给一人"),
    ("办主任", f"/edit 12 标题={'长' * 300}", "事项有300字，最多200字"),
    ("办主任", "/invite 甲某 乙某", "请选择要邀请的人员"),
)


async def test_each_answer_speaks_of_what_was_written(bureau: Bureau) -> None:
    """Numerals, several numbers, a reason that begins with a figure, two receivers, and rights that one has not."""
    before = furnish(bureau)
    for name, said, expected in ANSWERS:
        assert expected in check(said, await bureau.say(name, said)), said
        start_anew(bureau, name, before)


async def test_of_several_numbers_nobody_learns_which_exist(bureau: Bureau) -> None:
    """docs/promises.md 28: the buttons that are offered are of the speaker's own items."""
    before = furnish(bureau)
    for command in ("extend", "stuck", "object"):
        shown = []
        for other in (FOREIGN, MISSING):
            said = f"/{command} {OPEN}、{other} {NEEDS[command]}"
            reply = check(said, await bureau.say("甲某", said)).replace(str(other), "他")
            shown.append((reply, [button.label for button in bureau.newest("甲某").buttons]))
            start_anew(bureau, "甲某", before)
        assert shown[0] == shown[1], command
        assert shown[0][1], "one's own is offered"


async def test_a_suspended_item_is_resumed_by_the_button_of_the_refusal_where_one_may(bureau: Bureau) -> None:
    furnish(bureau)
    for name, may in (("甲某", False), ("股长", False), ("分管甲", True), ("办主任", True)):
        await bureau.say(name, f"/edit {SUSPENDED} 标准=一户一档" if may else f"/done {SUSPENDED}")
        assert bool(bureau.newest(name).buttons) == may, name
    await bureau.press("办主任", f"恢复办理第{SUSPENDED}号")
    assert bureau.status(SUSPENDED) is not ItemStatus.SUSPENDED


#: Where the bot says nothing, and why.
SILENT = (
    ("甲某", "大家早上好", "what people say to each other in a group is none of its business"),
    ("甲某", "完成 12", "in a group without its name, a reply or a slash nothing is meant for it"),
    ("甲某", "/done@other_bot 12", "another bot is meant"),
    ("甲某", "/weather 12", "a command that it has not may be another bot's"),
    ("陌生人", "12怎么样了", "whoever is nobody's colleague is told nothing unasked"),
)


async def test_it_says_nothing_where_nothing_is_said_to_it(bureau: Bureau) -> None:
    """The whole list: everything else is answered."""
    before = furnish(bureau)
    group = bureau.group("救助股", "社会救助股", "甲某", "股长", "陌生人")
    for name, said, why in SILENT:
        assert await bureau.say(name, said, group) == [], (said, why)
    assert await bureau.say("甲某", "/done@other_bot 12") == [], "another bot is meant, in private as well"
    assert len(await bureau.say("陌生人", "/item 12")) == 1
    assert await bureau.say("陌生人", "/item 12") == [], "a stranger has one answer an hour"
    edited = {"text": "早上好", "edit_date": int(bureau.now.timestamp())}
    assert await receive(bureau, "甲某", "edited_message", **edited) == [], "an edit of what was no report"
    assert {n: bureau.item(n) for n in before} == before


async def test_every_button_of_a_card_pressed_twice_does_its_thing_once(bureau: Bureau) -> None:
    """docs/promises.md 25: also where the message is older than the item's newest state."""
    before = furnish(bureau)
    for name, number in (("甲某", OPEN), ("股长", 20), ("分管甲", OPEN), ("办主任", OPEN), ("办主任", SUSPENDED)):
        await bureau.say(name, f"/item {number}")
        card = bureau.newest(name)
        for button in card.buttons:
            answered = await bureau.forge(name, card, button.data)
            assert answered is not None, button
            once, seen = bureau.item(number), len(bureau.texts(name))
            again = await bureau.forge(name, card, button.data)
            assert again is not None, button
            assert bureau.item(number) == once, (button, again)
            assert len(bureau.texts(name)) - seen <= 1, (button, bureau.texts(name)[seen:])
            start_anew(bureau, name, before)
