"""Who owes a word: what is not signed, spoken of or answered, and when it goes one step up."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from domain.appointments import appointments, owed
from domain.chasing import people_of
from domain.closing import finish
from domain.item import Did, Doubt, DoubtKind, Item, ItemStatus, Obstacle, ObstacleKind, Step
from domain.progress import report
from domain.requests import DecisionRequest, RequestKind, above, deciders, escalated
from domain.silence import answer_overdue
from domain.views import Audience, Rung
from tests.domain.office import (
    DEPUTY,
    DIRECTOR,
    HEAD,
    OFFICE,
    OWNER,
    RECTIFICATION,
    ROSTER,
    RULES,
    TASK,
    at,
    item,
)

ASKING = replace(
    RULES,
    kinds=RULES.kinds | {"task": replace(TASK, silent_after=10)},
    sign_within=1,
)


def _silences(one: Item) -> list[tuple[Audience, datetime]]:
    return [(each.audience, each.moment) for each in appointments(one, ASKING) if each.rung is Rung.SILENT]


def _quiet(due: str = "2026-12-31", **fields: object) -> Item:
    """Signed on 2 November, a Monday, and nothing said since."""
    return item(due, assigned_at=at("11-02 10:00"), due_set_at=at("11-02 10:00"), **fields)


def test_a_silence_goes_from_owner_to_head_to_deputy_three_work_days_apart() -> None:
    assert _silences(_quiet())[:3] == [
        (Audience.OWNER, at("11-16 09:30")),
        (Audience.HEAD, at("11-19 09:30")),
        (Audience.DEPUTY, at("11-24 09:30")),
    ]


def test_a_word_begins_the_silence_anew() -> None:
    said = report(_quiet(), "甲某", at("11-17 16:00"), "数据比对中")
    assert _silences(said)[0] == (Audience.OWNER, at("12-01 09:30"))


def test_a_silence_counts_from_the_last_chase_of_a_late_item() -> None:
    late = _quiet("2026-11-09")
    last = [each.moment for each in appointments(late, ASKING) if each.rung is Rung.CHASE][-1]
    assert last == at("11-16 09:30")
    assert _silences(late)[0] == (Audience.OWNER, at("11-30 09:30"))


def test_what_was_silent_before_its_chases_is_asked_before_them() -> None:
    moments = [moment for _, moment in _silences(_quiet("2026-11-17"))]
    assert moments[0] == at("11-16 09:30")
    assert at("11-19 09:30") not in moments, "the 催办 speaks from then on"


def test_an_endless_item_owes_a_word_as_well() -> None:
    assert _silences(_quiet(is_endless=True))[0] == (Audience.OWNER, at("11-16 09:30"))


@pytest.mark.parametrize(
    "waiting",
    [
        {"status": ItemStatus.SUBMITTED, "submitted_at": at("11-03 10:00")},
        {"status": ItemStatus.SUSPENDED},
        {"doubt": Doubt(kind=DoubtKind.UNCLEAR, by="甲某", at=at("11-03 10:00"))},
        {"obstacle": Obstacle(kind=ObstacleKind.COORDINATION, words="卡住", by="甲某", at=at("11-03 10:00"))},
    ],
)
def test_nobody_owes_a_word_of_what_waits_for_somebody_else(waiting: dict[str, object]) -> None:
    assert _silences(replace(_quiet(), **waiting)) == []


def test_a_kind_may_never_ask() -> None:
    assert [each for each in appointments(_quiet(kind="rectification"), ASKING) if each.rung is Rung.SILENT] == []


def test_what_nobody_signed_is_told_the_owner_and_a_day_later_the_head() -> None:
    fresh = item("2026-12-31", status=ItemStatus.ASSIGNED, assigned_at=at("11-20 16:00"), due_set_at=at("11-20 16:00"))
    found = [(each.audience, each.moment) for each in appointments(fresh, ASKING) if each.rung is Rung.UNSIGNED]
    assert found == [(Audience.OWNER, at("11-24 09:30")), (Audience.HEAD, at("11-25 09:30"))]


def test_who_reports_on_an_item_is_not_asked_to_sign_it() -> None:
    fresh = item("2026-12-31", status=ItemStatus.ASSIGNED, assigned_at=at("11-20 16:00"), due_set_at=at("11-20 16:00"))
    spoken = report(fresh, "甲某", at("11-20 16:30"), "已报局办")
    assert [each for each in appointments(spoken, ASKING) if each.rung is Rung.UNSIGNED] == []


def _asked(kind: RequestKind, **fields: object) -> DecisionRequest:
    return DecisionRequest(kind=kind, item=12, asked_by="甲某", asked_at=at("11-23 10:00"), **fields)  # type: ignore[arg-type]


STUCK = _quiet(obstacle=Obstacle(kind=ObstacleKind.COORDINATION, words="卡住", by="甲某", at=at("11-23 10:00")))


def test_an_obstacle_is_the_deputys_for_two_work_days_and_then_the_directors() -> None:
    request = _asked(RequestKind.OBSTACLE)
    found = [
        (each.audience, each.moment) for each in appointments(STUCK, ASKING, [request]) if each.rung is Rung.OBSTACLE
    ]
    assert found == [(Audience.DECIDER, at("11-25 09:30")), (Audience.ABOVE, at("11-26 09:30"))]
    assert deciders(request, STUCK, ROSTER) == (DEPUTY,)
    assert above(request, STUCK, ROSTER) == (DIRECTOR,)
    assert DIRECTOR in deciders(escalated(request), STUCK, ROSTER)


def test_an_answered_request_owes_nothing() -> None:
    request = _asked(RequestKind.OBSTACLE)
    assert STUCK.obstacle is not None
    answered = replace(STUCK, obstacle=replace(STUCK.obstacle, answered_at=at("11-24 10:00")))
    assert not [each for each in appointments(answered, ASKING, [request]) if each.rung is Rung.OBSTACLE]


def test_a_hand_over_goes_back_to_who_proposed_it() -> None:
    request = replace(_asked(RequestKind.HAND_OVER, wish="乙某", data={"unit": "社会救助股"}), asked_by="股长")
    found = [(each.audience, each.moment) for each in appointments(_quiet(), ASKING, [request])][-2:]
    assert found == [(Audience.DECIDER, at("11-25 09:30")), (Audience.ABOVE, at("11-27 09:30"))]
    assert above(request, _quiet(), ROSTER) == (HEAD,)


def test_above_an_owner_stands_the_head_and_above_a_head_the_deputy() -> None:
    assert people_of(Audience.OWNER, _quiet(), ROSTER) == (OWNER,)
    assert people_of(Audience.HEAD, _quiet(), ROSTER) == (HEAD,)
    assert people_of(Audience.HEAD, _quiet(owner="股长"), ROSTER) == (DEPUTY,)
    assert above(_asked(RequestKind.DOUBT), _quiet(), ROSTER) == (DIRECTOR,)
    assert OFFICE in deciders(_asked(RequestKind.DOUBT), _quiet(), ROSTER)


def test_of_an_owed_word_each_audience_hears_the_newest() -> None:
    found = owed(_quiet(), ASKING, at("11-25 10:00"))
    assert [(each.audience, each.step) for each in found] == [
        (Audience.OWNER, 1),
        (Audience.HEAD, 2),
        (Audience.DEPUTY, 3),
    ]
    assert owed(_quiet(), ASKING, at("11-16 09:29")) == ()


def test_closing_or_submitting_ends_what_is_owed() -> None:
    assert owed(finish(_quiet(), TASK, "甲某", at("11-16 08:00")), ASKING, at("11-25 10:00")) == ()
    asked = finish(_quiet(kind="rectification"), RECTIFICATION, "甲某", at("11-16 08:00"))
    assert owed(asked, ASKING, at("11-25 10:00")) == ()


def test_a_resumed_item_owes_a_word_from_that_day_on() -> None:
    resumed = replace(_quiet(), history=(Step(at("11-18 10:00"), "办主任", Did.RESUME),))
    assert _silences(resumed)[0] == (Audience.OWNER, at("12-02 09:30"))


def test_an_obstacle_without_an_answer_is_overdue_when_its_work_days_are_over() -> None:
    assert [answer_overdue(STUCK, ASKING, at(f"{day} 10:00").date()) for day in ("11-25", "11-26")] == [0, 3]
    assert STUCK.obstacle is not None
    answered = replace(STUCK, obstacle=replace(STUCK.obstacle, answered_at=at("11-24 10:00")))
    assert answer_overdue(answered, ASKING, at("11-26 10:00").date()) == 0
