"""docs/promises.md 28: each action for each role, on one's own item, one's unit's, an overseen unit's, a foreign one.

The expectation is written out here a second time, as a person would say it, so that a slip in the table shows.
"""

import pytest
from msgspec.structs import replace

from domain.actions import ACTIONS, Action, Reach
from domain.errors import DubanError, ItemMissing, NotYourDecision, NotYourOwn, NotYours
from domain.item import Did, Item, ItemStatus, Step
from domain.rights import approvers, may, may_in, may_see, may_show, reach_of, require
from domain.roster import Person, Role, Roster, is_owner, office_of
from domain.views import as_shown
from tests.domain.office import (
    ADMIN_ID,
    CHATS,
    COLLEAGUE,
    DEPUTY,
    DIRECTOR,
    HEAD,
    INSPECTOR,
    OFFICE,
    OTHER_DEPUTY,
    OTHER_HEAD,
    OWNER,
    PEOPLE,
    ROSTER,
    STRANGER,
    UNITS,
    at,
    item,
)
from tests.rows import every_row

ADMIN = ROSTER.who(ADMIN_ID)
ITEM = item()
WAITING = item(kind="rectification", status=ItemStatus.SUBMITTED, submitted_by="甲某", submitted_at=at("11-20 09:00"))
EVERYBODY: dict[str, Person | None] = {
    "office": OFFICE,
    "admin": ADMIN,
    "director": DIRECTOR,
    "deputy who oversees": DEPUTY,
    "other deputy": OTHER_DEPUTY,
    "head": HEAD,
    "other head": OTHER_HEAD,
    "owner": OWNER,
    "colleague": COLLEAGUE,
    "other unit's staff": STRANGER,
    "inspector": INSPECTOR,
    "unknown": None,
}
OFFICES = {"office", "admin"}
WATCHERS = OFFICES | {"director", "inspector", "deputy who oversees"}
ACTORS = OFFICES | {"head", "owner"}
#: Who may do it to an item of 社会救助股 that 甲某 owns (for decisions: submitted).
ON_ITEM: dict[Action, set[str]] = {
    Action.SEE: WATCHERS | {"head", "owner", "colleague"},
    Action.UNIT: WATCHERS | {"head", "owner", "colleague"},
    Action.LATE: WATCHERS | {"head", "owner", "colleague"},
    Action.WAITING: WATCHERS | {"head", "owner"},
    Action.UNSIGNED: WATCHERS | {"head", "owner"},
    Action.RECHECK: WATCHERS | {"head", "owner", "colleague"},
    Action.ASLEEP: OFFICES,
    Action.ACKNOWLEDGE: ACTORS,
    Action.NOTE: ACTORS,
    Action.DONE: ACTORS,
    Action.UNDO: ACTORS | {"director", "deputy who oversees"},  # of what they did themselves
    Action.DOUBT: {"head", "owner"},
    Action.SETTLE: OFFICES,
    Action.EDIT: OFFICES | {"deputy who oversees", "head"},
    Action.CANCEL: OFFICES | {"deputy who oversees"},
    Action.SUSPEND: OFFICES | {"deputy who oversees"},
    Action.RESUME: OFFICES | {"deputy who oversees"},
    Action.APPROVE: {"deputy who oversees"},
    Action.SEND_BACK: {"deputy who oversees"},
    Action.BIND: OFFICES | {"head"},
    Action.UNBIND: OFFICES | {"head"},
    Action.IMPORT: OFFICES,
}


def test_the_table_names_every_action_for_every_role() -> None:
    assert set(ACTIONS) == set(Action)
    assert all(set(row.reaches) == set(Role) for row in ACTIONS.values())
    for field in ("command", "link", "origin"):
        given = [name for row in ACTIONS.values() if (name := getattr(row, field)) not in ("", None)]
        assert len(given) == len(set(given)), f"a {field} means two actions"


@every_row("name", EVERYBODY)
@every_row("action", ON_ITEM)
def test_each_person_may_do_to_an_item_just_what_was_said(action: Action, name: str) -> None:
    """docs/promises.md 28."""
    if action in (Action.UNIT, Action.BIND, Action.UNBIND, Action.IMPORT, Action.ASLEEP):
        assert may_in(EVERYBODY[name], action, "社会救助股", ROSTER) is (name in ON_ITEM[action])
    else:
        assert may(EVERYBODY[name], action, WAITING, ROSTER) is (name in ON_ITEM[action])


