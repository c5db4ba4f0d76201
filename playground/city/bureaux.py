"""The bureaux of the city: each has the sample's people, work of their own for those who speak, and a Telegram."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import openpyxl

from domain.roster import Person, Role
from playground.demo.sample.book import write_sample
from playground.demo.sample.bureau import SampleBureau
from playground.demo.sample_players import SamplePlayers
from playground.telegram.bot_settings import NO_LIMITS, OFFICE
from playground.telegram.clock import MovableClock
from playground.telegram.server import Playground
from texts import city as words

#: How many people of a bureau speak, and how much each has to do.
SPEAKERS, EACH = 5, 40
#: The first number of what they have to do, and in how many days it is due.
FIRST_NUMBER, DUE_IN = 1001, 120
_CONFIGURATION = f"""\
{OFFICE}[store]
path = "{{name}}.json"
url = "{{url}}"
schema = "{{name}}"
{NO_LIMITS}"""


class Post(NamedTuple):
    """Where a bureau is: its office's name, and what its file, its schema and its token are called by."""

    office: str
    name: str
    token: str


POSTS = tuple(
    Post(office, name, f"70000001{place:02}:a-token-that-only-the-city-knows")
    for place, (office, name) in enumerate(words.BUREAUX.items())
)


@dataclass(frozen=True)
class CityBureau:
    """One of them, open for those who speak."""

    post: Post
    telegram: Playground
    sample: SampleBureau
    players: SamplePlayers
    speakers: tuple[Person, ...]

    def numbers(self, speaker: Person) -> range:
        """What the speaker has to do."""
        first = FIRST_NUMBER + self.speakers.index(speaker) * EACH
        return range(first, first + EACH)

    def configuration(self, url: str) -> str:
        """Its configuration, with its ledger in the database at that address, in a schema of its own."""
        post = self.post
        return _CONFIGURATION.format(
            token=post.token, base_url=self.telegram.base_url, office=post.office, name=post.name, url=url
        )


def make_bureau(post: Post, clock: MovableClock, monday: date, workbook: Path) -> CityBureau:
    """The bureau with all its people in its Telegram, which does not listen yet, and its ledger as a workbook."""
    telegram = Playground(token=post.token, clock=clock)
    sample = write_sample(workbook, monday)
    at_work = [each for each in sample.people if each.role in (Role.STAFF, Role.HEAD) and each.telegram_id]
    bureau = CityBureau(post, telegram, sample, SamplePlayers(telegram, sample), tuple(at_work[:SPEAKERS]))
    _add_work(workbook, bureau, monday + timedelta(days=DUE_IN))
    return bureau


def _add_work(workbook: Path, bureau: CityBureau, due: date) -> None:
    """A sheet of simple tasks, enough to talk about for minutes."""
    book = openpyxl.load_workbook(workbook)
    sheet = book.create_sheet(words.WORK_SHEET)
    sheet.append(["序号", "类别", "事项", "责任单位", "责任人", "完成时限"])
    for person in bureau.speakers:
        for number in bureau.numbers(person):
            sheet.append([number, "任务", words.work(number), person.unit, person.name, due])
    book.save(workbook)
