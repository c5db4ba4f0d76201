"""Absence (请假): who stands in for whom on a day, with which rights, and who is never left without an approver."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from domain.absence import Absence
from domain.actions import Action
from domain.behalf import on_behalf
from domain.item import Item, ItemStatus
from domain.requests import DecisionRequest, RequestKind, closing_of, is_decider, told_of_decision
from domain.requests import asked_of as asked_of_request
from domain.rights import may
from domain.roster import Addressee, Person, Role, Roster, is_owner, is_reachable, of_people
from tests.domain.office import (
    ADMIN_ID,
    COLLEAGUE,
    DEPUTY,
    HEAD,
    OFFICE,
    OTHER_DEPUTY,
    OTHER_HEAD,
    OWNER,
    PEOPLE,
    STRANGER,
    UNITS,
    ZONE,
    at,
    item,
    person,
)
from tests.rows import every_row

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 5)
FRIDAY = at("11-20 10:00")
SUBMITTED = item(
    number=15,
    kind="rectification",
    status=ItemStatus.SUBMITTED,
    submitted_by=OWNER.name,
    submitted_at=at("11-30 16:00"),
)


def leave(stand_in: Person | None = None, **fields: Any) -> Absence:
    """The first five days of December."""
    whole = {"first_on": FIRST, "last_on": LAST, **fields}
    if stand_in is None:
        return Absence(**whole)
    return Absence(stand_in=stand_in.name, stand_in_number=stand_in.number, **whole)


def on(day: str, *away: tuple[Person, Absence], people: tuple[Person, ...] = PEOPLE) -> Roster:
    """The roster of that day at ten, with these leaves."""
    leaves: dict[int, tuple[Absence, ...]] = {}
    for who, each in away:
        leaves[who.number] = (*leaves.get(who.number, ()), each)
    rows = tuple(replace(each, away=leaves.get(each.number, ())) for each in people)
    return Roster(rows, UNITS, at=at(f"{day} 10:00").astimezone(ZONE))


def asked_of(submitted: Item, roster: Roster) -> dict[int, Person]:
    """Who is asked for its 销号."""
    return asked_of_request(closing_of(submitted, {}, FRIDAY), submitted, roster)


def chats(*people: Person | None) -> set[int]:
    return {each.chat_id for each in of_people(tuple(each for each in people if each))}


@pytest.mark.parametrize(
    ("day", "reached"), [("11-30", OWNER), ("12-01", COLLEAGUE), ("12-05", COLLEAGUE), ("12-06", OWNER)]
)
def test_a_stand_in_is_reached_from_the_first_day_to_the_last(day: str, reached: Person) -> None:
    roster = on(day, (OWNER, leave(COLLEAGUE)))
    assert chats(roster.named("甲某", "社会救助股")) == {reached.telegram_id}
    assert roster.who(OWNER.telegram_id or 0) == replace(OWNER, away=(leave(COLLEAGUE),)), "who one is stays as it is"


def test_a_stand_in_has_the_rights_of_the_absent_who_keep_their_own() -> None:
    roster, before = on("12-02", (OWNER, leave(COLLEAGUE))), on("11-30", (OWNER, leave(COLLEAGUE)))
    for action in (Action.DONE, Action.NOTE, Action.ACKNOWLEDGE, Action.UNDO):
        assert not may(COLLEAGUE, action, item(), before)
        assert may(COLLEAGUE, action, item(), roster)
        assert may(OWNER, action, item(), roster)
        assert not may(OWNER, action, item(owner="乙某"), roster), "and not the other way round"
    assert is_owner(COLLEAGUE, item(), roster)
    assert roster.names_of(COLLEAGUE) == ("乙某", "甲某")


def test_what_is_done_in_somebodys_place_says_so() -> None:
    roster = on("12-02", (OWNER, leave(COLLEAGUE)), (HEAD, leave(OFFICE)))
    assert on_behalf(COLLEAGUE, Action.DONE, item(), roster) == "甲某"
    assert on_behalf(COLLEAGUE, Action.DONE, item(owner="乙某"), roster) == ""
    assert on_behalf(OFFICE, Action.DONE, item(), roster) == "", "the office may in its own right"
    assert on_behalf(OWNER, Action.DONE, item(), roster) == ""


def test_a_stand_in_approves_neither_their_own_nor_what_the_absent_one_owns() -> None:
    """docs/promises.md 28: nobody decides on their own."""
    roster = on("12-02", (DEPUTY, leave(OTHER_DEPUTY)))
    assert set(asked_of(SUBMITTED, roster)) == {OTHER_DEPUTY.telegram_id}
    for of in (OTHER_DEPUTY, DEPUTY):
        own = replace(SUBMITTED, owner=of.name)
        assert not may(OTHER_DEPUTY, Action.APPROVE, own, roster)
        assert set(asked_of(own, roster)) == {OFFICE.telegram_id}, "then the office decides"
        assert not may(OTHER_DEPUTY, Action.APPROVE, replace(SUBMITTED, submitted_by=of.name), roster)
    assert may(DEPUTY, Action.APPROVE, SUBMITTED, roster), "who is away may still decide"


def test_a_stand_in_decides_on_no_request_of_their_own() -> None:
    """More time that the head asked for is not granted by the head in the deputy leader's place."""
    asked = DecisionRequest(kind=RequestKind.EXTEND, item=12, asked_by=HEAD.name, asked_at=FRIDAY)
    roster = on("12-02", (DEPUTY, leave(HEAD)))
    assert not is_decider(HEAD, asked, item(), roster)
    assert is_decider(OFFICE, asked, item(), roster)
    by_another = replace(asked, asked_by=OWNER.name)
    assert is_decider(HEAD, by_another, item(), roster)
    assert is_decider(DEPUTY, by_another, item(), roster), "who is away may still decide"
    assert not is_decider(OTHER_HEAD, by_another, item(), roster)


