"""来源 and 标记 are the office's own lists: what is nearly on them is written like them, all else stays as it is."""

from msgspec.structs import replace

from domain.assigning import names_known
from domain.assignment_words import read_assignment
from domain.editing import read_changes
from domain.sources import SOURCES, as_listed
from domain.three_lists import ThreeList, arrangement_of, sections_of
from domain.views import line_of
from tests.domain.office import ROSTER, RULES, TODAY, at, item
from tests.rows import every_row

NOW = at("11-20 10:00")
LISTED = replace(RULES, sources=SOURCES)


@every_row(
    "written, meant",
    [
        ("专项审计", "专项审计"),
        ("信访", "信访件"),
        ("年度重点目标", "年度重点目标任务"),
        ("绩效考核的细则", "绩效考核细则"),
        ("局党组督察", "局党组督查"),
        ("１２３４５", "12345"),
        ("局信访室", "局信访室"),
        ("专项审计报告〔2026〕8号", "专项审计报告〔2026〕8号"),
        ("12346", "12346"),
        ("督", "督"),
        ("反馈", "反馈"),
        ("全市民政工作会议", "全市民政工作会议"),
        ("", ""),
    ],
)
def test_a_source_nearly_listed_is_the_listed_one(written: str, meant: str) -> None:
    """What says more, has another numeral, or may be two of them, is taken as it was written."""
    assert as_listed(written, SOURCES) == meant


def test_what_is_set_and_what_is_changed_is_written_like_the_list() -> None:
    line = "社会救助股 甲某 12月30日前 完成低保核查 来源=局党组督察"
    assert read_assignment(line, names_known(ROSTER, LISTED), TODAY, LISTED).source == "局党组督查"
    changed = read_changes("来源=信访，标记=通报、省级考核", item(), NOW, ROSTER, LISTED)
    assert changed.fields == {"source": "信访件", "marks": ("被通报", "省级考核")}


def test_lists_have_the_offices_order_of_sources() -> None:
    """Others come behind, what is not filled in last."""
    sources = ("", "别处来文", "专项审计", "工作要点")
    lines = [line_of(item(number=n, source=source), LISTED, NOW) for n, source in enumerate(sources, 1)]
    sections = sections_of(ThreeList.TASKS, lines, arrangement_of(ROSTER, LISTED), LISTED)
    assert [section.keys[0] for section in sections] == ["工作要点", "专项审计", "别处来文", ""]
