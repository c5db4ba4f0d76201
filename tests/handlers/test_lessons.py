"""举一反三 and 建章立制: two questions under 申请销号, answered by button or in words, and read by the approver."""

from domain.item import ItemStatus
from tests.domain.office import item
from tests.handlers.office import Bureau

UNIT = "社会救助股"


async def submit(bureau: Bureau, number: int = 15, kind: str = "rectification") -> None:
    """甲某 asks for 销号."""
    bureau.add(item(number=number, kind=kind, title="审计反馈"))
    await bureau.say("甲某", f"/done {number} 已整改")


def labels(bureau: Bureau, name: str) -> list[str]:
    return [each.label for each in bureau.newest(name).buttons]


async def test_two_presses_answer_both_questions_and_the_approver_reads_them(bureau: Bureau) -> None:
    await submit(bureau)
    assert "举一反三：未填写；建章立制：未填写" in bureau.newest("分管甲").text
    assert "举一反三：是否已排查" in bureau.newest("甲某").text
    await bureau.press("甲某", "是")
    assert "建章立制：是否已完善" in bureau.newest("甲某").text
    assert "举一反三：是；建章立制：未填写" in bureau.newest("分管甲").text
    await bureau.press("甲某", "不涉及")
    assert "举一反三：是；建章立制：不涉及" in bureau.newest("甲某").text
    assert "举一反三：是；建章立制：不涉及" in bureau.newest("分管甲").text
    assert labels(bureau, "甲某") == ["重填举一反三、建章立制", "撤回申请"]
    assert len(bureau.texts("甲某")) == 1  # one answer that is kept up to date
    await bureau.press("分管甲", "同意销号")  # the button is that of the item as it stands
    assert bureau.status(15) is ItemStatus.CLOSED
    assert (bureau.item(15).like_cases, bureau.item(15).rule_made) == ("是", "不涉及")


async def test_unanswered_questions_hold_nothing_up(bureau: Bureau) -> None:
    await submit(bureau)
    await bureau.press("分管甲", "同意销号")
    assert bureau.status(15) is ItemStatus.CLOSED


async def test_words_are_an_answer_and_answers_may_be_given_anew_and_taken_back(bureau: Bureau) -> None:
    await submit(bureau)
    await bureau.press("甲某", "另写")
    assert "请直接发送举一反三情况" in bureau.newest("甲某").text
    [reply] = await bureau.say("甲某", "已排查各镇台账12份")
    assert "建章立制：是否已完善" in reply
    assert "举一反三：已排查各镇台账12份" in bureau.newest("分管甲").text
    await bureau.press("甲某", "不涉及")
    await bureau.press("甲某", "重填举一反三、建章立制")
    assert bureau.item(15).like_cases == ""
    await bureau.press("甲某", "是")
    assert bureau.item(15).like_cases == "是"
    await bureau.press("甲某", "撤回申请")
    assert bureau.status(15) is ItemStatus.ACKNOWLEDGED
    assert bureau.item(15).like_cases == "是"  # what was said stays for the next time


async def test_a_rule_that_the_answer_names_by_title_is_one_that_was_made(bureau: Bureau) -> None:
    bureau.add(item(number=15, kind="rectification", title="审计反馈", rules_made=("《备案办法》",)))
    await bureau.say("甲某", "/done 15 已整改")
    await bureau.press("甲某", "是")
    await bureau.press("甲某", "另写")
    await bureau.say("甲某", "已印发《比对制度》，重申《备案办法》")
    assert bureau.item(15).rules_made == ("《备案办法》", "《比对制度》")
    await bureau.press("甲某", "重填举一反三、建章立制")
    assert bureau.item(15).rules_made == ("《备案办法》",), "what that answer brought goes with it"
    await bureau.press("甲某", "是")
    await bureau.press("甲某", "另写")
    await bureau.say("甲某", "已印发《核对制度》")
    assert bureau.item(15).rules_made == ("《备案办法》", "《核对制度》")


async def test_what_may_not_be_kept_is_asked_for_again(bureau: Bureau) -> None:
    await submit(bureau)
    for words in ("已告知13812345678", "说明" * 2500):
        await bureau.press("甲某", "另写")
        await bureau.say("甲某", words)
        assert bureau.item(15).like_cases == ""
    await bureau.say("甲某", "已告知各镇")
    assert bureau.item(15).like_cases == "已告知各镇"


async def test_a_second_press_and_an_older_button_change_nothing_more(bureau: Bureau) -> None:
    await submit(bureau)
    question = bureau.newest("甲某", "不涉及")
    pressed = next(each.data for each in question.buttons if each.label == "不涉及")
    await bureau.press("甲某", "不涉及")
    version = bureau.item(15).version
    await bureau.forge("甲某", question, pressed)
    assert (bureau.item(15).version, bureau.item(15).rule_made) == (version, "")
    await bureau.press("分管甲", "同意销号")
    answered = await bureau.forge("甲某", question, pressed.replace(":1", ":11"))
    assert bureau.item(15).rule_made == ""
    assert "第15号" in (answered or "") + bureau.newest("甲某").text


async def test_in_the_units_group_the_questions_are_asked_under_the_answer_as_well(bureau: Bureau) -> None:
    group = bureau.group("救助股", UNIT, "甲某", "丙某")
    bureau.add(item(number=15, kind="rectification"))
    await bureau.say("甲某", "/done@duban_bot 15 已整改", group)
    await bureau.press("丙某", "是", chat=group)
    assert bureau.item(15).like_cases == ""
    await bureau.press("甲某", "是", chat=group)
    assert bureau.item(15).like_cases == "是"


async def test_kinds_that_do_not_ask_read_as_before(bureau: Bureau) -> None:
    await submit(bureau, kind="hotline")
    assert labels(bureau, "甲某") == ["撤回申请"]
    assert "举一反三" not in bureau.newest("分管甲").text
