"""``/paper``: a draft of the ledger's facts, sent back by people, settled once with a number, and known by its hash."""

import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from msgspec import structs

from domain.actions import Action
from domain.item import Did, ItemStatus, Step
from domain.letter import Press
from domain.paper_errors import PaperSettled
from domain.papers import Paper, PaperChoice, PaperKind, next_serial
from handlers.papers import Papers
from handlers.request import Request, What
from jobs.upkeep import DRAFTS_KEPT_FOR, sweep
from playground.telegram.chats import Message
from store.transaction import Transaction
from tests.domain.office import at, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels
from texts.glossary import NEXT

OFFICE = "办主任"
NASTY = "<b>&{{责任人}}😀\x0b" + "低保" * 90


def furnish(bureau: Bureau) -> None:
    audit: dict[str, Any] = {"kind": "rectification", "source": "救助资金专项审计", "reference": "审计报告〔2026〕8号"}
    bureau.add(
        item("2026-11-10", number=12, title="低保动态管理", source="年度重点目标任务", standard="月度核查率100%"),
        item("2026-12-10", number=13, title="敬老院改造", source="八大亮点", progress="主体完工"),
        item("2026-12-15", number=15, title="临时救助台账不规范", amount=18.6, amount_put_right=10, **audit),
        item(
            "2026-11-12",
            number=16,
            title="结余资金未上缴",
            status=ItemStatus.CLOSED,
            submitted_at=at("11-10 10:00"),
            closed_at=at("11-11 09:00"),
            closed_by="分管甲",
            history=(Step(at("11-11 09:00"), "分管甲", Did.APPROVE),),
            amount=3.2,
            amount_put_right=3.2,
            rules_made=("《结余资金管理办法》",),
            **audit,
        ),
        item("2026-11-01", number=17, title="张三反映补贴问题", kind="petition", is_sensitive=True, source="信访件"),
    )


def content(bureau: Bureau, message: Message) -> bytes:
    return bureau.playground.file(message.media["document"]["file_id"])