@every_row("name", EVERYBODY)
@every_row("action", Action)
def test_a_foreign_units_item_is_only_for_those_who_reach_everything(action: Action, name: str) -> None:
    """docs/promises.md 28."""
    foreign = item(unit="社会组织股", owner="丁某", status=ItemStatus.SUBMITTED, submitted_by="丁某")
    reach = reach_of(EVERYBODY[name], action, ROSTER)
    expected = EVERYBODY[name] is not None and reach in (Reach.ALL, Reach.STANDING_IN)
    assert may(EVERYBODY[name], action, foreign, ROSTER) is expected
    assert not may_in(EVERYBODY[name], action, "社会组织股", ROSTER) or reach is Reach.ALL


@every_row("action", Action)
def test_an_unknown_person_may_only_ask_who_they_are_and_for_help(action: Action) -> None:
    assert reach_of(None, action, ROSTER) is (Reach.ALL if ACTIONS[action].is_open else Reach.NONE)
    assert not may(None, action, ITEM, ROSTER)


def test_the_bureaus_group_is_bound_by_the_office_only() -> None:
    allowed = {name for name, person in EVERYBODY.items() if may_in(person, Action.BIND, "", ROSTER)}
    assert allowed == OFFICES


def test_nobody_decides_on_what_they_submitted_themselves() -> None:
    for person in PEOPLE:
        own = replace(WAITING, submitted_by=person.name, owner=person.name)
        assert not may(person, Action.APPROVE, own, ROSTER)
        assert person not in approvers(own, ROSTER)


def test_an_overseeing_deputy_is_asked_and_the_office_in_their_absence() -> None:
    assert approvers(WAITING, ROSTER) == (DEPUTY,)
    for absent in (replace(DEPUTY, telegram_id=None), replace(DEPUTY, silent_since=at("11-01 08:00"))):
        roster = Roster((OFFICE, absent, HEAD), UNITS, CHATS, frozenset({ADMIN_ID}))
        assert approvers(WAITING, roster) == (OFFICE, ADMIN)
        assert may(OFFICE, Action.APPROVE, WAITING, roster)
        assert may(absent, Action.APPROVE, WAITING, roster), "who presses the button is there after all"
    own = replace(WAITING, submitted_by=DEPUTY.name)
    assert approvers(own, ROSTER) == (OFFICE, ADMIN)
    assert may(OFFICE, Action.SEND_BACK, own, ROSTER)


def test_an_administrator_on_the_roster_has_the_offices_rights_once() -> None:
    roster = Roster(PEOPLE, UNITS, CHATS, frozenset({9008}))
    assert may(COLLEAGUE, Action.IMPORT, ITEM, roster)
    assert office_of(roster) == (OFFICE, COLLEAGUE)


def test_of_two_people_with_one_name_the_units_own_is_the_owner() -> None:
    namesake = replace(OWNER, number=99, unit="养老服务股", telegram_id=9099)
    roster = Roster((*PEOPLE, namesake), UNITS, CHATS)
    assert is_owner(OWNER, ITEM, roster)
    assert not is_owner(namesake, ITEM, roster)
    assert not may_see(namesake, ITEM, roster)


def test_an_owner_from_another_unit_may_finish_their_item() -> None:
    assert may(STRANGER, Action.DONE, item(owner="丙某"), ROSTER)


@pytest.mark.parametrize(
    ("person", "action", "error"),
    [
        (STRANGER, Action.DONE, ItemMissing),
        (None, Action.SEE, ItemMissing),
        (COLLEAGUE, Action.DONE, NotYours),
        (DIRECTOR, Action.APPROVE, NotYourDecision),
        (OWNER, Action.APPROVE, NotYourOwn),
    ],
)
def test_a_refusal_never_tells_of_items_that_one_may_not_see(
    person: Person | None, action: Action, error: type[DubanError]
) -> None:
    with pytest.raises(error):
        require(person, action, WAITING, ROSTER)
    require(DEPUTY, Action.APPROVE, WAITING, ROSTER)


