"""交办 as the office writes it: echoed with the exact day, completed by buttons, told to the unit, taken back."""

from datetime import date
from pathlib import Path

import pytest

from domain.actions import Action
from domain.item import Did, ItemStatus
from domain.letter import AssignChoice, Press
from jobs.lookout import Lookout
from playground.telegram.chats import Message
from tests.domain.office import RULES, at, item
from tests.handlers.office import Bureau, open_bureau
from tests.texts.reading import model

LINE = "交办 社会救助股 甲某 7月底前 完成低保核查 #整改"


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def forward(bureau: Bureau, name: str, words: str) -> None:
    """Somebody passes on what somebody else wrote."""
    chat = bureau.players[name].chat_id
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "李主任"}
    message = {
        "message_id": 700,
        "date": int(bureau.now.timestamp()),
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False, "first_name": name},
        "text": words,
        "forward_origin": origin,
    }
    await bureau.take({"update_id": 700 + chat, "message": message})


async def test_a_line_is_echoed_with_its_exact_day_entered_once_confirmed_and_told_to_the_unit(bureau: Bureau) -> None:
    bureau.add(item(number=42))
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    [echo] = await bureau.say("办主任", LINE)
    assert echo == (
        "【请核对】拟交办第43号\n完成低保核查〔整改〕\n社会救助股　甲某\n"
        "期限：2027年7月31日（周六）〔写作“7月底前”；当日休息，7月30日（周五）提醒〕\n完成标准：未填　来源：未填"
    )
    assert echo in model(16)
    assert labels(bureau.newest("办主任")) == ["确认交办", "改期限", "改责任人", "补完成标准", "取消"]
    assert bureau.ledger.item(43) is None
    await bureau.press("办主任", "确认交办")
    new = bureau.item(43)
    assert (new.status, new.owner, new.due, new.due_written) == (ItemStatus.ASSIGNED, "甲某", "2027-07-31", "7月底前")
    assert (new.history[0].did, new.history[0].by, new.kind) == (Did.ASSIGN, "办主任", "rectification")
    told = bureau.newest("股长", chat=group)
    assert told.text.startswith("【新交办】社会救助股 @甲某\n第43号 完成低保核查〔整改〕")
    assert "签收" in labels(told)
    assert "已通知责任单位签收" in bureau.texts("办主任")[-1]
    count = len(bureau.playground.messages(group.chat_id))
    Lookout(bureau.ledger, RULES, "duban_bot").look(at("11-23 09:31"))
    await bureau.breathe()
    later = bureau.playground.messages(group.chat_id)[count:]
    assert not [message for message in later if "新交办" in message.text], "the clock tells it no second time"


