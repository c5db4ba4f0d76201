"""The measured bureau: realistic units, people and items, the same in every run.

An item's document is about 600 bytes in the ledger file: a Chinese title, source and progress, its history, and in some
evidence. The bureau of 100 items is the beginning of that of 100,000, so that the same question has the same answer:
100,000 items are 1,000 units with a group and five people each, every one of whom has 20 items in hand.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zlib import crc32
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.done_share import with_percent
from domain.item import Did, Evidence, Item, ItemStatus, Step
from domain.item_records import Milestone
from domain.roster import Chat, Person, Role, Unit
from domain.rules import Course, Kind, Rules, WorkDays

ZONE = ZoneInfo("Asia/Shanghai")
#: A Friday afternoon at the office.
NOW = datetime(2026, 11, 20, 16, 5, tzinfo=ZONE)
TODAY = date(2026, 11, 20)
#: The bot's name, as the playground has it.
BOT = "duban_bot"
#: Open items of each owner, and people in each unit.
OWN, UNIT_SIZE = 20, 5
#: So many open items have those who have the most, and so many they are.
MANY, BUSY = 300, 5
#: Of a day's items: how many days ahead limits lie, and which of two hundred was just assigned.
_DAYS_AHEAD, _ASSIGNED_LOT = 7, 199
#: Telegram ids of people count up from here, those of groups down from its negative.
FIRST_PERSON, FIRST_GROUP = 500_000, 900_000
#: Those of the leaders, and how many deputies share the units.
FIRST_LEADER, DEPUTIES = 410_000, 8

_WORK = ("低保动态管理", "临时救助台账", "敬老院改造提升", "城乡低保提标测算", "困境儿童走访", "社会组织年检")
_SOURCE = ("局长办公会", "专项审计", "省厅通报", "八大亮点")
_STEPS = ("完成摸底核查", "集中整改到位", "组织自查验收")
_PROGRESS = ("数据比对中", "已报局办，待会签", "补录户档，抽查无误")

RULES = Rules(
    office_name="民政局",
    timezone=ZONE,
    closes_at=time(17, 30),
    unit_word="股室",
    kinds={
        "task": Kind(name="task", label="任务", lead_days=(7, 3, 1, 0), verify=False, pace=Course.LINEAR),
        "rectification": Kind(
            name="rectification",
            label="整改",
            lead_days=(15, 7, 3, 1, 0),
            verify=True,
            recheck_after_days=90,
            pace=Course.LINEAR,
        ),
    },
    digest_at=time(8, 30),
    alerts_at=(time(9, 30), time(15)),
    workdays_only=True,
    quiet_hours=(time(20), time(8)),
    chase_after=(1, 3, 5),
    supplement_days=3,
    approve_within=2,
    work_days=WorkDays(),
)


def item(number: int, due: date | None = None) -> Item:
    """The item of that number (from 1), in hand; its limit is far off unless ``due`` says otherwise."""
    place = number - 1
    owner = name_of(place // OWN)
    begun = datetime(2026, 11, 2, 9, 12, tzinfo=ZONE) + timedelta(minutes=place % 2000)
    signed = begun + timedelta(hours=3)
    limit = due or TODAY + timedelta(days=60 + place % 300)
    return Item(
        number=number,
        kind="task",
        title=f"{_WORK[place % len(_WORK)]}第{place % 97 + 1}批",
        unit=unit_of(place // OWN),
        owner=owner,
        due=limit.isoformat(),
        status=ItemStatus.ACKNOWLEDGED,
        version=3,
        source=_SOURCE[place % len(_SOURCE)],
        progress=_PROGRESS[place % len(_PROGRESS)] if place % 2 else "",
        due_set_at=begun,
        assigned_at=begun,
        acknowledged_at=signed,
        acknowledged_by=owner,
        evidence=(Evidence(words=f"台账{number}.xlsx"),) if place % 5 == 0 else (),
        history=(
            Step(at=begun, by="办公室", did=Did.ASSIGN),
            Step(at=signed, by=owner, did=Did.ACKNOWLEDGE),
        ),
    )


def item_heard_of(number: int, due: date | None = None) -> Item:
    """The same with a word of the day before: nobody is asked for one this morning."""
    found = item(number, due)
    word = Step(at=NOW - timedelta(days=1), by=found.owner, did=Did.PROGRESS, note=_PROGRESS[number % len(_PROGRESS)])
    return replace(found, version=found.version + 1, history=(*found.history, word))


def item_of_a_day(number: int) -> Item:
    """The same as it stands on one day: of a thousand 10 late, 10 due on each of the next seven days, 5 just assigned.

    They are spread by a hash, so that one unit has four of them and another none.
    """
    lot = crc32(b"%d" % number) % 1000
    days = lot // 10 - 1
    if days < 0:
        return item(number, TODAY - timedelta(days=lot + 1))
    if days < _DAYS_AHEAD:
        return item(number, TODAY + timedelta(days=days))
    return _just_assigned(item(number)) if lot % 200 == _ASSIGNED_LOT else item(number)


def _just_assigned(found: Item) -> Item:
    """Since yesterday afternoon, and not signed for."""
    since = NOW - timedelta(days=1)
    return replace(
        found,
        status=ItemStatus.ASSIGNED,
        version=2,
        due_set_at=since,
        assigned_at=since,
        acknowledged_at=None,
        acknowledged_by="",
        history=(Step(at=since, by="办公室", did=Did.ASSIGN),),
    )


def planned_item(number: int, due: date | None = None) -> Item:
    """The same with three milestones before its limit; ``due`` is the day of the second, else all are far off."""
    found = item(number)
    last = date.fromisoformat(found.due)
    days = (last - timedelta(days=40), due or last - timedelta(days=25), last - timedelta(days=10))
    milestones = tuple(_milestone(n, day) for n, day in enumerate(days, 1))
    return with_percent(replace(found, milestones=milestones))


def _milestone(number: int, day: date) -> Milestone:
    return Milestone(number=number, words=_STEPS[number - 1], due=day, set_at=NOW - timedelta(days=18))


def item_of_the_busy(number: int) -> Item:
    """The same where the first few people own three hundred each, due this December."""
    place = (number - 1) // MANY
    if place >= BUSY:
        return item(number)
    found = item(number, TODAY + timedelta(days=14 + number % 20))
    return replace(found, unit=unit_of(place), owner=name_of(place), acknowledged_by=name_of(place))


def people(count: int, *, are_reachable: bool = True) -> Iterator[Person]:
    """The owners of the first ``count`` items; each unit's first is its head. Without an id nobody is reachable."""
    for place in range((count + OWN - 1) // OWN):
        role = Role.STAFF if place % UNIT_SIZE else Role.HEAD
        telegram_id = FIRST_PERSON + place if are_reachable else None
        yield Person(number=place + 1, name=name_of(place), unit=unit_of(place), role=role, telegram_id=telegram_id)


def leaders(count: int) -> Iterator[Person]:
    """The director, and deputies who share the units among them."""
    number, names = len(list(people(count))) + 1, [unit.name for unit in units(count)]
    yield Person(number=number, name="局长", unit="", role=Role.DIRECTOR, telegram_id=FIRST_LEADER)
    for place in range(1, DEPUTIES + 1):
        yield Person(
            number=number + place,
            name=f"副局长{place}",
            unit="",
            role=Role.DEPUTY,
            oversees=tuple(names[place - 1 :: DEPUTIES]),
            telegram_id=FIRST_LEADER + place,
        )


def units(count: int) -> Iterator[Unit]:
    """Their units."""
    return (Unit(number=place + 1, name=_unit(place), order=place + 1) for place in range(_unit_count(count)))


def chats(count: int) -> Iterator[Chat]:
    """A group for each unit, bound long ago."""
    long_ago = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
    for place in range(_unit_count(count)):
        yield Chat(
            number=place + 1, chat_id=-FIRST_GROUP - place, unit=_unit(place), title=_unit(place), bound_at=long_ago
        )


def name_of(place: int) -> str:
    """The name of the person in that place (from 0)."""
    family, given = "赵钱孙李周吴郑王冯陈"[place % 10], "明华国强建文军平志勇"
    return f"{family}{given[place // 10 % 10]}{given[place // 100 % 10]}{place // 1000 or ''}"


def unit_of(place: int) -> str:
    """The unit of the person in that place."""
    return _unit(place // UNIT_SIZE)


def _unit(place: int) -> str:
    return f"第{place + 1}社会救助股"


def _unit_count(count: int) -> int:
    return (count + OWN * UNIT_SIZE - 1) // (OWN * UNIT_SIZE)


class Bureau(Struct, frozen=True):
    """What is in the ledger: the item of each number, and who there is to be written to."""

    item: Callable[[int], Item] = item
    are_reachable: bool = True
    has_leaders: bool = False


def write_file(path: Path, count: int, bureau: Bureau) -> None:
    """Write the bureau of ``count`` items as a plain TinyDB file; the bot adopts it when it opens it."""
    staff = [*people(count, are_reachable=bureau.are_reachable), *(leaders(count) if bureau.has_leaders else ())]
    tables = {
        "items": {str(n): _plain(bureau.item(n)) for n in range(1, count + 1)},
        "people": {str(each.number): _plain(each) for each in staff},
        "units": {str(each.number): _plain(each) for each in units(count)},
        "chats": {str(each.number): _plain(each) for each in chats(count)},
    }
    path.write_bytes(msgspec.json.encode(tables))


def _plain(record: Item | Person | Unit | Chat) -> dict[str, object]:
    fields: dict[str, object] = msgspec.to_builtins(record)
    del fields["number"]
    return fields