def words_of(file: bytes) -> str:
    document = Document(BytesIO(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


async def draft(bureau: Bureau, said: str) -> Message:
    await bureau.say(OFFICE, said)
    return bureau.newest(OFFICE)


async def send(bureau: Bureau, name: str, file: bytes, who: str = OFFICE, caption: str = "") -> Message:
    await bureau.players[who].send_file(None, name, file, caption)
    await bureau.breathe()
    return bureau.newest(who)


def edited(file: bytes, find: str = "〔待", put: str = "已填") -> bytes:
    """The paper as somebody leaves it who filled in every open place."""
    document, kept = Document(BytesIO(file)), BytesIO()
    for paragraph in document.paragraphs:
        if find in paragraph.text and "待编号" not in paragraph.text:
            paragraph.text = put
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                if find in cell.text:
                    cell.text = put
    document.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("said", "has", "lacks"),
    [
        ("/paper 半年汇报", ("2026年下半年", "列入台账管理的事项共5项", "已办结1项", "亮点工作共1项"), ("张三",)),
        ("起草 年度汇报", ("2026年重点工作任务完成情况汇报", "〔待补：原因分析〕"), ("张三",)),
        ("/paper 半年汇报 社会救助股", ("社会救助股2026年下半年工作情况汇报",), ("各单位办理情况",)),
        ("/paper 通报", ("逾期未办结事项（2项）", "低保动态管理", "〔待定：由局领导研究确定〕"), ("张三", "甲某")),
        ("/paper 周调度", ("2026年11月16日至22日", "〔待定：由局领导研究确定〕"), ("张三",)),
        ("/paper 月通报 10月", ("2026年10月督办事项办理情况通报", "反弹"), ("张三",)),
        (
            "/paper 对账销号单",
            ("审计反馈问题对账销号单", "18.6万元", "《结余资金管理办法》", "签字"),
            ("敬老院", "张三"),
        ),
        ("/paper 推进表 专项审计", ("专项审计问题整改推进表", "〔待补：整改措施〕", "审计"), ("低保动态",)),
        ("/paper 督办单 12", ("红色督办单（警示）", "低保动态管理", "月度核查率100%", "逾期10天"), ("敬老院",)),
        ("/paper 督办单 12 橙", ("橙色督办单（催办）",), ()),
        ("/paper 督办单 第13号 黄色", ("黄色督办单（提示）", "未逾期"), ()),
    ],
)
async def test_each_paper_has_the_ledgers_facts_and_marks_what_people_decide(
    bureau: Bureau, said: str, has: tuple[str, ...], lacks: tuple[str, ...]
) -> None:
    furnish(bureau)
    message = await draft(bureau, said)
    assert labels(message) == ["改一改", "定稿"], message.text
    words = words_of(content(bureau, message)).replace("\n", "")
    for each in has:
        assert each in words
    for each in lacks:
        assert each not in words
    assert "{{" not in words
    [paper] = bureau.ledger.papers()
    assert (paper.drafted_by, paper.is_settled) == (OFFICE, False)


async def test_the_menu_offers_each_kind_and_its_buttons_draft(bureau: Bureau) -> None:
    furnish(bureau)
    [menu] = await bureau.say(OFFICE, "公文稿")
    assert "〔待补〕" in menu
    shown = bureau.newest(OFFICE)
    assert {"半年汇报", "督办单", "月通报", "定稿清单", "核对文件"} <= set(labels(shown))
    await bureau.press(OFFICE, "督办单", shown)
    assert "/paper 督办单 12" in bureau.newest(OFFICE).text
    await bureau.press(OFFICE, "通报", shown)
    assert "草稿" in bureau.newest(OFFICE).text


async def test_a_draft_is_sent_back_settled_numbered_and_found_again(bureau: Bureau) -> None:
    furnish(bureau)
    first = await draft(bureau, "/paper 通报")
    assert "3处" in first.text
    await bureau.press(OFFICE, "改一改", first)
    assert "第2稿" in bureau.newest(OFFICE).text
    mine = edited(content(bureau, first))
    taken = await send(bureau, "改好的.docx", mine, caption="已改")
    assert "已收第2稿" in taken.text
    assert "〔待补〕" not in taken.text
    refused = await bureau.press(OFFICE, "定稿", first)
    assert "新稿" in (refused or "")
    await bureau.press(OFFICE, "定稿", taken)
    final = bureau.newest(OFFICE)
    assert "通报 2026年第1号 已定稿" in final.text
    assert final.media["document"]["file_name"] == "通报2026年第1号.docx"
    kept = content(bureau, final)
    assert "2026年第1号" in words_of(kept)
    [paper] = bureau.ledger.papers()
    assert paper.sha256 == hashlib.sha256(kept).hexdigest()
    assert paper.sha256[:16] in final.text
    [listed] = await bureau.say(OFFICE, "/paper 列表")
    assert "通报 2026年第1号" in listed
    await bureau.press(OFFICE, "取回 通报1")
    assert content(bureau, bureau.newest(OFFICE)) == kept
    assert "没有定稿" in (await bureau.say(OFFICE, "/paper 列表 2025"))[0]


async def test_doing_something_else_leaves_the_draft_as_it_is(bureau: Bureau) -> None:
    furnish(bureau)
    message = await draft(bureau, "/paper 通报")
    await bureau.press(OFFICE, "改一改", message)
    assert "我的事项" in (await bureau.say(OFFICE, "/mytasks"))[0]
    await send(bureau, "旁的.docx", content(bureau, message))
    assert bureau.ledger.papers()[0].version == 1, "it is a file like any other by then"


async def test_what_is_still_open_is_asked_about_before_it_is_settled(bureau: Bureau) -> None:
    furnish(bureau)
    message = await draft(bureau, "/paper 督办单 12")
    await bureau.press(OFFICE, "定稿", message)
    assert "仍要定稿吗" in bureau.newest(OFFICE).text
    assert not bureau.ledger.papers()[0].is_settled
    await bureau.press(OFFICE, "仍定稿")
    assert "督办单 2026年第1号 已定稿" in bureau.newest(OFFICE).text
    assert "编号：2026年第1号" in words_of(content(bureau, bureau.newest(OFFICE)))
    again = await bureau.press(OFFICE, "定稿", message)
    assert "已定稿" in (again or "")
    await draft(bureau, "/paper 督办单 13")
    await bureau.press(OFFICE, "定稿")
    await bureau.press(OFFICE, "仍定稿")
    assert [paper.serial for paper in bureau.ledger.papers()] == [1, 2]


async def test_a_changed_file_is_told_apart_and_a_settled_one_known(bureau: Bureau) -> None:
    furnish(bureau)
    await draft(bureau, "/paper 督办单 12")
    await bureau.press(OFFICE, "定稿")
    await bureau.press(OFFICE, "仍定稿")
    kept = content(bureau, bureau.newest(OFFICE))
    await bureau.say(OFFICE, "/paper 核对")
    assert "与定稿一致：督办单 2026年第1号" in (await send(bureau, "a.docx", kept)).text
    await bureau.press(OFFICE, "核对文件")
    assert "不一致" in (await send(bureau, "a.docx", edited(kept, "低保", "别的"))).text
    [paper] = bureau.ledger.papers()
    path = bureau.ledger.spool / paper.file
    path.write_bytes(edited(kept, "低保", "别的"))
    await bureau.say(OFFICE, "/paper 列表")
    assert "校验值不一致" in (await bureau.press(OFFICE, "取回 督办单1") or "")
    path.unlink()
    assert "不在原处" in (await bureau.press(OFFICE, "取回 督办单1") or "")


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("a.docx", b"PK\x03\x04 torn", "已损坏"),
        ("a.docx", b"plain words", "不是 .docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "旧格式"),
    ],
)
async def test_a_file_that_nobody_can_open_is_refused_in_a_line_and_the_draft_stays(
    bureau: Bureau, name: str, file: bytes, said: str
) -> None:
    furnish(bureau)
    message = await draft(bureau, "/paper 通报")
    before = bureau.ledger.papers()
    await bureau.press(OFFICE, "改一改", message)
    assert "不作为稿件" in (await bureau.say(OFFICE, "把第二段删掉"))[0]
    told = (await send(bureau, name, file)).text
    assert said in told
    assert "\n" not in told
    assert bureau.ledger.papers() == before
    assert "已收第2稿" in (await send(bureau, "b.docx", content(bureau, message))).text, "it may be sent again"