async def test_outside_office_hours_the_clock_tells_the_unit(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.playground.clock.set(at("11-21 10:00"))  # a Saturday
    await bureau.say("办主任", LINE)
    await bureau.press("办主任", "确认交办")
    assert "现为休息时间，将于11月23日（周一）9:30通知" in bureau.texts("办主任")[-1]
    assert not [m for m in bureau.playground.messages(group.chat_id) if "新交办" in m.text]
    Lookout(bureau.ledger, RULES, "duban_bot").look(at("11-23 09:31"))
    await bureau.breathe()
    assert sum("新交办" in m.text for m in bureau.playground.messages(group.chat_id)) == 1


async def test_who_sets_work_is_told_where_nobody_can_be_told_of_it(bureau: Bureau) -> None:
    await bureau.say("股长", "交办 股长 12月10日前 完成低保核查")
    await bureau.press("股长", "确认交办")
    assert "已通知" not in bureau.texts("股长")[-1], "it is the head's own"
    await bureau.say("股长", "交办 甲某 12月10日前 走访慰问")
    await bureau.press("股长", "确认交办")
    assert "已通知责任单位签收" in bureau.texts("股长")[-1]
    assert "【新交办】社会救助股" in bureau.texts("甲某")[-1], "the unit has no group"


async def test_what_is_missing_is_asked_for_step_by_step(bureau: Bureau) -> None:
    [ask] = await bureau.say("办主任", "/add")
    assert "请选择责任单位：" in ask
    await bureau.press("办主任", "社会救助股")
    assert labels(bureau.newest("办主任"))[:2] == ["股长", "甲某"]
    await bureau.press("办主任", "甲某")
    assert "请直接发送完成期限" in bureau.texts("办主任")[-1]
    [refusal] = await bureau.say("办主任", "尽快")
    assert "“尽快”不是具体期限，请写明日期，例如：12月15日" in refusal
    [ask] = await bureau.say("办主任", "12月10日前")
    assert "请直接发送事项内容" in ask
    [echo] = await bureau.say("办主任", "完成低保核查")
    assert "期限：12月10日（周四）〔写作“12月10日前”〕" in echo
    await bureau.press("办主任", "补完成标准")
    [echo] = await bureau.say("办主任", "一户一档")
    assert "完成标准：一户一档" in echo
    assert labels(bureau.newest("办主任"))[0] == "确认交办"
    await bureau.press("办主任", "确认交办")
    assert (bureau.item(1).title, bureau.item(1).standard) == ("完成低保核查", "一户一档")


async def test_limit_and_owner_are_changed_before_anything_is_entered(bureau: Bureau) -> None:
    await bureau.say("办主任", "交办 甲某 8月前 完成低保核查")
    assert "改为2027年8月31日（周二）" in labels(bureau.newest("办主任"))
    await bureau.press("办主任", "改为2027年8月31日（周二）")
    assert "2027年8月31日（周二）" in bureau.texts("办主任")[-1]
    await bureau.press("办主任", "改期限")
    await bureau.say("办主任", "今天")
    assert "期限：11月20日（周五）〔写作“今天”〕" in bureau.texts("办主任")[-1], "a day, and no command"
    await bureau.press("办主任", "改责任人")
    await bureau.press("办主任", "乙某")
    await bureau.press("办主任", "确认交办")
    assert (bureau.item(1).owner, bureau.item(1).due) == ("乙某", "2026-11-20")


async def test_pasted_minutes_are_previewed_at_once_and_told_in_one_message_a_group(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    minutes = (
        "交办：\n1. 社会救助股 甲某 12月10日前 完成低保核查\n2. 社会救助股 乙某 12月11日前 完成临时救助核查\n"
        "3. 养老服务股 12月12日前 养老机构安全检查\n4. 儿童福利股 丙某 适时 走访困境儿童"
    )
    [preview] = await bureau.say("办主任", minutes)
    assert "识别4条，其中1条缺责任人、1条期限不明：" in preview
    assert "3. 养老机构安全检查（缺责任人）" in preview
    assert labels(bureau.newest("办主任")) == ["交办其余2条", "逐条补齐", "查看全部4条", "取消"]
    await bureau.press("办主任", "逐条补齐")
    await bureau.press("办主任", "别股长")
    assert "第4条（共4条）" in bureau.texts("办主任")[-1]
    assert "“适时”不是具体期限" in bureau.texts("办主任")[-1]
    [preview] = await bureau.say("办主任", "12月15日")
    assert "识别4条，均可交办" in preview
    await bureau.press("办主任", "确认交办4条")
    assert [bureau.item(n).unit for n in (1, 2, 3, 4)] == ["社会救助股", "社会救助股", "养老服务股", "儿童福利股"]
    told = [m for m in bureau.playground.messages(group.chat_id) if "新交办" in m.text]
    assert len(told) == 1
    assert "第1号" in told[0].text
    assert "第2号" in told[0].text


async def test_who_is_in_charge_may_be_written_where_it_is_asked(bureau: Bureau) -> None:
    await bureau.say("办主任", "交办 社会救助股 12月18日前 走访慰问特困对象")
    [refusal] = await bureau.say("办主任", "丙某")
    assert "没有可以操作的人员“丙某”，是否股长、甲某、乙某？" in refusal
    [echo] = await bureau.say("办主任", "由乙某负责")
    assert "社会救助股　乙某" in echo


async def test_a_leader_may_own_an_item_of_a_unit_they_oversee(bureau: Bureau) -> None:
    [echo] = await bureau.say("办主任", "交办 社会救助股 分管甲 12月18日前 走访慰问特困对象")
    assert "社会救助股　分管甲" in echo
    [asked] = await bureau.say("办主任", "交办 儿童福利股 分管甲 12月18日前 走访慰问特困对象")
    assert "没有查到“分管甲”" in asked


async def test_the_complete_ones_of_several_may_go_first(bureau: Bureau) -> None:
    await bureau.say("办主任", "交办\n社会救助股 甲某 12月10日前 完成低保核查\n养老服务股 12月12日前 安全检查")
    await bureau.press("办主任", "交办其余1条")
    assert bureau.item(1).title == "完成低保核查"
    assert "请选择责任人" in bureau.texts("办主任")[-1]
    await bureau.press("办主任", "别股长")
    await bureau.press("办主任", "确认交办")
    assert bureau.item(2).unit == "养老服务股"


async def test_work_of_every_unit_is_offered_to_be_split(bureau: Bureau) -> None:
    await bureau.say("办主任", "交办 各股室 12月5日前 报送年度总结")
    assert "分交3个单位，各1项" in labels(bureau.newest("办主任"))
    await bureau.press("办主任", "分交3个单位，各1项")
    assert "识别3条，其中1条缺责任人" in bureau.texts("办主任")[-1]
    await bureau.press("办主任", "逐条补齐")
    await bureau.press("办主任", "丙某")
    await bureau.press("办主任", "确认交办3条")
    assert [bureau.item(n).owner for n in (1, 2, 3)] == ["股长", "别股长", "丙某"]


async def test_an_open_item_that_is_nearly_the_same_is_asked_about(bureau: Bureau) -> None:
    bureau.add(item(number=12, title="完成低保核查工作"))
    [echo] = await bureau.say("办主任", LINE)
    assert "在办第12号“完成低保核查工作”与此相近，请核对是否重复。" in echo
    assert labels(bureau.newest("办主任"))[0] == "仍然交办"


async def test_of_several_those_that_are_nearly_an_open_item_are_named_first(bureau: Bureau) -> None:
    bureau.add(item(number=12, title="完成低保核查工作"))
    [preview] = await bureau.say(
        "办主任", "交办\n社会救助股 甲某 12月10日前 完成低保核查\n社会救助股 乙某 12月11日前 走访慰问"
    )
    assert "识别2条，其中1条疑似重复：\n1. 完成低保核查（与在办第12号相近）" in preview
    assert labels(bureau.newest("办主任"))[0] == "确认交办2条"


async def test_a_message_that_is_answered_gives_the_title(bureau: Bureau) -> None:
    await bureau.say("办主任", "核查低保边缘家庭数据")
    chat = bureau.players["办主任"].chat_id
    own = next(m for m in bureau.playground.history(chat) if m.text == "核查低保边缘家庭数据")
    [echo] = await bureau.say("办主任", "/add 社会救助股 甲某 12月10日前", reply_to=own)
    assert "核查低保边缘家庭数据\n社会救助股　甲某" in echo


async def test_a_new_item_is_taken_back_and_its_unit_told(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    await bureau.say("办主任", LINE)
    await bureau.press("办主任", "确认交办")
    await bureau.press("办主任", "撤回")
    assert bureau.status(1) is ItemStatus.CANCELLED
    assert "本事项系误交办，已撤回，无须办理" in bureau.newest("股长", chat=group).text


async def test_the_words_of_an_answered_or_forwarded_message_are_the_work(bureau: Bureau) -> None:
    await forward(bureau, "办主任", "核查低保边缘家庭数据")
    offer = bureau.newest("办主任", "交办")
    assert "转发的内容不作为指令办理" in offer.text
    await bureau.press("办主任", "交办", offer)
    assert "核查低保边缘家庭数据" in bureau.texts("办主任")[-1]
    assert "请选择责任单位" in bureau.texts("办主任")[-1]
    await forward(bureau, "甲某", "核查数据")
    assert bureau.texts("甲某")[-1] == "转发的内容不作为指令办理，请直接发送文字。"


async def test_heads_and_deputies_set_work_within_their_reach_and_nobody_else(bureau: Bureau) -> None:
    [echo] = await bureau.say("股长", "交办 甲某 12月10日前 完成低保核查")
    assert "社会救助股　甲某" in echo
    [refusal] = await bureau.say("股长", "交办 养老服务股 12月10日前 检查")
    assert "您不能向养老服务股交办" in refusal
    [refusal] = await bureau.say("甲某", "/add 社会救助股 甲某 12月10日前 核查")
    assert "交办须由办公室、分管领导或股室负责人操作" in refusal
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    [refusal] = await bureau.say("股长", "/add@duban_bot 甲某 12月10日前 核查", group)
    assert "交办请私聊本助手" in refusal


async def test_a_payload_is_never_trusted(bureau: Bureau) -> None:
    await bureau.say("股长", "交办 甲某 12月10日前 完成低保核查")
    echo = bureau.newest("股长")
    draft = Press.decode(echo.buttons[0].data)
    assert draft is not None
    for pick, choice in ((2, AssignChoice.UNIT), (9009 % 1000, AssignChoice.OWNER), (0, AssignChoice.OTHER_DAY)):
        await bureau.forge("股长", echo, Press(Action.SET, pick, draft.version, choice).encode())
    await bureau.say("乙某", "/help")
    stolen = Press(Action.SET, 0, draft.version, AssignChoice.CONFIRM).encode()
    assert "失效" in (await bureau.forge("乙某", bureau.newest("乙某"), stolen) or "")
    await bureau.press("股长", "确认交办", echo)
    assert (bureau.item(1).unit, bureau.item(1).owner) == ("社会救助股", "甲某")
    assert "失效" in (await bureau.forge("股长", echo, stolen) or ""), "entered once"
    assert bureau.ledger.item(2) is None


async def test_before_the_roster_is_there_who_may_set_work_reads_what_comes_first(tmp_path: Path) -> None:
    async with open_bureau(tmp_path, is_staffed=False) as empty:
        for words in ("/add 甲某 12月20日前 报送报表", "交办"):
            [told] = await empty.say("管理员", words)
            assert told == (
                "尚未导入花名册，没有可交办的股室和人员。"
                "请先发来含“花名册”表的工作簿（.xlsx），点〔确认导入〕后再交办。"
            )


async def test_odd_words_are_answered_and_enter_nothing(bureau: Bureau) -> None:
    for words, said in {
        "核" * 5000: "最多200字",
        "社会救助股 甲某 12月10日前 联系13812345678": "身份证号或电话号码",
        "社会救助股 甲某 2020年1月2日前 核查": "该期限已过",
        "\n".join(f"{n}. 社会救助股 甲某 12月10日前 核查{n}" for n in range(1, 70)): "一次最多交办60条",
    }.items():
        replies = await bureau.say("办主任", f"/add {words}"[:4096])
        assert said in "".join(replies), words[:20]
    [echo] = await bureau.say("办主任", "交办 社会救助股 甲某 12月10日前 <b>核查</b>&😀")
    assert "<b>核查</b>&😀" in echo
    assert bureau.ledger.item(1) is None


async def test_a_day_that_is_none_is_asked_about_and_is_no_part_of_the_title(bureau: Bureau) -> None:
    for day in ("2月30日", "13月1日", "31日", "2126年12月31日"):
        [asked] = await bureau.say("办主任", f"/add 社会救助股 甲某 {day} 完成低保核查")
        assert asked.startswith(f"【交办】\n完成低保核查\n社会救助股　甲某\n未能识别期限“{day}”。")


async def test_signs_within_a_line_stay_as_they_were_written(bureau: Bureau) -> None:
    """The first dash or number sign of a line was taken for one before a list's entry: 12-20 became 1220."""
    [shown] = await bureau.say("办主任", "/add 社会救助股 甲某 12-20 完成1、2号楼-消防核查")
    assert "\n完成1、2号楼-消防核查\n" in shown
    assert "期限：12月20日（周日）〔写作“12-20”" in shown


async def test_a_unit_that_nobody_knows_is_asked_about(bureau: Bureau) -> None:
    [asked] = await bureau.say("办主任", "/add 低保股 甲某 12月18日 核查")
    assert "没有查到“低保股”。" in asked
    await bureau.press("办主任", "社会救助股")
    assert "社会救助股　甲某" in bureau.newest("办主任").text


async def test_several_commands_that_were_pasted_together_are_several_assignments(bureau: Bureau) -> None:
    lines = "/add 社会救助股 甲某 12月18日 核查\n/add 社会救助股 乙某 12月18日 总结"
    [shown] = await bureau.say("办主任", lines)
    assert "2条" in shown
    assert "/add" not in shown


async def test_fields_of_the_plan_are_written_with_the_assignment_and_move_the_limit_of_the_law(bureau: Bureau) -> None:
    """紧急程度=, 受理日期= … were kept as words of the title."""
    line = "交办 社会救助股 甲某 #信访 受理日期=11月18日 反映补贴发放问题 紧急程度：特急 责任领导\uff1d分管甲"
    line += " 备注=上级转办 月底前回复"
    [shown] = await bureau.say("办主任", line)
    assert "反映补贴发放问题〔信访〕" in shown
    assert "期限：2027年1月17日（周日）〔按本类别办理时限自收件日起算；当日休息，顺延至1月18日（周一）〕" in shown
    assert "受理日期：11月18日\n紧急程度：特急\n责任领导：分管甲\n备注：上级转办 月底前回复" in shown
    await bureau.press("办主任", "确认交办")
    new = bureau.item(1)
    assert (new.title, new.received_on, new.urgency) == ("反映补贴发放问题", date(2026, 11, 18), "特急")
    assert (new.leader, new.remark, new.due) == ("分管甲", "上级转办 月底前回复", "2027-01-17")


async def test_what_was_received_in_december_is_told_in_january_without_its_year(bureau: Bureau) -> None:
    """受理日期=12月28日 was read as the end of this year, which has not come, and refused."""
    bureau.playground.clock.set(at("2027-01-05 10:00"))
    [shown] = await bureau.say("办主任", "交办 社会救助股 甲某 #信访 受理日期=12月28日 反映补贴发放问题")
    assert "期限：2月26日（周五）〔按本类别办理时限自收件日起算〕" in shown
    await bureau.press("办主任", "确认交办")
    assert bureau.item(1).received_on == date(2026, 12, 28)
    [refused] = await bureau.say("办主任", "交办 社会救助股 甲某 #信访 受理日期=2月28日 反映补贴发放问题")
    assert "请这样写：受理日期=3月1日（不晚于今日；往年的请写年份）" in refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("分值=五分", "未能识别分值“五分”，请这样写：分值=2"),
        ("受理日期=12月20日", "未能识别受理日期“12月20日”，请这样写：受理日期=3月1日"),
        ("备注=身份证510102199001011234", "疑似含有身份证号"),
    ],
)
async def test_a_field_that_is_not_understood_is_refused_with_how_it_is_written(
    bureau: Bureau, words: str, said: str
) -> None:
    [refused] = await bureau.say("办主任", f"交办 社会救助股 甲某 12月20日 完成核查 {words}")
    assert said in refused
