"""A bureau to play whole days in: a real ledger on disk, a lookout, and the letters it leaves in the outbox."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from domain.item import Item, ItemStatus
from domain.letter import Letter
from domain.roster import Chat, Person, Role, Unit
from domain.rules import Rules
from jobs.lookout import Lookout
from store.ledger import Ledger
from tests.domain.office import RULES, at, person

RELIEF, CARE, CHILDREN = "社会救助股", "养老服务股", "儿童福利股"
RELIEF_GROUP, CARE_GROUP, CHILDREN_GROUP, BUREAU_GROUP = -1001, -1002, -1003, -1009
OFFICE, DIRECTOR, DEPUTY, HEAD, OWNER = (
    person("办主任", Role.OFFICE, "办公室", telegram_id=9001),
    person("局长", Role.DIRECTOR, telegram_id=9002),
    person("分管甲", Role.DEPUTY, telegram_id=9003, oversees=(RELIEF, CARE)),
    person("股长", Role.HEAD, RELIEF, telegram_id=9005),
    person("甲某", Role.STAFF, RELIEF, telegram_id=9007),
)
UNITS = tuple(Unit(name=name, order=place) for place, name in enumerate((RELIEF, CARE, CHILDREN), start=1))
GROUPS = (
    Chat(chat_id=RELIEF_GROUP, unit=RELIEF, title="救助股工作群"),
    Chat(chat_id=CARE_GROUP, unit=CARE),
    Chat(chat_id=BUREAU_GROUP, unit=""),
)
LONG_AGO = at("01-05 10:00")


def task(number: int, due: str, **fields: Any) -> Item:
    """An acknowledged task of 社会救助股, 甲某's, set long ago."""
    plain = Item(
        number=number,
        kind="task",
        title=f"事项{number}",
        unit=RELIEF,
        owner="甲某",
        due=due,
        status=ItemStatus.ACKNOWLEDGED,
        version=1,
        assigned_at=LONG_AGO,
        due_set_at=LONG_AGO,
        acknowledged_at=LONG_AGO,
        acknowledged_by="甲某",
    )
    return replace(plain, **fields)


class Bureau:
    """One bureau; ``look`` returns what the clock newly queued at that instant."""

    def __init__(self, folder: Path, rules: Rules = RULES) -> None:
        self.path = folder / "ledger.json"
        self.rules = rules
        self.ledger = Ledger.open(self.path, at=LONG_AGO)
        self.lookout = Lookout(self.ledger, rules, "duban_bot")
        self._seen: set[int] = set()

    def people(self, *people: Person) -> None:
        """Put people on the roster."""
        with self.ledger.transaction(at=LONG_AGO, by="test", did="roster") as tx:
            for each in people:
                tx.save_person(each)

    def groups(self, *chats: Chat) -> None:
        """Bind groups."""
        with self.ledger.transaction(at=LONG_AGO, by="test", did="groups") as tx:
            for unit in () if self.ledger.roster.units else UNITS:
                tx.save_unit(unit)
            for chat in chats:
                tx.save_chat(chat)

    def items(self, *items: Item, moment: datetime = LONG_AGO) -> None:
        """Enter items, or save them where they exist."""
        with self.ledger.transaction(at=moment, by="test", did="items") as tx:
            for item in items:
                if self.ledger.item(item.number) is None:
                    tx.add_item(item)
                else:
                    tx.save_item(item)

    def look(self, moment: str) -> list[Letter]:
        """Look at that instant of the office's clock (``11-20 08:30``)."""
        return self.look_at(at(moment))

    def look_at(self, moment: datetime) -> list[Letter]:
        """Look at that instant."""
        self.lookout.look(moment)
        new = [letter for letter in self.ledger.waiting_letters() if letter.number not in self._seen]
        self._seen |= {letter.number for letter in new}
        return new

    def restart(self, moment: str) -> None:
        """The process ends and starts again."""
        self.ledger.close()
        self.ledger = Ledger.open(self.path, at=at(moment))
        self.lookout = Lookout(self.ledger, self.rules, "duban_bot")


def to(letters: Iterable[Letter], chat_id: int) -> list[str]:
    """What these letters say to one chat."""
    return [letter.html for letter in letters if letter.chat_id == chat_id]


def chats_of(letters: Iterable[Letter]) -> list[int]:
    """To whom the letters go, in order."""
    return [letter.chat_id for letter in letters]
