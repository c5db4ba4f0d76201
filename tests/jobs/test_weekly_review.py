"""本周回顾: told once on the week's last work day to those who lead; late, as 补发; with nothing to say, never."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.absence import Absence
from domain.amending import edit
from domain.closing import undo
from domain.extension import extend
from domain.item import ItemStatus
from domain.letter import Letter
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Role
from domain.rules import WorkDays
from tests.domain.office import RULES, at, person
from tests.jobs.office import CHILDREN, DEPUTY, DIRECTOR, GROUPS, HEAD, OFFICE, OWNER, Bureau, task
from tests.texts.reading import model
from texts.pages import LINES, height_of, visible

WEEKLY = replace(RULES, review_at=time(16, 30))
FRIDAY = "11-20 16:30"
OFFICE_ID, DIRECTOR_ID, DEPUTY_ID = 9001, 9002, 9003


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path, WEEKLY)
    made.groups(*GROUPS)
    made.people(OFFICE, DIRECTOR, DEPUTY, HEAD, OWNER)
    made.items(
        task(8, "2026-11-18"),
        task(9, "2026-11-12"),
        task(10, "2026-11-24"),
        replace(task(11, "2026-11-24"), unit=CHILDREN),
        replace(task(12, "2026-11-18"), status=ItemStatus.CLOSED, closed_at=at("11-18 10:00")),
    )
    yield made
    made.ledger.close()


def reviews(letters: list[Letter]) -> dict[int, str]:
    """Who reads a review, and what."""
    return {letter.chat_id: letter.html for letter in letters if "本周回顾" in letter.html}


def test_it_comes_once_at_its_moment_to_those_who_lead(bureau: Bureau) -> None:
    bureau.look("11-20 15:00")
    assert reviews(bureau.look("11-20 16:29")) == {}
    found = reviews(bureau.look(FRIDAY))
    assert found.keys() == {DIRECTOR_ID, DEPUTY_ID}
    assert "补发" not in found[DIRECTOR_ID]
    bureau.restart("11-20 16:31")
    assert reviews(bureau.look("11-20 16:31")) == {}


def test_a_liaison_reads_no_review_and_a_leader_who_is_one_no_more_than_their_own(bureau: Bureau) -> None:
    """联络员: what a leader is told stays the leader's."""
    before = reviews(bureau.look(FRIDAY))
    bureau.people(replace(bureau.ledger.roster.named("局长") or DIRECTOR, liaisons=("甲某", "分管甲")))
    bureau.items(replace(task(20, "2026-12-03"), unit="", owner="局长"))
    found = reviews(bureau.look("11-27 16:30"))
    assert before.keys() == found.keys() == {DIRECTOR_ID, DEPUTY_ID}
    assert "第20号" in found[DIRECTOR_ID]
    assert "第20号" not in found[DEPUTY_ID]


def test_it_says_what_was_closed_what_slipped_and_what_comes(bureau: Bureau) -> None:
    found = reviews(bureau.look(FRIDAY))
    director, deputy = found[DIRECTOR_ID], found[DEPUTY_ID]
    for said in ("本周办结1项", "第12号", "本周新增逾期1项", "第8号", "下周到期2项", "第11号"):
        assert said in director
    assert "第9号" not in director  # late before this week
    assert "下周到期1项" in deputy  # another's field is not theirs
    assert "第11号" not in deputy


def test_what_was_asked_for_before_the_week_is_told_apart(bureau: Bureau) -> None:
    """周调度 and the figures count it in the week in which it was asked for."""
    closed = {"status": ItemStatus.CLOSED, "closed_at": at("11-17 10:00")}
    bureau.items(
        replace(task(13, "2026-11-18"), submitted_at=at("11-13 16:00"), **closed),
        replace(task(14, "2026-11-18"), submitted_at=at("11-16 16:00"), **closed),
    )
    assert "本周办结3项（其中此前提交1项）：" in reviews(bureau.look(FRIDAY))[DIRECTOR_ID]


