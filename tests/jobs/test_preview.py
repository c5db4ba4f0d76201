"""The preview of pushes is what the clock will say, if nobody does anything until then."""

from datetime import date

from jobs.preview import play_day
from tests.domain.office import RULES, at
from tests.jobs.office import RELIEF_GROUP, Bureau, chats_of, task, to

BOT = "duban_bot"


def test_a_day_ahead_is_played_with_all_the_moments_before_it(bureau: Bureau) -> None:
    """Three work days ahead a chase is the second one, not a belated first."""
    bureau.items(task(9, "2026-11-19"), task(10, "2026-11-25"))
    foreseen = play_day(bureau.ledger, RULES, BOT, at("11-20 08:00"), date(2026, 11, 24))
    assert {letter.queued_at.date() for letter in foreseen} == {date(2026, 11, 24)}
    (chase,) = [text for text in to(foreseen, RELIEF_GROUP) if "催办·" in text]
    assert "催办·第2次" in chase
    assert "补发" not in "".join(letter.html for letter in foreseen)


def test_of_today_only_what_is_still_to_come_is_foreseen(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-20"))
    morning = bureau.look("11-20 08:30")
    rest = play_day(bureau.ledger, RULES, BOT, at("11-20 08:45"), date(2026, 11, 20))
    assert RELIEF_GROUP in chats_of(morning)
    assert {letter.queued_at.strftime("%H:%M") for letter in rest} <= {"09:30", "15:00"}
    assert RELIEF_GROUP in chats_of(rest)


def test_a_rest_day_brings_nothing(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-21"))
    assert play_day(bureau.ledger, RULES, BOT, at("11-20 16:00"), date(2026, 11, 21)) == []
