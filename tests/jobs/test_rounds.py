"""清单梳理: reminders come with the morning, each once, and the office hears once who has returned."""

from datetime import date

from domain.rounds import Returned, Round, return_list
from tests.domain.office import at
from tests.jobs.office import CHILDREN, RELIEF, Bureau, to

HEAD_ID, OFFICE_ID = 9005, 9001


def begin(bureau: Bureau) -> Round:
    found = Round(by=date(2026, 12, 4), units=(RELIEF, CHILDREN), begun_at=at("11-20 16:00"), begun_by="办主任")
    with bureau.ledger.transaction(at=at("11-20 16:00"), by="办主任", did="round") as tx:
        return tx.save_round(found)


def test_a_unit_is_reminded_twice_and_the_office_hears_once(bureau: Bureau) -> None:
    begin(bureau)
    told = {HEAD_ID: list[str](), OFFICE_ID: list[str]()}
    for day in ("12-01", "12-02", "12-03", "12-04", "12-05", "12-06", "12-07", "12-08"):
        letters = bureau.look(f"{day} 08:30") + bureau.look(f"{day} 08:31")
        for chat, heard in told.items():
            heard += [f"{day} {text}" for text in to(letters, chat) if "清单梳理】" in text]
        bureau.restart(f"{day} 08:32")
    assert [each[:5] for each in told[HEAD_ID]] == ["12-03", "12-04"]
    assert "明日截止" in told[HEAD_ID][0]
    assert "今日截止" in told[HEAD_ID][1]
    [after] = told[OFFICE_ID]
    assert after.startswith("12-07")
    assert "已返回0/2" in after


def test_who_has_returned_is_left_alone(bureau: Bureau) -> None:
    found = begin(bureau)
    back = Returned(unit=RELIEF, by="股长", at=at("11-21 10:00"))
    with bureau.ledger.transaction(at=at("11-21 10:00"), by="股长", did="round") as tx:
        tx.save_round(return_list(found, back))
    letters = bureau.look("12-03 08:30")
    assert not [text for text in to(letters, HEAD_ID) if "清单梳理】" in text]