async def test_what_somebody_sent_back_since_is_not_lost_to_an_older_version(bureau: Bureau) -> None:
    furnish(bureau)
    message = await draft(bureau, "/paper 通报")
    file = content(bureau, message)
    await bureau.press(OFFICE, "改一改", message)
    [paper] = bureau.ledger.papers()
    with bureau.ledger.transaction(at=bureau.now, by="同事", did="take") as tx:
        newer = tx.save_paper(structs.replace(paper, version=2))
    assert "已有新稿" in (await send(bureau, "a.docx", file)).text
    assert bureau.ledger.papers() == (newer,)


async def test_a_file_of_another_paper_is_refused_and_one_that_says_nothing_is_taken(bureau: Bureau) -> None:
    furnish(bureau)
    other = content(bureau, await draft(bureau, "/paper 周调度"))
    message = await draft(bureau, "/paper 通报")
    before = bureau.ledger.papers()
    await bureau.press(OFFICE, "改一改", message)
    refused = (await send(bureau, "a.docx", other)).text
    assert refused.startswith("未收下：收到的是某县民政局重点工作周调度")
    assert "不是这份" in refused
    assert bureau.ledger.papers() == before
    copied = BytesIO()
    Document().save(copied)
    assert "已收第2稿" in (await send(bureau, "b.docx", copied.getvalue())).text


