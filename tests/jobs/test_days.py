"""Whole days of a bureau: what each chat hears at each moment of the clock, and what it does not."""

from msgspec.structs import replace

from domain.closing import acknowledge, finish, send_back
from domain.item import ItemStatus
from domain.letter import Urgency
from domain.progress import report
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Chat
from tests.domain.office import RECTIFICATION, RULES, TASK, at, item
from tests.jobs.office import (
    BUREAU_GROUP,
    CARE,
    CARE_GROUP,
    CHILDREN,
    DEPUTY,
    DIRECTOR,
    HEAD,
    OFFICE,
    OWNER,
    RELIEF_GROUP,
    Bureau,
    chats_of,
    task,
    to,
)

OWNER_ID, HEAD_ID, DEPUTY_ID, DIRECTOR_ID, OFFICE_ID = (
    person.telegram_id or 0 for person in (OWNER, HEAD, DEPUTY, DIRECTOR, OFFICE)
)


def test_nothing_is_said_before_the_digest_and_nothing_after_it_until_the_alerts(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-20"))
    assert bureau.look("11-20 08:29") == []
    assert RELIEF_GROUP in chats_of(bureau.look("11-20 08:30"))
    assert bureau.look("11-20 08:31") == []
    assert bureau.look("11-20 14:59") == []


def test_the_morning_is_silent_and_goes_last_while_an_alert_rings(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-20"))
    digest = bureau.look("11-20 08:30")
    assert {(letter.silent, letter.urgency) for letter in digest} == {(True, Urgency.DIGEST)}
    (alert,) = bureau.look("11-20 15:00")
    assert (alert.silent, alert.urgency, alert.chat_id, alert.about) == (False, Urgency.ALERT, RELIEF_GROUP, (10,))


def test_a_digest_names_what_is_late_due_and_near_and_the_rungs_ahead(bureau: Bureau) -> None:
    bureau.items(
        task(8, "2026-11-16"), task(10, "2026-11-20"), task(11, "2026-11-23"), task(12, "2026-11-27"),
        task(13, "2026-12-30"),
    )  # fmt: skip
    (text,) = to(bureau.look("11-20 08:30"), RELIEF_GROUP)
    assert [text.index(f"第{number}号") for number in (10, 11, 12)] == sorted(
        text.index(f"第{number}号") for number in (10, 11, 12)
    )
    assert "第8号逾期，详见今日催办" in text
    assert "第13号" not in text
    assert "在办5项" in text


def test_an_empty_digest_is_not_sent(bureau: Bureau) -> None:
    bureau.items(task(13, "2026-12-30"))
    letters = bureau.look("11-20 08:30")
    assert letters == []
    assert bureau.ledger.told("digest-day|2026-11-20")


def test_an_item_chased_today_is_in_the_morning_by_number_only(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-19"))
    (morning,) = to(bureau.look("11-20 08:30"), RELIEF_GROUP)
    assert "事项9" not in morning
    assert "第9号" in morning
    (chase,) = to(bureau.look("11-20 09:30"), RELIEF_GROUP)
    assert "事项9" in chase
    assert "催办·第1次" in chase


def test_the_chases_come_at_one_three_and_five_work_days_with_their_copies(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-18"))
    chased = {}
    for day in ("11-19", "11-20", "11-23", "11-24", "11-25", "11-26", "11-27"):
        bureau.look(f"{day} 08:30")
        chased[day] = chats_of(bureau.look(f"{day} 09:30"))
    assert set(chased["11-19"]) == {RELIEF_GROUP, DEPUTY_ID, OFFICE_ID}
    assert set(chased["11-23"]) == {RELIEF_GROUP, OFFICE_ID}
    assert sorted(chased["11-25"]) == sorted([RELIEF_GROUP, OFFICE_ID, OFFICE_ID, DIRECTOR_ID])  # copy, and the draft
    assert [chased[day] for day in ("11-20", "11-24", "11-26", "11-27")] == [[], [], [], []]


def test_the_last_chase_brings_the_office_a_draft_bulletin_of_its_own(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-18"))
    for day in ("11-19", "11-23", "11-25"):
        bureau.look(f"{day} 08:30")
        said = to(bureau.look(f"{day} 09:30"), OFFICE_ID)
    copy, draft = said
    assert "第3次催办" in copy
    assert "通报草稿" in draft
    assert "经3次催办" in draft


def test_items_of_one_occasion_share_a_message_and_a_chat_hears_once(bureau: Bureau) -> None:
    bureau.items(task(8, "2026-11-19"), task(9, "2026-11-19"), task(10, "2026-11-19", unit=CARE, owner="丙某"))
    bureau.look("11-20 08:30")
    letters = bureau.look("11-20 09:30")
    assert len(chats_of(letters)) == len(set(chats_of(letters)))
    (unit,) = to(letters, RELIEF_GROUP)
    assert "第8号" in unit
    assert "第9号" in unit
    (copies,) = to(letters, DEPUTY_ID)  # two units that one deputy leader oversees: one message
    assert "第8号" in copies
    assert "第10号" in copies


def test_a_word_today_spares_the_afternoon_reminder(bureau: Bureau) -> None:
    due = task(10, "2026-11-20")
    bureau.items(due)
    bureau.look("11-20 08:30")
    bureau.items(report(due, "甲某", at("11-20 10:00"), "已报局办，待会签"), moment=at("11-20 10:00"))
    assert bureau.look("11-20 15:00") == []


def test_nothing_is_said_of_what_was_closed_meanwhile(bureau: Bureau) -> None:
    due = task(10, "2026-11-20")
    bureau.items(due)
    bureau.look("11-20 08:30")
    bureau.items(finish(due, TASK, "甲某", at("11-20 11:00")), moment=at("11-20 11:00"))
    assert bureau.look("11-20 15:00") == []
    assert RELIEF_GROUP not in chats_of(bureau.look("11-23 09:30"))


def test_an_extended_item_starts_its_ladder_anew(bureau: Bureau) -> None:
    late = task(9, "2026-11-18")
    bureau.items(late)
    for day in ("11-19", "11-23", "11-25"):
        bureau.look(f"{day} 09:30")
    extended = replace(late, due="2026-11-26", due_set_at=at("11-25 16:00"), version=2)
    bureau.items(extended, moment=at("11-25 16:00"))
    bureau.look("11-26 08:30")
    assert RELIEF_GROUP in chats_of(bureau.look("11-26 15:00"))
    bureau.look("11-27 08:30")
    (first,) = to(bureau.look("11-27 09:30"), RELIEF_GROUP)
    assert "催办·第1次" in first


def test_what_the_morning_said_is_not_repeated_to_an_approver_an_hour_later(bureau: Bureau) -> None:
    """Fault 3.6: the day's 待审提示 would say what the same recipient's digest has said."""
    found = replace(task(15, "2026-11-18"), kind="rectification")
    bureau.items(finish(found, RECTIFICATION, "甲某", at("11-17 16:00")), moment=at("11-17 16:00"))
    (morning,) = to(bureau.look("11-19 08:30"), DEPUTY_ID)
    assert "第15号" in morning
    assert "已2个工作日" in morning
    assert bureau.look("11-19 09:30") == []


def test_an_approver_is_reminded_of_what_the_morning_only_counted(bureau: Bureau) -> None:
    """Fault 3.6: only what was named is not repeated; of the others 待审提示 tells, and the owner hears nothing."""
    waiting = [replace(task(number, "2026-11-18"), kind="rectification") for number in range(11, 18)]
    asked = [finish(each, RECTIFICATION, "甲某", at("11-17 16:00")) for each in waiting]
    bureau.items(*asked, moment=at("11-17 16:00"))
    (morning,) = to(bureau.look("11-19 08:30"), DEPUTY_ID)
    letters = bureau.look("11-19 09:30")
    assert chats_of(letters) == [DEPUTY_ID]
    assert "待审提示" in letters[0].html
    for number in range(11, 18):
        assert (f"第{number}号 " in morning) is not (f"第{number}号 " in letters[0].html)


def test_a_request_that_still_stands_is_in_the_decider_s_morning_and_gone_once_it_does_not(bureau: Bureau) -> None:
    bureau.items(task(12, "2026-12-18"), moment=at("11-17 16:00"))
    with bureau.ledger.transaction(at=at("11-18 16:00"), by="甲某", did="ask") as tx:
        tx.save_request(
            DecisionRequest(
                kind=RequestKind.EXTEND, item=12, asked_by="甲某", asked_at=at("11-18 16:00"), wish="2026-12-31"
            )
        )
    morning = bureau.look("11-19 08:30")
    assert any("待您审批1件：延期申请第12号。" in words for words in to(morning, DEPUTY_ID))
    assert any("改期申请1" in words for words in to(morning, OFFICE_ID))
    bureau.items(replace(task(12, "2026-12-18"), status=ItemStatus.CLOSED, closed_at=at("11-19 10:00")))
    assert not [words for words in to(bureau.look("11-20 08:30"), DEPUTY_ID) if "待您审批" in words]


def test_what_was_returned_is_told_to_owner_and_head_in_private_and_never_in_the_group(bureau: Bureau) -> None:
    found = replace(task(15, "2026-12-30"), kind="rectification")
    asked = finish(found, RECTIFICATION, "甲某", at("11-17 16:00"))
    bureau.items(send_back(asked, "分管甲", at("11-18 16:00"), "佐证不足", RULES), moment=at("11-18 16:00"))
    letters = bureau.look("11-19 08:30")
    assert set(chats_of(letters)) == {OWNER_ID, HEAD_ID}
    assert all("佐证不足" in letter.html for letter in letters)


def test_sensitive_items_never_reach_a_group(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-18", is_sensitive=True), task(10, "2026-11-20", is_sensitive=True))
    letters = []
    for moment in ("11-19 08:30", "11-19 09:30", "11-20 08:30", "11-20 15:00", "11-23 08:30", "11-23 09:30"):
        letters += bureau.look(moment)
    assert all(letter.chat_id > 0 for letter in letters)
    assert {OWNER_ID, HEAD_ID, DEPUTY_ID} <= set(chats_of(letters))


def test_an_endless_item_is_never_late(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-18", is_endless=True))
    letters = [letter for day in (19, 20, 23) for letter in bureau.look(f"11-{day} 09:30")]
    assert not any("逾期1" in letter.html or letter.chat_id == RELIEF_GROUP for letter in letters)


def test_without_a_group_the_head_hears_what_the_unit_should(bureau: Bureau) -> None:
    with bureau.ledger.transaction(at=at("11-01 10:00"), by="test", did="unbind") as tx:
        for chat in bureau.ledger.roster.chats_of("社会救助股"):
            tx.remove_chat(chat.number)
    bureau.items(task(10, "2026-11-20"))
    assert HEAD_ID in chats_of(bureau.look("11-20 08:30"))
    (alert,) = bureau.look("11-20 15:00")
    assert alert.chat_id == HEAD_ID


def test_without_group_and_head_the_owner_hears_and_the_office_sees_each_chase(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-19", unit="儿童福利股"))
    bureau.look("11-20 08:30")
    assert set(chats_of(bureau.look("11-20 09:30"))) == {OWNER_ID, OFFICE_ID}


def test_several_groups_of_a_unit_each_hear(bureau: Bureau) -> None:
    bureau.groups(Chat(chat_id=-1004, thread_id=7, unit="社会救助股"))
    bureau.items(task(10, "2026-11-20"))
    letters = bureau.look("11-20 08:30")
    assert [(x.chat_id, x.thread_id) for x in letters if x.chat_id in {RELIEF_GROUP, -1004}] == [
        (RELIEF_GROUP, None), (-1004, 7),
    ]  # fmt: skip


def test_a_group_bound_after_the_moment_is_not_told_what_was_due_before(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-20"))
    bureau.look("11-20 08:30")
    bureau.groups(Chat(chat_id=-1004, unit="社会救助股", bound_at=at("11-20 16:00")))
    bureau.look("11-20 15:00")
    assert bureau.look("11-20 16:01") == []


def test_a_silent_group_is_left_alone_and_its_head_hears_instead(bureau: Bureau) -> None:
    bureau.items(task(10, "2026-11-20"))
    (chat,) = bureau.ledger.roster.chats_of("社会救助股")
    with bureau.ledger.transaction(at=at("11-19 10:00"), by="test", did="silence") as tx:
        tx.save_chat(replace(chat, silent_since=at("11-19 10:00")))
    letters = bureau.look("11-20 08:30") + bureau.look("11-20 15:00")
    assert RELIEF_GROUP not in chats_of(letters)
    assert chats_of(letters).count(HEAD_ID) == 2


def test_the_bureau_group_reads_a_line_for_each_unit_and_no_name(bureau: Bureau) -> None:
    bureau.items(task(8, "2026-11-16"), task(9, "2026-11-20", unit=CARE, owner="丙某"))
    (text,) = to(bureau.look("11-20 08:30"), BUREAU_GROUP)
    assert "社会救助股　逾期1" in text
    assert "甲某" not in text
    assert "其余1个单位" in text


def test_on_the_weeks_last_work_day_the_bureau_reads_what_was_closed(bureau: Bureau) -> None:
    done = finish(task(8, "2026-11-18", title="孵化园投入运行"), TASK, "甲某", at("11-17 10:00"))
    bureau.items(done, task(9, "2026-12-30"))
    assert to(bureau.look("11-19 08:30"), BUREAU_GROUP) == []
    (friday,) = to(bureau.look("11-20 08:30"), BUREAU_GROUP)
    assert "孵化园投入运行" in friday


def test_the_highlight_works_are_counted_by_their_source(bureau: Bureau) -> None:
    highlight = task(8, "2026-11-20", source="《八大亮点工作》第1项")
    bureau.items(highlight, finish(replace(highlight, number=9), TASK, "甲某", at("11-02 10:00")))
    (text,) = to(bureau.look("11-20 08:30"), BUREAU_GROUP)
    assert "八大亮点：办结1项（已总结上报0项），推进1项" in text


def test_a_deputy_leader_without_needs_hears_on_mondays_only(bureau: Bureau) -> None:
    bureau.items(task(13, "2026-12-30"))
    assert to(bureau.look("11-20 08:30"), DEPUTY_ID) == []
    (monday,) = to(bureau.look("11-23 08:30"), DEPUTY_ID)
    assert "均按期推进" in monday


def test_from_november_on_the_office_hears_weekly_that_next_years_calendar_is_missing(bureau: Bureau) -> None:
    for day, told in (("10-26", False), ("11-02", True), ("11-03", False), ("11-09", True)):
        assert any("2027" in text for text in to(bureau.look(f"{day} 08:30"), OFFICE_ID)) is told


def test_somebody_with_two_posts_hears_once(bureau: Bureau) -> None:
    bureau.people(replace(OWNER, number=0, name="甲某", unit="养老服务股"))
    bureau.items(task(8, "2026-11-20"), task(9, "2026-11-20", unit=CARE))
    (text,) = to(bureau.look("11-20 08:30"), OWNER_ID)
    assert "第8号" in text
    assert "第9号" in text


def test_a_leader_who_also_heads_a_unit_reads_of_an_item_once_and_may_close_it_there(bureau: Bureau) -> None:
    bureau.people(replace(HEAD, number=0, name=DEPUTY.name, telegram_id=DEPUTY.telegram_id, unit=CHILDREN))
    bureau.items(task(8, "2026-11-20", owner=DEPUTY.name, unit=CHILDREN), task(9, "2026-11-20"))
    (letter,) = [each for each in bureau.look("11-20 08:30") if each.chat_id == DEPUTY.telegram_id]
    assert [letter.html.count(f"第{number}号 ") for number in (8, 9)] == [1, 1]
    assert [button.label for row in letter.rows for button in row].count("办结第8号") == 1


def test_kinds_that_do_not_rest_are_spoken_of_on_saturdays(bureau: Bureau) -> None:
    call = replace(task(8, "2026-11-21"), kind="hotline")
    bureau.items(call, task(9, "2026-11-19"))
    letters = bureau.look("11-21 08:30")
    assert RELIEF_GROUP in chats_of(letters)
    assert "第9号" not in to(letters, RELIEF_GROUP)[0]
    assert to(bureau.look("11-21 15:00"), RELIEF_GROUP)
    assert CARE_GROUP not in chats_of(letters)


def test_acknowledging_changes_nothing_about_the_ladder(bureau: Bureau) -> None:
    fresh = item("2026-11-20", number=10, status=ItemStatus.ASSIGNED)
    bureau.items(acknowledge(fresh, "甲某", at("11-19 10:00")))
    bureau.look("11-20 08:30")
    assert chats_of(bureau.look("11-20 15:00")) == [RELIEF_GROUP]