def test_moved_limits_are_counted_apart(bureau: Bureau) -> None:
    by_office = [
        edit(task(n, "2026-12-10"), {"due": "2026-12-20"}, "办主任", at("11-19 10:00"), "系统升级") for n in (13, 18)
    ]
    brought_forward = edit(task(14, "2026-12-20"), {"due": "2026-12-10"}, "办主任", at("11-19 10:00"), "提前")
    granted = extend(task(15, "2026-12-10"), "分管甲", at("11-19 10:00"), "2026-12-20", "系统升级", WEEKLY)
    taken_back = undo(granted, "分管甲", at("11-19 10:05"), is_office=True)
    last_week = edit(task(16, "2026-12-10"), {"due": "2026-12-20"}, "办主任", at("11-12 10:00"), "系统升级")
    bureau.items(*by_office, brought_forward, taken_back, last_week)
    assert "期限调整2项" in reviews(bureau.look(FRIDAY))[DIRECTOR_ID]


def test_made_up_for_later_it_speaks_of_its_own_week(bureau: Bureau) -> None:
    bureau.look(FRIDAY)
    bureau.items(task(17, "2026-11-30"))
    bureau.restart("12-01 09:00")
    assert "第17号" not in reviews(bureau.look("12-01 09:00"))[DIRECTOR_ID].partition("下周到期")[0]


def test_after_weeks_of_rest_it_begins_where_the_one_before_it_ended(tmp_path: Path) -> None:
    rules = replace(WEEKLY, work_days=WorkDays({date(2026, 11, n): False for n in range(9, 14)}))
    bureau = Bureau(tmp_path, rules)
    bureau.people(DIRECTOR)
    bureau.items(replace(task(12, "2026-11-18"), status=ItemStatus.CLOSED, closed_at=at("11-10 10:00")))
    said = reviews(bureau.look(FRIDAY))[DIRECTOR_ID]
    bureau.ledger.close()
    assert "【本周回顾】11月9日至11月20日" in visible(said)
    assert "第12号" in said


def test_what_waits_for_the_reader_is_counted(bureau: Bureau) -> None:
    submitted = {"kind": "rectification", "status": ItemStatus.SUBMITTED, "submitted_at": at("11-20 10:00")}
    bureau.items(replace(task(14, "2026-12-20"), submitted_by="甲某", **submitted))
    asked = DecisionRequest(
        kind=RequestKind.EXTEND, item=10, asked_by="甲某", asked_at=at("11-20 11:00"), wish="2026-12-04", data={}
    )
    with bureau.ledger.transaction(at=at("11-20 11:00"), by="甲某", did="ask") as tx:
        tx.save_request(asked)
    found = reviews(bureau.look(FRIDAY))
    assert "待您处理：销号审核1项、请示答复1项。" in found[DEPUTY_ID]
    assert "待您处理" not in found[DIRECTOR_ID]


def test_sensitive_items_are_named_in_private_and_counted_apart(bureau: Bureau) -> None:
    bureau.items(replace(task(15, "2026-11-19"), is_sensitive=True))
    found = reviews(bureau.look(FRIDAY))
    assert "（另有敏感事项1项）" in found[DEPUTY_ID]
    assert "第15号" in found[DEPUTY_ID]


@pytest.mark.parametrize(
    ("stands_in", "reads", "says"), [("办主任", 9001, "　代分管甲"), ("分管乙", 9004, "　含代分管甲")]
)
def test_who_stands_in_reads_what_the_absent_leads_and_owns_beside_their_own(
    bureau: Bureau, stands_in: str, reads: int, says: str
) -> None:
    bureau.people(person("分管乙", Role.DEPUTY, telegram_id=9004, oversees=(CHILDREN,)))
    people = {each.name: each for each in bureau.ledger.roster.people}
    by = people[stands_in]
    leave = Absence(
        first_on=date(2026, 11, 17),
        last_on=date(2026, 11, 27),
        stand_in=by.name,
        stand_in_number=by.number,
        named_at=at("11-16 09:00"),
    )
    bureau.people(replace(people["分管甲"], away=(leave,)))
    bureau.items(
        *(replace(task(n, "2026-11-25"), unit="", owner=owner) for n, owner in ((19, "分管乙"), (20, "分管甲")))
    )
    found = reviews(bureau.look(FRIDAY))
    assert DEPUTY_ID not in found
    assert visible(found[reads]).splitlines()[0].endswith(f"11月20日{says}")
    assert "第10号" in found[reads], "the field of who is away"
    assert "第20号" in found[reads], "and what they own"
    is_own = stands_in == "分管乙"
    assert ("第11号" in found[reads], "第19号" in found[reads]) == (is_own, is_own)


