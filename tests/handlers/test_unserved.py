"""What is said when an update could not be served, or nothing could be saved."""

import msgspec
import pytest

from domain.item import ItemStatus
from domain.letter import STRANGERS
from handlers.dispatch import Dispatcher
from handlers.request import Request
from handlers.unserved import Unserved
from store.transaction import Transaction
from store.values import Waiting
from tests.domain.office import item
from tests.handlers.office import Bureau

SAID = {
    "message_id": 5,
    "date": 1,
    "chat": {"id": -1005, "type": "supergroup"},
    "message_thread_id": 7,
    "is_topic_message": True,
    "text": "/done 12",
}


def waiting(bureau: Bureau, raw: dict[str, object]) -> Waiting:
    """The update in the inbox."""
    with bureau.ledger.transaction(at=bureau.now, by="", did="receive") as tx:
        tx.receive(9, -1005, msgspec.json.encode(raw), bureau.now)
    [found] = bureau.ledger.waiting_updates()
    return found


@pytest.mark.parametrize("raw", [{"message": SAID}, {"callback_query": {"id": "1", "message": SAID}}])
async def test_three_failures_end_in_one_apology_with_a_reference(bureau: Bureau, raw: dict[str, object]) -> None:
    Unserved(bureau.ledger, lambda: bureau.now).give_up(waiting(bureau, raw), "000009")
    [letter] = bureau.ledger.waiting_letters()
    assert (letter.chat_id, letter.thread_id) == (-1005, 7)
    assert "000009" in letter.html
    assert bureau.ledger.waiting_updates() == []


async def test_an_event_that_failed_is_told_to_nobody(bureau: Bureau) -> None:
    Unserved(bureau.ledger, lambda: bureau.now).give_up(waiting(bureau, {"my_chat_member": {}}), "000009")
    assert bureau.ledger.waiting_letters() == []
    assert bureau.ledger.waiting_updates() == []


async def test_a_flood_is_answered_with_one_line(bureau: Bureau) -> None:
    """docs/promises.md 31."""
    Unserved(bureau.ledger, lambda: bureau.now).slow_down(waiting(bureau, {"message": SAID}))
    [letter] = bureau.ledger.waiting_letters()
    assert "频繁" in letter.html


async def test_a_flood_of_pressed_buttons_is_answered_where_it_is(bureau: Bureau) -> None:
    """Fault 1.5: a pressed button costs its group no message."""
    answered: list[tuple[str, str, bool]] = []
    lane = Unserved(bureau.ledger, lambda: bureau.now, lambda *answer: answered.append(answer))
    lane.slow_down(waiting(bureau, {"callback_query": {"id": "1", "message": SAID}}))
    assert not bureau.ledger.waiting_letters()
    assert not bureau.ledger.waiting_updates()
    assert [(number, "频繁" in text) for number, text, _ in answered] == [("1", True)]


async def test_a_letter_knows_whose_turn_it_takes(bureau: Bureau) -> None:
    """Fault 1.5: the askers of a group take turns; all strangers are one of them."""
    Unserved(bureau.ledger, lambda: bureau.now).slow_down(waiting(bureau, {"message": {**SAID, "from": {"id": 9007}}}))
    assert bureau.ledger.waiting_letters().pop().asker == 9007
    group = bureau.group("救助股", "社会救助股", "甲某", "陌生人")
    for name in ("甲某", "陌生人"):
        await bureau.players[name].say(group, "/item@duban_bot 999")
        [update] = await bureau.receive()
        await bureau.feed(update)
    assert [letter.asker for letter in bureau.ledger.waiting_letters()[-2:]] == [
        bureau.players["甲某"].chat_id,
        STRANGERS,
    ]


async def test_what_one_person_causes_in_anothers_chat_takes_turns_there(bureau: Bureau) -> None:
    """Fault 1.5: whoever applies and withdraws without end keeps no deputy leader from their digest."""
    bureau.add(item(number=15, kind="rectification"))
    await bureau.players["甲某"].say(None, "/done 15 已整改")
    [update] = await bureau.receive()
    await bureau.feed(update)
    askers = {letter.chat_id: letter.asker for letter in bureau.ledger.waiting_letters()}
    assert askers[bureau.players["分管甲"].chat_id] == bureau.players["甲某"].chat_id


async def test_a_handler_that_fails_leaves_nothing_behind_and_the_update_unhandled(bureau: Bureau) -> None:
    def fail(request: Request, tx: Transaction) -> None:
        tx.save_item(item(number=12, status=ItemStatus.CLOSED))
        raise RuntimeError(request.update_id)

    bureau.add(item(number=12))
    bureau.app.handlers[0] = [Dispatcher(bureau.desk, lambda _request: fail)]
    with pytest.raises(RuntimeError):
        await bureau.say("甲某", "/done 12")
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    assert len(bureau.ledger.waiting_updates()) == 1
