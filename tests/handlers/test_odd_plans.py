"""The plan of a year in odd words: two limits or parents at once, figures in parts, no words, a day that is none."""

from datetime import date

import pytest

from domain.item import Quota
from tests.domain.office import item
from tests.handlers.office import Bureau

OFFICE = "办主任"
ADD = "/add 社会救助股 甲某 12月15日前 建站"
#: Who, what they write, what the answer says of it; nothing changes.
REFUSED = (
    ("甲某", "/measures 12 第1条 时限 尽量早", "未能识别措施的时限“尽量早”，请只写一个日期"),
    ("甲某", "/measures 12 第1条 时限 12月10日、12月20日", "未能识别期限“12月10日、12月20日”"),
    ("甲某", "/measures 12 第1条 时限 12月20日 或元旦前", "未能识别措施的时限“12月20日 或元旦前”"),
    ("甲某", "/measures 12 第1条 时限 每月25日前", "未能识别措施的时限“每月25日前”"),
    ("甲某", "/measures 12 第1条 责任人 " + "王" * 900, "未能识别，请这样写：措施 12"),
    ("甲某", "法定环节 14 告知受理 11月18日、11月19日", "未能识别期限“11月18日、11月19日”"),
    ("甲某", "/plan 12 12月10日、12月20日 完成选址", "未能识别期限“12月10日、12月20日”"),
    (OFFICE, "/edit 12 期限=12月10日和12月20日 系统升级", "未能识别期限“12月10日和12月20日”"),
    (OFFICE, "/edit 12 期限=12月10日前、12月20日前", "未能识别期限“12月10日前、12月20日前”"),
    (OFFICE, "/suspend 12 至12月10日或12月20日 等系统", "未能识别期限“至12月10日或12月20日”"),
    (OFFICE, "批示 12 局长：", "批示内容为空"),
    (OFFICE, "/edit 12 涉及金额=12,5万元", "未能识别涉及金额“12,5万元”"),
    (OFFICE, "/edit 12 目标=10余篇", "未看懂“10余篇”"),
    (OFFICE, "/edit 12 季度=3、6、8", "季度"),
    (OFFICE, "/edit 14 受理日期=11月2日至11月5日", "未能识别受理日期"),
    (OFFICE, "/edit 12 来源=无", "内容没有变化"),
    (OFFICE, "/edit 12 来源=暂无。", "内容没有变化"),
    (OFFICE, "/edit 12 责任单位=", "内容没有变化"),
    (OFFICE, "/edit 12 类别=", "内容没有变化"),
    (OFFICE, "/edit 13 上级=12、14", "上级事项只能有一项"),
    (OFFICE, "/edit 13 上级 12 14", "上级事项只能有一项"),
    *(
        (OFFICE, f"{ADD} {parents}", "上级事项只能有一项")
        for parents in ("@12、13", "@12 @13", "@12@13", "上级=12和13")
    ),
)


@pytest.mark.parametrize("name", ["甲某", OFFICE])
async def test_what_says_two_things_or_none_is_refused_in_one_line(bureau: Bureau, name: str) -> None:
    quota = Quota(10, counted_in="篇")
    bureau.add(*(item("2027-01-29", number=n, measures="入户复核\n完善制度", quota=quota) for n in (12, 13)))
    bureau.add(item("2027-01-15", number=14, kind="petition", received_on=date(2026, 11, 16)))
    before = [bureau.item(n) for n in (12, 13, 14)]
    for who, said, expected in REFUSED:
        if who == name:
            replies = await bureau.say(who, said)
            assert len(replies) == 1, (said[:60], replies)
            assert expected in replies[0], (said[:60], replies)
            assert [bureau.item(each.number) for each in before] == before, said[:60]
            bureau.wait(seconds=20)


