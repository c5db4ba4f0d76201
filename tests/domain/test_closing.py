"""How an item moves, who stands in whose way, and that each move is one version and one step."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from domain.closing import (
    acknowledge,
    approve,
    closed_together,
    finish,
    send_back,
    undo,
)
from domain.errors import (
    AlreadyAcknowledged,
    AlreadyClosed,
    AlreadySubmitted,
    DubanError,
    NotDoneYet,
    NoteTooLong,
    NotInHand,
    NotSubmitted,
    NotYourOwn,
    NotYours,
    PrivateData,
    ReasonMissing,
    UndoTooLate,
)
from domain.item import Did, Evidence, EvidenceKind, Item, ItemStatus
from domain.ledger_year import carried_over
from domain.progress import hand_in, report
from domain.steps import NOTE_LIMIT, stands_since
from tests.domain.office import RECTIFICATION, RULES, TASK, at, item
from tests.rows import every_row

NOW = at("11-20 16:05")
ASSIGNED = item(status=ItemStatus.ASSIGNED)
PROBLEM = item("2026-11-23", kind="rectification")
SUBMITTED = finish(PROBLEM, RECTIFICATION, "甲某", at("11-23 16:10"), "补录126户")
DONE = finish(item(), TASK, "甲某", NOW)
PHOTO = Evidence(kind=EvidenceKind.PHOTO, file_id="photo-1", unique_id="1")


def test_acknowledging_signs_an_assignment_once() -> None:
    signed = acknowledge(ASSIGNED, "甲某", NOW)
    assert (signed.status, signed.acknowledged_by, signed.acknowledged_at) == (ItemStatus.ACKNOWLEDGED, "甲某", NOW)
    with pytest.raises(AlreadyAcknowledged):
        acknowledge(signed, "甲某", NOW)


def test_a_plain_task_is_closed_at_once_and_acknowledged_with_it() -> None:
    closed = finish(ASSIGNED, TASK, "甲某", NOW, " 已发文 ")
    assert (closed.status, closed.closed_by, closed.closed_at) == (ItemStatus.CLOSED, "甲某", NOW)
    assert (closed.acknowledged_by, closed.progress) == ("甲某", "已发文")
    assert closed.history[-1].did is Did.CLOSE_OUT


def test_a_kind_that_verifies_is_submitted_not_closed() -> None:
    assert SUBMITTED.status is ItemStatus.SUBMITTED
    assert (SUBMITTED.submitted_by, SUBMITTED.closed_at) == ("甲某", None)
    assert SUBMITTED.history[-1].note == "补录126户"


def test_an_early_acknowledgement_is_kept_when_the_item_is_closed() -> None:
    signed = acknowledge(ASSIGNED, "股长", at("11-19 09:00"))
    assert finish(signed, TASK, "甲某", NOW).acknowledged_by == "股长"


def test_every_move_is_one_version_and_one_step_and_leaves_the_old_value_alone() -> None:
    returned = send_back(SUBMITTED, "分管甲", at("11-23 17:05"), "佐证不足", RULES)
    again = finish(returned, RECTIFICATION, "甲某", at("11-24 09:00"))
    closed = approve(again, "分管甲", at("11-24 10:00"))
    assert [each.version for each in (PROBLEM, SUBMITTED, returned, again, closed)] == [1, 2, 3, 4, 5]
    assert [step.did for step in closed.history] == [Did.SUBMIT, Did.SEND_BACK, Did.SUBMIT, Did.APPROVE]
    assert PROBLEM.history == ()


def test_a_return_says_why_and_until_when_and_the_next_submission_answers_it() -> None:
    returned = send_back(SUBMITTED, "分管甲", at("11-23 17:05"), "佐证不足", RULES)
    assert (returned.status, returned.returned_reason) == (ItemStatus.ACKNOWLEDGED, "佐证不足")
    assert returned.supplement_by == date(2026, 11, 26)
    assert returned.submitted_at is None
    again = finish(returned, RECTIFICATION, "甲某", at("11-24 09:00"))
    assert (again.returned_at, again.returned_reason) == (None, "")


def test_approval_keeps_when_closing_was_asked_for() -> None:
    closed = approve(SUBMITTED, "分管甲", at("11-30 10:00"))
    assert (closed.status, closed.closed_by) == (ItemStatus.CLOSED, "分管甲")
    assert closed.submitted_at == at("11-23 16:10")


@every_row(
    "move, error",
    [
        (lambda: acknowledge(SUBMITTED, "甲某", NOW), AlreadySubmitted),
        (lambda: acknowledge(DONE, "甲某", NOW), AlreadyClosed),
        (lambda: finish(DONE, TASK, "甲某", NOW), AlreadyClosed),
        (lambda: finish(SUBMITTED, RECTIFICATION, "甲某", NOW), AlreadySubmitted),
        (lambda: finish(item(status=ItemStatus.CANCELLED), TASK, "甲某", NOW), NotInHand),
        (lambda: finish(item(status=ItemStatus.SUSPENDED), TASK, "甲某", NOW), NotInHand),
        (lambda: report(item(status=ItemStatus.CANCELLED), "甲某", NOW, "在办"), NotInHand),
        (lambda: approve(PROBLEM, "分管甲", NOW), NotSubmitted),
        (lambda: approve(DONE, "分管甲", NOW), AlreadyClosed),
        (lambda: approve(SUBMITTED, "甲某", NOW), NotYourOwn),
        (lambda: send_back(SUBMITTED, "甲某", NOW, "佐证不足", RULES), NotYourOwn),
        (lambda: send_back(SUBMITTED, "分管甲", NOW, " ", RULES), ReasonMissing),
        (lambda: send_back(PROBLEM, "分管甲", NOW, "佐证不足", RULES), NotSubmitted),
        (lambda: finish(item(), TASK, "甲某", NOW, "好" * (NOTE_LIMIT + 1)), NoteTooLong),
        (lambda: finish(item(), TASK, "甲某", NOW, "联系人13800001234"), PrivateData),
        (lambda: report(item(), "甲某", NOW, "身份证110101199003078515"), PrivateData),
        (lambda: undo(PROBLEM, "甲某", NOW), NotDoneYet),
        (lambda: undo(DONE, "乙某", NOW), NotYours),
        (lambda: undo(SUBMITTED, "乙某", NOW), NotYours),
        (lambda: undo(DONE, "甲某", at("11-21 16:06")), UndoTooLate),
        (lambda: undo(approve(SUBMITTED, "分管甲", NOW), "甲某", NOW), UndoTooLate),
        (lambda: undo(item(status=ItemStatus.CLOSED, closed_at=NOW), "甲某", NOW), UndoTooLate),
    ],
)
def test_what_may_not_be_is_refused_by_name(move: Callable[[], Item], error: type[DubanError]) -> None:
    with pytest.raises(error):
        move()


def test_a_closed_item_says_who_closed_it_and_when() -> None:
    with pytest.raises(AlreadyClosed) as refusal:
        finish(DONE, TASK, "乙某", at("11-20 17:00"))
    assert (refusal.value.by, refusal.value.at) == ("甲某", NOW)


@pytest.mark.parametrize("before", [ASSIGNED, item()])
@pytest.mark.parametrize("kind", [TASK, RECTIFICATION])
def test_taking_back_restores_everything_but_the_record(before: Item, kind: object) -> None:
    closed = finish(before, TASK if kind is TASK else RECTIFICATION, "甲某", NOW)
    restored = undo(closed, "甲某", at("11-20 16:10"))
    assert [step.did for step in restored.history[-2:]] == [closed.history[-1].did, Did.UNDO]
    for field in ("status", "before", "submitted_at", "submitted_by", "closed_at", "closed_by", "acknowledged_by"):
        assert getattr(restored, field) == getattr(before, field)


def test_taking_back_a_second_submission_restores_the_return_that_it_answered() -> None:
    returned = send_back(SUBMITTED, "分管甲", at("11-23 17:05"), "佐证不足", RULES)
    once = undo(finish(returned, RECTIFICATION, "甲某", at("11-24 09:00")), "甲某", at("11-24 09:05"))
    twice = undo(finish(once, RECTIFICATION, "甲某", at("11-24 09:10")), "甲某", at("11-24 09:15"))
    for restored in (once, twice):
        assert (restored.returned_at, restored.returned_reason) == (returned.returned_at, "佐证不足")


def test_a_submission_may_be_withdrawn_until_it_is_decided() -> None:
    assert undo(SUBMITTED, "甲某", at("12-20 09:00")).status is ItemStatus.ACKNOWLEDGED


def test_the_office_may_take_back_what_another_did() -> None:
    assert undo(DONE, "办主任", NOW, is_office=True).status is ItemStatus.ACKNOWLEDGED


def test_evidence_handed_in_later_does_not_stand_in_the_way_of_taking_back() -> None:
    supplemented = hand_in(DONE, "甲某", NOW, (PHOTO,))
    assert (supplemented.status, [each.file_id for each in supplemented.evidence]) == (ItemStatus.CLOSED, ["photo-1"])
    assert undo(supplemented, "甲某", at("11-20 16:30")).status is ItemStatus.ACKNOWLEDGED


def test_items_that_need_an_approver_are_crossed_off_one_at_a_time() -> None:
    task, other, problem = item(number=21), item(number=22), item(number=12, kind="rectification")
    assert closed_together((task, problem, other), RULES) == (task, other)
    assert closed_together((problem,), RULES) == (problem,)
    assert closed_together((task, other), RULES) == (task, other)


def test_an_item_stands_as_a_version_showed_it_where_nothing_but_a_year_turn_followed() -> None:
    shown = item()
    carried = carried_over(shown, 2026, "办主任", at("12-30 10:00"))
    assert stands_since(carried, shown.version)
    assert stands_since(shown, shown.version)
    assert not stands_since(
        acknowledge(replace(carried, status=ItemStatus.ASSIGNED), "甲某", at("12-30 11:00")), shown.version
    )
    assert not stands_since(replace(shown, version=shown.version + 1), shown.version)  # nobody wrote down why
    assert not stands_since(shown, shown.version + 1)
