"""The correspondence: an inbox in which an update counts once, an outbox that forgets nothing, what was told."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from domain.item import ItemStatus
from domain.letter import Fate, Urgency, Way
from domain.roster import Chat
from store.errors import NotSaved, NumberTaken
from store.ledger import Dialogue, Ledger, Transaction
from tests.store.conftest import Home
from tests.store.disks import MemoryDisk
from tests.store.sample import NOW, a_letter, an_item

DAY = timedelta(days=1)


def test_an_update_is_known_for_ever_once_received_and_waits_until_handled(home: Home) -> None:
    """docs/promises.md 1."""
    ledger = home.open()
    with ledger.transaction(at=NOW, by="", did="receive") as tx:
        for update_id in (900, 17, 5_000_000_000):  # after an idle week ids are random: order is that of arrival
            tx.receive(update_id, -100, f'{{"update_id": {update_id}, "文": "😀"}}'.encode(), NOW)
        tx.receive(17, -100, b"again", NOW + DAY)
    ledger = home.after_a_kill(ledger)
    assert [update.update_id for update in ledger.waiting_updates()] == [900, 17, 5_000_000_000]
    assert ledger.waiting_updates()[1].raw == '{"update_id": 17, "文": "😀"}'.encode()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.handled(17)
        tx.receive(17, -100, b"again", NOW + DAY)
    ledger = home.after_a_kill(ledger)
    assert [update.update_id for update in ledger.waiting_updates()] == [900, 5_000_000_000]
    assert ledger.is_known(17)
    assert not ledger.is_known(18)


def test_a_refused_handling_leaves_the_update_at_its_place(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="", did="receive") as tx:
        for update_id in (1, 2, 3):
            tx.receive(update_id, 5, b"{}", NOW)
    with pytest.raises(NumberTaken), ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        _handle_and_fail(tx)
    assert [update.update_id for update in ledger.waiting_updates()] == [1, 2, 3]


def _handle_and_fail(tx: Transaction) -> None:
    tx.handled(1)
    tx.add_item(an_item(1))
    tx.add_item(an_item(1))


def test_tries_are_counted_over_restarts(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="", did="receive") as tx:
        tx.receive(1, 5, b"{}", NOW)
    for tries in (1, 2, 3):
        with ledger.transaction(at=NOW, by="", did="failed") as tx:
            assert tx.failed(1) == tries
        ledger = home.after_a_kill(ledger)
        assert ledger.waiting_updates()[0].tries == tries


def test_bytes_that_are_no_utf8_are_kept_as_far_as_they_can_be_read(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="", did="receive") as tx:
        tx.receive(1, 5, b'{"a": "\xff\\ud83d"}', NOW)
    assert home.after_a_kill(ledger).waiting_updates()[0].raw.decode() == '{"a": "\ufffd\\ud83d"}'


def test_a_letter_waits_until_its_fate_is_recorded_and_its_number_never_returns(home_of_files: Home) -> None:
    ledger = home_of_files.open()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        first = tx.queue(a_letter(about=(12, 15), told=("key",)))
        second = tx.queue(a_letter(chat_id=5, html="<b>【今日提示】</b>\n您好"))
    with ledger.transaction(at=NOW, by="", did="sent") as tx:
        tx.settle(first, Fate.SENT, message_id=77, at=NOW)
        tx.settle(second, Fate.UNCERTAIN, at=NOW, why="no answer")
        tx.settle(second, Fate.SENT, message_id=1, at=NOW)
    ledger = home_of_files.after_a_kill(ledger)
    assert ledger.waiting_letters() == []
    assert ledger.letter(first) is None
    assert ledger.about(-100, 77) == (12, 15)
    assert ledger.about(5, 77) == ()
    assert [(each.number, each.head) for each in ledger.undelivered()] == [(second, "<b>【今日提示】</b>")]
    assert "您好" not in home_text(home_of_files)
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        assert tx.queue(a_letter()) > second


def home_text(home: Home) -> str:
    """What a clean stop leaves in the ledger file."""
    home.opened[-1].checkpoint()
    return home.disk.read(home.path).decode("unicode_escape")


def test_of_several_waiting_edits_of_a_message_only_the_newest_goes(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="page") as tx:
        tx.queue(a_letter(way=Way.EDIT, edits=77, html="1"))
        other = tx.queue(a_letter(way=Way.EDIT, edits=78, html="other message"))
        tx.queue(a_letter(way=Way.EDIT, edits=77, html="2"))
    ledger = home.after_a_kill(ledger)
    with ledger.transaction(at=NOW, by="甲某", did="page") as tx:
        newest = tx.queue(a_letter(way=Way.EDIT, edits=77, html="3", about=(4,)))
    assert [letter.html for letter in ledger.waiting_letters()] == ["other message", "3"]
    with ledger.transaction(at=NOW, by="", did="sent") as tx:
        tx.settle(newest, Fate.SENT, at=NOW)
        tx.settle(other, Fate.SENT, at=NOW)
    assert ledger.about(-100, 77) == (4,)
    with ledger.transaction(at=NOW, by="甲某", did="page") as tx:
        tx.queue(a_letter(way=Way.EDIT, edits=77, html="4"))
    assert [letter.html for letter in ledger.waiting_letters()] == ["4"]


def test_what_a_message_is_about_follows_its_edits_and_their_refusals(home: Home) -> None:
    ledger = home.open()
    for about in ((1,), (1, 2), (1, 2)):
        with ledger.transaction(at=NOW, by="", did="sent") as tx:
            tx.settle(tx.queue(a_letter(about=about)), Fate.SENT, message_id=7, at=NOW)
    with pytest.raises(NumberTaken), ledger.transaction(at=NOW, by="", did="sent") as tx:
        _edit_and_fail(tx)
    assert ledger.about(-100, 7) == (1, 2)
    with ledger.transaction(at=NOW + 50 * DAY, by="", did="sent") as tx:
        tx.settle(tx.queue(a_letter(about=(4,))), Fate.SENT, message_id=7, at=NOW + 50 * DAY)
    ledger.prune(NOW + 121 * DAY)
    assert ledger.about(-100, 7) == (4,)


def _edit_and_fail(tx: Transaction) -> None:
    tx.settle(tx.queue(a_letter(about=(3,))), Fate.SENT, message_id=7, at=NOW)
    _handle_and_fail(tx)


def test_a_letter_that_was_sent_tells_its_message(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="", did="post") as tx:
        letter = tx.queue(a_letter())
    assert ledger.message_of(letter) is None
    ledger.stage_sent(letter, 71, NOW)
    assert ledger.message_of(letter) == 71


def test_a_postponed_letter_keeps_its_place(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.queue(a_letter(html="1"))
        tx.queue(a_letter(html="2"))
    first = ledger.waiting_letters()[0]
    with ledger.transaction(at=NOW, by="", did="retry") as tx:
        tx.postpone(a_letter(number=first.number, html="1", attempts=1, not_before=NOW + DAY))
        tx.postpone(a_letter(number=99, html="never posted"))
    letters = home.after_a_kill(ledger).waiting_letters()
    assert [(letter.html, letter.attempts) for letter in letters] == [("1", 1), ("2", 0)]


def test_what_was_sent_is_seen_at_once_and_durable_with_the_next_transaction(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        first = tx.queue(a_letter(html="1", about=(1,)))
        second = tx.queue(a_letter(html="2", chat_id=5, about=(2,)))
        third = tx.queue(a_letter(html="3", chat_id=6, about=(3,)))
    ledger.stage_sent(first, 71, NOW)
    assert ledger.about(-100, 71) == (1,)
    assert ledger.has_staged(-100)
    assert not ledger.has_staged(5)
    with ledger.transaction(at=NOW, by="甲某", did="note") as tx:
        tx.add_item(an_item(1))
    assert not ledger.has_staged(-100)
    ledger.stage_sent(second, 72, NOW)
    ledger.flush(NOW)
    assert not ledger.has_staged(5)
    ledger.stage_sent(third, 73, NOW)
    ledger = home.after_a_kill(ledger)
    assert [letter.html for letter in ledger.waiting_letters()] == ["3"]
    assert (ledger.about(-100, 71), ledger.about(5, 72), ledger.about(6, 73)) == ((1,), (2,), ())
    assert ledger.sequence == 1, "correspondence is no line of the ledger's chain"


def test_an_update_waits_at_once_and_is_durable_with_its_effect_or_a_flush(home: Home) -> None:
    """docs/promises.md 1: what was not durable at a kill is not known, so that Telegram's copy of it is handled."""
    ledger = home.open()
    for update_id in (7, 8, 9):
        ledger.stage_received(update_id, 5, b"{}", NOW)
    ledger.stage_received(7, 5, b"again", NOW)
    assert [(update.update_id, update.raw) for update in ledger.waiting_updates()] == [
        (7, b"{}"),
        (8, b"{}"),
        (9, b"{}"),
    ]
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.handled(7)
        tx.failed(8)
    ledger.stage_received(10, 5, b"{}", NOW)
    ledger.flush(NOW)
    ledger.stage_received(11, 5, b"{}", NOW)
    ledger = home.after_a_kill(ledger)
    assert [(update.update_id, update.tries) for update in ledger.waiting_updates()] == [(8, 1), (9, 0), (10, 0)]
    assert ledger.is_known(7)
    assert not ledger.is_known(11)