def test_without_a_stand_in_another_deputy_or_the_office_approves() -> None:
    roster = on("12-02", (DEPUTY, leave()))
    assert set(asked_of(SUBMITTED, roster)) == {OFFICE.telegram_id}
    assert may(OFFICE, Action.APPROVE, SUBMITTED, roster)
    both = (*PEOPLE, person("分管丙", Role.DEPUTY, telegram_id=9011, oversees=("社会救助股",)))
    assert set(asked_of(SUBMITTED, on("12-02", (DEPUTY, leave()), people=both))) == {9011}


def test_a_chain_of_stand_ins_is_followed_to_somebody_present() -> None:
    roster = on("12-02", (OWNER, leave(COLLEAGUE)), (COLLEAGUE, leave(HEAD)))
    assert chats(roster.named("甲某", "社会救助股"), roster.named("乙某", "社会救助股")) == {HEAD.telegram_id}
    assert may(HEAD, Action.UNDO, item(), roster)


@pytest.mark.parametrize(
    "leaves",
    [
        ((OWNER, leave(COLLEAGUE)), (COLLEAGUE, leave(OWNER))),  # one for the other
        ((OWNER, leave(COLLEAGUE)), (COLLEAGUE, leave())),  # who is away too, with nobody in their place
        ((OWNER, leave(OWNER)),),
        ((OWNER, leave(replace(COLLEAGUE, name="丁某", number=77))),),  # not on the roster any more
    ],
)
def test_who_has_nobody_present_in_their_place_is_not_reached(leaves: tuple[tuple[Person, Absence], ...]) -> None:
    roster = on("12-02", *leaves)
    assert chats(roster.named("甲某", "社会救助股")) == set()
    assert not may(COLLEAGUE, Action.DONE, item(), roster)


@pytest.mark.parametrize(
    "fields", [{"telegram_id": None}, {"left_at": at("11-20 10:00")}, {"silent_since": at("11-20 10:00")}]
)
def test_a_stand_in_out_of_reach_leaves_the_deciding_to_the_office(fields: dict[str, Any]) -> None:
    people = tuple(replace(each, **fields) if each == OTHER_DEPUTY else each for each in PEOPLE)
    roster = on("12-02", (DEPUTY, leave(OTHER_DEPUTY)), people=people)
    assert set(asked_of(SUBMITTED, roster)) == {OFFICE.telegram_id}


def test_a_stand_in_who_was_entered_anew_is_found_by_name() -> None:
    roster = on("12-02", (OWNER, replace(leave(COLLEAGUE), stand_in_number=4711)))
    assert chats(roster.named("甲某", "社会救助股")) == {COLLEAGUE.telegram_id}


def test_every_post_of_the_absent_goes_along_and_every_post_of_the_stand_in_stays() -> None:
    second = person("甲某", Role.HEAD, "养老服务股", telegram_id=9007)
    people = (*PEOPLE, replace(second, number=70), replace(COLLEAGUE, number=80, unit="儿童福利股", role=Role.HEAD))
    roster = on("12-02", (OWNER, leave(COLLEAGUE)), people=people)
    assert {post.number for post in roster.posts(COLLEAGUE)} == {COLLEAGUE.number, 80, OWNER.number, 70}
    assert COLLEAGUE.telegram_id in chats(*roster.heads("养老服务股"))


