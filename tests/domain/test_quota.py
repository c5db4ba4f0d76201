"""数量目标: which words are a figure, whose share it is, and that taking one back takes exactly that one."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.closing import undo
from domain.done_share import percent_of
from domain.errors import DubanError
from domain.item import Item, Quota
from domain.item_records import Share
from domain.partners import unticked
from domain.progress import report
from domain.quota import (
    Figure,
    count,
    expected_by,
    may_count,
    read_figure,
    share_of,
    standing_reports,
    total_of,
    wanted_in_quarter,
)
from domain.quota_errors import (
    FigureBelowZero,
    FigureNotWhole,
    FigureOfOtherUnit,
    FigureTooLarge,
    QuartersUnclear,
    ShareLost,
    ShareNotYours,
    SharesDiffer,
    ShareUnclear,
    TargetMissing,
    TargetUnclear,
)
from domain.quota_setting import set_quota, take_settings, take_target
from domain.roster import Person
from tests.domain.office import COLLEAGUE, HEAD, OFFICE, OTHER_HEAD, OWNER, ROSTER, STRANGER, at, item
from tests.rows import every_row

NOW = at("11-20 16:05")
PLAIN = item(quota=Quota(10, 3, "条"))
SHARES = (Share("社会救助股", 4, 1), Share("养老服务股", 3), Share("儿童福利股", 3, 2))
SHARED = item(quota=Quota(10, 3, "条", shares=SHARES), partners=("养老服务股", "儿童福利股"))
MONEY = item(quota=Quota(5000, 1200.5, "万元"))


def counted(written: Item, words: str, person: Person = OWNER) -> Item:
    """The item after that person's words."""
    figure = read_figure(words, written)
    assert figure is not None
    found = count(written, figure, share_of(person, written, figure, ROSTER))
    return report(written, person.name, NOW, words, counted=found)


def reached(written: Item) -> float:
    assert written.quota is not None
    return written.quota.reached


@every_row(
    "words, amount, is_total",
    [
        ("+2", 2, False),
        ("\uff0b\uff12条", 2, False),
        ("+2条，其中1条被采用", 2, False),
        ("-1", -1, False),
        ("\u22121条", -1, False),
        ("=8", 8, True),
        ("8条", 8, True),
        ("8 条。", 8, True),
        ("本月报送2条，累计已完成8条", 8, True),
        ("材料已报，已完成8条", 8, True),
    ],
)
def test_a_plain_figure_is_counted(words: str, amount: float, is_total: bool) -> None:
    figure = read_figure(words, PLAIN)
    assert figure is not None
    assert (figure.amount, figure.is_total) == (amount, is_total)


@every_row(
    "words",
    [
        "又报了2条",
        "本月已完成2条",
        "年底前计划累计完成10条",
        "累计完成8条还差2条",
        "尚未达到累计8条",
        "8条意见已整改",
        "8月底前报送",
        "已报局办，待会签",
        "本月 +2",
        "报送2条，其中1条被采用",
    ],
)
def test_what_is_not_plain_is_never_guessed(words: str) -> None:
    assert read_figure(words, PLAIN) is None


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("+2篇", FigureOfOtherUnit),
        ("8篇", FigureOfOtherUnit),
        ("+1e9", FigureOfOtherUnit),
        ("+1000000000", FigureTooLarge),
        ("+99999999999999999999条", FigureTooLarge),
        ("+0.5条", FigureNotWhole),
        ("=1.5", FigureNotWhole),
    ],
)
def test_a_figure_that_can_not_be_counted_is_refused(words: str, fault: type[DubanError]) -> None:
    with pytest.raises(fault):
        read_figure(words, PLAIN)


def test_money_has_places_and_its_own_measure() -> None:
    assert reached(counted(MONEY, "+1,200.25万元")) == 2400.75
    assert reached(counted(MONEY, "+500万")) == 1700.5
    for words in ("+500元", "+1亿元", "+2条"):
        with pytest.raises(FigureOfOtherUnit):
            read_figure(words, MONEY)
    with pytest.raises(FigureNotWhole):
        read_figure("+0.00001万元", MONEY)


