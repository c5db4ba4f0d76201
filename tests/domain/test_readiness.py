"""What a ledger lacks is told in the order to mend it, and no longer once it is there."""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.rights import Lack, Lacking, lacks_of_groups, lacks_of_people
from domain.roster import Chat, Person, Role, Roster, Unit

SINCE = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
OFFICE = Person(name="办主任", unit="办公室", role=Role.OFFICE, telegram_id=1)
DEPUTY = Person(name="分管甲", unit="", role=Role.DEPUTY, telegram_id=2, oversees=("社会救助股",))
HEAD = Person(name="股长", unit="社会救助股", role=Role.HEAD, telegram_id=3)
UNITS = (Unit(number=1, name="办公室", order=1), Unit(number=2, name="社会救助股", order=2))
CHATS = (Chat(number=1, chat_id=-1, unit="办公室"), Chat(number=2, chat_id=-2, unit="社会救助股"))


def test_an_empty_ledger_needs_a_roster_and_somebody_of_the_office() -> None:
    empty = Roster()
    assert lacks_of_people(empty) == (Lacking(Lack.NO_ROSTER), Lacking(Lack.OFFICE_UNREACHABLE))
    assert lacks_of_groups(empty) == ()  # nothing to bind yet


def test_an_administrator_of_the_configuration_is_somebody_of_the_office() -> None:
    assert lacks_of_people(Roster(admins=frozenset({9}))) == (Lacking(Lack.NO_ROSTER),)


def test_a_complete_roster_lacks_nothing() -> None:
    roster = Roster((OFFICE, DEPUTY, HEAD), UNITS, CHATS)
    assert lacks_of_people(roster) == lacks_of_groups(roster) == ()


def test_people_are_named_who_cannot_be_reached() -> None:
    idle = Person(name="分管乙", unit="", role=Role.DEPUTY)
    silent = Person(name="丙某", unit="社会救助股", role=Role.STAFF, telegram_id=4, silent_since=SINCE)
    assert lacks_of_people(Roster((OFFICE, DEPUTY, idle, silent), UNITS, CHATS)) == (
        Lacking(Lack.NO_TELEGRAM_ID, ("分管乙",)),
        Lacking(Lack.NOT_STARTED, ("丙某",)),
        Lacking(Lack.OVERSEES_NOTHING, ("分管乙",)),
    )


def test_an_office_that_blocked_the_bot_is_not_reached() -> None:
    blocked = Person(name="办主任", unit="办公室", role=Role.OFFICE, telegram_id=1, silent_since=SINCE)
    assert lacks_of_people(Roster((blocked,)))[0] == Lacking(Lack.OFFICE_UNREACHABLE)


def test_units_without_a_group_in_use_are_named() -> None:
    lost = Chat(number=2, chat_id=-2, unit="社会救助股", silent_since=SINCE)
    assert lacks_of_groups(Roster((OFFICE,), UNITS)) == (Lacking(Lack.NO_CHATS),)
    assert lacks_of_groups(Roster((OFFICE,), UNITS, CHATS[:1])) == (Lacking(Lack.UNIT_WITHOUT_CHAT, ("社会救助股",)),)
    assert lacks_of_groups(Roster((OFFICE,), UNITS, (CHATS[0], lost))) == (
        Lacking(Lack.UNIT_WITHOUT_CHAT, ("社会救助股",)),
    )
