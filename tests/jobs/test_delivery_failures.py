"""What follows from letters that could not be delivered."""

import pytest
from msgspec.structs import replace

from domain.letter import Fate, Letter, Media, Outcome, OutcomeKind, Urgency, Way
from jobs.delivery_failures import DeliveryFailures
from tests.domain.office import RULES, at
from tests.jobs.office import BUREAU_GROUP, DEPUTY, HEAD, OFFICE, OWNER, RELIEF_GROUP, Bureau, chats_of, task

NOW = at("11-20 10:00")
OFFICE_ID = OFFICE.telegram_id or 0


def fails(bureau: Bureau, chat_id: int, kind: OutcomeKind, **fields: object) -> list[Letter]:
    """The courier meets that outcome with a letter to the chat; the letters that follow."""
    aftermath = DeliveryFailures(bureau.ledger, RULES, "duban_bot", lambda: NOW)
    letter = Letter(chat_id=chat_id, html="<b>第8号</b> 低保", queued_at=NOW)
    with bureau.ledger.transaction(at=NOW, by="test", did="post") as tx:
        number = tx.queue(replace(letter, **fields))
    kept = bureau.ledger.letter(number)
    assert kept is not None
    with bureau.ledger.transaction(at=NOW, by="courier", did="delivery") as tx:
        tx.settle(number, Fate.UNDELIVERABLE, at=NOW)
        aftermath(tx, kept, Outcome(kind, why="said Telegram"))
    new = bureau.ledger.waiting_letters()
    with bureau.ledger.transaction(at=NOW, by="courier", did="sent") as tx:
        for each in new:
            tx.settle(each.number, Fate.SENT, message_id=each.number, at=NOW)
    return new


def test_a_lost_group_falls_silent_and_the_office_hears_once(bureau: Bureau) -> None:
    """docs/promises.md 17."""
    first = fails(bureau, RELIEF_GROUP, OutcomeKind.BLOCKED)
    assert chats_of(first) == [OFFICE_ID]
    assert "失联" in first[0].html
    chat = bureau.ledger.roster.chat(RELIEF_GROUP)
    assert chat is not None
    assert chat.silent_since == NOW
    assert fails(bureau, RELIEF_GROUP, OutcomeKind.BLOCKED) == []


def test_a_person_who_never_started_the_bot_is_told_in_their_group_with_a_link(bureau: Bureau) -> None:
    """docs/promises.md 24."""
    (told,) = fails(bureau, OWNER.telegram_id or 0, OutcomeKind.BLOCKED)
    assert told.chat_id == RELIEF_GROUP
    assert any(button.url.startswith("https://t.me/duban_bot?start=") for row in told.rows for button in row)
    person = bureau.ledger.roster.who(OWNER.telegram_id or 0)
    assert person is not None
    assert person.silent_since == NOW
    assert fails(bureau, OWNER.telegram_id or 0, OutcomeKind.BLOCKED) == []


def test_of_a_leader_without_a_group_the_office_hears(bureau: Bureau) -> None:
    """docs/promises.md 24."""
    assert chats_of(fails(bureau, DEPUTY.telegram_id or 0, OutcomeKind.BLOCKED)) == [OFFICE_ID]


@pytest.mark.parametrize("chat_id", [RELIEF_GROUP, BUREAU_GROUP, HEAD.telegram_id or 0, -77])
def test_an_uncertain_delivery_is_told_to_the_office(bureau: Bureau, chat_id: int) -> None:
    """docs/promises.md 9."""
    (told,) = fails(bureau, chat_id, OutcomeKind.UNCERTAIN)
    assert told.chat_id == OFFICE_ID
    assert told.urgency is Urgency.NOTICE
    assert "第8号" in told.html


def test_an_uncertain_notice_about_the_post_causes_no_other(bureau: Bureau) -> None:
    """docs/promises.md 9."""
    bureau.people(replace(OFFICE, name="另一位", number=0, telegram_id=9101))
    first = fails(bureau, RELIEF_GROUP, OutcomeKind.UNCERTAIN)
    assert sorted(chats_of(first)) == [OFFICE_ID, 9101]
    assert fails(bureau, OFFICE_ID, OutcomeKind.UNCERTAIN, told=first[0].told) == []


