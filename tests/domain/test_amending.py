"""撤销, 挂账, 恢复办理 and 调整: which items, with what reason, and what of them can be taken back."""

from datetime import date
from typing import Any

import pytest

from domain.amending import cancel, edit, resume, suspend
from domain.amending_errors import DayMissing, DayPast, NothingToChange, NotSuspended, WhyMissing
from domain.appointments import appointments, next_moment
from domain.closing import undo
from domain.errors import AlreadyClosed, AlreadySubmitted, NotInHand, PrivateData
from domain.item import Did, Doubt, DoubtKind, Item, ItemStatus
from domain.views import Rung
from tests.domain.office import RULES, at, item

NOW = at("11-20 16:05")
UNTIL = date(2027, 3, 31)


def paused(**fields: Any) -> Item:
    return suspend(item(**fields), "办主任", NOW, UNTIL, "等省级系统", RULES)


def test_a_cancelled_item_is_not_closed_and_can_be_taken_back() -> None:
    gone = cancel(item(), "办主任", NOW, "重复录入")
    assert (gone.status, gone.closed_at, gone.history[-1].note) == (ItemStatus.CANCELLED, None, "重复录入")
    assert undo(gone, "办主任", NOW).status is ItemStatus.ACKNOWLEDGED


def test_what_was_submitted_awaits_approval_again_once_its_cancelling_is_taken_back() -> None:
    asked = item(status=ItemStatus.SUBMITTED, submitted_at=NOW, submitted_by="甲某")
    back = undo(cancel(asked, "办主任", NOW, "误录"), "办主任", NOW)
    assert (back.status, back.submitted_by) == (ItemStatus.SUBMITTED, "甲某")


@pytest.mark.parametrize("status", [ItemStatus.CLOSED, ItemStatus.CANCELLED])
def test_what_is_over_is_neither_cancelled_nor_suspended(status: ItemStatus) -> None:
    over = item(status=status)
    with pytest.raises((AlreadyClosed, NotInHand)):
        cancel(over, "办主任", NOW, "误录")
    with pytest.raises((AlreadyClosed, NotInHand)):
        suspend(over, "办主任", NOW, UNTIL, "等", RULES)
    with pytest.raises((AlreadyClosed, NotInHand)):
        resume(over, "办主任", NOW, RULES)


def test_cancelling_and_suspending_need_a_reason_and_suspending_a_day_to_come() -> None:
    with pytest.raises(WhyMissing):
        cancel(item(), "办主任", NOW, " ")
    with pytest.raises(WhyMissing):
        suspend(item(), "办主任", NOW, UNTIL, "", RULES)
    with pytest.raises(DayMissing):
        suspend(item(), "办主任", NOW, None, "等", RULES)
    with pytest.raises(DayPast):
        suspend(item(), "办主任", NOW, date(2026, 11, 20), "等", RULES)
    with pytest.raises(AlreadySubmitted):
        suspend(item(status=ItemStatus.SUBMITTED), "办主任", NOW, UNTIL, "等", RULES)
    with pytest.raises(PrivateData):
        cancel(item(), "办主任", NOW, "电话13812345678")


def test_a_suspended_item_has_one_date_to_remember_the_day_it_comes_back() -> None:
    rest = suspend(item(), "办主任", NOW, date(2026, 11, 28), "等", RULES)  # a Saturday
    [back] = appointments(rest, RULES)
    assert (back.rung, back.moment) == (Rung.RESUME, at("11-30 08:30"))
    assert next_moment(rest, RULES, NOW) == back.moment
    assert appointments(item(status=ItemStatus.SUSPENDED), RULES) == (), "what a workbook suspended has no day"


def test_a_resumed_item_is_chased_from_then_on_where_its_limit_has_passed() -> None:
    back = resume(paused(due="2026-12-01"), "办主任", at("2027-03-31 08:30"), RULES)
    assert back.status is ItemStatus.ASSIGNED, "nobody had signed it"
    chases = [each.moment for each in appointments(back, RULES) if each.rung is Rung.CHASE]
    assert chases[0] == at("2027-04-01 09:30")
    early = resume(paused(due="2027-12-01"), "办主任", at("2026-12-01 08:30"), RULES)
    assert (early.due_set_at, early.suspended_until) == (item().due_set_at, None)
    with pytest.raises(NotSuspended):
        resume(early, "办主任", NOW, RULES)
    signed = resume(paused(due="2027-12-01", acknowledged_at=NOW), "办主任", NOW, RULES)
    assert signed.status is ItemStatus.ACKNOWLEDGED


def test_a_moved_limit_needs_a_reason_stays_visible_and_begins_a_new_ladder() -> None:
    changes = {"due": "2026-12-18", "is_endless": False}
    with pytest.raises(WhyMissing):
        edit(item(), changes, "办主任", NOW)
    moved = edit(item(), changes, "办主任", NOW, "省系统升级", "期限")
    [former] = moved.former_limits
    assert (moved.due, moved.due_set_at, former.due, former.reason) == ("2026-12-18", NOW, "2026-11-20", "省系统升级")
    assert moved.history[-1].note == "期限；省系统升级"
    back = undo(moved, "办主任", NOW)
    assert (back.due, back.former_limits, back.due_set_at) == ("2026-11-20", (), item().due_set_at)


def test_another_unit_takes_an_edited_item_over_and_signs_it() -> None:
    moved = edit(item(), {"unit": "儿童福利股", "owner": "丙某"}, "办主任", NOW)
    assert (moved.status, moved.moved_at, moved.owner) == (ItemStatus.ASSIGNED, NOW, "丙某")
    same = edit(item(), {"owner": "乙某"}, "办主任", NOW)
    assert same.status is ItemStatus.ACKNOWLEDGED
    back = undo(moved, "办主任", NOW)
    assert (back.unit, back.status, back.moved_at) == ("社会救助股", ItemStatus.ACKNOWLEDGED, None)


def test_an_edit_of_what_was_objected_to_answers_the_objection() -> None:
    doubt = Doubt(kind=DoubtKind.UNCLEAR, by="甲某", at=NOW)
    doubted = item(doubt=doubt, status=ItemStatus.ASSIGNED)
    assert edit(doubted, {"standard": "一户一档"}, "办主任", NOW).doubt is None
    assert edit(doubted, {"source": "省厅"}, "办主任", NOW).doubt == doubt
    assert undo(edit(doubted, {"standard": "一户一档"}, "办主任", NOW), "办主任", NOW).doubt == doubt


def test_an_edit_that_changes_nothing_is_refused() -> None:
    with pytest.raises(NothingToChange):
        edit(item(), {"owner": "甲某"}, "办主任", NOW)
    with pytest.raises(PrivateData):
        edit(item(), {"standard": "联系13812345678"}, "办主任", NOW)


def test_nobody_is_chased_while_the_office_has_not_answered() -> None:
    doubted = item(doubt=Doubt(kind=DoubtKind.UNCLEAR, by="甲某", at=NOW), status=ItemStatus.ASSIGNED)
    assert Rung.CHASE not in {each.rung for each in appointments(doubted, RULES)}
    assert Rung.CHASE in {each.rung for each in appointments(item(), RULES)}


def test_each_change_is_a_step_of_the_history() -> None:
    back = resume(paused(), "办主任", NOW, RULES)
    assert [step.did for step in back.history] == [Did.SUSPEND, Did.RESUME]
    assert (back.history[0].to, back.version) == ("2027-03-31", 3)
