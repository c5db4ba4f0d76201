"""查找: items by the words in them, to whom they may be shown."""

import pytest

from domain.actions import Action
from domain.item import Did, Item, ItemStatus, Step
from domain.letter import Press
from tests.domain.office import at, item
from tests.handlers.office import Bureau
from tests.handlers.rights import WATCHERS

OF_CHILDREN = {"unit": "儿童福利股", "owner": "丙某"}


def shown(reply: str, upto: int = 60) -> set[int]:
    return {number for number in range(1, upto) if f"第{number}号" in reply}


def filled(number: int, **fields: object) -> Item:
    return item("2026-12-18", number=number, **fields)


async def test_words_are_looked_for_in_every_field_that_speaks_of_the_matter(bureau: Bureau) -> None:
    """Issue 11, 14: /find 词."""
    fields = ("title", "measures", "standard", "progress", "source", "owner", "unit")
    bureau.add(
        *(filled(number, **{name: "某某审计整改某某"}) for number, name in enumerate(fields, start=1)),
        filled(8, remark="审计整改"),
        filled(9, history=(Step(at=at("11-19 10:00"), by="审计整改", did=Did.PROGRESS, note="审计整改"),)),
    )
    for text in ("/find 审计整改", "查找 审计整改", "搜索审计整改", "请搜一下“审计整改”", "/find 整改 某某审计"):
        [reply] = await bureau.say("局长", text)
        assert reply.startswith("【查找】")
        await bureau.press("局长", "下一页›")
        assert shown(reply + bureau.newest("局长").text) == set(range(1, 8)), text


async def test_latin_letters_and_width_make_no_difference(bureau: Bureau) -> None:
    bureau.add(
        filled(1, title="12349热线App上线"), filled(2, title="１２３４９热线ＡＰＰ上线"), filled(3, title="热线")
    )
    for text in ("/find 12349 app", "/find １２３４９ APP", "查找 ａｐｐ上线"):
        [reply] = await bureau.say("局长", text)
        assert shown(reply) == {1, 2}, text


async def test_closed_items_are_found_after_what_is_open(bureau: Bureau) -> None:
    closed = {"status": ItemStatus.CLOSED, "closed_at": at("11-19 10:00")}
    bureau.add(filled(1, title="敬老院改造", **closed), filled(2, title="敬老院消防"))
    [reply] = await bureau.say("甲某", "/find 敬老院")
    assert reply.startswith("【查找】“敬老院”2项")
    assert reply.index("第2号") < reply.index("✅办结　第1号")


async def test_everybody_finds_what_they_may_see_and_learns_of_nothing_else(bureau: Bureau) -> None:
    bureau.add(filled(1, title="敬老院改造"), filled(2, title="敬老院消防", **OF_CHILDREN))
    for name in bureau.players:
        found = shown("".join(await bureau.say(name, "/find 敬老院")))
        first = name in WATCHERS | {"分管甲", "股长", "甲某", "乙某"}
        second = name in WATCHERS | {"分管乙", "丙某"}
        assert found == {number for number, is_theirs in ((1, first), (2, second)) if is_theirs}, name
    [nothing] = await bureau.say("别股长", "/find 敬老院")
    assert "没有找到" in nothing


async def test_pages_and_items_open_in_place_and_lead_back(bureau: Bureau) -> None:
    bureau.add(*(filled(number, title="敬老院改造提升") for number in range(20, 40)))
    await bureau.say("甲某", "/find 敬老院 改造")
    await bureau.press("甲某", "下一页›")
    assert "第24号" in bureau.newest("甲某").text
    await bureau.press("甲某", "24 敬老院改造提")
    assert "责任单位" in bureau.newest("甲某").text
    await bureau.press("甲某", "返回")
    await bureau.press("甲某", "‹上一页")
    assert bureau.newest("甲某").text.startswith("【查找】“敬老院 改造”20项　第1至")
    assert len(bureau.texts("甲某")) == 1
    assert all(len(each.data) <= 64 for each in bureau.newest("甲某").buttons)


async def test_words_that_fit_no_button_show_their_first_page_and_ask_for_more(bureau: Bureau) -> None:
    bureau.add(*(filled(number, title="社会救助领域群众身边不正之风专项整治") for number in range(20, 40)))
    [reply] = await bureau.say("甲某", "/find 群众身边不正之风专项整治")
    assert "20项" in reply
    assert "请补充关键词" in reply
    labels = [each.label for each in bureau.newest("甲某").buttons]
    assert "下一页›" not in labels
    await bureau.press("甲某", labels[0])
    assert len(bureau.texts("甲某")) == 2


async def test_common_words_are_looked_for_no_further_than_anybody_reads(bureau: Bureau) -> None:
    bureau.add(*(filled(number) for number in range(1, 251)))
    [reply] = await bureau.say("局长", "/find 低保")
    assert "200项以上" in reply
    assert "第51号" in reply


@pytest.mark.parametrize("text", ["/find", "/find   ", "/find “”", f"/find {'救' * 5000}", "/start find"])
async def test_without_words_or_with_too_many_one_line_says_what_to_do(bureau: Bureau, text: str) -> None:
    assert await bureau.say("甲某", text) == ["请写明要查找的词，最多40字，例如：查找 低保"]


@pytest.mark.parametrize("text", ["/find <b>&amp;", "/find 😀", "/find \\u4f4e", '/find "', "/find {}"])
async def test_odd_words_find_nothing_and_break_nothing(bureau: Bureau, text: str) -> None:
    bureau.add(filled(1))
    [reply] = await bureau.say("甲某", text)
    assert "没有找到" in reply or "请写明" in reply


async def test_markup_in_a_title_is_found_as_it_is_written(bureau: Bureau) -> None:
    bureau.add(filled(1, title='<b>"低保"&</b>😀'))
    for words in ("<b>", '"低保"&', "😀", "</b>"):
        [reply] = await bureau.say("甲某", f"/find {words}")
        assert shown(reply) == {1}, words


async def test_what_is_found_keeps_to_the_private_chat(bureau: Bureau) -> None:
    group, digest = await bureau.assignment()
    [reply] = await bureau.say("甲某", "/find@duban_bot 低保", group)
    assert "查找不在群内显示" in reply
    assert await bureau.forge("甲某", digest, Press(Action.FIND, 0x4F4E).encode()) == "查找不在群内显示，请到私聊查看。"


@pytest.mark.parametrize("number", [0, -5, 0xD800, 10**40, 0x20])
async def test_a_button_that_was_never_made_finds_nothing(bureau: Bureau, number: int) -> None:
    bureau.add(filled(1))
    await bureau.say("甲某", "/whoami")
    said = await bureau.forge("甲某", bureau.newest("甲某"), f"find:{number}:1:0")
    assert said == "该按钮已失效，请发 /mytasks 重新打开。"
