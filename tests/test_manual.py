"""The Chinese manual is played: what its examples say is said to the bot, and what they answer is what it answers."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from domain.actions import COMMANDS
from domain.item import Did, ItemStatus, Quota, Step
from domain.roster import Role
from handlers.words.utterance import understand
from playground.telegram.chats import Message
from playground.telegram.group import Group
from playground.telegram.pictures import sample_picture
from tests.domain.office import at, item, person
from tests.handlers.office import Bureau, open_bureau

DOCS = Path(__file__).parent.parent / "docs"
MANUAL = (DOCS / "使用手册.md").read_text(encoding="utf-8")
GROUP, BOT, REMINDS, PHOTO = "群", "助手", "助手提醒", "（照片）"
#: 甲某：…, 甲某（群里）：…, 助手：…, 助手致乙某：…, 助手提醒：…
MANY = 30
OTHERWISE = {"progress": "report"}  # in words it is asked about first
_LINE = re.compile(r"> (?P<who>[^：\n]{1,8}?)(?P<in_group>（群里）)?：(?P<words>.+)")
_PRESS = re.compile(r"点〔(?P<label>.+)〕(?:（(?P<of>第\d+号)）)?")
_BUTTONS = re.compile(r"〔(.+?)〕")
#: What the examples speak of: number, title, limit.
TITLES = {
    9: ("城乡低保提标测算", "2026-11-25"),
    12: ("低保动态管理", "2026-11-23"),
    21: ("特困供养协议签订", "2026-12-15"),
    27: ("冬春救助物资发放", "2026-12-18"),
    33: ("养老服务体系建设", "2026-12-31"),
}
INFORMATION = Quota(10, 6, "条", by_quarter=(3, 6, 8, 10))


class Line(NamedTuple):
    """One line of an example: who speaks, to whom the bot speaks, and the words."""

    number: int
    who: str
    words: str
    in_group: bool


def lines() -> Iterator[Line]:
    """Every line of every example, in the order of the manual."""
    for number, line in enumerate(MANUAL.splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found:
            yield Line(number, found["who"], found["words"], bool(found["in_group"]))


def bare(words: str) -> str:
    return re.sub(r"\s", "", words)


class Reading:
    """Somebody with the manual in hand."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.group = furnish(bureau)
        self.speaker = ""
        self.in_group = False

    async def act(self, line: Line) -> None:
        """What a person says, sends or presses."""
        self.speaker, self.in_group = player(line.who), line.in_group
        press, chat = _PRESS.fullmatch(line.words), self.group if line.in_group else None
        if press:
            fitting = (each for each in reversed(self._messages(self.speaker)) if press["label"] in labels(each))
            message = next(each for each in fitting if (press["of"] or "") in each.text)
            await self.bureau.press(self.speaker, press["label"], message)
        elif line.words.startswith(PHOTO):
            await self.bureau.players[self.speaker].send_photo(chat, sample_picture(1), line.words.removeprefix(PHOTO))
            await self.bureau.breathe()
        else:
            words = line.words.replace("<br>", "\n").replace("@助手名", "@duban_bot")
            await self.bureau.say(self.speaker, words, chat)

    def is_said(self, line: Line) -> bool:
        """Whether a message of the bot there says all of it, with these buttons."""
        if line.who == REMINDS:  # by the clock: other tests hold that page against what is rendered
            return bare(line.words) in bare((DOCS / "messages.md").read_text(encoding="utf-8"))
        named = line.who.removeprefix(BOT).removeprefix("致")
        whom = player(named) if named else GROUP if self.in_group else self.speaker
        if line.words == "👍":
            return bool(self.bureau.playground.history(self.group.chat_id)[-1].reactions)
        words, buttons = split(line.words)
        parts = [bare(part) for part in words.split("……")]
        return any(
            all(part in bare(each.text) for part in parts) and buttons <= {*labels(each)}
            for each in self._messages(whom)
        )

    def _messages(self, whom: str) -> list[Message]:
        chat = self.group.chat_id if whom == GROUP else self.bureau.players[whom].chat_id
        return self.bureau.playground.messages(chat)