def test_what_was_due_before_is_not_told_again_neither_then_nor_afterwards() -> None:
    away = leave(COLLEAGUE, named_at=at("12-01 11:00"))
    (stand_in,) = of_people((on("12-02", (OWNER, away)).addressees[6],))
    assert stand_in.since == at("12-01 11:00"), "named on the very day"
    (back,) = of_people((on("12-08", (OWNER, away)).addressees[6],))
    assert (back.chat_id, back.since) == (OWNER.telegram_id, at("12-06 00:00"))
    early = replace(away, ended_at=at("12-03 10:00"))
    (back,) = of_people((on("12-03", (OWNER, early)).addressees[6],))
    assert (back.chat_id, back.since) == (OWNER.telegram_id, at("12-03 10:00"))


def test_who_is_reached_in_their_own_post_as_well_is_told_everything() -> None:
    roster = on("12-02", (HEAD, leave(OTHER_HEAD)))
    assert [each.since for each in of_people((*roster.heads("社会救助股"), *roster.heads("养老服务股")))] == [None]


def test_while_all_of_the_office_is_away_it_is_reached_all_the_same() -> None:
    roster = on("12-02", (OFFICE, leave()), (DEPUTY, leave()))
    assert set(asked_of(SUBMITTED, roster)) == {OFFICE.telegram_id}
    assert chats(*on("12-02", (OFFICE, leave(HEAD))).office) == {HEAD.telegram_id}


def test_an_administrator_stays_one_and_makes_nobody_one() -> None:
    people = tuple(replace(each, away=(leave(COLLEAGUE),)) if each == OWNER else each for each in PEOPLE)
    roster = Roster(
        people, UNITS, admins=frozenset({ADMIN_ID, OWNER.telegram_id or 0}), at=at("12-02 10:00").astimezone(ZONE)
    )
    assert {each.name for each in roster.office} == {"办主任", "甲某", "管理员"}
    by_admin = Roster(
        people, UNITS, admins=frozenset({COLLEAGUE.telegram_id or 0}), at=at("12-02 10:00").astimezone(ZONE)
    )
    assert {each.name for each in by_admin.office} == {"办主任", "乙某"}


def test_no_absence_leaves_a_unit_without_reader_and_approver() -> None:
    """Whoever is away, with whichever stand-in: somebody who can be reached decides, and hears of the decision."""
    everybody = (OFFICE, DEPUTY, OTHER_DEPUTY, HEAD, OWNER, COLLEAGUE)
    for gone, other in product(everybody, repeat=2):
        for by, by_other in product((None, *everybody), repeat=2):
            roster = on("12-02", (gone, leave(by)), (other, leave(by_other)))
            assert asked_of(SUBMITTED, roster), (gone.name, by, other.name, by_other)
            assert any(map(is_reachable, (*told_of_decision(SUBMITTED, roster), *roster.office)))


def test_a_day_that_is_not_asked_about_knows_no_absences() -> None:
    away = tuple(replace(each, away=(leave(COLLEAGUE),)) for each in PEOPLE)
    assert not [each for each in Roster(away).addressees if isinstance(each, Addressee)]


LEADER = replace(DEPUTY, liaisons=("乙某",))
WITH_LIAISON = tuple(LEADER if each == DEPUTY else each for each in PEOPLE)


def of_leader(**fields: Any) -> Item:
    return item(unit="养老服务股", owner=DEPUTY.name, **fields)


@every_row("action", Action)
def test_a_liaison_signs_and_reports_for_the_leader_and_does_nothing_else(action: Action) -> None:
    roster = Roster(WITH_LIAISON, UNITS)
    reports = {Action.NOTE, Action.PROGRESS, Action.NO_CHANGE, Action.STAGE, Action.CORRECT, Action.EVIDENCE}
    reads = {Action.SEE, Action.FIND, Action.PARTS, Action.PIECES, Action.HISTORY, Action.PLAN, Action.MEASURES}
    wanted = reports | reads | {Action.ACKNOWLEDGE}
    everybodys = may(STRANGER, action, of_leader(), roster)
    assert may(COLLEAGUE, action, of_leader(), roster) == (action in wanted or everybodys)
    assert may(OWNER, action, of_leader(), roster) == everybodys, "nobody else"
    if action in wanted:
        assert on_behalf(COLLEAGUE, action, of_leader(), roster) == DEPUTY.name
    assert not may(COLLEAGUE, Action.DONE, item(), roster), "nothing of what the leader only oversees"


def test_the_instant_of_the_office_decides_which_day_it_is() -> None:
    midnight = at("12-01 00:00").astimezone(ZONE)
    people = tuple(replace(each, away=(leave(COLLEAGUE),)) if each == OWNER else each for each in PEOPLE)
    found = [chats(Roster(people, at=each).named("甲某")) for each in (midnight - timedelta(seconds=1), midnight)]
    assert found == [{OWNER.telegram_id}, {COLLEAGUE.telegram_id}]