def test_what_telegram_will_never_take_the_office_has_to_pass_on(bureau: Bureau) -> None:
    (told,) = fails(bureau, RELIEF_GROUP, OutcomeKind.REFUSED)
    assert told.chat_id == OFFICE_ID
    assert "未能送达" in told.html
    assert "第8号" in told.html
    assert fails(bureau, OFFICE_ID, OutcomeKind.REFUSED, told=told.told) == []


def test_a_picture_without_words_is_named_by_what_it_is(bureau: Bureau) -> None:
    picture = {"way": Way.MEDIA, "media": Media("photo", "AgAC-1"), "html": "", "file_name": "佐证图片"}
    (told,) = fails(bureau, RELIEF_GROUP, OutcomeKind.REFUSED, **picture)
    assert "佐证图片" in told.html


def test_a_refused_edit_left_its_message_as_it_was(bureau: Bureau) -> None:
    assert fails(bureau, RELIEF_GROUP, OutcomeKind.REFUSED, way=Way.EDIT, edits=5) == []


@pytest.mark.parametrize("kind", [OutcomeKind.MIGRATED, OutcomeKind.TOPIC_GONE, OutcomeKind.RETRY])
def test_what_the_courier_settles_itself_is_told_to_nobody(bureau: Bureau, kind: OutcomeKind) -> None:
    assert fails(bureau, RELIEF_GROUP, kind) == []


def test_an_unknown_chat_is_nobodys_news(bureau: Bureau) -> None:
    assert fails(bureau, -77, OutcomeKind.BLOCKED) == []
    assert fails(bureau, 77, OutcomeKind.BLOCKED) == []


def test_who_comes_back_is_told_the_newest_that_was_missed(bureau: Bureau) -> None:
    """docs/promises.md 17."""
    bureau.items(task(9, "2026-11-19"))
    fails(bureau, RELIEF_GROUP, OutcomeKind.BLOCKED)
    bureau.look("11-20 08:30")
    assert RELIEF_GROUP not in chats_of(bureau.look("11-20 09:30"))
    chat = bureau.ledger.roster.chat(RELIEF_GROUP)
    assert chat is not None
    with bureau.ledger.transaction(at=NOW, by="test", did="back") as tx:
        tx.save_chat(replace(chat, silent_since=None))
    assert RELIEF_GROUP in chats_of(bureau.look("11-20 10:05"))


def test_a_group_where_the_bot_was_muted_is_tried_again_with_the_next_digest(bureau: Bureau) -> None:
    """Fault 1.3: one refusal for want of rights silences a group until the next morning at most."""
    bureau.items(task(9, "2026-11-20"))
    bureau.look("11-20 08:30")
    assert sum("禁言" in letter.html for letter in fails(bureau, RELIEF_GROUP, OutcomeKind.MUTED)) == 1
    assert RELIEF_GROUP not in chats_of(bureau.look("11-20 09:30"))
    assert RELIEF_GROUP in chats_of(bureau.look("11-23 08:30"))
    assert not any("禁言" in letter.html for letter in fails(bureau, RELIEF_GROUP, OutcomeKind.MUTED))


def test_a_group_that_removed_the_bot_is_not_tried_until_it_is_heard(bureau: Bureau) -> None:
    """Fault 1.3: muted is one thing, removed another."""
    bureau.items(task(9, "2026-11-20"))
    for kind in (OutcomeKind.MUTED, OutcomeKind.BLOCKED):
        fails(bureau, RELIEF_GROUP, kind)
    assert RELIEF_GROUP not in chats_of(bureau.look("11-23 08:30"))


def test_the_office_hears_once_a_day_of_a_group_that_goes_on_asking(bureau: Bureau) -> None:
    """Fault 1.3: each question ends the silence, and each answer is refused."""
    heard = 0
    for _ in range(3):
        heard += len(fails(bureau, RELIEF_GROUP, OutcomeKind.MUTED))
        with bureau.ledger.transaction(at=NOW, by="test", did="hear") as tx:
            tx.end_silence(RELIEF_GROUP)
    assert heard == 1
