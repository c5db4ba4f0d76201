"""docs/promises.md 28: each command and button × each person × own unit, other unit, foreign chat: one table, walked.

Item A is 甲某's of 社会救助股, headed by 股长, overseen by 分管甲; item B is 丙某's of 儿童福利股, overseen by 分管乙.
"""

from itertools import count

import pytest

from domain.actions import Action
from domain.item import Item, ItemStatus
from domain.letter import Press
from tests.domain.office import PEOPLE, item
from tests.handlers.office import Bureau

EVERYBODY = (*(person.name for person in PEOPLE), "管理员", "陌生人")
OFFICE = {"办主任", "管理员"}
WATCHERS = OFFICE | {"局长", "纪委"}
ASSIGNED = ItemStatus.ASSIGNED

#: What is asked → who may for A, who may for B.
MAY: dict[str, tuple[set[str], set[str]]] = {
    "item": (WATCHERS | {"分管甲", "股长", "甲某", "乙某"}, WATCHERS | {"分管乙", "丙某"}),
    "ack": (OFFICE | {"股长", "甲某"}, OFFICE | {"丙某"}),
    "done": (OFFICE | {"股长", "甲某"}, OFFICE | {"丙某"}),
    "undo": (OFFICE | {"甲某"}, OFFICE | {"丙某"}),
    "approve": ({"分管甲"}, {"分管乙"}),
    "return": ({"分管甲"}, {"分管乙"}),
    "extend": (OFFICE | {"股长", "甲某"}, OFFICE | {"丙某"}),
    "grant": ({"分管甲"}, {"分管乙"}),
    "refuse": ({"分管甲"}, {"分管乙"}),
    "answer": ({"分管甲", "局长"}, {"分管乙", "局长"}),
    "solved": (OFFICE | {"局长", "分管甲", "股长", "甲某"}, OFFICE | {"局长", "分管乙", "丙某"}),
}
ACTS = {
    "item": Action.SEE,
    "ack": Action.ACKNOWLEDGE,
    "done": Action.DONE,
    "undo": Action.UNDO,
    "approve": Action.APPROVE,
    "grant": Action.GRANT_EXTENSION,
    "solved": Action.SOLVE_OBSTACLE,
}
#: What follows the number, where a command needs it to change something.
WORDS = {"extend": " 12月31日 系统升级", "answer": " 已协调"}
SECRET = "绝密标题"


def make(bureau: Bureau, asked: str, number: int, *, is_a: bool) -> Item:
    """An item in the state in which the question makes sense."""
    unit, owner = ("社会救助股", "甲某") if is_a else ("儿童福利股", "丙某")
    fields = {"unit": unit, "owner": owner, "title": SECRET, "status": ASSIGNED}
    made = item(number=number, **fields, kind="rectification" if asked in ("approve", "return") else "task")
    bureau.add(made)
    return made


async def prepare(bureau: Bureau, asked: str, made: Item) -> None:
    """Its owner closes it, where closing comes before what is asked."""
    if asked in ("undo", "approve", "return"):
        await bureau.say(made.owner, f"/done {made.number}")
    if asked in ("grant", "refuse"):
        await bureau.say(made.owner, f"/extend {made.number}{WORDS['extend']}")
    if asked in ("answer", "solved"):
        await bureau.say(made.owner, f"/stuck {made.number} 难办")
        await bureau.press(made.owner, "需协调")


def payload(asked: str, made: Item) -> str:
    """The button that asks for it."""
    if asked == "return":
        return Press(Action.REASON, made.number).encode()
    if asked == "refuse":
        return Press(Action.REFUSE_EXTENSION, made.number, choice=1).encode()
    return Press(ACTS[asked], made.number).encode()