def test_where_friday_is_a_holiday_it_comes_the_work_day_before(tmp_path: Path) -> None:
    """中秋 2026-09-25 is a Friday."""
    assert not WorkDays().is_work_day(at("09-25 12:00").date())
    made = Bureau(tmp_path, WEEKLY)
    made.people(DIRECTOR)
    made.items(task(8, "2026-09-23"))
    made.look("09-24 15:00")
    assert reviews(made.look("09-24 16:30")).keys() == {DIRECTOR_ID}
    assert reviews(made.look("09-28 09:30")) == {}
    made.ledger.close()


def test_missed_it_is_made_up_for_marked_and_of_its_own_week(bureau: Bureau) -> None:
    bureau.look(FRIDAY)
    closed = {"status": ItemStatus.CLOSED, "closed_at": at("11-30 08:00")}
    bureau.items(replace(task(16, "2026-11-27"), **closed), moment=at("11-30 08:00"))
    found = reviews(bureau.look("11-30 08:30"))
    assert "〔补发〕" in found[DIRECTOR_ID]
    assert "11月23日至11月27日" in found[DIRECTOR_ID]
    assert "第16号" not in found[DIRECTOR_ID]  # of the week that has begun


def test_a_bot_that_is_new_tells_no_week_of_old(bureau: Bureau) -> None:
    assert reviews(bureau.look("11-24 08:30")) == {}
    assert reviews(bureau.look("11-27 16:30")).keys() == {DIRECTOR_ID, DEPUTY_ID}


def test_nothing_to_say_is_nothing_said(tmp_path: Path) -> None:
    made = Bureau(tmp_path, WEEKLY)
    made.people(DIRECTOR)
    made.items(task(8, "2027-03-01"))
    assert reviews(made.look(FRIDAY)) == {}
    made.ledger.close()


def test_without_its_key_nothing_is_told(tmp_path: Path) -> None:
    made = Bureau(tmp_path, RULES)
    made.people(DIRECTOR)
    made.items(task(8, "2026-11-18"))
    assert reviews(made.look(FRIDAY)) == {}
    made.ledger.close()


def test_after_a_kill_between_two_readers_each_was_told_once(bureau: Bureau) -> None:
    steps = bureau.lookout._steps(at(FRIDAY))
    while not any("本周回顾" in each.html for each in bureau.ledger.waiting_letters()):
        next(steps)
    del steps
    bureau.restart("11-20 16:31")
    bureau.look("11-20 16:31")
    told = [each.chat_id for each in bureau.ledger.waiting_letters() if "本周回顾" in each.html]
    assert sorted(told) == [DIRECTOR_ID, DEPUTY_ID]


def test_a_busy_week_fits_one_screen(bureau: Bureau) -> None:
    long = "关于进一步加强全县城乡低保对象动态管理和信息核对工作的若干意见贯彻落实情况" * 4
    bureau.items(*(replace(task(100 + n, f"2026-11-{17 + n % 10:02}"), title=long) for n in range(40)))
    bureau.items(
        *(
            replace(task(200 + n, "2026-11-18"), title=long, status=ItemStatus.CLOSED, closed_at=at("11-18 10:00"))
            for n in range(20)
        )
    )
    bureau.look(FRIDAY)
    letters = [each for each in bureau.ledger.waiting_letters() if "本周回顾" in each.html]
    assert all(height_of(each.html) + len(each.rows) <= LINES for each in letters)
    assert len(letters) == 2
    assert "另有" in letters[0].html


def test_it_reads_like_the_model(bureau: Bureau) -> None:
    """docs/messages.md 27."""
    bureau.look(FRIDAY)
    [letter] = [each for each in bureau.ledger.waiting_letters() if each.chat_id == DIRECTOR_ID and "本周" in each.html]
    assert [[button.label for button in row] for row in letter.rows] == [["逾期2项", "挂图"]]
    assert visible(letter.html).replace("\n（", "（") in model(27)
