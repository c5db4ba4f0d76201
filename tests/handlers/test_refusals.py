"""What a refusal leads to, where it is said."""

import re

from domain.item import ItemStatus
from tests.domain.office import item
from tests.handlers.office import Bureau


async def test_a_refusal_names_the_owner_and_what_one_may_not_see_stays_unknown(bureau: Bureau) -> None:
    """Fault 6.9: in private, in the group, and never of an item that is not for the speaker."""
    bureau.add(item(number=26), item(number=27, unit="儿童福利股", owner="丙某"))
    group = bureau.group("救助股", "社会救助股", "甲某", "乙某")
    for reply in (await bureau.say("乙某", "/done 26"), await bureau.say("乙某", "/done@duban_bot 26", group)):
        assert "社会救助股甲某负责，请由其本人、股室负责人或办公室办理" in reply[0]
    [unseen] = await bureau.say("乙某", "/done 27")
    assert unseen.startswith("没有第27号事项")
    assert "丙某" not in unseen


async def test_who_may_not_decide_reads_who_does(bureau: Bureau) -> None:
    """Fault 6.9: of a request for 销号 the owner is not the remedy."""
    bureau.add(item(number=15, kind="rectification", status=ItemStatus.SUBMITTED, submitted_by="甲某"))
    await bureau.say("股长", "/item 15")
    assert "由分管甲审核" in (await bureau.forge("股长", bureau.newest("股长"), "yes:15:1:-1") or "")


async def test_many_refusals_are_counted_behind_the_first(bureau: Bureau) -> None:
    [reply] = await bureau.say("甲某", "/done " + " ".join(str(number) for number in range(300, 310)))
    assert len(re.findall("没有第", reply)) == 6
    assert reply.endswith("另有4项未能办理，请逐项核对编号后再发。")


async def test_what_a_group_reads_to_do_next_is_heard_in_that_group(bureau: Bureau) -> None:
    """Fault 6.11: formerly 我的事项 in a group ended with 完成 12, which no group hears."""
    bureau.add(item(number=12), item(number=13, owner="乙某"))
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    said = [
        *await bureau.say("甲某", "/mytasks@duban_bot", group),
        *await bureau.say("甲某", "/done@duban_bot", group),
        *await bureau.say("甲某", "/done@duban_bot 99", group),
        *await bureau.say("甲某", "/help@duban_bot", group),
    ]
    mine = next(each for each in bureau.playground.messages(group.chat_id) if "【我的事项】" in each.text)
    [closed] = await bureau.say("甲某", re.findall(r"/done \d+", mine.text)[0], group, reply_to=mine)
    assert "已办结" in closed
    said += await bureau.say("股长", "/unbind@duban_bot", group)
    for text in said:
        for command, at in re.findall(r"(?<![\w/])/([a-z]+)(@duban_bot)?", text):
            assert at or "回复本消息" in text, (command, text)
        assert "请发：" not in text


async def test_a_refusal_sends_nobody_to_themselves(bureau: Bureau) -> None:
    """Who may do it follows from the table of rights: the owner was told to have it cancelled by the owner."""
    bureau.add(item(number=12))
    for name, said, by in (
        ("甲某", "/cancel 12 重复", "请由分管领导或办公室办理"),
        ("甲某", "/edit 12 标准=一户一档", "请由股室负责人、分管领导或办公室办理"),
        ("乙某", "/done 12", "请由其本人、股室负责人或办公室办理"),
        ("办主任", "/object 12 时间不够", "请由其本人或股室负责人办理"),
        ("办主任", "/tick 12", "由其配合单位反馈"),
    ):
        [refusal] = await bureau.say(name, said)
        assert by in refusal, (said, refusal)


async def test_a_picture_and_its_command_are_refused_once(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    user = bureau.players["甲某"].chat_id
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    told = len(bureau.texts("甲某"))
    await bureau.take(
        {
            "update_id": 800_000,
            "message": {
                "message_id": 800_000,
                "date": int(bureau.now.timestamp()),
                "chat": {"id": user, "type": "private", "first_name": "甲某"},
                "from": {"id": user, "is_bot": False, "first_name": "甲某"},
                "photo": photo,
                "caption": "/done 999",
            },
        }
    )
    assert len(bureau.texts("甲某")) == told + 1
