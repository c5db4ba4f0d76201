"""延期: what may be asked for, what a consent changes, and how days and reasons are read."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.appointments import appointments
from domain.errors import (
    AlreadyClosed,
    AlreadySubmitted,
    DateNotUnderstood,
    DateVague,
    DubanError,
    LimitNotLater,
    LimitPast,
    NoLimitToMove,
    NotInHand,
    ReasonMissing,
)
from domain.extension import (
    ask_extension,
    extend,
    newest_request,
    read_wish,
    refuse_extension,
    requests_made,
    withdraw_extension,
)
from domain.imports.row_limits import still_stands
from domain.item import Did, FormerLimit, Item, ItemStatus
from domain.steps import take_back
from domain.views import Rung
from tests.domain.office import RULES, TODAY, at, item
from tests.rows import every_row

NOW = at("11-19 10:00")


def asked(known: Item, due: str = "2026-12-04") -> Item:
    return ask_extension(known, "甲某", NOW, due, "省系统升级", RULES)


def test_asking_moves_nothing_and_only_the_consent_moves_the_limit() -> None:
    waiting = asked(item())
    assert (waiting.due, waiting.due_set_at, waiting.former_limits) == ("2026-11-20", item().due_set_at, ())
    granted = extend(waiting, "分管甲", NOW, "2026-12-04", "省系统升级", RULES)
    assert (granted.due, granted.due_set_at) == ("2026-12-04", NOW)
    assert granted.former_limits == (
        FormerLimit(due="2026-11-20", moved_at=NOW, moved_by="分管甲", reason="省系统升级"),
    )
    assert [(step.did, step.to) for step in granted.history] == [
        (Did.ASK_EXTENSION, "2026-12-04"),
        (Did.EXTEND, "2026-12-04"),
    ]


def test_the_ladder_starts_anew_from_the_new_limit() -> None:
    late = item("2026-11-13")
    granted = extend(late, "分管甲", at("11-20 10:00"), "2026-12-04", "", RULES)
    chases = [each for each in appointments(granted, RULES) if each.rung is Rung.CHASE]
    assert {each.about.isoformat() for each in chases} == {"2026-12-04"}
    assert [each.moment for each in chases] == [at("12-07 09:30"), at("12-09 09:30"), at("12-11 09:30")]


def test_a_consent_that_is_taken_back_restores_the_limit_and_every_request_stays_on_record() -> None:
    granted = extend(asked(item()), "分管甲", NOW, "2026-12-04", "省系统升级", RULES)
    restored = take_back(granted, "分管甲", at("11-19 18:00"), is_office=False)
    assert (restored.due, restored.due_set_at, restored.former_limits) == ("2026-11-20", item().due_set_at, ())
    assert requests_made(restored) == 1
    newest = newest_request(restored)
    assert newest is not None
    assert newest.to == "2026-12-04"


@every_row(
    "known, due, refusal",
    [
        (item(), "2026-11-19", LimitPast),
        (item(), "2026-11-18", LimitPast),
        (item("2026-11-10"), "2026-11-19", LimitPast),  # late, and asked for until today
        (item(), "2026-11-20", LimitNotLater),
        (item("2026-12-18"), "2026-12-04", LimitNotLater),
        (item("2026-11-21", kind="permit"), "2026-11-23", LimitNotLater),  # rolled to Monday
        (item(""), "2026-12-04", NoLimitToMove),
        (item(is_endless=True), "2026-12-04", NoLimitToMove),
        (item(status=ItemStatus.SUBMITTED), "2026-12-04", AlreadySubmitted),
        (item(status=ItemStatus.CLOSED), "2026-12-04", AlreadyClosed),
        (item(status=ItemStatus.CANCELLED), "2026-12-04", NotInHand),
        (item(status=ItemStatus.SUSPENDED), "2026-12-04", NotInHand),
    ],
)
def test_what_may_not_be_extended_or_not_to_that_day_is_refused(
    known: Item, due: str, refusal: type[DubanError]
) -> None:
    with pytest.raises(refusal):
        asked(known, due)
    with pytest.raises(refusal):
        extend(known, "分管甲", NOW, due, "", RULES)


def test_asking_and_refusing_need_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        ask_extension(item(), "甲某", NOW, "2026-12-04", "  ", RULES)
    with pytest.raises(ReasonMissing):
        refuse_extension(asked(item()), "分管甲", NOW, "")


def test_a_withdrawn_request_does_not_count() -> None:
    twice = asked(withdraw_extension(asked(item()), "甲某", NOW))
    assert requests_made(twice) == 1
    assert requests_made(asked(refuse_extension(twice, "分管甲", NOW, "须按期完成"))) == 2


def test_the_same_workbook_moves_no_granted_limit_back() -> None:
    """A limit that was set in the chat has no written form yet."""

    class _Row:
        due = "2026-11-20"

    class _Draft:
        row = _Row()

    granted = extend(item(), "分管甲", NOW, "2026-12-04", "", RULES)
    assert still_stands(_Draft(), granted)  # type: ignore[arg-type]


#: What was said → the limits that may be meant, the reason, and whether nobody has to be asked (today: 11-20, Friday).
SAID = {
    "12月4日 省系统升级": (("2026-12-04",), "省系统升级", True),
    "到12月4日，因省系统升级，数据未开放": (("2026-12-04",), "因省系统升级，数据未开放", True),
    "因省系统升级，申请延期到12月4日": (("2026-12-04",), "因省系统升级", True),
    "申请延期至12月4日 原因：数据11月30日后开放": (("2026-12-04",), "数据11月30日后开放", True),
    "12月4日因系统升级": (("2026-12-04",), "因系统升级", True),
    "12月4日前完成，系统升级": (("2026-12-04",), "系统升级", True),
    "12月20日 系统升级": (("2026-12-18", "2026-12-20"), "系统升级", False),
    "两周内 系统升级": (("2026-12-04",), "系统升级", False),
    "2027年1月8日 预算未批": (("2027-01-08",), "预算未批", False),
    "11月10日 忘了": (("2027-11-10",), "忘了", False),
    "12-04 系统升级": (("2026-12-04",), "系统升级", False),
    "12月4日": (("2026-12-04",), "", True),
    "省系统升级": ((), "省系统升级", False),
    "因省厅12月底开放系统": ((), "因省厅12月底开放系统", False),
    "长期坚持": ((), "长期坚持", False),
    "": ((), "", False),
}


@every_row("said", SAID)
def test_a_day_and_a_reason_are_read_in_either_order(said: str) -> None:
    wish = read_wish(said, TODAY, RULES)
    assert (wish.dues, wish.reason, wish.is_clear) == SAID[said]


@pytest.mark.parametrize("said", ["12月20多号 系统升级", "12月4日 12月7日开放", "12月4日 之后"])
def test_what_looks_like_a_day_and_is_none_is_never_guessed(said: str) -> None:
    with pytest.raises(DateNotUnderstood):
        read_wish(said, TODAY, RULES)


def test_as_soon_as_possible_is_no_day() -> None:
    with pytest.raises(DateVague):
        read_wish("尽快 系统升级", TODAY, RULES)


@given(st.text(max_size=60))
def test_whatever_is_said_is_read_or_refused(said: str) -> None:
    with suppress(DateNotUnderstood):
        read_wish(said, TODAY, RULES)