@pytest.mark.parametrize("asked", ["item", "ack", "done", "undo", "extend", "answer"])
async def test_commands_do_what_the_table_says_and_tell_nothing_else(bureau: Bureau, asked: str) -> None:
    """docs/promises.md 28."""
    numbers = count(100)
    for name in EVERYBODY:
        for is_a, may in ((True, MAY[asked][0]), (False, MAY[asked][1])):
            made = make(bureau, asked, next(numbers), is_a=is_a)
            await prepare(bureau, asked, made)
            before = bureau.item(made.number).version
            replies = await bureau.say(name, f"/{asked} {made.number}{WORDS.get(asked, '')}")
            changed = bureau.item(made.number).version != before
            assert changed == (asked != "item" and name in may), (name, is_a)
            assert (SECRET in "".join(replies)) == (name in may | MAY["item"][not is_a]), (name, is_a)


@pytest.mark.parametrize("asked", [asked for asked in MAY if asked not in WORDS])
async def test_a_buttons_payload_is_never_trusted(bureau: Bureau, asked: str) -> None:
    """docs/promises.md 28: whoever presses is asked about, whatever the button says."""
    numbers = count(100)
    for name in EVERYBODY:
        await bureau.say(name, "/help")
        message = bureau.newest(name)
        for is_a, may in ((True, MAY[asked][0]), (False, MAY[asked][1])):
            made = make(bureau, asked, next(numbers), is_a=is_a)
            await prepare(bureau, asked, made)
            before, count_before = bureau.item(made.number), len(bureau.texts(name))
            answer = await bureau.forge(name, message, payload(asked, made))
            assert (bureau.item(made.number) != before) == (asked != "item" and name in may), (name, is_a)
            assert answer is not None
            shown = answer + "".join(bureau.texts(name)[count_before:])
            if name not in may | MAY["item"][not is_a]:
                assert SECRET not in shown, (name, is_a)


@pytest.mark.parametrize("unit", ["儿童福利股", "", None])
@pytest.mark.parametrize("asked", ["item", "ack", "done", "undo", "extend", "answer"])
async def test_a_foreign_group_sees_and_does_nothing(bureau: Bureau, asked: str, unit: str | None) -> None:
    """docs/promises.md 28: another unit's group, the bureau's, one that is bound to nothing."""
    group = bureau.group("别的群", unit, *EVERYBODY)
    made = make(bureau, asked, 100, is_a=True)
    await prepare(bureau, asked, made)
    before = bureau.item(100)
    for name in EVERYBODY:
        [reply] = await bureau.say(name, f"/{asked}@duban_bot 100", group)
        if bureau.players[name].chat_id not in {person.telegram_id for person in bureau.roster.people}:
            bureau.wait(hours=1)  # a stranger has one answer an hour
        [unknown] = await bureau.say(name, f"/{asked}@duban_bot 999", group)
        assert SECRET not in reply
        assert reply.replace("100", "999") == unknown, "whether a number exists is not told"
    assert bureau.item(100) == before


async def test_a_sensitive_item_is_shown_in_no_group(bureau: Bureau) -> None:
    """docs/promises.md 28."""
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.add(item(number=100, title=SECRET, is_sensitive=True))
    for command in ("item", "done", "ack"):
        [reply] = await bureau.say("甲某", f"/{command}@duban_bot 100", group)
        assert SECRET not in reply
    assert "第100号" not in "".join(await bureau.say("甲某", "/mytasks@duban_bot", group))
    assert "第100号" in "".join(await bureau.say("甲某", "/mytasks"))


@pytest.mark.parametrize("command", ["bind", "unbind"])
async def test_only_the_office_and_the_units_head_bind_its_group(bureau: Bureau, command: str) -> None:
    """docs/promises.md 28."""
    for name in EVERYBODY:
        group = bureau.group("救助股", "社会救助股" if command == "unbind" else None, name)
        await bureau.say(name, f"/{command}@duban_bot 社会救助股", group)
        is_bound = bureau.roster.chat(group.chat_id) is not None
        assert is_bound == ((command == "bind") == (name in OFFICE | {"股长"})), name


async def test_an_unknown_person_gets_one_polite_line_and_nothing_of_the_ledger(bureau: Bureau) -> None:
    """Fault 1.5: strangers get one line an hour, whatever they write. docs/promises.md 28."""
    bureau.add(item(number=12, title=SECRET))
    for text in (
        "/start",
        "/mytasks",
        "/item 12",
        "/done 12",
        "/undo",
        "/ack 12",
        "/bind",
        "完成 12",
        "你好",
        "/whoami",
    ):
        [reply] = await bureau.say("陌生人", text)
        assert "登记" in reply
        assert SECRET not in reply
        assert await bureau.say("陌生人", text) == []
        bureau.wait(hours=1)
    [reply] = await bureau.say("陌生人", "/start late")
    assert "登记" in reply


