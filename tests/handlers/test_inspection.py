"""What inspectors look into: samples drawn again by their seed, what changed in a month, the check code."""

from pathlib import Path

import pytest

from handlers.words.utterance import understand
from store.journal.verify import verify
from tests.domain.office import INSPECTOR, at, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels
from tests.jobs.office import Bureau as Office
from tests.jobs.office import task, to


def many(bureau: Bureau) -> None:
    bureau.add(*(item("2026-12-15", number=n, title=f"事项{n}") for n in range(1, 31)))


async def test_five_are_drawn_and_the_same_again_by_the_seed(bureau: Bureau) -> None:
    many(bureau)
    [first] = await bureau.say("纪委", "抽查 5 20260630")
    [again] = await bureau.say("纪委", "/sample 5 20260630")
    assert first == again
    assert first.startswith("【随机抽查】5项　种子20260630")
    assert first.count("（社会救助股 甲某）") >= 3
    assert "再抽一次" in labels(bureau.newest("纪委"))
    [other] = await bureau.say("纪委", "抽查")
    assert "种子20260630" not in other


async def test_a_sample_that_changes_between_two_pages_begins_anew(bureau: Bureau) -> None:
    """What is withdrawn moves the next one up, onto a page that was read: nobody would look at it."""
    many(bureau)
    await bureau.say("纪委", "抽查 9 20260630")
    page = bureau.newest("纪委")
    assert "第1至3项" in page.text
    drawn = labels(page)[0].partition(" ")[0]
    await bureau.say("甲某", f"/progress {drawn} 已报局办")
    await bureau.press("纪委", "下一页›", page)
    assert "第4至6项" in page.text
    await bureau.say("办主任", f"/cancel {drawn} 重复录入")
    await bureau.press("办主任", "确认撤销")
    told = await bureau.press("纪委", "下一页›", page)
    assert told == "可抽取的事项有增减，已按原种子重新抽取，请从第一页看起。"
    assert ("第1至3项" in page.text, f"第{drawn}号 " in page.text) == (True, False)
    await bureau.press("纪委", "下一页›", page)
    assert "第4至6项" in page.text
    assert all(len(each.data) <= 64 for each in page.buttons)


@pytest.mark.parametrize(
    ("said", "answer"), [("抽查 99", "99"), ("抽查 5 不存在股", "不存在股"), ("变动清单 随便", "随便")]
)
async def test_what_can_not_be_read_is_said_in_one_line(bureau: Bureau, said: str, answer: str) -> None:
    many(bureau)
    [reply] = await bureau.say("纪委", said)
    assert answer in reply
    assert "\n" not in reply


@pytest.mark.parametrize("said", ["/sample 5", "/changes", "/code"])
async def test_heads_and_staff_are_refused_and_no_group_is_told(bureau: Bureau, said: str) -> None:
    many(bureau)
    for who in ("股长", "甲某"):
        [reply] = await bureau.say(who, said)
        assert "事项1" not in reply
        assert "\n" not in reply
    group = bureau.group("救助股", "社会救助股", "纪委", "股长")
    await bureau.say("纪委", said.replace(" ", "@duban_bot ", 1) if " " in said else f"{said}@duban_bot", group)
    assert not any("第1号" in text.text for text in bureau.playground.messages(group.chat_id))


async def test_what_moved_changed_hands_and_was_withdrawn_is_one_list(bureau: Bureau) -> None:
    bureau.add(item("2026-12-15", number=12), item("2026-12-15", number=13), item("2026-11-18", number=14))
    await bureau.say("办主任", "/edit 12 期限=12月31日 原因=系统升级")
    await bureau.press("办主任", "确认调整")
    await bureau.say("办主任", "/cancel 13 重复录入")
    await bureau.press("办主任", "确认撤销")
    [shown] = await bureau.say("纪委", "变动清单")
    assert "期限调整" in shown
    assert "系统升级" in shown
    assert "重复录入" in shown
    assert "逾期" in shown
    [nothing] = await bureau.say("纪委", "变动清单 上月")
    assert "系统升级" not in nothing


async def test_the_check_code_of_now_is_the_ledgers_head(bureau: Bureau) -> None:
    many(bureau)
    head = bureau.ledger.head()
    [shown] = await bureau.say("纪委", "校验码")
    assert head in shown.replace("\n", "").replace(" ", "")
    assert verify(bureau.ledger.path, code=head).found is not None
    assert verify(bureau.ledger.path, code="0" * 64).found is None


def test_each_inspector_gets_the_months_code_once_on_its_first_work_day(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.people(INSPECTOR)
    office.items(task(1, "2027-03-31"), moment=at("11-20 10:00"))
    head = office.ledger.head()
    chat = INSPECTOR.telegram_id or 0

    def codes(moment: str) -> list[str]:
        return [text for text in to(office.look(moment), chat) if "校验码" in text]

    codes("11-30 08:31")  # that of the month before, late, as the bot is new
    [told] = codes("12-01 08:31")
    assert head[:16] in told.replace(" ", "")
    assert "补发" not in told
    office.restart("12-01 08:32")
    assert codes("12-01 08:33") == []
    assert codes("12-02 08:31") == []
    found = verify(office.path, code=head).found
    assert found is not None
    assert found.head == head
    office.ledger.close()


@pytest.mark.parametrize("said", ["抽查 5", "抽查5项", "抽查：5", "抽查 5 20260630 社会救助股", "随机抽查 社会救助股"])
def test_terms_behind_the_word_ask_for_a_sample(said: str) -> None:
    assert understand(said).command == "sample"


@pytest.mark.parametrize(
    "said",
    [
        "抽查20户无缺项",
        "抽查 20户无缺项",
        "抽查记录在档案室第3柜",
        "抽查12月台账，无误",
        "变动情况：负责人已更换",
        "清单梳理已完成",
        "例行检查已完成",
    ],
)
def test_a_report_that_begins_with_such_a_word_is_no_command(said: str) -> None:
    assert understand(said).command not in {"sample", "changes", "round", "series"}