async def test_tracked_changes_are_asked_about_before_it_is_settled(bureau: Bureau) -> None:
    furnish(bureau)
    message = await draft(bureau, "/paper 通报")
    document = Document(BytesIO(edited(content(bureau, message))))
    document.paragraphs[-1]._p.append(OxmlElement("w:ins"))
    sent = BytesIO()
    document.save(sent)
    await bureau.press(OFFICE, "改一改", message)
    taken = await send(bureau, "a.docx", sent.getvalue())
    assert "文件中有修订1处" in taken.text
    await bureau.press(OFFICE, "定稿", taken)
    assert "还有修订1处未处理，仍要定稿吗？" in bureau.newest(OFFICE).text
    assert not bureau.ledger.papers()[0].is_settled
    await bureau.press(OFFICE, "仍定稿")
    assert bureau.ledger.papers()[0].is_settled


async def test_the_list_of_a_year_is_asked_for_as_it_is_written_and_a_template_by_its_kind(bureau: Bureau) -> None:
    for said in ("/paper 列表 2026", "/paper 列表　2026年", "/paper 列表2026", "公文 清单 今年"):
        [told] = await bureau.say(OFFICE, said)
        assert told.startswith("【定稿清单】2026年"), said
    for said in ("/paper 模板", "/paper 模板 请帖"):
        [told] = await bureau.say(OFFICE, said)
        assert "/paper 模板 督办单" in told


@pytest.mark.parametrize(
    "said",
    [
        "/paper 列表 99999999999999999999999",
        "/paper 决定",
        "/paper 半年汇报 尽快",
        "/paper 督办单",
        "/paper 督办单 12 紫",
        "/paper 对账销号单 巡视",
        "/paper 列表 去去",
    ],
)
async def test_what_can_not_be_read_is_one_line_with_an_example(bureau: Bureau, said: str) -> None:
    furnish(bureau)
    [told] = await bureau.say(OFFICE, said)
    assert "\n" not in told
    assert "/paper" in told or "现有来源" in told
    assert bureau.ledger.papers() == ()


async def test_only_the_office_drafts_and_no_group_is_told(bureau: Bureau) -> None:
    furnish(bureau)
    message = await draft(bureau, "/paper 通报")
    data = [button.data for button in message.buttons]
    for who in ("局长", "分管甲", "股长", "甲某", "纪委"):
        [told] = await bureau.say(who, "/paper 通报")
        assert "办公室起草" in told
        for each in [*data, "paper:1:1:22", "paper:1:0:23", "paper:0:0:24"]:
            assert "办公室" in (await bureau.forge(who, bureau.newest(who), each) or "")
    group = bureau.group("救助股", "社会救助股", OFFICE, "股长")
    await bureau.say(OFFICE, "/paper@duban_bot 通报", group)
    assert not any(each.media for each in bureau.playground.messages(group.chat_id))
    assert len(bureau.ledger.papers()) == 1


@pytest.mark.parametrize(
    "data", ["paper:99:1:20", "paper:99:1:21", "paper:99:0:23", "paper:-4:0:24", "paper:0:0:77", "paper:1:9:21"]
)
async def test_a_forged_button_changes_nothing(bureau: Bureau, data: str) -> None:
    furnish(bureau)
    message = await draft(bureau, "/paper 通报")
    before = bureau.ledger.papers()
    await bureau.forge(OFFICE, message, data)
    assert bureau.ledger.papers() == before


async def test_nasty_words_stand_in_the_paper_as_text(bureau: Bureau) -> None:
    bureau.add(item("2026-11-10", number=12, title=NASTY[:200], unit="<i>股", owner=NASTY[:60], progress=NASTY))
    for said in ("/paper 督办单 12", "/paper 半年汇报", "/paper 通报"):
        words = words_of(content(bureau, await draft(bureau, said)))
        assert "<b>&{{责任人}}😀" in words
        assert "\x0b" not in words


