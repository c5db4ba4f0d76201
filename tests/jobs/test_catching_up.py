"""The clock as it really is: down for a while, late, set back, set forward. Nobody hears twice, nobody is forgotten."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.closing import finish
from domain.item import Did, ItemStatus, Step
from domain.letter import Letter
from domain.limits import local_day
from tests.domain.office import RULES, TASK, at
from tests.jobs.office import (
    CARE,
    DEPUTY,
    DIRECTOR,
    GROUPS,
    HEAD,
    OFFICE,
    OWNER,
    RELIEF,
    RELIEF_GROUP,
    Bureau,
    chats_of,
    task,
    to,
)

BELATED = "补发"


def test_down_across_the_morning_brings_one_late_digest(bureau: Bureau) -> None:
    """docs/promises.md 6."""
    bureau.items(task(10, "2026-11-20"), task(11, "2026-11-23"))
    bureau.restart("11-20 10:12")
    (digest,) = to(bureau.look("11-20 10:12"), RELIEF_GROUP)
    assert BELATED in digest
    bureau.restart("11-20 10:13")
    assert bureau.look("11-20 10:13") == []


def test_down_for_a_week_brings_one_message_a_chat_that_names_every_missed_alert(bureau: Bureau) -> None:
    """docs/promises.md 6."""
    bureau.items(*(task(number, f"2026-11-{number}") for number in range(10, 20)))
    bureau.look("11-11 08:30")
    bureau.restart("11-20 10:12")
    letters = bureau.look("11-20 10:12")
    (caught_up,) = to(letters, RELIEF_GROUP)
    assert all(f"第{number}号" in caught_up for number in range(10, 20))
    assert chats_of(letters).count(DEPUTY.telegram_id or 0) == 1
    assert all(BELATED in letter.html or "通报草稿" in letter.html for letter in letters)
    assert bureau.look("11-20 15:00") == []


def test_down_after_the_digest_brings_each_missed_alert_once(bureau: Bureau) -> None:
    """docs/promises.md 6."""
    bureau.items(task(8, "2026-11-19"), task(9, "2026-11-19"), task(10, "2026-11-20"))
    bureau.look("11-20 08:30")
    bureau.restart("11-20 15:20")
    (caught_up,) = to(bureau.look("11-20 15:20"), RELIEF_GROUP)
    assert BELATED in caught_up
    assert all(f"第{number}号" in caught_up for number in (8, 9, 10))


def test_of_several_missed_chases_only_the_newest_survives(bureau: Bureau) -> None:
    """docs/promises.md 6."""
    bureau.items(task(8, "2026-11-12"))
    bureau.look("11-12 15:00")
    bureau.restart("11-18 09:40")
    bureau.look("11-18 09:40")
    assert bureau.ledger.told("8|2026-11-12|chase:2|chat:1")
    assert not bureau.ledger.told("8|2026-11-12|chase:1|chat:1")


def test_a_missed_chase_gives_way_to_the_next_one_later_that_day(bureau: Bureau) -> None:
    """docs/promises.md 6."""
    bureau.items(task(8, "2026-11-18"))
    bureau.restart("11-23 08:30")
    morning = bureau.look("11-23 08:30")
    assert all("催办·" not in letter.html and "催办抄送" not in letter.html for letter in morning)
    (chase,) = to(bureau.look("11-23 09:30"), RELIEF_GROUP)
    assert "催办·第1次" in chase, "the one before it was told to nobody"


def test_a_look_five_seconds_late_still_sends_the_digest_once(bureau: Bureau) -> None:
    """docs/promises.md 7: the event loop was blocked across 08:30."""
    bureau.items(task(10, "2026-11-20"))
    bureau.look("11-20 08:29:58")
    (digest,) = to(bureau.look("11-20 08:30:05"), RELIEF_GROUP)
    assert BELATED not in digest
    assert bureau.look("11-20 08:30:20") == []


def test_an_hour_back_repeats_nothing_and_loses_nothing(bureau: Bureau) -> None:
    """docs/promises.md 8."""
    bureau.items(task(9, "2026-11-19"), task(10, "2026-11-20"))
    bureau.look("11-20 08:30")
    assert RELIEF_GROUP in chats_of(bureau.look("11-20 09:30"))
    for moment in ("08:31", "08:45", "09:29", "09:30", "09:31", "14:59"):
        assert bureau.look(f"11-20 {moment}") == []
    assert chats_of(bureau.look("11-20 15:00")) == [RELIEF_GROUP]


def test_an_hour_forward_and_back_misses_no_alert(bureau: Bureau) -> None:
    """docs/promises.md 8."""
    bureau.items(task(10, "2026-11-20"), task(11, "2026-11-23"))
    bureau.look("11-20 08:30")
    bureau.look("11-20 14:30")
    assert chats_of(bureau.look("11-20 15:30")) == [RELIEF_GROUP]
    assert bureau.look("11-20 14:31") == []
    assert bureau.look("11-20 15:00") == []
    bureau.look("11-23 08:30")
    bureau.look("11-23 09:30")
    assert chats_of(bureau.look("11-23 15:00")) == [RELIEF_GROUP]


def test_a_clock_that_ran_ahead_for_days_does_not_keep_back_what_is_new(bureau: Bureau) -> None:
    """docs/promises.md 8."""
    bureau.items(task(10, "2026-11-20"))
    bureau.look("12-20 10:00")
    bureau.look("11-20 08:30")
    bureau.items(task(11, "2026-11-20"))
    assert RELIEF_GROUP in chats_of(bureau.look("11-20 15:00"))


def test_a_first_import_of_five_hundred_old_items_starts_no_storm(bureau: Bureau) -> None:
    """docs/promises.md 8."""
    imported = at("11-20 10:00")
    bureau.look("11-20 09:59")
    fresh = task(0, "", status=ItemStatus.ASSIGNED, assigned_at=imported, due_set_at=imported, acknowledged_at=None)
    due = (f"2026-{1 + n % 10:02}-{1 + n % 28:02}" for n in range(1, 501))
    rows = (replace(fresh, number=n, due=day, unit=CARE if n % 2 else RELIEF) for n, day in enumerate(due, start=1))
    bureau.items(*rows, moment=imported)
    letters = [letter for moment in ("10:00", "10:01", "15:00", "19:00") for letter in bureau.look(f"11-20 {moment}")]
    assert len(chats_of(letters)) == len(set(chats_of(letters)))
    (assigned,) = to(letters, RELIEF_GROUP)
    assert "新交办250项" in assigned
    monday = [letter for moment in ("08:30", "09:30", "15:00") for letter in bureau.look(f"11-23 {moment}")]
    assert chats_of(monday).count(RELIEF_GROUP) <= 2
    assert all("催办" not in letter.html for letter in monday)


def test_a_ledger_imported_in_the_afternoon_has_no_morning_to_make_up_for(bureau: Bureau) -> None:
    """docs/promises.md 8. Nothing existed at 08:30, so that nobody's digest is late."""
    imported = at("11-20 16:00")
    entered = (Step(imported, "办某", Did.ASSIGN),)
    bureau.items(task(9, "2026-11-18", due_set_at=imported, assigned_at=imported, history=entered), moment=imported)
    assert bureau.look("11-20 16:01") == []
    assert any("第9号" in each for each in to(bureau.look("11-23 08:30"), RELIEF_GROUP))


