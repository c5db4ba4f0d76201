"""A chat is pushed so many messages a day: what is beyond waits for the morning, is never lost and never told twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.item import ItemStatus
from domain.rules import Rules
from tests.domain.office import RULES, at
from tests.jobs.office import DEPUTY, DIRECTOR, GROUPS, HEAD, OFFICE, OWNER, RELIEF_GROUP, Bureau, chats_of, task, to

ONE_A_DAY = replace(RULES, pushes_a_day=1)


def _bureau(folder: Path, rules: Rules) -> Bureau:
    made = Bureau(folder, rules)
    made.groups(*GROUPS)
    made.people(OFFICE, DIRECTOR, DEPUTY, HEAD, OWNER)
    return made


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = _bureau(tmp_path, ONE_A_DAY)
    yield made
    made.ledger.close()


def _fresh(bureau: Bureau) -> None:
    """Set after the digest, so that it is to be signed at 15:00."""
    bureau.items(
        task(40, "2026-12-31", status=ItemStatus.ASSIGNED, assigned_at=at("11-19 10:00"), due_set_at=at("11-19 10:00")),
        moment=at("11-19 10:00"),
    )


def test_what_exceeds_the_budget_waits_and_shares_the_next_mornings_message(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-20"))
    assert RELIEF_GROUP in chats_of(bureau.look("11-19 08:30"))
    _fresh(bureau)
    assert RELIEF_GROUP not in chats_of(bureau.look("11-19 15:00"))
    (morning,) = to(bureau.look("11-20 08:30"), RELIEF_GROUP)
    assert "第10号" in morning
    assert "第40号" in morning
    assert "新交办" in morning


def test_what_waits_is_known_to_the_ledger_and_not_to_memory(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-20"))
    bureau.look("11-19 08:30")
    _fresh(bureau)
    bureau.restart("11-19 15:00")
    assert RELIEF_GROUP not in chats_of(bureau.look("11-19 15:01"))
    bureau.restart("11-20 08:00")
    said = to(bureau.look("11-20 08:30"), RELIEF_GROUP)
    assert sum("第40号" in text for text in said) == 1
    assert not [text for text in to(bureau.look("11-20 15:00"), RELIEF_GROUP) if "新交办" in text]


def test_a_chase_and_what_is_due_today_wait_for_nobody(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-19"), task(10, "2026-11-20"))
    bureau.look("11-20 08:30")
    assert RELIEF_GROUP in chats_of(bureau.look("11-20 09:30")), "催办"
    assert RELIEF_GROUP in chats_of(bureau.look("11-20 15:00")), "到期提醒"


def test_copies_wait_for_the_morning_and_then_come_once(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-19"), task(10, "2026-11-20"))
    deputy = DEPUTY.telegram_id or 0
    assert deputy in chats_of(bureau.look("11-20 08:30"))
    assert deputy not in chats_of(bureau.look("11-20 09:30"))
    (morning,) = to(bureau.look("11-23 08:30"), deputy)
    assert "催办抄送" in morning


def test_without_a_budget_everything_is_told_at_its_time(tmp_path: Path) -> None:
    bureau = _bureau(tmp_path, RULES)
    bureau.items(task(10, "2026-11-20"))
    bureau.look("11-19 08:30")
    _fresh(bureau)
    assert RELIEF_GROUP in chats_of(bureau.look("11-19 15:00"))
    bureau.ledger.close()