async def test_without_items_a_paper_says_so_and_invents_nothing(bureau: Bureau) -> None:
    words = words_of(content(bureau, await draft(bureau, "/paper 半年汇报")))
    assert "台账中没有2026年下半年的事项" in words
    words = words_of(content(bureau, await draft(bureau, "/paper 通报")))
    assert "台账中没有逾期未办结" in words
    [told] = await bureau.say(OFFICE, "/paper 对账销号单")
    assert "还没有问题整改事项" in told


async def test_five_thousand_items_are_summed_up_and_none_is_lost(bureau: Bureau) -> None:
    units = ("社会救助股", "养老服务股")
    bureau.add(*(item("2026-11-10", number=n, title=f"事项{n}", unit=units[n % 2]) for n in range(1, 5001)))
    file = content(bureau, await draft(bureau, "/paper 通报"))
    words = words_of(file)
    assert "逾期未办结事项（5000项）" in words
    assert "共5000项" in words
    assert words.count("2500") == 2
    assert len(file) < 100_000


async def test_nothing_is_half_settled_where_the_process_dies_before_the_commit(bureau: Bureau) -> None:
    furnish(bureau)
    message = await draft(bureau, "/paper 督办单 12")
    before = bureau.ledger.papers()
    pressed = Request(
        office=bureau.desk.office,
        update_id=1,
        what=What.PRESS,
        chat_id=bureau.players[OFFICE].chat_id,
        chat_title="",
        is_private=True,
        telegram_id=bureau.players[OFFICE].chat_id,
        is_nobody=False,
        now=bureau.now,
        sent_at=bureau.now,
        message_id=message.message_id,
        press=Press(Action.PAPER, 1, 1, PaperChoice.SETTLE_ANYHOW),
        callback_id="1",
    )
    settle = await Papers(bureau.desk).serve(pressed)

    def die(tx: Transaction) -> None:
        settle(pressed, tx)
        raise KeyError

    with pytest.raises(KeyError), bureau.ledger.transaction(at=bureau.now, by=OFFICE, did="settle") as tx:
        die(tx)
    assert (bureau.ledger.papers(), bureau.ledger.waiting_letters()) == (before, [])
    with bureau.ledger.transaction(at=bureau.now, by=OFFICE, did="settle") as tx:
        settle(pressed, tx)
    assert bureau.ledger.papers()[0].is_settled
    with pytest.raises(PaperSettled), bureau.ledger.transaction(at=bureau.now, by=OFFICE, did="settle") as tx:
        settle(pressed, tx)


async def test_what_was_settled_is_kept_and_a_draft_for_ninety_days(bureau: Bureau) -> None:
    furnish(bureau)
    await draft(bureau, "/paper 督办单 12")
    await bureau.press(OFFICE, "定稿")
    await bureau.press(OFFICE, "仍定稿")
    await draft(bureau, "/paper 通报")
    settled, waits = bureau.ledger.papers()
    sweep(bureau.ledger, bureau.now + DRAFTS_KEPT_FOR / 2)
    assert (bureau.ledger.spool / waits.file).is_file()
    sweep(bureau.ledger, bureau.now + DRAFTS_KEPT_FOR * 2)
    assert (bureau.ledger.spool / settled.file).is_file()
    assert not (bureau.ledger.spool / waits.file).exists()
    assert "90天" in (await bureau.press(OFFICE, "定稿", bureau.newest(OFFICE)) or "")