def test_nothing_is_taken_off_below_zero() -> None:
    assert reached(counted(PLAIN, "-3")) == 0
    with pytest.raises(FigureBelowZero):
        counted(PLAIN, "-4")
    with pytest.raises(FigureBelowZero):  # of one's own share, however much others have
        counted(SHARED, "-1", OTHER_HEAD)


def test_a_figure_alone_leaves_the_newest_words_and_one_with_words_is_the_newest() -> None:
    written = replace(PLAIN, progress="数据比对中")
    assert counted(written, "+2").progress == "数据比对中"
    assert counted(written, "+2条，均被采用").progress == "+2条，均被采用"


def test_people_of_a_unit_with_a_share_report_theirs_and_the_office_anybodys() -> None:
    assert counted(SHARED, "+1", STRANGER).quota == Quota(
        10, 4, "条", shares=(*SHARES[:2], replace(SHARES[2], reached=3))
    )
    assert reached(counted(SHARED, "养老服务股 +2", OFFICE)) == 5
    with pytest.raises(ShareUnclear):
        counted(SHARED, "+2", OFFICE)
    with pytest.raises(ShareUnclear):
        counted(SHARED, "规划财务股 +2", OFFICE)
    for person in (HEAD, OWNER, STRANGER):
        with pytest.raises(ShareNotYours):
            counted(SHARED, "养老服务股 +2", person)


def test_only_who_reports_or_has_a_share_counts() -> None:
    assert may_count(STRANGER, SHARED, ROSTER)
    assert not may_count(STRANGER, PLAIN, ROSTER)
    assert may_count(COLLEAGUE, SHARED, ROSTER)
    assert not may_count(COLLEAGUE, PLAIN, ROSTER)


def test_a_unit_that_reached_its_share_owes_no_tick() -> None:
    assert unticked(SHARED, ROSTER) == ("养老服务股", "儿童福利股")
    assert unticked(counted(SHARED, "+1", STRANGER), ROSTER) == ("养老服务股",)


def test_a_figure_is_taken_back_though_another_unit_reported_since() -> None:
    first = counted(SHARED, "+2", OTHER_HEAD)
    second = counted(first, "+1", STRANGER)
    back = undo(second, OTHER_HEAD.name, NOW)
    assert back.quota == counted(SHARED, "+1", STRANGER).quota
    with pytest.raises(DubanError):  # it is taken back once
        undo(back, OTHER_HEAD.name, NOW)
    assert undo(back, STRANGER.name, NOW).quota == SHARED.quota


def test_the_same_of_one_quota_for_all() -> None:
    both = counted(counted(PLAIN, "+2"), "+2", OFFICE)
    back = undo(both, OWNER.name, NOW)
    assert reached(back) == 5
    with pytest.raises(DubanError):
        undo(back, OWNER.name, NOW)
    assert reached(undo(back, OFFICE.name, NOW, is_office=True)) == 3


def test_the_words_of_a_figure_go_with_it_where_nothing_came_since() -> None:
    written = counted(replace(PLAIN, progress="数据比对中"), "+2条，均被采用")
    back = undo(written, OWNER.name, NOW)
    assert (back.progress, reached(back)) == ("数据比对中", 3)


_SAID = st.sampled_from(["+2", "+1条", "-1", "=2", "3条", "已报局办", "撤回", "撤回", "撤回"])
_PEOPLE = st.sampled_from([OWNER, OTHER_HEAD, STRANGER, OFFICE])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_SAID, _PEOPLE), max_size=20), st.booleans())
def test_what_is_reached_is_always_the_sum_of_the_reports_that_stand(
    said: list[tuple[str, Person]], has_shares: bool
) -> None:
    begun = replace(SHARED if has_shares else PLAIN)
    now = begun
    for words, person in said:
        try:
            if words == "撤回":
                now = undo(now, person.name, NOW, is_office=person is OFFICE)
                continue
            figure = read_figure(words, now)
            found = count(now, figure, share_of(person, now, figure, ROSTER)) if figure else None
            now = report(now, person.name, NOW, words, counted=found)
        except DubanError:
            continue
    assert now.quota is not None
    stands = [now.history[place] for place in standing_reports(now)]
    assert reached(now) == reached(begun) + sum(step.added for step in stands) >= 0
    for share in SHARES if has_shares else ():
        own = sum(step.added for step in stands if step.share == share.unit)
        assert next(each.reached for each in now.quota.shares if each.unit == share.unit) == share.reached + own >= 0
    assert not has_shares or reached(now) == total_of(now.quota.shares)


