"""待总结上报: the owner is asked once, privately, ten work days after a highlight was closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.closing import finish
from domain.highlights import sum_up
from domain.item import Item
from tests.domain.office import RULES, TASK, at
from tests.jobs.office import DEPUTY, GROUPS, HEAD, OFFICE, OWNER, Bureau, chats_of, task

OWNER_ID = OWNER.telegram_id or 0


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path, RULES)
    made.groups(*GROUPS)
    made.people(OFFICE, DEPUTY, HEAD, OWNER)
    yield made
    made.ledger.close()


def closed(number: int, **fields: object) -> Item:
    return finish(task(number, "2026-11-20", **fields), TASK, "甲某", at("11-06 10:00"))


def test_the_owner_is_asked_once_and_not_of_what_was_summed_up(bureau: Bureau) -> None:
    bureau.items(
        closed(8, is_highlight=True),
        closed(9),
        sum_up(closed(10, source="八大亮点工作"), "甲某", at("11-09 10:00")),
    )
    heard = {day: bureau.look(f"{day} 09:30") for day in ("11-19", "11-20", "11-23", "11-24")}
    asked = {day: [each for each in letters if "总结上报" in each.html] for day, letters in heard.items()}
    assert {day: chats_of(letters) for day, letters in asked.items() if letters} == {"11-20": [OWNER_ID]}
    [letter] = asked["11-20"]
    assert letter.html == (
        "<b>【请总结上报】</b><b>第8号 事项8</b> 办结已10个工作日，尚未总结上报\n"
        "已上报的请点〔已总结上报〕，未上报的请抓紧总结。"
    )
    assert next(button.label for row in letter.rows for button in row) == "已总结上报"


def test_a_restart_between_closing_and_asking_loses_nothing(bureau: Bureau) -> None:
    """In a bureau that asks for no verdict: else what was closed lately is looked at for that."""
    silent = replace(RULES, kinds={key: replace(kind, verdict_after=0) for key, kind in RULES.kinds.items()})
    bureau.rules = silent
    bureau.items(closed(8, source="八大亮点工作"))
    bureau.restart("11-10 09:00")
    assert OWNER_ID in chats_of(bureau.look("11-20 09:30"))