async def test_the_offices_template_is_used_and_a_broken_one_is_said_in_a_line(bureau: Bureau, tmp_path: Path) -> None:
    furnish(bureau)
    bureau.desk.office = replace(bureau.desk.office, templates=tmp_path)
    own = Document()
    own.add_paragraph("本局自用 {{督办事项}}／{{责任单位}}／{{完成时限}}")
    own.save(str(tmp_path / "督办单.docx"))
    assert "本局自用 低保动态管理／社会救助股／11月10日" in words_of(
        content(bureau, await draft(bureau, "/paper 督办单 12"))
    )
    faults = {
        "缺少占位符{{责任单位}}": "{{督办事项}}{{完成时限}}",
        "不能识别的占位符{{责任单位们}}": "{{督办事项}}{{责任单位}}{{完成时限}}{{责任单位们}}",
    }
    for said, words in faults.items():
        other = Document()
        other.add_paragraph(words)
        other.save(str(tmp_path / "督办单.docx"))
        [told] = await bureau.say(OFFICE, "/paper 督办单 12")
        assert said in told
        assert "\n" not in told
    bureau.desk.office = replace(bureau.desk.office, templates=tmp_path / "模板夹")
    assert "模板模板夹（文件夹）不在原处" in (await bureau.say(OFFICE, "/paper 督办单 12"))[0]
    bureau.desk.office = replace(bureau.desk.office, templates=tmp_path)
    (tmp_path / "督办单.docx").write_bytes(b"no document")
    assert "打不开" in (await bureau.say(OFFICE, "/paper 督办单 12"))[0]
    inline = Document()
    inline.add_paragraph("正文如下：{{正文}}")
    inline.save(str(tmp_path / "通报.docx"))
    assert "独占一段" in (await bureau.say(OFFICE, "/paper 通报"))[0]
    for lines in (("{{正文}}", "{{正文}}"), ("{{ 正文 }}",)):
        body = Document()
        for each in lines:
            body.add_paragraph(each)
        body.save(str(tmp_path / "通报.docx"))
        await bureau.say(OFFICE, "/paper 通报")
        answer = bureau.newest(OFFICE)
        if len(lines) > 1:
            assert "只用一次" in answer.text
        else:
            assert "逾期未办结" in words_of(content(bureau, answer))


async def test_a_template_can_be_asked_for_and_serves_as_it_is(bureau: Bureau, tmp_path: Path) -> None:
    furnish(bureau)
    for kind in ("督办单", "通报", "对账销号单"):
        message = await draft(bureau, f"/paper 模板 {kind}")
        assert message.media["document"]["file_name"] == f"{kind}.docx"
        (tmp_path / f"{kind}.docx").write_bytes(content(bureau, message))
    bureau.desk.office = replace(bureau.desk.office, templates=tmp_path)
    for said in ("/paper 督办单 12", "/paper 通报", "/paper 对账销号单"):
        assert labels(await draft(bureau, said)) == ["改一改", "定稿"]


def test_a_number_is_of_its_kind_and_year() -> None:
    def one(kind: PaperKind, year: int, serial: int) -> Paper:
        return Paper(
            kind=kind,
            title="",
            file="",
            sha256="",
            drafted_at=at("11-20 10:00"),
            drafted_by="",
            year=year,
            serial=serial,
        )

    found = [one(PaperKind.ORDER, 2026, 4), one(PaperKind.ORDER, 2025, 9), one(PaperKind.BULLETIN, 2026, 7)]
    assert next_serial(found, PaperKind.ORDER, 2026) == 5
    assert next_serial(found, PaperKind.ORDER, 2027) == 1


async def test_the_list_is_paged_and_every_settled_paper_can_be_fetched(bureau: Bureau) -> None:
    furnish(bureau)
    for _ in range(7):
        await draft(bureau, "/paper 督办单 12")
        await bureau.press(OFFICE, "定稿")
        await bureau.press(OFFICE, "仍定稿")
    [listed] = await bureau.say(OFFICE, "/paper 列表")
    assert "7份" in listed
    assert "2026年第1号" not in listed
    await bureau.press(OFFICE, NEXT)
    assert "2026年第1号" in bureau.newest(OFFICE).text
    await bureau.press(OFFICE, "取回 督办单1")
    assert "督办单 2026年第1号 已定稿" in bureau.newest(OFFICE).text
