"""The month's check code: as the month ended at the office, told once to each inspector, and found by the operator."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import _now, main
from config import load
from domain.roster import Person
from house.commands.journal import NOT_FOUND
from store.journal.months import folder_of
from tests.domain.office import INSPECTOR, ZONE, at, person
from tests.jobs.office import Bureau, task, to

SECOND = person("纪检乙", INSPECTOR.role, telegram_id=9077)


def furnished(folder: Path, *people: Person) -> Bureau:
    office = Bureau(folder)
    office.people(*(people or (INSPECTOR,)))
    office.items(task(1, "2027-03-31"), moment=here("11-20 10:00"))
    return office


def here(text: str) -> datetime:
    """An instant as the bot's clock shows it: in the office's time zone."""
    return at(text).astimezone(ZONE)


def codes(office: Bureau, moment: str, reader: Person = INSPECTOR) -> list[str]:
    return [text for text in to(office.look_at(here(moment)), reader.telegram_id or 0) if "校验码" in text]


def configured(folder: Path, office: Bureau, zone: str = "Asia/Shanghai") -> Path:
    path = folder / "config.toml"
    text = f'[telegram]\ntoken = "1:abc"\n[store]\npath = "{office.path}"\n[office]\ntimezone = "{zone}"\n'
    path.write_text(text, encoding="utf-8")
    return path


def test_it_is_the_head_as_the_month_ended_at_the_office_and_not_in_greenwich(tmp_path: Path) -> None:
    office = furnished(tmp_path)
    office.items(task(2, "2027-03-31"), moment=here("11-30 23:59"))
    ended = office.ledger.head()
    office.items(task(3, "2027-03-31"), moment=here("12-01 00:05"))  # still November in Greenwich
    assert office.ledger.head() != ended
    assert office.ledger.head_before(date(2026, 12, 1)).head == ended
    [told] = codes(office, "12-01 08:31")
    assert ended in told
    office.ledger.close()


def test_the_bots_clock_shows_the_office_s_time_zone(tmp_path: Path) -> None:
    """The journal's months are those of the instants that it is given."""
    office = furnished(tmp_path)
    office.ledger.close()
    now = _now(load(configured(tmp_path, office), {}))
    assert now.utcoffset() == timedelta(hours=8)


def test_after_a_restart_it_is_not_told_again_but_a_new_inspector_is_told_belatedly(tmp_path: Path) -> None:
    office = furnished(tmp_path)
    codes(office, "11-30 08:31")
    assert len(codes(office, "12-01 08:31")) == 1
    office.restart("12-01 08:35")
    assert codes(office, "12-01 08:36") == []
    office.people(SECOND)
    [late] = codes(office, "12-02 09:00", SECOND)
    assert "补发" in late
    assert codes(office, "12-02 09:01") == codes(office, "12-02 09:02", SECOND) == []
    office.ledger.close()


def test_what_was_missed_while_the_bot_was_off_is_told_belatedly_and_once(tmp_path: Path) -> None:
    office = furnished(tmp_path)
    codes(office, "11-30 08:31")
    head = office.ledger.head()
    office.restart("12-08 10:00")
    [told] = codes(office, "12-08 10:00")
    assert "补发" in told
    assert head in told
    assert codes(office, "12-09 08:31") == []
    office.ledger.close()


def test_it_waits_for_the_first_work_day_and_its_digest(tmp_path: Path) -> None:
    office = furnished(tmp_path)
    codes(office, "10-30 08:31")
    assert codes(office, "10-31 08:31") == codes(office, "11-01 08:31") == codes(office, "11-02 08:29") == []
    [told] = codes(office, "11-02 08:30")
    assert "2026年10月" in told
    assert "补发" not in told
    office.ledger.close()


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (str, 0, "校验码相符：对应流水账第"),
        (lambda head: f"{head[:8].upper()} {head[8:16]}", 0, "校验码相符"),
        (lambda _: "0" * 64, NOT_FOUND, "校验码不符"),
        (lambda _: "第三条", 2, "校验码"),
        (lambda head: head[:3], 2, "校验码"),
    ],
)
def test_the_operator_looks_a_code_up(tmp_path: Path, given: object, status: int, said: str) -> None:
    office = furnished(tmp_path)
    head = office.ledger.head()
    office.items(task(2, "2027-03-31"), moment=here("11-21 10:00"))
    office.ledger.close()
    assert callable(given)
    arguments = ["verify", "--config", str(configured(tmp_path, office)), "--code", str(given(head))]
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, said in done.output) == (status, True), done.output


def test_no_code_is_found_in_a_journal_that_was_altered(tmp_path: Path) -> None:
    office = furnished(tmp_path)
    head = office.ledger.head()
    office.ledger.close()
    file = folder_of(office.path) / "2026-11.jsonl"
    file.write_bytes(file.read_bytes().replace("事项1".encode("unicode_escape"), b"x", 1))
    arguments = ["verify", "--config", str(configured(tmp_path, office)), "--code", head]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1, done.output
