"""A petition over a hundred and twenty days: each of its dates is told once, to owner and head, and none in a group."""

from collections import Counter
from datetime import date, timedelta

from msgspec.structs import replace

from domain.closing import approve, finish
from domain.item import Item
from domain.item_records import Verdict
from domain.prolonging import ask_prolonging, prolong
from domain.statutory import mark, with_first_limit
from domain.verdicts import record_verdict
from tests.domain.office import RULES, at
from tests.jobs.office import DEPUTY, HEAD, OFFICE, OWNER, RELIEF_GROUP, Bureau, task

BEGUN = date(2026, 3, 2)
TIMES = ("08:30", "09:30", "15:00")
#: What is done on which day; the law's sixty days then run from the mark, and are prolonged by thirty.
ACCEPTED, ASKED, GRANTED, DONE, JUDGED = "2026-03-19", "2026-05-06", "2026-05-07", "2026-06-10", "2026-06-18"


def petition() -> Item:
    new = task(
        7,
        "",
        kind="petition",
        title="反映补贴发放问题",
        is_sensitive=True,
        received_on=BEGUN,
        assigned_at=at("2026-03-02 09:00"),
        due_set_at=at("2026-03-02 09:00"),
    )
    return with_first_limit(new, BEGUN, RULES)


def done_on(day: str, item: Item) -> Item:
    """The item after what people did that noon."""
    noon = at(f"{day} 12:00")
    if day == ACCEPTED:
        return mark(item, 2, OWNER.name, noon, "已书面告知", RULES)
    if day == ASKED:
        return ask_prolonging(item, OWNER.name, noon, "需委托鉴定", RULES, is_office=False)
    if day == GRANTED:
        return prolong(item, DEPUTY.name, noon, "需委托鉴定", RULES)
    if day == DONE:
        return approve(finish(item, RULES.kind("petition"), OWNER.name, noon, "已补发"), DEPUTY.name, noon)
    if day == JUDGED:
        return record_verdict(item, Verdict.DISSATISFIED, OWNER.name, noon, "仍未到账", RULES)
    return item


def walk(bureau: Bureau, *, killed: bool) -> Counter[tuple[int, str, str]]:
    """What each chat was told of the clocks and of the verdict, day by day: chat, day, words."""
    bureau.items(petition())
    told: Counter[tuple[int, str, str]] = Counter()
    for day in (f"{BEGUN + timedelta(days=n)}" for n in range(120)):
        for moment in TIMES:
            letters = bureau.look(f"{day} {moment}")
            for letter in letters:
                assert letter.chat_id != RELIEF_GROUP or "7" not in letter.html.replace(day, ""), letter.html
                for words in ("法定时限提醒", "法定时限催办抄送", "法定时限催办】", "群众评价】"):
                    if words in letter.html:
                        told[letter.chat_id, f"{day[5:]} {moment}", words] += 1
            if killed:
                bureau.restart(f"{day} {moment}")
                assert bureau.look(f"{day} {moment}") == []  # what was told is told
        item = bureau.ledger.item(7)
        assert item is not None
        after = done_on(day, item)
        if after is not item:
            bureau.items(replace(after), moment=at(f"{day} 12:00"))
    return told


def expected() -> dict[tuple[int, str, str], int]:
    """The objection lapses on 9 March, 受理 is due on the 17th and marked on the 19th; 销号 on 10 June."""
    owner, head, deputy = (each.telegram_id or 0 for each in (OWNER, HEAD, DEPUTY))
    ahead = ("03-06 09:30", "03-09 15:00", "03-13 09:30", "03-16 09:30", "03-17 15:00")
    return {
        **{(chat, when, "法定时限提醒"): 1 for chat in (owner, head) for when in ahead},
        **{(chat, "03-18 09:30", "法定时限催办】"): 1 for chat in (owner, head)},
        (deputy, "03-18 09:30", "法定时限催办抄送"): 1,
        (owner, "06-17 09:30", "群众评价】"): 1,
    }


def test_each_date_of_a_petition_is_told_once_and_a_kill_in_between_repeats_none(bureau: Bureau) -> None:
    bureau.people(OFFICE, DEPUTY, HEAD, OWNER)
    assert dict(walk(bureau, killed=True)) == expected()
    last = bureau.ledger.item(7)
    assert last is not None
    assert [each.due for each in last.former_limits] == ["2026-05-18", "2026-06-17"]
    assert last.due == "2026-07-18"  # half of sixty days after 18 June


def test_the_same_without_kills(bureau: Bureau) -> None:
    bureau.people(OFFICE, DEPUTY, HEAD, OWNER)
    assert dict(walk(bureau, killed=False)) == expected()