def split(words: str) -> tuple[str, set[str]]:
    """What a message says, and the buttons below it."""
    found = re.fullmatch(r"(.*?)((?:(?:^|　)〔[^〔〕]+〕)(?:〔[^〔〕]+〕)*)?", words)
    assert found is not None
    return found[1], {*_BUTTONS.findall(found[2] or "")}


def labels(message: Message) -> list[str]:
    return [each.label for each in message.buttons]


def player(name: str) -> str:
    return "陌生人" if name == "丁某" else name


def furnish(bureau: Bureau) -> Group:
    """The ledger and the group of the examples."""
    bureau.add(*(item(due, number=number, title=title) for number, (title, due) in TITLES.items()))
    fresh = {"status": ItemStatus.ASSIGNED, "assigned_at": at("11-20 10:00")}
    bureau.add(
        item("2026-12-10", number=28, title="社会救助政策宣传", **fresh),
        item("2026-12-10", number=30, title="困难群众走访慰问", **fresh),
        item("2026-12-31", number=29, title="党政信息报送", quota=INFORMATION),
        item("2026-12-04", number=24, title="临时救助台账不规范", kind="rectification"),
        item("2026-12-31", number=25, title="巡察反馈：台账不规范", kind="audit", owner="乙某"),
        item(
            "2026-12-10",
            number=31,
            title="社会组织联合走访",
            unit="养老服务股",
            owner="别股长",
            partners=("社会救助股",),
        ),
    )
    bureau.add(
        item(
            number=17,
            title="特困供养档案不全",
            kind="rectification",
            status=ItemStatus.CLOSED,
            closed_at=at("08-20 10:00"),
            closed_by="分管甲",
            observe_until=date(2026, 11, 18),
            history=(Step(at("08-20 10:00"), "分管甲", Did.APPROVE),),
        )
    )
    petition: dict[str, Any] = {"kind": "petition", "is_sensitive": True, "received_on": bureau.now.date()}
    bureau.add(
        item("2027-01-19", number=22, title="反映补贴发放问题", assigned_at=at("11-20 10:00"), **petition),
        item(
            number=23,
            title="反映养老金停发问题",
            status=ItemStatus.CLOSED,
            closed_at=at("11-20 10:00"),
            closed_by="分管甲",
            **petition,
        ),
    )
    with bureau.ledger.transaction(at=bureau.now, by="test", did="hire") as tx:
        for number, name in ((51, "丁某"), (52, "戊某")):
            tx.save_person(replace(person(name, Role.STAFF, "社会救助股"), number=number))
    return bureau.group("社会救助股工作群", "社会救助股", "甲某", "乙某", "股长", "办主任", bot_is_admin=True)


async def test_every_example_of_the_manual_is_what_the_bot_says(tmp_path: Path) -> None:
    async with open_bureau(tmp_path) as bureau:
        reading = Reading(bureau)
        wrong = []
        for line in lines():
            if not line.who.startswith(BOT):
                await reading.act(line)
            elif not reading.is_said(line):
                wrong.append(line)
        assert wrong == []


def test_every_link_of_the_manual_leads_to_a_heading() -> None:
    headings = {
        re.sub(r"[^\w-]", "", name.replace(" ", "-")) for name in re.findall(r"^#+ (.+)$", MANUAL, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#(.+?)\)", MANUAL)) <= headings


def test_the_words_and_the_command_of_a_row_mean_the_same() -> None:
    rows = re.findall(r"^\|(.+)\|$", MANUAL, re.MULTILINE)
    pairs = [
        (phrase, command)
        for row in rows
        for said, typed in pairwise(row.split("|"))
        if (commands := re.findall(r"`/([a-z]+)", typed)) and not said.strip().startswith("`")
        for phrase, command in zip(said.strip().split("、"), commands, strict=True)
    ]
    assert len(pairs) > MANY
    other = [pair for pair in pairs if understand(pair[0]).command not in (pair[1], OTHERWISE.get(pair[1]))]
    assert other == []


def test_the_manual_names_no_command_that_does_not_exist() -> None:
    assert set(re.findall(r"(?<![\w/])/([a-z]+)(?=[@ `])", MANUAL)) <= set(COMMANDS)