#: Who stands above units; the office's own people have a unit as well.
ABOVE = {"局长", "纪委", "管理员"}
#: A list, by command and by button → who finds A in it, and who finds B.
LISTS: dict[str, tuple[Action, set[str], set[str]]] = {
    "unit": (Action.UNIT, ABOVE | {"分管甲", "股长", "甲某", "乙某"}, ABOVE | {"分管乙", "丙某"}),
    "": (Action.ALL, WATCHERS | {"分管甲", "股长", "甲某", "乙某"}, WATCHERS | {"分管乙", "丙某"}),
    "overdue": (Action.LATE, WATCHERS | {"分管甲", "股长", "甲某", "乙某"}, WATCHERS | {"分管乙", "丙某"}),
    "today": (Action.TODAY, WATCHERS | {"分管甲", "股长", "甲某"}, WATCHERS | {"分管乙", "丙某"}),
    "week": (Action.WEEK, WATCHERS | {"分管甲", "股长", "甲某"}, WATCHERS | {"分管乙", "丙某"}),
    "tomorrow": (Action.TOMORROW, WATCHERS | {"分管甲", "股长", "甲某"}, WATCHERS | {"分管乙", "丙某"}),
    "gaps": (Action.GAPS, WATCHERS | {"分管甲", "股长", "甲某"}, WATCHERS | {"分管乙", "丙某"}),
    "silent": (Action.SILENT, WATCHERS | {"分管甲", "股长", "甲某"}, WATCHERS | {"分管乙", "丙某"}),
    "list": (Action.LIST, WATCHERS | {"分管甲", "股长", "甲某", "乙某"}, WATCHERS | {"分管乙", "丙某"}),
    "pending": (Action.WAITING, WATCHERS | {"分管甲", "股长", "甲某"}, WATCHERS | {"分管乙", "丙某"}),
    "mytasks": (Action.MINE, {"甲某"}, {"丙某"}),
}
SECRETS = {100: "绝密标题", 101: "机密标题"}


def make_listed(bureau: Bureau, asked: str) -> None:
    """A and B in the state in which the list has them."""
    due = {"overdue": "2026-11-18", "today": "2026-11-20", "week": "2026-11-22", "tomorrow": "2026-11-23"}.get(
        asked, "2026-12-18"
    )
    state = {"kind": "rectification", "status": ItemStatus.SUBMITTED} if asked == "pending" else {}
    for (number, title), (unit, owner) in zip(
        SECRETS.items(), (("社会救助股", "甲某"), ("儿童福利股", "丙某")), strict=True
    ):
        bureau.add(item(due, number=number, title=title, unit=unit, owner=owner, **state))


@pytest.mark.parametrize("asked", LISTS)
async def test_lists_show_what_the_table_says_and_nothing_else(bureau: Bureau, asked: str) -> None:
    """docs/promises.md 28: by command, and by a button that was never offered."""
    make_listed(bureau, asked)
    act, *may = LISTS[asked]
    for name in EVERYBODY:
        shown = "".join(await bureau.say(name, f"/{asked}")) if asked else None
        await bureau.say(name, "/whoami")
        message, count_before = bureau.newest(name) if bureau.texts(name) else None, len(bureau.texts(name))
        pressed = ""
        if message is not None:
            pressed = await bureau.forge(name, message, Press(act).encode()) or ""
            pressed += "".join(bureau.texts(name)[count_before - 1 :])
        for title, theirs in zip(SECRETS.values(), may, strict=True):
            assert shown is None or (title in shown) == (name in theirs), (name, title)
            assert (title in pressed) == (name in theirs), (name, title, "pressed")


