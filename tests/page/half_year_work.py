"""What the bureau's people do in the first half year beside what is played on the page: half_year.toml, over HTTP.

Most of the first half's work is done in time by it, as in an office whose report is worth reading.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from playground.demo.sample.bureau import sample_bureau
from playground.telegram.pictures import sample_picture
from tests.page.demo import Demo

_WORK = tomllib.loads((Path(__file__).parent / "half_year.toml").read_text(encoding="utf-8"))
_PEOPLE = {each.name: each.telegram_id or 0 for each in sample_bureau(date(2026, 1, 5)).people}
_PRESSED, _PHOTO = "〔", "📷"
#: The answer stands among so many of the newest messages.
_NEWEST = 3


class _Line(NamedTuple):
    name: str
    words: str
    answer: str


def days_between(last: str, day: str) -> list[str]:
    """The days after ``last`` on which something is done, and then ``day``."""
    return [*sorted(each for each in _WORK if last < each < day), day]


def day_before(day: str) -> str:
    """The day before, as ``MM-DD`` of the year that is played."""
    return f"{date.fromisoformat(f'2026-{day}') - timedelta(days=1):%m-%d}"


def work(demo: Demo, day: str) -> None:
    """What is said and pressed on that day. Those who do not wait for each other speak at once."""
    for turn in _turns([_Line(*each) for each in _WORK[day]["said"]] if day in _WORK else []):
        for line in turn:
            _do(demo, _PEOPLE[line.name], line.words)
        demo.get("/idle")
        for line in turn:
            said = demo.texts(_PEOPLE[line.name])[-_NEWEST:]
            assert any(line.answer in each for each in said), (day, line, said)


def _turns(lines: list[_Line]) -> Iterator[list[_Line]]:
    """One line a person; a button waits for what was said before it."""
    turn: list[_Line] = []
    for line in lines:
        if turn and (line.words.startswith(_PRESSED) or any(line.name == each.name for each in turn)):
            yield turn
            turn = []
        turn.append(line)
    if turn:
        yield turn


def _do(demo: Demo, person: int, words: str) -> None:
    if words.startswith(_PRESSED):
        demo.press(person, words.strip("〔〕"))
    elif words.startswith(_PHOTO):
        demo.send(person, {"photo": ("照片.png", sample_picture(1))}, words.removeprefix(_PHOTO))
    else:
        demo.post(f"/people/{person}/say", text=words)