def test_a_mere_answer_is_durable_with_its_update_or_neither_is(home: Home) -> None:
    """docs/promises.md 1: lost together, the update comes again and is answered again."""
    ledger = home.open()
    _answer(ledger, 7)
    assert not ledger.is_waiting(7)
    ledger = home.after_a_kill(ledger)
    assert not ledger.is_known(7)
    assert ledger.waiting_letters() == []
    _answer(ledger, 8)
    ledger.flush(NOW)
    ledger = home.after_a_kill(ledger)
    assert ledger.is_known(8)
    assert not ledger.is_waiting(8)
    assert [letter.html for letter in ledger.waiting_letters()] == ["8"]


@pytest.mark.parametrize(
    "act",
    [
        lambda tx: tx.add_item(an_item(1)),
        lambda tx: tx.tell("day", NOW),
        lambda tx: tx.queue(a_letter(urgency=Urgency.NOTICE)),
        lambda tx: tx.settle(1, Fate.SENT, message_id=9, at=NOW),
    ],
    ids=["item", "told", "notice", "settled"],
)
def test_an_answer_with_an_effect_is_durable_at_its_end(home: Home, act: Callable[[Transaction], object]) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="", did="post") as tx:
        tx.queue(a_letter(html="1"))
    _answer(ledger, 7, act)
    ledger = home.after_a_kill(ledger)
    assert ledger.is_known(7)
    assert "7" in [letter.html for letter in ledger.waiting_letters()]


