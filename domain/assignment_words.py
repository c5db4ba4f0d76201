"""How an assignment is written in a line: 社会救助股 甲某 7月底前 完成低保核查 #整改 来源=审计报告.

Unit, owner and limit are looked for at the beginning, then at the end, and the limit in between as well; what is left
is the title, untouched. Fields with a name (来源=…) and kinds (#整改) stand anywhere. Nothing is guessed: what is not
written plainly is left out, and asked for.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from domain.assignment_fields import BREAK, LISTED, fields_of, take_tags
from domain.dates.due_date import Limit, read_limit
from domain.dates.leading import find_unread_day, split_limit
from domain.errors import DateNotUnderstood, DateVague
from domain.item import Quota
from domain.plan_values import NAMES
from domain.quota_setting import take_parent, take_target
from domain.rules import Rules
from domain.sources import as_listed
from domain.text_forms import empties, one_line, split_names

_APART = re.compile(r"[\s,\uff0c;\uff1b]+")
_BEGINS = rf"(?=$|[{re.escape(BREAK)}(\uff08])"
#: 各股室, 全局各单位: every unit that may be meant.
_EVERY_UNIT = re.compile(
    rf"(?:全局|机关)?各(?:业务|直属)?(?:股室|科室|处室|单位|股|科)(?:、?(?:各)?直属单位)?{_BEGINS}"
)
#: A unit that nobody knows, by its ending; a person, by nothing but the length.
_UNIT_LIKE = re.compile(rf"[\u4e00-\u9fff]{{2,10}}(?:股室|科室|处室|股|科|处){_BEGINS}")
_NAME_LIKE = re.compile(r"[\u4e00-\u9fff\u00b7]{2,4}")
#: What may stand before a unit or a person, and behind it.
_BEFORE = re.compile(r"(?:请|由|责成|交由|交办给?|牵头单位|责任单位|责任人|负责人)[:\uff1a]?\s*")
_BEHIND = re.compile(r"(?:牵头负责|负责|牵头|承办|要|应|须|务必)(?=.)")
_AND = re.compile(r"\s*(?:[、和及/]|以及)\s*")
_COMMAND = re.compile(r"^\s*(?:[/\uff0f]add(?:@\w+)?|交办)\s+", re.IGNORECASE)
_VAGUE = re.compile(r"尽[快早速]|早日|从速|适时|及时|抓紧|近[期日]")


class Known(Struct, frozen=True):
    """The names that an office has."""

    units: tuple[str, ...]
    people: frozenset[str]
    kinds: dict[str, str]  # a kind's names → its key
    sources: tuple[str, ...] = ()
    urgencies: frozenset[str] = frozenset()  # 特急, as the kinds' tables name them: #特急 means that


class Written(Struct, frozen=True):
    """One assignment as it was written; empty where nothing was said plainly."""

    title: str = ""
    units: tuple[str, ...] = ()
    is_for_all: bool = False  # 各股室
    owners: tuple[str, ...] = ()
    limit: Limit | None = None
    due_written: str = ""
    vague: str = ""  # 尽快, or what could not be read as a limit
    kind: str = ""
    unknown: str = ""  # a unit or an owner that nobody knows
    unknown_kind: str = ""
    is_sensitive: bool = False
    standard: str = ""
    measures: str = ""
    source: str = ""
    reference: str = ""
    partners: tuple[str, ...] = ()
    reason: str = ""
    quota: Quota | None = None
    parent: int = 0
    plan: dict[str, str] = {}  # fields of its plan (紧急程度, 分值 …) as they were written


def read_assignment(text: str, known: Known, today: date, rules: Rules) -> Written:
    """What a line says."""
    tags, line = take_tags(one_line(_entry(text)), known.kinds)
    quota, line = take_target(line)
    parent, line = take_parent(line)
    named, line = fields_of(line)
    fields = {name: words for name, words in named.items() if not empties(words)}
    plan = {name: words for name, words in fields.items() if name in NAMES}
    unknown_kind = tags.unknown
    if unknown_kind in known.urgencies:
        plan, unknown_kind = {"urgency": unknown_kind} | plan, ""
    found = Written(
        kind=tags.kind,
        unknown_kind=unknown_kind,
        is_sensitive=tags.is_sensitive,
        quota=quota,
        parent=parent,
        plan=plan,
    )
    return _Reader(line, known, today, rules).read(fields, found)


def _entry(text: str) -> str:
    """The line without its place in a list, and without the command where several were pasted together."""
    listed = LISTED.match(text)
    return _COMMAND.sub("", text[listed.end() :] if listed else text)


class _Reader:
    """Takes a line apart, from both ends."""

    def __init__(self, line: str, known: Known, today: date, rules: Rules) -> None:
        self._line = line
        self._known = known
        self._today = today
        self._rules = rules
        self._units: list[str] = []
        self._owners: list[str] = []
        self._limits: list[tuple[Limit, str]] = []
        self._vague = ""
        self._unknown = ""
        self._is_for_all = False

    def read(self, fields: dict[str, str], found: Written) -> Written:
        """Everything that the line says."""
        self._take_named(fields)
        while self._take_first():
            pass
        while self._take_last():
            pass
        if not self._limits:
            self._take_within()
        if not (self._limits or self._vague):
            self._take_no_day()
        limit, written = self._limits[0] if len({limit.due for limit, _ in self._limits}) == 1 else (None, "")
        vague = _VAGUE.search(self._line)
        return replace(
            found,
            title=fields.get("title") or self._title(),
            units=tuple(dict.fromkeys(self._units)),
            is_for_all=self._is_for_all,
            owners=tuple(dict.fromkeys(self._owners)),
            limit=limit,
            due_written=written,
            vague="" if limit else self._vague or (vague[0] if vague and not self._limits else ""),
            kind=self._known.kinds.get(fields.get("kind", ""), found.kind),
            unknown=self._unknown,
            unknown_kind=found.unknown_kind or _unless(fields.get("kind", ""), self._known.kinds),
            partners=split_names(fields.get("partners", "")),
            source=as_listed(fields.get("source", ""), self._known.sources),
            **{name: fields.get(name, "") for name in ("standard", "measures", "reference", "reason")},
        )

    def _title(self) -> str:
        """What is left of the line, without a word in place of a limit that stands alone (适时)."""
        line = self._line.strip(BREAK)
        vague = next((part for part in _APART.split(line) if _VAGUE.fullmatch(part)), "")
        before, _, behind = line.partition(vague) if vague else (line, "", "")
        return f"{before.strip(BREAK)} {behind.strip(BREAK)}".strip()

    def _take_named(self, fields: dict[str, str]) -> None:
        """责任人=乙某 期限=12月20日: what stands behind a limit belongs to the title."""
        for name in split_names(fields.get("unit", "")):
            if name in self._known.units:
                self._units.append(name)
            else:
                self._unknown = name
        for name in split_names(fields.get("owner", "")):
            self._owners.append(name)
        written = fields.get("due", "")
        if written:
            found = self._limit_before(written)
            if found is None:
                self._vague, _, rest = written.partition(" ")
                self._line = f"{self._line} {rest}".strip(BREAK)
            else:
                self._limits.append((found[0], found[1]))
                self._line = f"{self._line} {found[2]}".strip(BREAK)

    def _limit_before(self, words: str) -> tuple[Limit, str, str] | None:
        try:
            found = split_limit(words, self._today, self._rules, whole=True)
        except (DateVague, DateNotUnderstood) as fault:
            self._vague = self._vague or fault.written
            return None
        return (found.limit, found.written, found.rest) if found else None

    def _take_first(self) -> bool:
        """Takes what stands at the beginning, if it is known; whether it did."""
        line = self._line.lstrip(BREAK)
        before = _BEFORE.match(line)
        for start in (line, line[before.end() :] if before else ""):
            rest = self._rest_behind(start) if start else None
            if rest is not None:
                self._line = rest
                return True
        return False

    def _rest_behind(self, line: str) -> str | None:
        """The line without the unit, the person or the limit at its beginning; ``None`` where there is none."""
        every = _EVERY_UNIT.match(line)
        if every is not None and not self._units:
            self._is_for_all = True
            return line[every.end() :].lstrip(BREAK)
        units = () if self._units or self._is_for_all else _named_first(line, self._known.units)
        if units and self._ends_well(line[units[-1][1] :]):
            self._units += [name for name, _ in units]
            return self._without_verb(line[units[-1][1] :])
        people = () if self._owners else _named_first(line.lstrip("(\uff08"), self._known.people)
        if people:
            behind = line.lstrip("(\uff08")[people[-1][1] :].lstrip(")\uff09")
            if self._ends_well(behind):
                self._owners += [name for name, _ in people]
                return self._without_verb(behind)
        found = self._limit_before(line) if line else None
        unit = _UNIT_LIKE.match(line) if not (self._units or self._is_for_all or self._unknown) else None
        if unit is not None:
            self._unknown = unit[0]
            return line[unit.end() :].lstrip(BREAK)
        if found is not None and not self._limits:
            self._limits.append((found[0], found[1]))
            return found[2]
        return None

    def _ends_well(self, behind: str) -> bool:
        """Whether a name ends here, and is not the beginning of a longer word (社会救助股党支部)."""
        return (
            not behind
            or behind[0] in BREAK + "(\uff08)\uff09"
            or bool(_BEHIND.match(behind))
            or any(behind.startswith(name) for name in self._known.people)
            or self._limit_before(behind.removeprefix("于").removeprefix("在")) is not None
        )

    @staticmethod
    def _without_verb(behind: str) -> str:
        rest = behind.lstrip(BREAK + ")\uff09")
        verb = _BEHIND.match(rest)
        return rest[verb.end() :] if verb else rest

    def _take_last(self) -> bool:
        """Takes a limit, a unit or a person at the end, behind a space or a comma; whether it did."""
        line = self._line.strip(BREAK)
        breaks = list(_APART.finditer(line))
        if not breaks:
            return False
        head, last = line[: breaks[-1].start()], line[breaks[-1].end() :].strip("()\uff08\uff09")
        if last in self._known.people and not self._owners:
            self._owners.append(last)
        elif last in self._known.units and not self._units and not self._is_for_all:
            self._units.append(last)
        elif (limit := self._whole_limit(last)) is not None and not self._limits:
            self._limits.append((limit, last))
        elif (unread := find_unread_day(last)) and unread[0] == last and not (self._limits or self._vague):
            self._vague = last
        else:
            return False
        self._line = head
        return True

    def _take_within(self) -> None:
        """A limit that stands alone between breaks, or the one 于…前 inside the words."""
        line = self._line.strip(BREAK)
        for part in _APART.split(line):
            limit = self._whole_limit(part)
            if limit is not None:
                self._limits.append((limit, part))
                before, _, behind = line.partition(part)
                self._line = _tidied(f"{self._without_stranger(before)} {behind}")
                return
        for match in re.finditer(r"(?:于|在|务于|请于)(?P<day>[^\s,\uff0c;\uff1b]{2,20}?(?:之前|以前|前))", line):
            limit = self._whole_limit(match["day"])
            if limit is not None:
                self._limits.append((limit, match["day"]))
                self._line = _tidied(line[: match.start()] + line[match.end() :])
                return

    def _take_no_day(self) -> None:
        """2月30日 has the form of a day and is none, 每两周 that of a rhythm: no part of the title, and asked about."""
        found = find_unread_day(self._line)
        if found is not None:
            self._vague = found[0].strip()
            self._line = _tidied(f"{self._line[: found.start()]} {self._line[found.end() :]}")

    def _without_stranger(self, before: str) -> str:
        """王某, between a unit and a limit, is the name of somebody whom the roster does not know."""
        if self._units and not self._owners and not self._unknown and _NAME_LIKE.fullmatch(before.strip(BREAK)):
            self._unknown = before.strip(BREAK)
            return ""
        return before

    def _whole_limit(self, words: str) -> Limit | None:
        try:
            return read_limit(words, self._today, self._rules) if words else None
        except DateNotUnderstood:
            return None


def _unless(word: str, known: Collection[str]) -> str:
    return "" if word in known else word


def _tidied(line: str) -> str:
    return " ".join(line.split()).strip(BREAK)


def _named_first(line: str, names: Collection[str]) -> tuple[tuple[str, int], ...]:
    """The names at the beginning, several joined by 、; each with the place where it ends."""
    found: list[tuple[str, int]] = []
    at = 0
    while (name := _longest(line, at, names)) is not None:
        found.append((name, at + len(name)))
        joined = _AND.match(line, found[-1][1])
        if joined is None or _longest(line, joined.end(), names) is None:
            break
        at = joined.end()
    return tuple(found)


def _longest(line: str, at: int, names: Iterable[str]) -> str | None:
    return max((name for name in names if name and line.startswith(name, at)), key=len, default=None)
