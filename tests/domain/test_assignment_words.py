"""How staff write an assignment: what of a line is unit, owner and limit, and what is the title."""

from domain.assigning import names_known
from domain.assignment_fields import lines_of
from domain.assignment_words import Written, read_assignment
from tests.domain.office import ROSTER, RULES, TODAY
from tests.rows import every_row


def read(line: str) -> Written:
    return read_assignment(line, names_known(ROSTER, RULES), TODAY, RULES)


#: A line → unit, owner, limit and title; a sign of the limit that is not understood stands in its place.
LINES = """
社会救助股 甲某 7月底前 完成低保核查 | 社会救助股 | 甲某 | 2027-07-31 | 完成低保核查
甲某 社会救助股 7月底前 完成低保核查 | 社会救助股 | 甲某 | 2027-07-31 | 完成低保核查
7月底前完成低保核查 社会救助股 甲某 | 社会救助股 | 甲某 | 2027-07-31 | 完成低保核查
完成低保核查，社会救助股，甲某，12月10日前 | 社会救助股 | 甲某 | 2026-12-10 | 完成低保核查
社会救助股甲某7月底前完成低保核查 | 社会救助股 | 甲某 | 2027-07-31 | 完成低保核查
社会救助股（甲某）：12月10日前完成核查； | 社会救助股 | 甲某 | 2026-12-10 | 完成核查
请甲某于12月10日前将材料报局办 | | 甲某 | 2026-12-10 | 将材料报局办
由社会救助股牵头，12月20日前 制定方案 | 社会救助股 | | 2026-12-20 | 制定方案
社会救助股要在12月10日前完成低保核查 | 社会救助股 | | 2026-12-10 | 完成低保核查
责任单位：社会救助股 责任人：甲某 期限：12月20日 17:00 事项：制定方案 | 社会救助股 | 甲某 | 2026-12-20T17:00 | 制定方案
社会救助股党支部换届 12月5日前 甲某 | | 甲某 | 2026-12-05 | 社会救助股党支部换届
社会救助股 甲某 10月份低保资金发放 12月5日前 | 社会救助股 | 甲某 | 2026-12-05 | 10月份低保资金发放
12月1日世界艾滋病日宣传 社会救助股 甲某 12月3日前 | 社会救助股 | 甲某 | 2026-12-03 | 12月1日世界艾滋病日宣传
社会救助股 甲某 12月3日前 12月10日前 两个日子 | 社会救助股 | 甲某 | 2026-12-03 | 12月10日前 两个日子
社会救助股 尽快完成低保核查 | 社会救助股 | | ? | 尽快完成低保核查
社会救助股 甲某 适时 完成核查 | 社会救助股 | 甲某 | ? | 完成核查
社会救助股 甲某 期限=适时 完成核查 | 社会救助股 | 甲某 | ? | 完成核查
社会救助股 王某 12月20日前 制定方案 | 社会救助股 | | 2026-12-20 | 制定方案
社会救助科 甲某 12月10日前 完成低保核查 | | 甲某 | 2026-12-10 | 完成低保核查
３．社会救助股　甲某　１２月１０日前　完成核查 | 社会救助股 | 甲某 | 2026-12-10 | 完成核查
党建学习 | | | | 党建学习
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@every_row("line, unit, owner, due, title", rows(LINES))
def test_a_line_is_taken_apart_and_its_title_left_as_it_is(
    line: str, unit: str, owner: str, due: str, title: str
) -> None:
    written = read(line)
    limit = written.limit.due if written.limit else "?" if written.vague else ""
    assert ("、".join(written.units), "、".join(written.owners), limit, written.title) == (unit, owner, due, title)


def test_fields_with_a_name_and_kinds_stand_anywhere() -> None:
    written = read(
        "社会救助股 甲某 7月底前 完成低保核查 #整改 来源=专项审计 文号=民函〔2026〕3号 标准=一户一档 #敏感 "
        "措施=入户核查 配合=养老服务股、儿童福利股"
    )
    assert (written.kind, written.is_sensitive, written.title) == ("rectification", True, "完成低保核查")
    assert (written.source, written.reference, written.standard) == ("专项审计", "民函〔2026〕3号", "一户一档")
    assert (written.measures, written.partners) == ("入户核查", ("养老服务股", "儿童福利股"))


def test_what_nobody_knows_is_named_and_never_guessed() -> None:
    assert read("社会救助股 王某 12月20日前 制定方案").unknown == "王某"
    assert read("社会救助科 12月20日前 制定方案").unknown == "社会救助科"
    assert read("社会救助股 甲某 12月20日前 制定方案 #省市考核").unknown_kind == "省市考核"
    assert read("甲某、乙某 12月10日前 完成核查").owners == ("甲某", "乙某")
    assert read("各股室 12月5日前 报送年度总结").is_for_all


def test_a_pasted_list_has_one_assignment_an_entry() -> None:
    minutes = "会议议定事项：\n1. 低保核查\n来源：局务会\n2、养老机构检查\n（三）儿童福利\n并报局办"
    assert lines_of(minutes) == ("1. 低保核查 来源：局务会", "2、养老机构检查", "（三）儿童福利 并报局办")
    assert lines_of("低保核查\n养老机构检查") == ("低保核查", "养老机构检查")
    assert lines_of("\n \n") == ()


@every_row("words", ["2月30日", "每两周周五", "每2周", "隔周周三", "每天", "每月初", "每三个月", "每两个月前"])
def test_a_day_or_rhythm_that_nobody_reads_is_asked_about_and_is_no_title(words: str) -> None:
    found = read(f"报送周报 社会救助股 甲某 {words}")
    assert (found.title, found.units, found.owners) == ("报送周报", ("社会救助股",), ("甲某",))
    assert (found.limit, found.vague) == (None, words)
    within = read(f"社会救助股 甲某 {words} 报送周报")
    assert (within.title, within.owners, within.vague) == ("报送周报", ("甲某",), words)


def test_what_is_done_every_day_may_be_a_title() -> None:
    found = read("社会救助股 甲某 12月20日前 每天巡查")
    assert (found.title, found.vague) == ("每天巡查", "")