def test_a_quarter_expects_what_was_set_once_it_has_ended() -> None:
    quota = Quota(10, 3, "条", by_quarter=(3, 6, 8, 10))
    days = (date(2026, 1, 5), date(2026, 3, 30), date(2026, 3, 31), date(2026, 6, 29), date(2026, 12, 31))
    assert [expected_by(quota, day) for day in days] == [0, 0, 3, 3, 10]
    assert [wanted_in_quarter(quota, day) for day in days] == [3, 3, 3, 6, 10]
    assert expected_by(Quota(10), days[0]) is None


def test_how_much_is_done_follows_the_figures() -> None:
    assert percent_of(counted(PLAIN, "+5")) == 80
    assert percent_of(counted(PLAIN, "=12")) == 100


def test_a_figure_is_kept_with_its_words() -> None:
    assert read_figure("社会救助股 +2条 采用1条", SHARED) == Figure(2, is_total=False, unit="社会救助股", is_all=False)


UNITS = ("社会救助股", "养老服务股", "儿童福利股", "办公室")


def edited(words: str, written: Item = PLAIN) -> Quota | None:
    settings, rest = take_settings(words)
    assert not rest
    return set_quota(written, settings, UNITS)


def test_a_target_is_set_divided_and_spread_over_the_quarters() -> None:
    assert edited("目标 12条") == Quota(12, 3, "条")
    assert edited("目标=12") == Quota(12, 3, "条")
    assert edited("目标：5,000.5万元", item()) == Quota(5000.5, 0, "万元")
    assert edited("取消目标") is None
    assert edited("季度 3 6 8 10") == Quota(10, 3, "条", by_quarter=(3, 6, 8, 10))
    shares = (Share("办公室", 3), Share("社会救助股", 7, 3))
    assert edited("分解 办公室3、社会救助股7") == Quota(10, 3, "条", shares=shares)
    assert edited("目标 12条 分解 办公室 5条，救助股 7条") == Quota(12, 3, "条", shares=(Share("办公室", 5), shares[1]))


def test_what_was_reported_stays_with_its_unit_when_it_is_divided_anew() -> None:
    again = edited("分解 养老服务股 2、儿童福利股4、社会救助股4", SHARED)
    assert again is not None
    assert {share.unit: share.reached for share in again.shares} == {"养老服务股": 0, "儿童福利股": 2, "社会救助股": 1}
    assert edited("分解 取消", SHARED) == Quota(10, 3, "条")
    for words in ("分解 养老服务股10", "分解 社会救助股10"):
        with pytest.raises(ShareLost):
            edited(words, SHARED)


@every_row(
    "words, fault",
    [
        ("分解 办公室3、社会救助股6", SharesDiffer),
        ("分解 规划财务股3、社会救助股7", ShareUnclear),
        ("分解 社会救助股3、社会救助股7", TargetUnclear),
        ("目标 0条", TargetUnclear),
        ("目标 100000000条", TargetUnclear),
        ("季度 3 6 8 9", QuartersUnclear),
        ("季度 6 3 8 10", QuartersUnclear),
        ("季度 5 10", QuartersUnclear),
    ],
)
def test_what_does_not_add_up_is_refused(words: str, fault: type[DubanError]) -> None:
    with pytest.raises(fault):
        edited(words)


def test_a_division_needs_a_target_and_a_new_target_a_new_division() -> None:
    with pytest.raises(TargetMissing):
        edited("分解 社会救助股10", item())
    with pytest.raises(SharesDiffer):
        edited("目标 12条", SHARED)
    with pytest.raises(QuartersUnclear):
        edited("目标 12条", item(quota=Quota(10, 3, "条", by_quarter=(3, 6, 8, 10))))


def test_other_words_set_nothing() -> None:
    for words in ("12月20日 省系统升级", "标准=一户一档", "完成目标10条", "原因=目标调整"):
        assert take_settings(words) == ({}, words)
    assert take_settings("目标 12条 省里下达") == ({"target": "12条"}, "省里下达")
    assert take_target("报送党政信息 目标10条，月底前") == (Quota(10, counted_in="条"), "报送党政信息 月底前")
    assert take_target("明确目标责任") == (None, "明确目标责任")
