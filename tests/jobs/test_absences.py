"""Absence (请假) by the clock: the stand-in hears what falls due meanwhile, and nobody hears anything twice."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.absence import Absence
from domain.item import ItemStatus
from domain.roster import Person, Role
from tests.domain.office import at, person
from tests.jobs.office import CARE, CHILDREN, DEPUTY, DIRECTOR, OFFICE, Bureau, task, to

STAND_IN = person("戊某", Role.STAFF, CHILDREN, telegram_id=9012)
HEAD = person("童股长", Role.HEAD, CHILDREN, telegram_id=9013)
HEAD_ID, STAND_IN_ID, DEPUTY_ID = 9013, 9012, 9003


def leave(first: str, last: str, by: Person | None = STAND_IN, **fields: Any) -> Absence:
    named: dict[str, Any] = {"stand_in": by.name, "stand_in_number": by.number} if by else {}
    return Absence(first_on=date.fromisoformat(first), last_on=date.fromisoformat(last), **named, **fields)


@pytest.fixture
def children(bureau: Bureau) -> Bureau:
    """A unit without a group: its head hears what is due."""
    bureau.people(HEAD, STAND_IN)
    return bureau


def chases(bureau: Bureau, day: str) -> dict[int, int]:
    """How many 催办 head and stand-in had that day."""
    letters = bureau.look(f"{day} 08:30") + bureau.look(f"{day} 09:30")
    found = {chat: sum("【催办" in html for html in to(letters, chat)) for chat in (HEAD_ID, STAND_IN_ID)}
    return {chat: count for chat, count in found.items() if count}


def test_what_falls_due_meanwhile_goes_to_the_stand_in_and_nothing_twice(children: Bureau) -> None:
    """The head is chased on Monday, the stand-in on Wednesday, and the head again after the return."""
    children.people(replace(HEAD, away=(leave("2026-12-01", "2026-12-03"),)))
    children.items(task(9, "2026-11-27", unit=CHILDREN, owner="童股长"))
    assert chases(children, "11-30") == {HEAD_ID: 1}
    assert chases(children, "12-01") == {}, "the stand-in is not told what the absent person was told"
    assert chases(children, "12-02") == {STAND_IN_ID: 1}
    assert chases(children, "12-03") == {}
    assert chases(children, "12-04") == {HEAD_ID: 1}
    assert chases(children, "12-07") == {}


def test_who_is_back_is_not_told_again_what_the_stand_in_was_told(children: Bureau) -> None:
    children.people(replace(HEAD, away=(leave("2026-12-01", "2026-12-02"),)))
    children.items(task(9, "2026-11-27", unit=CHILDREN, owner="童股长"))
    assert chases(children, "12-02") == {STAND_IN_ID: 1}
    assert chases(children, "12-03") == {}
    children.restart("12-03 09:40")
    assert chases(children, "12-03") == {}


def test_the_stand_ins_morning_has_what_is_theirs_and_what_they_stand_in_for(children: Bureau) -> None:
    children.people(replace(HEAD, away=(leave("2026-12-01", "2026-12-03"),)))
    children.items(
        task(9, "2026-12-02", unit=CHILDREN, owner="童股长"), task(10, "2026-12-02", unit=CHILDREN, owner="戊某")
    )
    letters = children.look("12-02 08:30")
    [morning] = to(letters, STAND_IN_ID)
    assert "代童股长" in morning
    assert "第9号" in morning
    assert "第10号" in morning
    assert not to(letters, HEAD_ID)


def test_a_deputys_copies_and_reviews_go_to_the_stand_in_and_without_one_to_the_office(children: Bureau) -> None:
    submitted = task(
        9,
        "2026-12-30",
        kind="rectification",
        status=ItemStatus.SUBMITTED,
        submitted_by="甲某",
        submitted_at=at("11-30 10:00"),
    )
    children.items(submitted)
    children.people(replace(DEPUTY, away=(leave("2026-12-01", "2026-12-03"),)))
    letters = children.look("12-02 08:30") + children.look("12-02 09:30")
    assert "第9号" in "".join(to(letters, STAND_IN_ID))
    assert not to(letters, DEPUTY_ID)
    children.people(replace(DEPUTY, away=(leave("2026-12-01", "2026-12-04", None),)))
    assert "第9号" in "".join(to(children.look("12-03 09:30"), OFFICE.telegram_id or 0))


def test_a_group_calls_the_stand_in_by_both_names(bureau: Bureau) -> None:
    bureau.people(replace(bureau.ledger.roster.people[4], away=(leave("2026-12-01", "2026-12-03"),)), STAND_IN)
    bureau.items(task(9, "2026-12-02"))
    bureau.look("12-02 08:30")
    [group] = to(bureau.look("12-02 15:00"), -1001)
    assert 'tg://user?id=9012">@戊某（代甲某）' in group
    bureau.items(task(8, "2026-12-03"))
    bureau.people(replace(bureau.ledger.roster.people[4], away=(leave("2026-12-01", "2026-12-03", None),)))
    bureau.look("12-03 08:30")
    [group] = to(bureau.look("12-03 15:00"), -1001)
    assert "甲某（请假）" in group
    assert "@甲某" not in group


def test_the_director_away_is_stood_in_for_and_the_office_reads_the_last_chase(bureau: Bureau) -> None:
    bureau.people(replace(DIRECTOR, away=(leave("2026-12-01", "2026-12-31"),)), STAND_IN)
    bureau.items(task(9, "2026-11-30"))
    letters = [each for day in ("12-01", "12-03", "12-07") for each in bureau.look(f"{day} 09:30")]
    assert "第9号" in "".join(to(letters, STAND_IN_ID))
    assert not to(letters, DIRECTOR.telegram_id or 0)


def test_a_look_follows_the_calendar_without_any_commit(children: Bureau) -> None:
    """Nothing happened overnight but the date, and the item's next moment is far ahead."""
    children.people(replace(HEAD, away=(leave("2026-12-02", "2026-12-03"),)))
    children.look("12-01 18:30")
    assert not children.lookout.is_due(at("12-01 23:00"))
    assert children.lookout.is_due(at("12-02 00:30"))


def test_the_offices_morning_names_who_is_away_and_who_stands_in(bureau: Bureau) -> None:
    """On work days; somebody with two posts once."""
    bureau.people(STAND_IN, replace(HEAD, away=(leave("2026-12-01", "2026-12-05"),)))
    bureau.people(replace(HEAD, number=0, unit=CARE), replace(DEPUTY, away=(leave("2026-12-01", "2026-12-01", None),)))
    office = OFFICE.telegram_id or 0
    assert "今日请假" not in "".join(to(bureau.look("11-30 08:30"), office))
    [morning] = to(bureau.look("12-01 08:30"), office)
    assert "今日请假：" in morning
    assert "分管甲" in morning
    assert morning.count("童股长（戊某代办）") == 1
    [morning] = to(bureau.look("12-02 08:30"), office)
    assert "今日请假：童股长（戊某代办）。" in morning
    assert not to(bureau.look("12-05 08:30"), office), "a rest day"