def test_a_chase_counts_from_the_first_one_told_and_that_one_has_the_copy(bureau: Bureau) -> None:
    """An item entered three days late was not chased before: nobody is told of a 第1次 that never was."""
    entered = at("11-20 16:00")
    bureau.items(task(9, "2026-11-18", due_set_at=entered, assigned_at=entered), moment=entered)
    bureau.look("11-23 08:30")
    first = bureau.look("11-23 09:30")
    assert all("第1次" in text for text in to(first, RELIEF_GROUP) + to(first, DEPUTY.telegram_id or 0))
    assert DEPUTY.telegram_id in chats_of(first)
    bureau.look("11-25 08:30")
    last = bureau.look("11-25 09:30")
    assert any("第2次" in text for text in to(last, RELIEF_GROUP))
    assert any("已催办2次" in text for text in to(last, DIRECTOR.telegram_id or 0))


def test_nothing_is_pushed_in_quiet_hours_and_the_missed_waits_for_the_next_day(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-18"))
    bureau.look("11-19 08:30")
    bureau.restart("11-19 20:30")
    for moment in ("11-19 20:30", "11-19 23:59", "11-20 06:00", "11-20 08:00"):
        assert bureau.look(moment) == []
    (digest,) = to(bureau.look("11-20 08:30"), RELIEF_GROUP)
    assert "事项9" in digest
    assert RELIEF_GROUP not in chats_of(bureau.look("11-20 09:30"))


def test_a_digest_survives_only_its_own_day(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-20"))
    assert bureau.look("11-21 00:10") == []
    assert bureau.look("11-21 10:00") == []


def test_without_quiet_hours_a_late_start_speaks_in_the_evening(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, replace(RULES, quiet_hours=None))
    bureau.groups(*GROUPS)
    bureau.items(task(10, "2026-11-20"))
    assert RELIEF_GROUP in chats_of(bureau.look("11-20 22:00"))
    bureau.ledger.close()


def test_a_substituted_saturday_is_a_work_day_and_a_holiday_is_none(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-09-30"), task(10, "2026-10-10"))
    for day in range(1, 8):
        assert bureau.look(f"10-{day:02} 08:30") == []
        assert bureau.look(f"10-{day:02} 09:30") == []
    bureau.look("10-08 09:30")
    assert RELIEF_GROUP in chats_of(bureau.look("10-10 08:30"))
    assert RELIEF_GROUP in chats_of(bureau.look("10-10 15:00"))
    assert bureau.look("10-11 08:30") == []


def test_the_last_work_day_before_a_holiday_names_what_falls_due_in_it(bureau: Bureau) -> None:
    bureau.items(task(30, "2026-10-03"))
    (text,) = to(bureau.look("09-30 08:30"), RELIEF_GROUP)
    assert "假期中到期1项" in text
    assert text.count("第30号") == 1
    assert chats_of(bureau.look("09-30 15:00")) == [RELIEF_GROUP]


def test_the_first_day_back_starts_anew_with_the_holiday_the_week_and_the_quarter(bureau: Bureau) -> None:
    bureau.items(task(30, "2026-10-03"), task(31, "2026-10-11"), task(32, "2026-12-20"), task(33, "2027-02-01"))
    (text,) = to(bureau.look("10-08 08:30"), RELIEF_GROUP)
    assert "假期中已到期1项：第30号" in text
    assert "第31号" in text
    assert "本季度内到期2项" in text
    (chase,) = to(bureau.look("10-08 09:30"), RELIEF_GROUP)
    assert "第30号" in chase


MOMENTS = st.integers(0, 10 * 24 * 12)  # steps of five minutes over ten days
START = at("11-16 00:00")


def keys_of(letters: list[Letter]) -> list[str]:
    """What these letters told for the first time, by key; the digests of a day are keys as well."""
    return [key for letter in letters for key in letter.told]


def instant(step: int) -> datetime:
    """The office's clock at that step."""
    return START + timedelta(minutes=5 * step)


class Hearer:
    """Notes when each appointment was told, and how early the clock has stood since."""

    def __init__(self) -> None:
        self.told: dict[str, datetime] = {}
        self.lowest: dict[str, datetime] = {}
        self.again: list[str] = []

    def hear(self, letters: list[Letter], now: datetime) -> None:
        """A key told twice without reason is noted: it may be only if its day had not come yet in between."""
        for key, lowest in self.lowest.items():
            self.lowest[key] = min(lowest, now)
        for key in keys_of(letters):
            if key in self.told and local_day(self.lowest[key], RULES) >= local_day(self.told[key], RULES):
                self.again.append(key)
            self.told[key] = self.lowest[key] = now


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(MOMENTS, max_size=14), kills=st.sets(st.integers(0, 13), max_size=3))
def test_however_the_clock_jumps_each_is_told_once_and_what_is_alive_at_the_end_is_told(
    steps: list[int], kills: set[int]
) -> None:
    """docs/promises.md 8: random instants, forward and back, with kills between."""
    with TemporaryDirectory() as folder:
        bureau = Bureau(Path(folder))
        bureau.groups(*GROUPS)
        bureau.people(OFFICE, DIRECTOR, DEPUTY, HEAD, OWNER)
        bureau.items(*(task(number, f"2026-11-{number}") for number in range(12, 27, 2)))
        hearer = Hearer()
        for place, step in enumerate(steps):
            if place in kills:
                bureau.restart("11-16 00:00")
            hearer.hear(bureau.look_at(instant(step)), instant(step))
        hearer.hear(bureau.look("11-27 18:00"), at("11-27 18:00"))
        assert hearer.again == []
        for number in range(12, 20, 2):  # the last chase of each is alive on the 27th
            assert bureau.ledger.told(f"{number}|2026-11-{number}|chase:3|chat:1")
        assert bureau.look("11-27 18:01") == []
        bureau.ledger.close()


def test_a_clock_a_day_ahead_for_minutes_takes_away_no_morning(bureau: Bureau) -> None:
    """Fault 1.9: what was told for a day that has not come yet is told again on that day."""
    bureau.items(task(10, "2026-11-23"), task(11, "2026-11-24"))
    bureau.look("11-23 08:30")
    assert RELIEF_GROUP in chats_of(bureau.look("11-24 10:00"))
    assert bureau.look("11-23 10:05") == []
    (alert,) = to(bureau.look("11-23 15:00"), RELIEF_GROUP)
    assert "事项10" in alert
    (morning,) = to(bureau.look("11-24 08:30"), RELIEF_GROUP)
    assert "今日到期1" in morning
    (chase,) = to(bureau.look("11-24 09:30"), RELIEF_GROUP)
    assert "催办·第1次" in chase
    assert bureau.look("11-24 10:02") == []


def test_a_clock_exactly_a_day_ahead_at_breakfast_takes_away_no_morning(bureau: Bureau) -> None:
    """Fault 1.9: told at 8:30 of tomorrow, and again when tomorrow's 8:30 comes."""
    bureau.items(task(11, "2026-11-24"))
    assert RELIEF_GROUP in chats_of(bureau.look("11-24 08:30"))
    bureau.look("11-23 08:31")
    assert RELIEF_GROUP in chats_of(bureau.look("11-24 08:30"))


def test_a_kill_while_the_clock_was_ahead_takes_away_no_morning(bureau: Bureau) -> None:
    """Fault 1.9: nobody saw the step back, and the newest tellings are of a day to come."""
    bureau.items(task(11, "2026-11-24"))
    bureau.look("11-24 10:00")
    bureau.restart("11-23 10:05")
    bureau.look("11-23 10:05")
    assert RELIEF_GROUP in chats_of(bureau.look("11-24 08:30"))


def test_a_clock_set_back_a_day_by_mistake_repeats_nothing(bureau: Bureau) -> None:
    """Fault 7.5: the clock set back with nothing changed tells nothing twice, nor does setting it right again."""
    bureau.items(task(10, "2026-11-20"), task(11, "2026-11-23"))
    for moment in ("11-20 08:30", "11-20 15:00", "11-23 08:30"):
        bureau.look(moment)
    assert RELIEF_GROUP in chats_of(bureau.look("11-23 09:30"))
    for moment in ("11-20 10:00", "11-20 10:05", "11-23 09:45", "11-23 09:46"):
        assert RELIEF_GROUP not in chats_of(bureau.look(moment))
    assert chats_of(bureau.look("11-23 15:00")) == [RELIEF_GROUP]


def test_what_was_closed_while_the_bot_was_down_is_not_chased(bureau: Bureau) -> None:
    late = task(9, "2026-11-18")
    bureau.items(late)
    bureau.items(finish(late, TASK, "甲某", at("11-19 08:00")), moment=at("11-19 08:00"))
    bureau.restart("11-20 10:00")
    assert RELIEF_GROUP not in chats_of(bureau.look("11-20 10:00"))
