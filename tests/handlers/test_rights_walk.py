"""docs/promises.md 28: each way to ask × each person × own, other and sensitive item × private chat and group, walked.

What is expected stands in ``tests/handlers/rights.py``.
"""

from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.actions import Action
from domain.item import Item
from domain.requests import DecisionRequest, RequestKind
from playground.telegram.group import Group
from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.rights import (
    AGAIN,
    CHANGED,
    CLOSING,
    ELSEWHERE,
    EVERYBODY,
    LISTED,
    OFFICE,
    PLACES,
    ROWS,
    SEE,
    VERIFIED,
    WATCHERS,
    WITHOUT_ITEM,
    WRITTEN,
    Place,
    Row,
    enrol,
    make,
)

SECRET = PLACES[0].title
#: Who says it in a group: the office, the unit's head and owner, somebody of another unit, and a stranger.
IN_GROUP = ("办主任", "股长", "甲某", "丙某", "陌生人")


def test_each_action_has_a_row_or_a_test_of_its_own_that_is_named() -> None:
    """docs/promises.md 28."""
    tables = (ROWS, LISTED, WITHOUT_ITEM, WRITTEN, ELSEWHERE)
    walked = [action for table in tables for action in table]
    assert sorted(walked) == sorted(Action)
    tests = Path(__file__).parent
    for name, test in ELSEWHERE.values():
        assert f"async def {test}(" in (tests / name).read_text(encoding="utf-8"), test


class Standing(NamedTuple):
    """What nobody may have changed: the item, and what is asked about it, or about its owner."""

    item: Item
    asked: tuple[DecisionRequest | None, ...]


class Case:
    """One row asked about an item of one place; the item is made anew whenever it was changed."""

    def __init__(self, bureau: Bureau, row: Row, place: Place, number: int) -> None:
        owner = bureau.roster.named(place.owner)
        assert owner is not None
        self.bureau, self.number, self.owner = bureau, number, owner.number
        self.words = {**place._asdict(), "n": number, "row": owner.number, "message": 0}
        self.row = row

    async def begin(self, place: Place) -> None:
        """Make the item, and say what comes before the question."""
        self.bureau.add(make(self.number, place, self.row.fields))
        for said in self.row.before:
            name, _, words = said.format(**self.words).partition(" ")
            await self.bureau.ask(name, words)
            self.words["message"] = self.bureau.written
        self.before = self.standing

    @property
    def standing(self) -> Standing:
        ledger = self.bureau.ledger
        asked = (ledger.request_of(kind, about) for kind in RequestKind for about in (self.number, self.owner))
        return Standing(self.bureau.item(self.number), tuple(asked))

    async def ask(self, name: str, group: Group | None = None) -> tuple[bool, str]:
        """Whether the person was let through, and what was answered."""
        told = await self.bureau.ask(name, self.row.ask.format(**self.words), group)
        changed = self.standing != self.before
        if self.row.sign == CHANGED:
            return changed, told
        assert not changed, (self.row.ask, name)
        return self.row.sign in told, told


async def test_each_way_to_ask_does_what_the_table_says_and_tells_nothing_else(bureau: Bureau) -> None:
    """docs/promises.md 28: a command is asked like a button, and no button's payload is trusted."""
    enrol(bureau)
    numbers, wrong = count(100), list[tuple[object, ...]]()
    for row in (row for rows in ROWS.values() for row in rows):
        for place, may, may_see in zip(PLACES, row.may, SEE, strict=True):
            case = None
            for name in place.people:
                if case is None:
                    case = Case(bureau, row, place, next(numbers))
                    await case.begin(place)
                is_through, told = await case.ask(name)
                if is_through != (name in may):
                    wrong.append((row.ask, place.title, name, told))
                if place.title in told and name not in may | may_see and not row.fields.get("partners"):
                    wrong.append((row.ask, place.title, name, "reads of it"))
                if is_through:
                    case = None
    assert wrong == []


async def test_in_a_group_nobody_does_or_reads_more_and_nothing_of_another_units_or_sensitive_item(
    bureau: Bureau,
) -> None:
    """docs/promises.md 28: in the own unit's group, another's, the bureau's, one that is bound to nothing."""
    enrol(bureau)
    numbers, wrong, place = count(100), list[tuple[object, ...]](), PLACES[0]
    own, other, bureaus, unbound = (
        bureau.group(f"{unit}群", unit, *EVERYBODY) for unit in (place.unit, "儿童福利股", "", None)
    )
    for action, row in ((action, row) for action, rows in ROWS.items() for row in rows):
        seen = ((bureaus, False), (unbound, False)) if action is Action.SEE else ()
        for group, is_sensitive in ((own, False), (own, True), (other, False), *seen):
            secret = row._replace(fields=row.fields | {"is_sensitive": is_sensitive})
            case = None
            for name in IN_GROUP:
                if case is None:
                    case = Case(bureau, secret, place, next(numbers))
                    await case.begin(place)
                is_through, told = await case.ask(name, group)
                is_open = group is own and not is_sensitive
                if is_through and not (is_open and name in row.may[0]):
                    wrong.append((row.ask, group.title, is_sensitive, name, told))
                if place.title in told and not is_open:
                    wrong.append((row.ask, group.title, is_sensitive, name, "reads of it", told))
                if is_through:
                    case = None
    assert wrong == []


