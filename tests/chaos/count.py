"""The count after a chaos run: what was lost, what came twice, and what the ledger says."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec import Struct
from tinydb import TinyDB

from tests.chaos.allowance import Allowance
from tests.chaos.arrivals import runs_of
from tests.chaos.days import Days
from tests.chaos.model import Tracked
from tests.chaos.office import Office
from tests.e2e.bureau import Bureau

#: What is handled within it counts as of then, by a clock that may not have heard of its last move yet; what is handled
#: later counts as of when it was said.
PROMPTLY = timedelta(minutes=5)
#: A letter that arrived without an answer is uncertain if its day ended before it could be sent again. What the clock
#: had to say of a day expires with it: evenings pass in an instant here, and the line may have been ill till then.
_FATES = {"sent", "superseded", "uncertain", "expired"}


class Verdict(Struct, kw_only=True):
    """The counts, and every fault in words; without faults the promise was kept."""

    kills: dict[str, int]
    interruptions: dict[str, int] = {}
    days: int = 0
    commands: int = 0
    take_overs: int | None = None  # where the ledger is in a database
    rows: int = 0  # of its journal, each written in the epoch of its day
    exchanges: dict[str, int] = {}  # in several turns
    answers: int = 0
    answers_repeated: int = 0
    unasked: int = 0  # digests, alerts and notices
    unasked_repeated: int = 0
    steps: int = 0  # lines in the items' histories
    verified: str = ""
    faults: list[str] = []

    @property
    def _are(self) -> str:
        return "kills" if self.take_overs is None else "faults"

    @property
    def _excuse(self) -> str:
        return "kill and interruption" if self.take_overs is None else "take-over"

    def told(self) -> str:
        """The counts, a line each."""
        killed = ", ".join(f"{count} {when}" for when, count in self.kills.items())
        broken = ", ".join(f"{count} {kind}" for kind, count in self.interruptions.items())
        talked = ", ".join(f"{count} {name}" for name, count in sorted(self.exchanges.items()))
        return "\n".join(
            [
                f"{self._are:<10} {sum(self.kills.values())} ({killed})",
                *(
                    [f"line       broken {sum(self.interruptions.values())} times ({broken})"]
                    if self.take_overs is None
                    else [f"take-overs {self.take_overs}, and {self.rows} rows of the journal, each by its holder"]
                ),
                f"work days  {self.days}",
                f"commands   {self.commands}, with {self.steps} effects in the ledger",
                f"exchanges  {sum(self.exchanges.values())} ({talked})",
                f"answers    {self.answers}, and {self.answers_repeated} repeated",
                f"unasked    {self.unasked} digests, alerts and notices, and {self.unasked_repeated} repeated",
                f"verify     {self.verified}",
                *(f"FAULT      {fault}" for fault in self.faults),
                f"nothing lost, nothing doubled beyond one repeat a chat for each {self._excuse}"
                if not self.faults
                else "",
            ]
        ).rstrip()


class Bots(Protocol):
    """The processes of a run, as the judge sees them."""

    async def stop(self) -> int:
        """Stop them; 0 if all went well."""

    def said(self) -> str:
        """Their log."""

    async def verify(self) -> tuple[int, str]:
        """What ``bot.py verify`` says: its exit code, and the line."""

    async def ledger_file(self) -> Path:
        """The stopped ledger as a stock TinyDB reads it."""


class Alone:
    """One bot on a file."""

    def __init__(self, bureau: Bureau) -> None:
        self._bureau = bureau

    async def stop(self) -> int:
        return await self._bureau.bot.stop()

    def said(self) -> str:
        return self._bureau.bot.said()

    async def verify(self) -> tuple[int, str]:
        code, out, error = await self._bureau.cli("verify")
        return code, (out or error).strip()

    async def ledger_file(self) -> Path:
        return self._bureau.path


async def judge(office: Office, days: Days, bots: Bots, allowance: Allowance, verdict: Verdict) -> Verdict:
    """Stop the bots and count; the verdict says already how often something was broken."""
    verdict.days, verdict.commands = len(days.played), office.model.commands
    verdict.exchanges = dict(office.talk.played)
    await office.bureau.idle()
    code = await bots.stop()
    if code:
        verdict.faults.append(f"it stopped with {code}")
    for chat_id in days.arrivals.chats():
        verdict.faults += _hear(verdict, days, office, chat_id, allowance)
    verdict.faults += _alerts(days)
    verdict.faults += office.talk.copies(allowance)
    verdict.faults += _ledger(verdict, office, await bots.ledger_file())
    code, verdict.verified = await bots.verify()
    if code:
        verdict.faults.append(f"verify exited with {code}")
    errors = [record for record in _records(bots.said()) if " ERROR " in record and not allowance.is_expected(record)]
    if errors:
        verdict.faults.append(f"the log has {len(errors)} errors, the first: {errors[0]}")
    return verdict


def _records(log: str) -> list[str]:
    """The records of a log, each with its traceback."""
    return re.split(r"\n(?=\d{4}-\d\d-\d\d )", log)


def _hear(verdict: Verdict, days: Days, office: Office, chat_id: int, allowance: Allowance) -> Iterator[str]:
    """One chat: every answer in its order, and no more repeats than are excused."""
    expected, heard = office.model.answers[chat_id], days.arrivals.answers(chat_id)
    due, had = map(days.arrivals.answers_by_owner, (expected, heard))
    for owner in due.keys() | had.keys():  # askers overtake each other
        wanted, found = due.get(owner, []), had.get(owner, [])
        if not _is_told(wanted, found, comes_late=allowance.comes_late):
            yield f"in chat {chat_id} {owner} was answered {runs_of(found)}, and should have been {runs_of(wanted)}"
    unasked = days.arrivals.unasked(chat_id)
    repeated, again = len(heard) - len(expected), unasked.total() - len(unasked)
    if repeated + again > allowance.copies(chat_id):
        yield f"chat {chat_id} heard {repeated + again} repeats, and {allowance.copies(chat_id)} are excused"
    verdict.answers += len(expected)
    verdict.answers_repeated += repeated
    verdict.unasked += len(unasked)
    verdict.unasked_repeated += again


def _is_told(wanted: list[str], found: list[str], *, comes_late: bool) -> bool:
    """Whether every answer came in its order, and all others are copies: of the one before, or of any before."""
    told = 0
    for place, answer in enumerate(found):
        if told < len(wanted) and answer == wanted[told]:
            told += 1
        elif answer not in (found[:place] if comes_late else found[max(0, place - 1) : place]):
            return False
    return told == len(wanted)


def _alerts(days: Days) -> Iterator[str]:
    """Nothing was told by two different messages: that would be no repeat of a request, but a second telling."""
    for day in days.played:
        for item, rung in days.arrivals.rungs_on(day):
            if len(days.arrivals.tellings(item, rung, day)) != 1:
                yield f"{rung} of {item.number} was told on {day} as {days.arrivals.tellings(item, rung, day)}"


def _ledger(verdict: Verdict, office: Office, path: Path) -> Iterator[str]:
    """The file as a stock TinyDB finds it: every command took effect exactly once, and nothing waits."""
    with TinyDB(path, encoding="utf-8", access_mode="r") as db:
        items = {item.doc_id: dict(item) for item in db.table("items").all()}
        people = [dict(person) for person in db.table("people").all()]
        waiting = [row for row in db.table("_inbox").all() if not row.get("handled_at")]
        unsent = db.table("_outbox").all()
        settled = db.table("_sent").all()
    fates = Counter(row["fate"] for row in settled)
    for number, tracked in office.model.items.items():
        verdict.steps += len(tracked.steps)
        yield from _differs(tracked, items[number])
    yield from office.talk.faults(items, people)
    for each in office.neglected:
        if items[each.number]["version"] != 1:
            yield f"item {each.number}, which nobody touched, changed"
    if any(row["fate"] == "expired" and not row.get("told") for row in settled):
        yield "an answer or a notice was given up"
    if waiting or unsent or set(fates) - _FATES:
        yield f"{len(waiting)} updates and {len(unsent)} letters wait; fates {dict(fates)}"


def _differs(tracked: Tracked, item: dict[str, Any]) -> Iterator[str]:
    found = [(step["did"], step["by"]) for step in item.get("history", [])]
    if found != [(step.did, step.by) for step in tracked.steps] or item["version"] != tracked.version:
        yield f"item {tracked.number} has {found}, and should have {tracked.steps}"
        return
    if item["status"] != tracked.status:
        yield f"item {tracked.number} is {item['status']}, and should be {tracked.status}"
    for wanted, step in zip(tracked.steps, item.get("history", []), strict=True):
        at = msgspec.convert(step["at"], datetime)
        if wanted.did != "approve" and not _counts(wanted.at, at):
            yield f"item {tracked.number}: {wanted.did} of {wanted.at} counts as of {at}"


def _counts(said_at: datetime, at: datetime) -> bool:
    return at <= said_at + PROMPTLY and at.astimezone(said_at.tzinfo).date() == said_at.date()
