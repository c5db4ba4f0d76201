"""The office of these tests: its rules as an unchanged configuration has them, its people, and items to try them on."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from domain.item import Item, ItemStatus
from domain.roster import Chat, Person, Role, Roster, Unit
from domain.rules import Course, Kind, Rules, StatutoryClock, WorkDays
from domain.setting import Setting

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 20)  # a Friday, as in docs/messages.md

TASK = Kind(name="task", label="任务", lead_days=(7, 3, 1, 0), verify=False, pace=Course.LINEAR)
RECTIFICATION = Kind(
    name="rectification",
    label="整改",
    lead_days=(15, 7, 3, 1, 0),
    verify=True,
    recheck_after_days=90,
    asks_lessons=True,
    pace=Course.LINEAR,
)
AUDIT = Kind(name="audit", label="审计", lead_days=(7, 3, 1, 0), verify=True, plan_approved=True)
PERMIT = Kind(name="permit", label="行政许可", lead_days=(3, 1, 0), verify=False, statutory=True)
OBJECT = StatutoryClock(name="object", label="提出异议", days=5, work_days=True, lead_days=(1, 0), optional=True)
ACCEPT = StatutoryClock(name="accept", label="告知受理", days=15, basis="《信访工作条例》第二十三条")
HANDLE = StatutoryClock(
    name="handle", label="办理", days=60, prolong=30, after="accept", basis="《信访工作条例》第三十四条"
)
PETITION = Kind(
    name="petition",
    label="信访",
    lead_days=(7, 3, 1, 0),
    verify=True,
    statutory=True,
    sensitive=True,
    clocks=(OBJECT, ACCEPT, HANDLE),
    verdict_after=5,
)
DISCLOSURE = Kind(
    name="disclosure",
    label="依申请公开",
    lead_days=(3, 1, 0),
    verify=False,
    sensitive=True,
    clocks=(
        StatutoryClock(name="complete", label="告知补正", days=7, work_days=True, optional=True),
        StatutoryClock(
            name="supplemented",
            label="收到补正",
            days=15,
            work_days=True,
            after="complete",
            optional=True,
            restarts=True,
        ),
        StatutoryClock(
            name="answer", label="答复", days=20, work_days=True, prolong=20, basis="《政府信息公开条例》第三十三条"
        ),
    ),
)
INSPECTION = Kind(name="inspection", label="巡察", lead_days=(7, 3, 1, 0), verify=True, two_keys=True)
HOTLINE = Kind(name="hotline", label="12345", lead_days=(3, 1, 0), verify=True, on_rest_days=True)

RULES = Rules(
    office_name="某县民政局",
    timezone=ZONE,
    closes_at=time(17, 30),
    unit_word="股室",
    kinds={kind.name: kind for kind in (TASK, RECTIFICATION, AUDIT, PERMIT, PETITION, DISCLOSURE, HOTLINE, INSPECTION)},
    digest_at=time(8, 30),
    alerts_at=(time(9, 30), time(15)),
    workdays_only=True,
    quiet_hours=(time(20), time(8)),
    chase_after=(1, 3, 5),
    supplement_days=3,
    approve_within=2,
    work_days=WorkDays(),
)


def at(text: str) -> datetime:
    """An instant at the office, ``11-20 08:30`` (of 2026) or with its year; in UTC, as the ledger stores it."""
    text = text if text[:2] == "20" and text[4] == "-" else f"2026-{text}"
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def item(due: str = "2026-11-20", **fields: Any) -> Item:
    """An acknowledged task of 社会救助股, set long ago."""
    plain = Item(
        number=12,
        kind="task",
        title="低保动态管理",
        unit="社会救助股",
        owner="甲某",
        due=due,
        status=ItemStatus.ACKNOWLEDGED,
        version=1,
        assigned_at=at("01-05 10:00"),
        due_set_at=at("01-05 10:00"),
    )
    return replace(plain, **fields)


def person(name: str, role: Role, unit: str = "", *, telegram_id: int | None = None, **fields: Any) -> Person:
    """Somebody whose number follows from nothing but their Telegram id."""
    return Person(number=(telegram_id or 0) % 1000, name=name, unit=unit, role=role, telegram_id=telegram_id, **fields)


OFFICE = person("办主任", Role.OFFICE, "办公室", telegram_id=9001)
DIRECTOR = person("局长", Role.DIRECTOR, telegram_id=9002)
DEPUTY = person("分管甲", Role.DEPUTY, telegram_id=9003, oversees=("社会救助股", "养老服务股"))
OTHER_DEPUTY = person("分管乙", Role.DEPUTY, telegram_id=9004, oversees=("儿童福利股",))
HEAD = person("股长", Role.HEAD, "社会救助股", telegram_id=9005)
OTHER_HEAD = person("别股长", Role.HEAD, "养老服务股", telegram_id=9006)
OWNER = person("甲某", Role.STAFF, "社会救助股", telegram_id=9007)
COLLEAGUE = person("乙某", Role.STAFF, "社会救助股", telegram_id=9008)
STRANGER = person("丙某", Role.STAFF, "儿童福利股", telegram_id=9009)
INSPECTOR = person("纪委", Role.INSPECTOR, "机关纪委", telegram_id=9010)
PEOPLE = (
    OFFICE, DIRECTOR, DEPUTY, OTHER_DEPUTY, HEAD, OTHER_HEAD, OWNER, COLLEAGUE, STRANGER, INSPECTOR,
)  # fmt: skip
UNITS = tuple(
    Unit(number=n, name=name, order=n) for n, name in enumerate(("社会救助股", "养老服务股", "儿童福利股"), start=1)
)
CHATS = (
    Chat(number=1, chat_id=-1001, unit="社会救助股"),
    Chat(number=2, chat_id=-1002, unit="养老服务股"),
    Chat(number=3, chat_id=-1003, unit=""),
)
ADMIN_ID = 7777
ROSTER = Roster(PEOPLE, UNITS, CHATS, frozenset({ADMIN_ID}))


def setting(
    now: datetime | None = None, *, rules: Rules = RULES, roster: Roster = ROSTER, belated: bool = False
) -> Setting:
    """What a message of this office is worded for: the morning of the Friday, unless another moment is given."""
    return Setting(rules, roster, now or at("11-20 08:30"), belated)
