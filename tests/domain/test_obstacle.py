"""难点: what a report, an answer and 已解决 change, and what it means for 催办."""

import pytest
from msgspec.structs import replace

from domain.appointments import appointments
from domain.errors import NoObstacle, ObstaclePending, ReasonMissing
from domain.item import Item, ObstacleKind
from domain.obstacle import (
    answer_by,
    answer_obstacle,
    make_long_term,
    report_obstacle,
    solve_obstacle,
    still_unsolved,
)
from domain.rules import Rules
from domain.steps import take_back
from domain.views import Light, Rung, light_of
from tests.domain.office import RULES, TASK, at, item

NOW = at("11-20 16:05")
STOPPING = replace(RULES, kinds=RULES.kinds | {"task": replace(TASK, obstacle_stops_chase=True)})


def reported(known: Item | None = None) -> Item:
    return report_obstacle(known or item(), "甲某", NOW, ObstacleKind.COORDINATION, "验收排期未定")


def test_one_difficulty_at_a_time_until_it_is_solved() -> None:
    with pytest.raises(ObstaclePending):
        reported(reported())
    solved = solve_obstacle(reported(), "股长", NOW)
    assert solved.obstacle is None
    assert reported(solved).obstacle is not None
    with pytest.raises(NoObstacle):
        solve_obstacle(solved, "股长", NOW)


def test_a_report_an_answer_and_what_is_lacking_need_words() -> None:
    with pytest.raises(ReasonMissing):
        report_obstacle(item(), "甲某", NOW, ObstacleKind.COORDINATION, " ")
    with pytest.raises(ReasonMissing):
        answer_obstacle(reported(), "分管甲", NOW, "")


def test_it_is_answered_within_two_work_days_and_again_where_it_is_still_unsolved() -> None:
    known = reported()
    assert known.obstacle is not None
    assert answer_by(known.obstacle, RULES).isoformat() == "2026-11-24"
    with pytest.raises(ObstaclePending):
        still_unsolved(known, "甲某", NOW, "仍未回复")
    again = still_unsolved(answer_obstacle(known, "分管甲", NOW, "已商定"), "甲某", at("11-25 10:00"), "仍未排期")
    assert again.obstacle is not None
    assert again.obstacle.answered_at is None
    assert answer_by(again.obstacle, RULES).isoformat() == "2026-11-27"


def test_a_long_term_item_is_never_late_and_keeps_its_limit_on_record() -> None:
    known = make_long_term(reported(item("2026-11-18")), "分管甲", NOW, at("2027-03-01 00:00").date(), RULES)
    assert light_of(known, RULES, at("2027-06-01 09:00")) is Light.NORMAL
    assert [former.due for former in known.former_limits] == ["2026-11-18"]
    restored = take_back(known, "分管甲", NOW, is_office=False)
    assert light_of(restored, RULES, NOW) is Light.LATE


def chases(known: Item, rules: Rules) -> list[str]:
    return [each.moment.isoformat() for each in appointments(known, rules) if each.rung is Rung.CHASE]


def test_it_keeps_the_chases_off_only_where_the_kind_says_so_and_makes_none_up() -> None:
    known = reported(item("2026-11-18"))
    assert chases(known, RULES) == chases(item("2026-11-18"), RULES)
    assert chases(known, STOPPING) == []
    solved = solve_obstacle(known, "甲某", at("11-24 10:00"))
    assert chases(solved, STOPPING) == [at("11-25 09:30").astimezone(RULES.timezone).isoformat()]