def _answer(ledger: Ledger, update_id: int, act: Callable[[Transaction], object] = lambda _tx: None) -> None:
    """As the bot does: the update is staged, and what serves it would come again."""
    ledger.stage_received(update_id, 5, b"{}", NOW)
    with ledger.transaction(at=NOW, by="甲某", did="mytasks", comes_again=True) as tx:
        tx.handled(update_id)
        tx.queue(a_letter(html=str(update_id), chat_id=5))
        act(tx)


@pytest.mark.parametrize("is_owed", [False, True], ids=["mere answer", "answer of an effect"])
def test_a_stop_on_a_full_disk_owes_nothing_that_comes_again(tmp_path: Path, *, is_owed: bool) -> None:
    """docs/promises.md 2: an answer whose letter is in the journal would be sent once more, and so it is said."""
    disk = MemoryDisk()
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, disk=disk)
    _answer(ledger, 7)
    if is_owed:
        ledger.flush(NOW)
        ledger.checkpoint()  # the file itself needs no room any more
    disk.room = 0
    (letter,) = ledger.waiting_letters()
    ledger.stage_sent(letter.number, 71, NOW)
    with pytest.raises(NotSaved) if is_owed else nullcontext():
        ledger.close()


def test_staged_mail_is_kept_by_a_clean_stop(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        letter = tx.queue(a_letter(about=(1,)))
    ledger.stage_sent(letter, 71, NOW)
    ledger.close()
    assert home.open().about(-100, 71) == (1,)


def test_recent_sends_are_known_after_a_restart(home: Home) -> None:
    """docs/promises.md 15: pacing goes on where it was."""
    ledger = home.open()
    for minute in range(0, 90, 10):
        at = NOW + timedelta(minutes=minute)
        with ledger.transaction(at=at, by="", did="sent") as tx:
            tx.settle(tx.queue(a_letter(chat_id=minute)), Fate.SENT, message_id=1, at=at)
            tx.settle(tx.queue(a_letter(chat_id=minute)), Fate.UNDELIVERABLE, at=at)
    ledger.checkpoint()
    ledger = home.after_a_kill(ledger)
    assert ledger.recent_sends(NOW + timedelta(minutes=70)) == [
        (70, NOW + timedelta(minutes=70)),
        (80, NOW + timedelta(minutes=80)),
    ]


def test_what_was_told_is_told_once(home: Home) -> None:
    ledger = home.open()
    for _ in range(2):
        with ledger.transaction(at=NOW, by="", did="alert") as tx:
            tx.tell("12|2026-11-20|due:0|-100/0", NOW)
        ledger = home.after_a_kill(ledger)
    assert ledger.told("12|2026-11-20|due:0|-100/0")
    assert not ledger.told("12|2026-11-20|due:0|-101/0")
    assert len(ledger.db.table("_told")) == 1


def test_a_half_finished_dialogue_is_there_after_a_kill(home: Home) -> None:
    ledger = home.open()
    asked = Dialogue(kind="reason", number=15, data={"message": "77"}, begun_at=NOW)
    with ledger.transaction(at=NOW, by="丁某", did="ask") as tx:
        tx.set_dialogue(-100, 5, asked)
        tx.set_dialogue(-100, 6, Dialogue(kind="import", begun_at=NOW))
    ledger = home.after_a_kill(ledger)
    assert ledger.dialogue(-100, 5) == asked
    with ledger.transaction(at=NOW, by="丁某", did="answer") as tx:
        tx.set_dialogue(-100, 5, None)
        tx.set_dialogue(-100, 7, None)
        tx.set_dialogue(-100, 6, Dialogue(kind="import", number=2, begun_at=NOW))
    ledger = home.after_a_kill(ledger)
    assert ledger.dialogue(-100, 5) is None
    assert ledger.dialogue(-100, 6) == Dialogue(kind="import", number=2, begun_at=NOW)


def test_a_group_that_became_a_supergroup_moves_once(home: Home) -> None:
    """docs/promises.md 16. Fault 7.22: what was sent in the last minute counts for the group's new id."""
    ledger = home.open()
    with ledger.transaction(at=NOW, by="办公室", did="bind") as tx:
        tx.save_chat(Chat(chat_id=-5, unit="社会救助股", bound_at=NOW))
        tx.save_chat(Chat(chat_id=-5, thread_id=3, unit="养老服务股"))
        tx.save_chat(Chat(chat_id=-55, unit="儿童福利股"))
        tx.settle(tx.queue(a_letter(chat_id=-5, about=(12,))), Fate.SENT, message_id=7, at=NOW)
        tx.queue(a_letter(chat_id=-5, html="waits"))
        tx.tell("12|2026-11-20|due:0|-5/0", NOW)
        tx.tell("12|2026-11-20|due:0|-55/0", NOW)
        tx.set_dialogue(-5, 9, Dialogue(kind="reason", begun_at=NOW))
    with ledger.transaction(at=NOW, by="", did="migrate") as tx:
        assert tx.move_chat(-5, -1005)
    for _ in range(2):
        chats = {(chat.chat_id, chat.thread_id): chat.unit for chat in ledger.roster.chats}
        assert chats == {(-1005, None): "社会救助股", (-1005, 3): "养老服务股", (-55, None): "儿童福利股"}
        assert [letter.chat_id for letter in ledger.waiting_letters()] == [-1005]
        assert (ledger.about(-1005, 7), ledger.about(-5, 7)) == ((12,), ())
        assert [chat for chat, _ in ledger.recent_sends(NOW - timedelta(minutes=1))] == [-1005]
        assert ledger.told("12|2026-11-20|due:0|-1005/0")
        assert ledger.told("12|2026-11-20|due:0|-55/0")
        assert not ledger.told("12|2026-11-20|due:0|-5/0")
        assert ledger.dialogue(-1005, 9) is not None
        with ledger.transaction(at=NOW, by="", did="migrate") as tx:
            assert not tx.move_chat(-5, -1005)
        ledger = home.after_a_kill(ledger)


def test_a_supergroup_that_was_bound_before_the_news_came_stays_bound_once(home: Home) -> None:
    """docs/promises.md 16: in either order."""
    ledger = home.open()
    with ledger.transaction(at=NOW, by="办公室", did="bind") as tx:
        tx.save_chat(Chat(chat_id=-5, unit="社会救助股"))
        tx.save_chat(Chat(chat_id=-1005, unit="社会救助股", title="新"))
        assert tx.move_chat(-5, -1005)
    assert [(chat.chat_id, chat.title) for chat in ledger.roster.chats] == [(-1005, "新")]


def test_old_correspondence_is_dropped_and_what_may_be_asked_for_stays(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="", did="receive") as tx:
        tx.receive(1, 5, b"{}", NOW)
        tx.receive(2, 5, b"{}", NOW)
        tx.handled(1)
        tx.settle(tx.queue(a_letter(about=(1,))), Fate.SENT, message_id=71, at=NOW)
        tx.settle(tx.queue(a_letter()), Fate.UNCERTAIN, at=NOW)
        tx.tell("for long", NOW)
        tx.tell("for today", NOW, until=NOW + DAY)
        tx.tell("last", NOW, until=NOW + DAY)
        newest = tx.queue(a_letter())
    ledger.prune(NOW + 8 * DAY)
    assert ledger.is_known(1)
    assert len(ledger.undelivered()) == 1
    ledger.prune(NOW + 9 * DAY)
    assert not ledger.is_known(1)
    assert ledger.is_known(2), "it still waits"
    assert ledger.about(-100, 71) == (1,)
    assert ledger.told("for long")
    assert not ledger.told("for today")
    ledger.prune(NOW + 121 * DAY)
    ledger = home.after_a_kill(ledger)
    assert ledger.about(-100, 71) == ()
    assert ledger.told("for long")
    with ledger.transaction(at=NOW, by="", did="post") as tx:
        assert tx.queue(a_letter()) > newest
    ledger.prune(NOW + 801 * DAY)
    assert not ledger.told("for long")


def test_what_was_told_of_an_open_item_is_remembered_however_long_it_stays_open(home: Home) -> None:
    """docs/promises.md 6, 8: else its last 催办 is due again after years, or after the clock stood in another year."""
    ledger = home.open()
    with ledger.transaction(at=NOW, by="", did="alert") as tx:
        tx.add_item(an_item(12))
        tx.add_item(an_item(13, status=ItemStatus.CLOSED))
        for number in (12, 13, 14):
            tx.tell(f"{number}|2026-11-20|chase:3|chat:1", NOW)
        tx.tell("newest", NOW)
    ledger.prune(NOW + 4000 * DAY)
    assert [ledger.told(f"{number}|2026-11-20|chase:3|chat:1") for number in (12, 13, 14)] == [True, False, False]
