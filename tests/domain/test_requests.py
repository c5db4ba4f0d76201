"""Requests (请示): who is asked, when a request has to change, and who hears of the decision."""

from typing import Any

from msgspec.structs import replace

from domain.closing import finish
from domain.item import Did, Item, ItemStatus, Step
from domain.requests import (
    Decision,
    asked_of,
    closing_of,
    decided,
    is_true,
    may_others_stand_in,
    revise,
    role_asked,
    told_of_decision,
    told_of_nobody,
)
from domain.roster import Person, Role, Roster
from tests.domain.office import DEPUTY, HEAD, OFFICE, OTHER_DEPUTY, OWNER, PEOPLE, RULES, UNITS, at, item

NOW = at("11-20 16:05")
SUBMITTED = item(
    number=15, kind="rectification", status=ItemStatus.SUBMITTED, submitted_by=OWNER.name, submitted_at=NOW
)

ASKED = closing_of(SUBMITTED, {}, NOW)


def roster(**changes: dict[str, Any]) -> Roster:
    """Everybody, some of them changed."""
    people = tuple(replace(person, **changes.get(person.name, {})) for person in PEOPLE)
    return Roster(people, UNITS)


def chats(item: Item, among: Roster) -> set[int]:
    return set(asked_of(closing_of(item, {}, NOW), item, among))


def test_the_deputy_who_oversees_is_asked_and_in_their_absence_the_office() -> None:
    assert chats(SUBMITTED, roster()) == {DEPUTY.telegram_id}
    assert role_asked(ASKED, SUBMITTED, roster()) is Role.DEPUTY
    away = roster(分管甲={"telegram_id": None})
    assert chats(SUBMITTED, away) == {OFFICE.telegram_id}
    assert role_asked(ASKED, SUBMITTED, away) is Role.OFFICE


def test_nobody_decides_on_their_own_request() -> None:
    own = replace(SUBMITTED, submitted_by=DEPUTY.name)
    assert chats(own, roster()) == {OFFICE.telegram_id}


def test_where_nobody_can_be_asked_the_rest_of_the_office_hears_of_it() -> None:
    alone = roster(分管甲={"telegram_id": None}, 办主任={"silent_since": NOW})
    assert role_asked(ASKED, SUBMITTED, alone) is None
    assert [person.name for person in told_of_nobody(ASKED, roster())] == [OFFICE.name]
    assert told_of_nobody(ASKED, roster(), but=OFFICE.telegram_id or 0) == ()
    assert told_of_nobody(replace(ASKED, asked_by=OFFICE.name), roster()) == ()


def test_a_request_is_true_as_long_as_item_and_deciders_are_as_it_says() -> None:
    asked = closing_of(SUBMITTED, {7: DEPUTY.telegram_id or 0}, NOW)
    assert is_true(asked, SUBMITTED, roster())
    assert not is_true(asked, replace(SUBMITTED, version=SUBMITTED.version + 1), roster())
    assert not is_true(asked, replace(SUBMITTED, status=ItemStatus.CLOSED), roster())
    assert not is_true(asked, SUBMITTED, roster(分管甲={"oversees": ()}))


def test_only_who_decides_now_is_asked_and_who_does_not_any_more_reads_so() -> None:
    asked = closing_of(SUBMITTED, {7: DEPUTY.telegram_id or 0}, NOW)
    moved = roster(分管甲={"oversees": ()}, 分管乙={"oversees": ("社会救助股",)})
    revision = revise(asked, SUBMITTED, moved)
    assert not revision.is_outdated
    assert (revision.kept, revision.gone) == ({}, {7: DEPUTY.telegram_id})
    assert [person.name for person in revision.to_ask] == [OTHER_DEPUTY.name]
    again = revise(asked, replace(SUBMITTED, version=SUBMITTED.version + 1), roster())
    assert (again.is_outdated, again.kept, again.to_ask) == (True, {7: DEPUTY.telegram_id}, ())


def test_the_owner_and_the_heads_hear_of_the_decision_once_each() -> None:
    def names(people: tuple[Person, ...]) -> list[str]:
        return [person.name for person in people]

    assert names(told_of_decision(SUBMITTED, roster())) == [OWNER.name, HEAD.name]
    assert names(told_of_decision(replace(SUBMITTED, owner=HEAD.name), roster())) == [HEAD.name]


def test_after_the_office_comes_nobody() -> None:
    assert may_others_stand_in(DEPUTY, roster())
    assert not may_others_stand_in(OFFICE, roster())
    assert not may_others_stand_in(None, roster())


def test_a_decided_request_keeps_who_decided_and_when() -> None:
    ended = decided(closing_of(SUBMITTED, {}, NOW), Decision.SENT_BACK, DEPUTY.name, NOW)
    assert (ended.decision, ended.decided_by, ended.decided_at) == (Decision.SENT_BACK, DEPUTY.name, NOW)
    assert (ended.item, ended.asked_by, ended.asked_at) == (15, OWNER.name, NOW)


def test_the_wish_is_what_came_with_the_application_whatever_is_amended_later() -> None:
    applied = finish(item(number=15, kind="rectification"), RULES.kind("rectification"), OWNER.name, NOW, "已整改")
    amended = replace(applied, history=(*applied.history, Step(at=NOW, by="办公室", did=Did.AMEND, note="期限")))
    assert closing_of(applied, {}, NOW).wish == closing_of(amended, {}, NOW).wish == "已整改"
