"""An office's own workbook on the page: previewed, confirmed, played the next morning; faults told, nothing harmed."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from store.journal.verify import verify
from tests.page.browser import Browser, Seat
from tests.page.demo import Demo
from tests.reports.books import book_of

Book = dict[str, list[tuple[Any, ...]]]
_ITEMS = ("序号", "类别", "事项", "责任单位", "责任人", "完成时限")
_PEOPLE = ("姓名", "股室", "角色", "Telegram ID", "分管单位")
_OWN: Book = {
    "任务": [
        _ITEMS,
        (1, "任务", "高龄津贴核发", "养老股", "甲某", "2026-11-23"),
        (2, "整改", "审计反馈：台账不全", "救助股", "乙某", "2026-11-24"),
        (3, "任务", "慈善募捐方案", "慈善股", "丁某", "2026-11-23"),
    ],
    "花名册": [
        _PEOPLE,
        ("丙某", "办公室", "办公室", 801, ""),
        ("甲某", "养老股", "经办人", 802, ""),
        ("乙某", "救助股", "股室负责人", 803, ""),
        ("丁某", "慈善股", "经办人", "", ""),
        ("戊某", "局领导", "分管领导", 804, "养老股、救助股"),
    ],
}
_FAULTY: Book = {
    "任务": [
        _ITEMS,
        (1, "任务", "尽快办理的事", "养老股", "甲某", "尽快"),
        (2, "任务", "没有期限的事", "养老股", "甲某", None),
        (3, "任务", "看不懂期限的事", "养老股", "甲某", "猴年马月"),
        (4, "稀奇", "没有这一类", "养老股", "甲某", "12月15日前"),
        (5, "任务", None, "养老股", "甲某", "12月15日前"),
        (6, "任务", "没有单位的事", None, "甲某", "12月15日前"),
        (7, "任务", "没有责任人的事", "养老股", None, "12月15日前"),
        (8, "任务", "写了身份证号11010519491231002X的事", "养老股", "甲某", "12月15日前"),
    ],
    "花名册": [_PEOPLE, ("甲某", "养老股", "国王", 801, ""), (None, "养老股", "经办人", 802, "")],
    "说明": [("只是说明",)],
}


async def send(seat: Seat, workbook: Path, *, is_fresh: bool = True) -> None:
    """As a person does: the button, the file, where to, off it goes."""
    await seat.page.locator("#own").click()
    await seat.page.locator("#own-file").set_input_files(workbook)
    await seat.page.locator("#own-fresh" if is_fresh else "#own-join").check()
    await seat.page.locator("#own-go").click()


async def test_an_own_workbook_is_played_the_next_morning(demo: Demo, browser: Browser, tmp_path: Path) -> None:
    seat = Seat(await (await browser.profile()).new_page())
    await seat.sit(demo.url)
    await send(seat, book_of(tmp_path / "own.xlsx", _OWN))
    await seat.sees("【导入预览】")
    await expect(seat.page.locator("#player")).to_contain_text("管理员")
    await expect(seat.page.locator(".chat")).to_have_count(1)
    await seat.press("确认导入")
    await seat.sees("导入完成：新增3项")
    for unit in ("全局", "养老股", "救助股", "慈善股"):
        await expect(seat.page.locator(".chat", has_text=f"{unit}工作群")).to_contain_text("已绑定")
    await seat.page.locator("#to-digest").click()
    await seat.open("养老股工作群")
    await seat.sees("【今日提示】养老股　11月23日（周一）")
    await seat.play("甲某")
    await seat.open("督办助手")
    await seat.sees("高龄津贴核发")
    await seat.page.locator("#player").click()
    await expect(seat.page.get_by_role("option", name="丁某")).to_have_attribute("aria-disabled", "true")
    await seat.page.keyboard.press("Escape")
    await seat.play("丙某")
    await seat.open("救助股工作群")
    await seat.sees("审计反馈：台账不全")


async def test_a_workbook_dropped_on_the_page_goes_where_it_is_dropped(demo: Demo, seat: Seat, tmp_path: Path) -> None:
    await seat.sit(demo.url)
    content = book_of(tmp_path / "own.xlsx", _OWN).read_bytes()
    drop = """bytes => {
        const carried = new DataTransfer();
        carried.items.add(new File([new Uint8Array(bytes)], '台账.xlsx'));
        const how = {dataTransfer: carried, bubbles: true, cancelable: true};
        const at = (target, kind) => target.dispatchEvent(new DragEvent(kind, how));
        at(document.body, 'dragenter');
        at(document.querySelector('.drop-zone'), 'dragover');
        at(document.querySelector('.drop-zone'), 'drop');
    }"""
    await seat.page.evaluate(drop, list(content))
    await expect(seat.page.locator(".file-name")).to_have_text("台账.xlsx")
    await seat.page.locator("#own-join").check()
    await seat.page.locator("#own-go").click()
    await expect(seat.page.locator(".talk-title")).to_contain_text("督办助手")
    await seat.sees("【导入预览】")


async def test_a_workbook_of_faults_names_them_and_leaves_the_ledger_as_it_was(
    demo: Demo, seat: Seat, tmp_path: Path
) -> None:
    await seat.sit(demo.url)
    before = verify(demo.ledger).head
    await send(seat, book_of(tmp_path / "faults.xlsx", _FAULTY), is_fresh=False)
    await seat.sees("【导入预览】")
    preview = seat.page.locator(".message", has_text="【导入预览】").last
    faults = ("尽快", "没有期限", "猴年马月", "稀奇", "“事项”为空", "“责任单位”为空", "“责任人”为空", "身份证号")
    for row, words in enumerate(faults, 2):
        await expect(preview).to_contain_text(re.compile(f"第{row}行：[^\\n]*{words}"))
    await expect(preview).to_contain_text("国王")
    await expect(preview).to_contain_text("“姓名”为空")
    assert verify(demo.ledger).head == before


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("台账.xlsx", b"this is no workbook at all", "这是文本文件"),
        ("台账.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old one", "请另存为 .xlsx"),
        ("台账.xlsx", b"PK\x03\x04 cut off", ""),
    ],
)
async def test_what_is_no_workbook_is_answered_clearly(
    morning: Demo, seat: Seat, tmp_path: Path, name: str, content: bytes, answer: str
) -> None:
    await seat.sit(morning.url)
    before = verify(morning.ledger).head
    path = tmp_path / name
    path.write_bytes(content)
    await send(seat, path, is_fresh=False)
    await expect(seat.page.locator(".message.own", has_text=name).last).to_be_visible()
    told = seat.page.locator(".message.own ~ .message:not(.own)").last
    await expect(told).to_contain_text(answer or "请")
    assert verify(morning.ledger).head == before


async def test_starting_over_brings_the_sample_back(demo: Demo, browser: Browser) -> None:
    """Every tab that is open notices."""
    profile = await browser.profile()
    one, other = [Seat(await profile.new_page()) for _ in range(2)]
    await one.sit(demo.url)
    await other.sit(demo.url)
    await one.page.locator("#to-digest").click()
    await one.sees("【督办晨报】")
    await other.sees("【督办晨报】")
    await one.page.locator("#again").click()
    await one.page.locator(".choice", has_text="从周一早上开始").click()
    for seat in (one, other):
        await expect(seat.page.locator("#now")).to_contain_text("08:00")
        await expect(seat.page.locator(".log .welcome")).to_be_visible()
        await expect(seat.page.locator(".unread")).to_have_count(0)
    await other.page.locator("#to-digest").click()
    await one.sees("【督办晨报】")