async def test_words_that_wait_are_their_writers_alone(bureau: Bureau) -> None:
    """docs/promises.md 28: in a group where everybody sees the button."""
    enrol(bureau)
    group = bureau.group("救助股", "社会救助股", *EVERYBODY)
    for number, (action, row) in enumerate(WRITTEN.items(), start=100):
        case = Case(bureau, row, PLACES[0], number)
        await case.begin(PLACES[0])
        writer, _, words = row.sign.format(**case.words).partition(" ")
        await bureau.ask(writer, words, group)
        case.words["message"] = bureau.written
        before = case.standing
        for name in (*(name for name in EVERYBODY if name != writer), writer):
            await bureau.ask(name, row.ask.format(**case.words), group)
            assert (case.standing != before) == (name == writer), (action, name)


async def test_what_is_about_no_item_is_for_those_whom_the_table_names(bureau: Bureau) -> None:
    """docs/promises.md 28."""
    enrol(bureau)
    for ask, sign, may in (row for rows in WITHOUT_ITEM.values() for row in rows):
        for name in EVERYBODY:
            told = await bureau.ask(name, ask)
            assert (sign in told) == (name in may), (ask, name, told)
            bureau.wait(hours=1 if name == "陌生人" else 0)


@pytest.mark.parametrize("action", LISTED)
async def test_lists_show_what_the_table_says_and_nothing_else(bureau: Bureau, action: Action) -> None:
    """docs/promises.md 28: by command, and by a button that was never offered."""
    enrol(bureau)
    await make_listed(bureau, action)
    may = LISTED[action].may
    for name in EVERYBODY:
        for ask in LISTED[action].asks:
            told = await bureau.ask(name, ask)
            shown = [place.title in told for place in PLACES]
            assert shown == [name in theirs for theirs in may], (ask, name, told)


async def make_listed(bureau: Bureau, action: Action) -> None:
    """The three items in the state in which the list has them."""
    listed = LISTED[action]
    for number, place in enumerate(PLACES, start=100):
        row = Row("", "", listed.may, listed.before, listed.fields)
        await Case(bureau, row, place, number).begin(place)


@pytest.mark.parametrize("action", LISTED)
async def test_a_group_reads_no_list_but_its_own_units(bureau: Bureau, action: Action) -> None:
    """docs/promises.md 28: in the own unit's group, another's, the bureau's, one that is bound to nothing."""
    enrol(bureau)
    await make_listed(bureau, action)
    for unit in ("社会救助股", "儿童福利股", "", None):
        group = bureau.group(f"{unit}群", unit, *EVERYBODY)
        for name in IN_GROUP:
            for ask in LISTED[action].asks:
                told = await bureau.ask(name, ask, group)
                shown = {place.unit for place in PLACES if place.title in told}
                assert shown <= ({unit} if LISTED[action].is_for_groups else set()), (ask, unit, name)


async def test_a_sensitive_item_is_shown_in_no_group(bureau: Bureau) -> None:
    """docs/promises.md 28."""
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.add(item(number=100, title=SECRET, is_sensitive=True))
    for command in ("item", "done", "ack"):
        [reply] = await bureau.say("甲某", f"/{command}@duban_bot 100", group)
        assert SECRET not in reply
    assert "第100号" not in "".join(await bureau.say("甲某", "/mytasks@duban_bot", group))
    assert "第100号" in "".join(await bureau.say("甲某", "/mytasks"))


@pytest.mark.parametrize("command", ["bind", "unbind"])
async def test_only_the_office_and_the_units_head_bind_its_group(bureau: Bureau, command: str) -> None:
    """docs/promises.md 28."""
    for name in bureau.players:
        group = bureau.group("救助股", "社会救助股" if command == "unbind" else None, name)
        await bureau.say(name, f"/{command}@duban_bot 社会救助股", group)
        is_bound = bureau.roster.chat(group.chat_id) is not None
        assert is_bound == ((command == "bind") == (name in OFFICE | {"股长"})), name


async def test_an_unknown_person_gets_one_polite_line_and_nothing_of_the_ledger(bureau: Bureau) -> None:
    """Fault 1.5: strangers get one line an hour, whatever they write. docs/promises.md 28."""
    bureau.add(item(number=12, title=SECRET))
    for text in (
        "/start",
        "/mytasks",
        "/item 12",
        "/done 12",
        "/undo",
        "/ack 12",
        "/bind",
        "完成 12",
        "你好",
        "/whoami",
    ):
        [reply] = await bureau.say("陌生人", text)
        assert "登记" in reply
        assert SECRET not in reply
        assert await bureau.say("陌生人", text) == []
        bureau.wait(hours=1)
    [reply] = await bureau.say("陌生人", "/start late")
    assert "登记" in reply


async def test_what_is_looked_at_again_is_listed_to_those_who_see_it(bureau: Bureau) -> None:
    """docs/promises.md 28: months after an approver crossed it off."""
    enrol(bureau)
    for number, place in enumerate(PLACES, start=100):
        row = Row("", "", SEE, (*CLOSING, "{decider} yes:{n}:0:-1"), VERIFIED)
        await Case(bureau, row, place, number).begin(place)
    bureau.wait(days=100)
    for name in EVERYBODY:
        told = await bureau.ask(name, "again:0:0:0")
        assert [place.title in told for place in PLACES] == [name in theirs for theirs in AGAIN], name


async def test_the_counts_are_of_what_one_may_see(bureau: Bureau) -> None:
    """docs/promises.md 28."""
    bureau.add(*(make(number, place, {}) for number, place in enumerate(PLACES[:2], start=100)))
    expected = {**dict.fromkeys(WATCHERS, 2), **dict.fromkeys(("分管甲", "分管乙", "股长", "甲某", "丙某"), 1)}
    for name in bureau.players:
        for ask in ("/summary", "sum:0:0:0"):
            told = await bureau.ask(name, ask)
            assert (f"在办{expected.get(name, 0)}项" in told) == (name != "陌生人"), (name, told)