@pytest.mark.parametrize("unit", ["社会救助股", "儿童福利股", "", None])
@pytest.mark.parametrize("asked", LISTS)
async def test_a_group_reads_no_list_but_its_own_units(bureau: Bureau, asked: str, unit: str | None) -> None:
    """docs/promises.md 28: in the own unit's group, another's, the bureau's, one that is bound to nothing."""
    make_listed(bureau, asked)
    group = bureau.group("某群", unit, *EVERYBODY)
    own = {"社会救助股": SECRETS[100], "儿童福利股": SECRETS[101]}.get(unit or "", "")
    for name in EVERYBODY:
        shown = "".join(await bureau.say(name, f"/{asked}@duban_bot", group))
        pressing = next((m for m in bureau.playground.messages(group.chat_id)), None)
        before = len(bureau.playground.messages(group.chat_id))
        if pressing is not None:
            shown += await bureau.forge(name, pressing, Press(LISTS[asked][0]).encode()) or ""
            shown += "".join(m.text for m in bureau.playground.messages(group.chat_id)[before:])
        if asked not in ("unit", "overdue", "mytasks"):
            assert not [title for title in SECRETS.values() if title in shown], name
        assert not [title for title in SECRETS.values() if title in shown and title != own], name


@pytest.mark.parametrize("asked", ["summary", "sum"])
async def test_the_counts_are_of_what_one_may_see(bureau: Bureau, asked: str) -> None:
    """docs/promises.md 28."""
    make_listed(bureau, "today")
    expected = {**dict.fromkeys(WATCHERS, 2), **dict.fromkeys(("分管甲", "分管乙", "股长", "甲某", "丙某"), 1)}
    for name in EVERYBODY:
        await bureau.say(name, "/summary" if asked == "summary" else "/whoami")
        if asked == "sum" and name != "陌生人":
            await bureau.forge(name, bureau.newest(name), Press(Action.SUMMARY).encode())
        shown = bureau.texts(name)[-1] if bureau.texts(name) else ""
        if name == "陌生人":
            assert "在办" not in shown
        else:
            assert f"在办{expected.get(name, 0)}项" in shown, name


CHANGERS = OFFICE | {"分管甲"}, OFFICE | {"分管乙"}
#: What is shown before it is done → the words, what is shown, and who may for A, who may for B.
PREVIEWED: dict[str, tuple[str, str, tuple[set[str], set[str]]]] = {
    "cancel": ("{} 重复录入", "【请核对】拟撤销", CHANGERS),
    "suspend": ("{} 12月20日 等省级系统", "【请核对】拟挂账", CHANGERS),
    "edit": ("{} 标准=一户一档", "【请核对】拟调整", (CHANGERS[0] | {"股长"}, CHANGERS[1])),
    "object": ("{} 时间不够", "请选择：", ({"股长", "甲某"}, {"丙某"})),
}


@pytest.mark.parametrize("asked", PREVIEWED)
async def test_a_change_is_shown_to_those_alone_who_may_make_it(bureau: Bureau, asked: str) -> None:
    """docs/promises.md 28."""
    words, shown, may = PREVIEWED[asked]
    numbers = count(100)
    for name in EVERYBODY:
        for is_a, theirs in ((True, may[0]), (False, may[1])):
            made = make(bureau, asked, next(numbers), is_a=is_a)
            replies = "".join(await bureau.say(name, f"/{asked} {words.format(made.number)}"))
            assert (shown in replies) == (name in theirs), (name, is_a)
            assert (SECRET in replies) <= (name in theirs | MAY["item"][not is_a]), (name, is_a)
            assert bureau.item(made.number) == made, "nothing is changed before a yes"


async def test_work_is_set_by_those_alone_who_may_and_to_the_units_within_their_reach(bureau: Bureau) -> None:
    """docs/promises.md 28."""
    for name in EVERYBODY:
        for owner, theirs in (("甲某", OFFICE | {"分管甲", "股长"}), ("丙某", OFFICE | {"分管乙"})):
            replies = "".join(await bureau.say(name, f"/add {owner} 12月20日前 制定方案"))
            assert ("【请核对】拟交办" in replies) == (name in theirs), (name, owner)
    assert bureau.ledger.item(1) is None