@pytest.mark.parametrize(
    ("one", "chat_id", "shown"),
    [
        (ITEM, -1001, True),
        (ITEM, -1002, False),
        (ITEM, -1003, False),
        (ITEM, -1999, False),
        (item(is_sensitive=True), -1001, False),
        (item(unit=""), -1003, False),
    ],
)
def test_a_group_shows_its_own_units_items_and_nothing_sensitive(one: Item, chat_id: int, *, shown: bool) -> None:
    """docs/promises.md 28."""
    assert may_show(one, ROSTER.chat(chat_id)) is shown
    assert may_show(one, None, is_private=True)


@pytest.mark.parametrize("order", [1, -1])
def test_somebody_with_two_posts_has_the_rights_of_both(order: int) -> None:
    """Only the row that the roster named last counted: a leader who also heads a unit was asked, and then refused."""
    also_head = replace(OTHER_HEAD, number=77, name=DEPUTY.name, telegram_id=DEPUTY.telegram_id, unit="儿童福利股")
    roster = Roster((DEPUTY, also_head)[::order], UNITS)
    speaker = roster.who(DEPUTY.telegram_id or 0)
    assert speaker == DEPUTY
    submitted = item(status=ItemStatus.SUBMITTED, submitted_by="甲某")
    assert may(speaker, Action.APPROVE, submitted, roster)
    for action in (Action.DONE, Action.SEE):
        assert may(speaker, action, item(unit="儿童福利股"), roster)
    assert may(speaker, Action.DONE, item(unit="儿童福利股", owner=DEPUTY.name), roster)
    assert not may(speaker, Action.DONE, item(), roster)
    assert may_in(speaker, Action.BIND, "儿童福利股", roster)
    assert not may_in(speaker, Action.BIND, "社会救助股", roster)
    assert reach_of(speaker, Action.LATE, roster) is Reach.OVERSEEN


def test_nobody_decides_on_their_own_in_whichever_post() -> None:
    """Fault 2.6: not the owner, not who asked for it, and nobody of a name that owns it as far as one can tell."""
    head_too = Person(number=91, name="分管甲", unit="社会救助股", role=Role.HEAD, telegram_id=DEPUTY.telegram_id)
    roster = Roster(people=(*PEOPLE, head_too), units=UNITS)
    for own in (replace(WAITING, owner="分管甲"), replace(WAITING, submitted_by="分管甲")):
        assert not may(DEPUTY, Action.APPROVE, own, roster)
        assert DEPUTY not in approvers(own, roster)
        assert OFFICE in approvers(own, roster)
        with pytest.raises(NotYourOwn):
            require(DEPUTY, Action.SEND_BACK, own, roster)
    by_office = replace(WAITING, owner="分管甲", submitted_by=OFFICE.name)
    assert OFFICE not in approvers(by_office, roster)
    namesakes = Roster(people=tuple(replace(p, name="同名") if p in (DEPUTY, STRANGER) else p for p in PEOPLE))
    deputy = namesakes.who(DEPUTY.telegram_id or 0)
    assert not may(deputy, Action.APPROVE, replace(WAITING, owner="同名"), namesakes)
    assert may(deputy, Action.APPROVE, WAITING, namesakes)


def test_a_head_without_unit_has_no_right_to_what_has_no_unit() -> None:
    """Fault 7.21: neither to the item nor to the bureau's group."""
    head = replace(HEAD, number=20, name="无股室", unit="", telegram_id=9020)
    roster = Roster((*PEOPLE, head), UNITS)
    lost = item(unit="", owner="某某")
    assert not may(head, Action.DONE, lost, roster)
    assert not may_see(head, lost, roster)
    assert not may_in(head, Action.BIND, "", roster)


def test_a_return_that_was_answered_shows_in_no_group_either() -> None:
    """The item is asked for once more, so that nothing but its history tells of the 退回."""
    steps = (Step(at("11-18 09:00"), "分管甲", Did.SEND_BACK, "佐证不足"), Step(at("11-19 09:00"), "甲某", Did.SUBMIT))
    again = replace(WAITING, history=steps)
    assert [step.did for step in as_shown(again, is_private=False).history] == [Did.SUBMIT]
    assert as_shown(again, is_private=True) == again