#: What the office writes, what the preview says.
SHOWN = (
    ("/edit 12 季度=3、6、8、10", "一季度3篇、二季度6篇、三季度8篇、四季度10篇"),
    ("调整 12 季度 3 6 8 10", "一季度3篇、二季度6篇、三季度8篇、四季度10篇"),
    ("/edit 12 起始时间=11月1日", "开始时间：无 → 11月1日"),
    ("/edit 12 开始时间=12月1日至12月5日", "开始时间：无 → 12月1日"),
    ("/edit 12 开始时间=2026年12月", "开始时间：无 → 12月1日"),
    ("/edit 12 措施=清空", "措施：入户复核 → 无"),
    ("/edit 12 股室=养老服务股 责任人=别股长", "责任单位：社会救助股 → 养老服务股"),
    ("/edit 12 目标=10篇以上", "内容没有变化"),
    ("/edit 12 涉及金额=￥1,200元整", "涉及金额：无 → 0.12万元"),
    (f"{ADD} 来源=无 标准=暂无 措施=/", "完成标准：未填　来源：未填"),
    (f"{ADD} 上级=12", "上级事项：第12号"),
    (f"{ADD} @12，3月报送结果", "上级事项：第12号"),
    ("批示 12 12月10日、11日开展检查", "（待报结果）"),
)


async def test_what_is_plain_is_read_however_it_is_written(bureau: Bureau) -> None:
    bureau.add(item("2027-01-29", number=12, measures="入户复核", quota=Quota(10, counted_in="篇")))
    for said, expected in SHOWN:
        [reply] = await bureau.say(OFFICE, said)
        assert expected in reply, (said, reply)
        bureau.wait(seconds=20)


#: What the office writes in November 2026, and how much of it rests on the calendar of 2027, which is not published.
COUNTED = (
    ("60个工作日内", "〔暂定，2027年节假日安排尚未公布；写作“60个工作日内”"),
    ("每年最后一个工作日", "例行，下一期2027年12月31日（周五）（暂定），到时自动生成"),
    ("2027年3月1日前", "期限：2027年3月1日（周一）〔写作“2027年3月1日前”〕"),
    (
        "每年3月1日前",
        "期限：2027年3月1日（周一）〔写作“每年3月1日前”；例行，下一期2028年3月1日（周三），到时自动生成〕",
    ),
)


async def test_what_counts_work_days_of_a_year_without_its_notice_says_so(bureau: Bureau) -> None:
    for written, expected in COUNTED:
        [reply] = await bureau.say(OFFICE, f"/add 社会救助股 甲某 {written} 报送核查")
        assert expected in reply, reply
        bureau.wait(seconds=20)
    bureau.add(item("2027-03-31"))
    [proposed] = await bureau.say("甲某", "/plan 12 倒排")
    assert "2027年3月31日（周三）〔暂定〕　自查收尾" in proposed
    assert "2027年节假日安排尚未公布，涉及该年的工作日按法定节假日暂定。" in proposed
    [plain] = await bureau.say("甲某", "/plan 12 12月15日 选址；2027年2月26日 开工")
    assert "暂定" not in plain


async def test_a_rhythm_of_work_days_names_what_is_provisional_of_it(bureau: Bureau) -> None:
    for number, written in enumerate(("每月最后一个工作日", "每月25日前"), 1):
        await bureau.say(OFFICE, f"/add 社会救助股 甲某 {written} 报送{written}")
        await bureau.press(OFFICE, "确认交办")
        assert bureau.item(number).series
    [counted] = await bureau.say(OFFICE, "例行 1")
    assert "以后：12月31日（周四）、2027年1月29日（周五）〔暂定〕、2027年2月26日（周五）〔暂定〕" in counted
    [plain] = await bureau.say(OFFICE, "例行 2")
    assert "以后：12月25日（周五）、2027年1月25日（周一）、2027年2月25日（周四）" in plain


async def test_nothing_fills_no_gap(bureau: Bureau) -> None:
    bureau.add(item("2026-12-31", kind="rectification", standard="一户一档"))
    await bureau.say("股长", "/gaps")
    await bureau.press("股长", "逐项补填")
    assert await bureau.say("股长", "无") == ["请写明第12号的整改措施。"]
    assert bureau.item(12).measures == ""
    [filled] = await bureau.say("股长", "入户复核")
    assert "✅ 第12号整改措施：入户复核" in filled
